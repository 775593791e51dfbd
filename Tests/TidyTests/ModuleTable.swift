/// The table of modules in the README: who may import whom. The tests read it there, so the page cannot lie.
struct ModuleTable {
  struct Row {
    var module: String
    var charter: String
    /// Empty where the module may import the standard library only.
    var mayImport: Set<String>
  }

  var rows: [Row]

  init(readme: String) {
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0.hasPrefix("| module |") } ?? lines.endIndex
    rows = lines[start...].dropFirst(2).prefix { $0.hasPrefix("|") }.map { line in
      let cells = line.split(separator: "|").map { $0.trimming(" ") }
      let names = cells[2].split(separator: ",").map { $0.trimming(" ") }.filter { $0.hasPrefix("`") }
      return Row(
        module: cells[0].trimming("`"), charter: cells[1], mayImport: Set(names.map { $0.trimming("`") }))
    }
  }

  func row(of module: String) -> Row? {
    // One folder, compiled twice.
    rows.first { $0.module == module || (module.hasPrefix("ComputeCore") && $0.module == "ComputeCore") }
  }

  /// The module of an `import` line; nil for any other line.
  static func imported(by line: Substring) -> String? {
    let words = line.split(separator: " ")
    guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count else { return nil }
    let before: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
    guard words[..<keyword].allSatisfy({ $0.hasPrefix("@") || before.contains($0) }) else { return nil }
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
    let name = kinds.contains(words[keyword + 1]) ? words[keyword + 2] : words[keyword + 1]
    return name.split(separator: ".").first.map(String.init)
  }
}

extension StringProtocol {
  /// Without a character at either end.
  fileprivate func trimming(_ character: Character) -> String {
    String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
  }
}
