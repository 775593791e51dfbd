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
    do throws(YAMLProblem) {
      guard let composed = try RepeatedKeys.composing(text) else {
        add(1, "", "the file is empty", "start with `sweep: NAME` and `model: NAME`")
        return
      }
      withExtendedLifetime(composed.parser) { root = entry(of: composed.root, path: "", line: 1) }
    } catch {
      add(error.line, "", error.what, error.remedy)
    }
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
