import Results

/// A finished result on the terminal, as the commands that make one print it.
enum ResultText {
  /// The tables, then the folder, then the fingerprint as the last line.
  static func show(_ result: Results.Result, in folder: String) {
    let lines = result.text(width: Terminal.width).split(separator: "\n", omittingEmptySubsequences: false)
    print(lines.dropLast(2).joined(separator: "\n"))
    print("result folder \(folder)")
    print("fingerprint \(result.fingerprint)")
  }
}
