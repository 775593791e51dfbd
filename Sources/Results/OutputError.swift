/// Why a result cannot be written: what went wrong, where, and how it may be remedied.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  public var what: String
  /// The file, folder or variable concerned.
  public var place: String
  public var remedy: String

  public init(what: String, place: String, remedy: String) {
    self.what = what
    self.place = place
    self.remedy = remedy
  }

  public var description: String { "\(place): \(what); \(remedy)" }

  /// The same refusal of a place that was named by another option than a result folder's.
  func naming(_ option: String) -> OutputError {
    OutputError(what: what, place: place, remedy: remedy.replacing("--output DIR", with: option))
  }
}
