import Yams

/// Turns YAML text into entries. Keys given twice are reported and dropped, so that the rest can still be checked.
struct Document {
  private(set) var root: Entry?
  private(set) var faults: [SweepFileFault] = []
  private let file: String

  init(text: String, file: String) {
    self.file = file
    guard text.utf8.count <= SweepFileLimits.bytes else {
      add(1, "", "the file has more than \(SweepFileLimits.bytes >> 20) MiB", "put long columns into CSV files")
      return
    }
    guard !Self.hasManyAliases(text) else {
      add(1, "", "anchors (&) and aliases (*) are not read, and the file has many", "write the values out")
      return
    }
    do throws(YAMLProblem) {
      guard let composed = try RepeatedKeys.composing(text) else {
        add(1, "", "the file is empty", "start with `sweep: NAME` and `model: NAME`")
        return
      }
      withExtendedLifetime(composed.parser) { root = entry(of: composed.root, path: "", line: 1) }
    } catch {
      // The parser counts a line more where a text ends too early.
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
      add(min(error.line, lines), "", error.what, error.remedy)
    }
  }

  /// Whether there are anchors, and so many aliases that what they stand for may be endless: keys are compared in full
  /// before anything here could refuse them.
  private static func hasManyAliases(_ text: String) -> Bool {
    var (anchors, aliases) = (0, 0)
    var previous = UInt8(ascii: " ")
    var mark: UInt8?
    for byte in text.utf8 {
      // An anchor or alias stands behind a blank or a bracket, and its name begins at once.
      if let mark, byte > UInt8(ascii: " ") {
        if mark == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
      }
      let begins = previous <= UInt8(ascii: " ") || "[{,:?-".utf8.contains(previous)
      mark = begins && (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")) ? byte : nil
      previous = byte
    }
    return anchors > 0 && aliases > SweepFileLimits.aliases
  }

  private mutating func add(_ line: Int, _ path: String, _ what: String, _ remedy: String) {
    faults.append(SweepFileFault(file: file, line: line, path: path, what: what, remedy: remedy))
  }

  private mutating func entry(of node: Node, path: String, line: Int) -> Entry? {
    // An alias is its anchor's node, place included, so the line is that of the key.
    guard node.anchor == nil else {
      add(line, path, "anchors (&) and aliases (*) are not read", "write the value out")
      return nil
    }
    let line = node.mark?.line ?? line
    switch node {
    case .scalar(let scalar):
      return Entry(line: line, path: path, content: .text(scalar.string, plain: scalar.style == .plain))
    case .sequence(let sequence):
      return Entry(
        line: line, path: path, content: .list(sequence.compactMap { entry(of: $0, path: path, line: line) }))
    case .mapping(let mapping): return Entry(line: line, path: path, content: .map(pairs(of: mapping, path: path)))
    case .alias:
      add(line, path, "anchors (&) and aliases (*) are not read", "write the value out")
      return nil
    }
  }

  private mutating func pairs(of mapping: Node.Mapping, path: String) -> [Entry.Pair] {
    var firstLines: [String: Int] = [:]
    var pairs: [Entry.Pair] = []
    for (key, value) in mapping {
      let line = key.mark?.line ?? 1
      guard case .scalar(let scalar) = key else {
        add(line, path, "a key is a list or a mapping", "use plain words as keys")
        continue
      }
      let name = RepeatedKeys.original(of: scalar.string)
      let inner = path.isEmpty ? name : "\(path).\(name)"
      if let first = firstLines[name] {
        add(line, inner, "the key is given twice, first on line \(first)", "remove one of them")
        continue
      }
      firstLines[name] = line
      guard let entry = entry(of: value, path: inner, line: line) else { continue }
      pairs.append(Entry.Pair(key: name, line: line, value: entry))
    }
    return pairs
  }
}
