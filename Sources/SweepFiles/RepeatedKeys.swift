import Yams

/// Why a text is not YAML.
struct YAMLProblem: Error {
  var line: Int
  var what: String
  var remedy: String
}

/// Composes YAML whose mappings may repeat a key.
///
/// Yams refuses such a text as a whole and names only the first of the equal keys. Each further one is found in the text
/// and marked with a private character, after which the text composes and the reader can say everything else that is
/// wrong with it too.
enum RepeatedKeys {
  private static let mark: Character = "\u{E000}"
  /// Texts beyond this many bytes and more compositions than this are not worth the search: the first key is named.
  private static let searchableBytes = 256 << 10
  private static let attempts = 200
  /// Bytes composed again in all of them.
  private static let composedBytes = 2 << 20

  /// The key as the file has it.
  static func original(of key: String) -> String { String(key.drop { $0 == mark }) }

  /// The parser's root node; nil for a text without one. Nodes know their anchors only while their parser lives.
  static func composing(_ text: String) throws(YAMLProblem) -> (parser: Parser, root: Node)? {
    switch composed(text) {
    case .node(let parser, let node): return node.map { (parser, $0) }
    case .failure(let failure): throw failure
    case .repeated(let key, let line, let column):
      let problem = YAMLProblem(
        line: line, what: "the key \(key) is given twice in one mapping", remedy: "remove one of them")
      guard text.utf8.count <= searchableBytes else { throw problem }
      return try composing(marking: (key, line, column), in: text, otherwise: problem)
    }
  }

  private typealias Place = (key: String, line: Int, column: Int)

  private static func composing(
    marking first: Place, in text: String, otherwise problem: YAMLProblem
  ) throws(YAMLProblem) -> (parser: Parser, root: Node)? {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Array.init)
    var place = first
    var left = min(attempts, composedBytes / max(text.utf8.count, 1))
    while let marked = marking(place, in: lines, left: &left) {
      switch marked.outcome {
      case .node(let parser, let node): return node.map { (parser, $0) }
      case .failure: throw problem
      case .repeated(let key, let line, let column): (place, lines) = ((key, line, column), marked.lines)
      }
    }
    throw problem
  }

  private enum Outcome {
    case node(Parser, Node?)
    case repeated(key: String, line: Int, column: Int)
    case failure(YAMLProblem)
  }

  private static func composed(_ text: String) -> Outcome {
    do {
      let parser = try Parser(yaml: text)
      return .node(parser, try parser.singleRoot())
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      return .repeated(key: keys.first ?? "", line: context.mark.line, column: context.mark.column)
    } catch let error as YamlError {
      return .failure(describe(error))
    } catch {
      return .failure(YAMLProblem(line: 1, what: "the file is not YAML (\(error))", remedy: "correct it"))
    }
  }

  private static func describe(_ error: YamlError) -> YAMLProblem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      YAMLProblem(
        line: max(1, mark.line), what: "the file is not YAML: \(problem)",
        remedy: "check the indentation, brackets and quotes there; a text with `: ` or `#` needs quotes")
    case .reader(let problem, _, _, _):
      YAMLProblem(line: 1, what: "the file is not YAML: \(problem)", remedy: "save it as UTF-8 text")
    default: YAMLProblem(line: 1, what: "the file is not YAML", remedy: "check its indentation, brackets and quotes")
    }
  }

  /// The lines with the next equal key of the same mapping marked, and what they compose to; nil where that key cannot be
  /// told from the text or no attempt is left.
  private static func marking(
    _ place: Place, in lines: [[Character]], left: inout Int
  ) -> (lines: [[Character]], outcome: Outcome)? {
    for row in max(0, place.line - 1)..<lines.count {
      let first = row == place.line - 1 ? place.column : 0
      for start in lines[row].indices where start >= first {
        guard let insertion = keyStart(place.key, in: lines[row], at: start) else { continue }
        guard left > 0 else { return nil }
        left -= 1
        var candidate = lines
        candidate[row].insert(mark, at: insertion)
        let outcome = composed(candidate.map { String($0) }.joined(separator: "\n"))
        let isColumn = start == place.column - 1 && lines[row].prefix(start).allSatisfy { $0 == " " }
        if isColumn || isProgress(outcome, from: place) { return (candidate, outcome) }
      }
    }
    return nil
  }

  /// Whether the marked text no longer repeats this key in this mapping.
  private static func isProgress(_ outcome: Outcome, from place: Place) -> Bool {
    guard case .repeated(let key, let line, let column) = outcome else { return true }
    return (key, line, column) != place
  }

  /// Where to put the mark, when the key and a colon stand at this place.
  private static func keyStart(_ key: String, in line: [Character], at start: Int) -> Int? {
    if start > 0, !" {,\t".contains(line[start - 1]) { return nil }
    for quote in ["", "\"", "'"] {
      let written = Array(quote + key + quote)
      guard line[start...].starts(with: written) else { continue }
      let rest = line[(start + written.count)...].drop { $0 == " " }
      if rest.first == ":" { return start + quote.count }
    }
    return nil
  }
}
