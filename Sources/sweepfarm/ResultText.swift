import Results

/// A finished result on the terminal, as the commands that make one print it.
enum ResultText {
  /// The tables, then the folder, then the fingerprint as the last line.
  ///
  /// - Throws: `Failure` where scenarios of a complete result are quarantined, after all that: scripts shall notice.
  static func show(_ result: Results.Result, in folder: String) throws {
    let lines = result.text(width: Terminal.width).split(separator: "\n", omittingEmptySubsequences: false)
    print(lines.dropLast(2).joined(separator: "\n"))
    print("result folder \(folder)")
    print("fingerprint \(result.fingerprint)")
    let names = result.coverage.quarantined.map(\.scenario.text)
    guard result.coverage.complete, !names.isEmpty else { return }
    throw Failure(
      .quarantined,
      "complete, but not counted: \(names.joined(separator: ", ")); result.json says why and has the inputs")
  }
}
