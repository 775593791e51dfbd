/// Why a state file cannot be used: which, what is wrong with it, and how that may be remedied.
public struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// For a file that says nothing of itself any more.
  static let makeAnew = "delete it and compute its part again"

  public var path: String
  /// What is wrong, without a full stop.
  public var what: String
  public var remedy: String

  public init(_ what: String, path: String, remedy: String) {
    self.path = path
    self.what = what
    self.remedy = remedy
  }

  init(_ what: String, path: String) { self.init(what, path: path, remedy: Self.makeAnew) }

  public var description: String { "\(path): \(what); \(remedy)" }
}

extension StateFile {
  /// Refuses a file whose state must not be merged with states of another origin.
  public func check(against wanted: Origin) throws(StateFileError) {
    try checkContract(wanted)
    guard origin.specSHA256 == wanted.specSHA256 else {
      let other =
        origin.sweep == wanted.sweep ? "another text of the sweep \(origin.sweep)" : "the sweep \(origin.sweep)"
      throw StateFileError(
        "is of \(other) (\(origin.specSHA256.prefix(12))), not of this \(wanted.sweep) "
          + "(\(wanted.specSHA256.prefix(12)))",
        path: path, remedy: "leave it out, or give the sweep file it was computed from")
    }
    try checkHost(wanted)
  }

  /// Refuses a file of another program or of a host of other arithmetic, whatever sweep it is of.
  public func checkProgram(_ wanted: Origin) throws(StateFileError) {
    try checkContract(wanted)
    try checkHost(wanted)
  }

  private func checkContract(_ wanted: Origin) throws(StateFileError) {
    guard origin.numericContract == wanted.numericContract else {
      throw StateFileError(
        "follows numeric contract \(origin.numericContract), and this program contract \(wanted.numericContract)",
        path: path, remedy: "use the program that wrote it, or compute \(blocks.sentence) again with this one")
    }
  }

  private func checkHost(_ wanted: Origin) throws(StateFileError) {
    guard origin.build == wanted.build else {
      throw StateFileError(
        "was computed by version \(origin.build), and this is \(wanted.build)", path: path,
        remedy: "use that version, or compute \(blocks.sentence) again with this one")
    }
    guard origin.selfTest == wanted.selfTest else {
      throw StateFileError(
        "was computed on a host whose arithmetic gives other bits (self-test \(origin.selfTest.prefix(12)), here "
          + "\(wanted.selfTest.prefix(12)))",
        path: path, remedy: "find out which of the hosts is at fault and compute \(blocks.sentence) again on another")
    }
  }
}
