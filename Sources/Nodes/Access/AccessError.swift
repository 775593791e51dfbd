/// A fault of a token or of the coordinator's keys: what is wrong, with which file, and the remedy.
public struct AccessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a program may want to tell apart; the sentences are for people.
  public enum Kind: Hashable, Sendable {
    /// No such file, or no permission.
    case missing
    /// Others than its owner may read or change it.
    case exposed
    /// Not what it should be: cut off, altered, of a later version.
    case malformed
    /// Something is there already.
    case exists
    /// No token has this id, or a name is none.
    case unknown
    /// The disk or its permissions forbid it.
    case unwritable
  }

  public var kind: Kind
  /// What is wrong, without a full stop.
  public var what: String
  /// The file, or the word on the command line.
  public var place: String
  /// What a person can do, without a full stop.
  public var remedy: String

  public var description: String { "\(place): \(what); \(remedy)" }

  init(_ kind: Kind, _ what: String, at place: String, remedy: String) {
    self.kind = kind
    self.what = what
    self.place = place
    self.remedy = remedy
  }
}
