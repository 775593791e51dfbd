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
  private static let attempts = 100

  /// The key as the file has it.
  static func original(of key: String) -> String { String(key.drop { $0 == mark }) }

  /// The parser's root node; nil for a text without one. Nodes know their anchors only while their parser lives.
  static func composing(_ text: String) throws(YAMLProblem) -> (parser: Parser, root: Node)? {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Array.init)
    var problem: YAMLProblem?
    for _ in 0..<attempts {
      switch composed(lines) {
      case .node(let parser, let node): return node.map { (parser, $0) }
      case .failure(let failure): throw failure
      case .repeated(let key, let line, let column):
        let first = YAMLProblem(
          line: line, what: "the key \(original(of: key)) is given twice in one mapping", remedy: "remove one of them")
        problem = problem ?? first
        guard let marked = marking(key, after: line, column, in: lines) else { throw first }
        lines = marked
      }
    }
    throw problem ?? YAMLProblem(line: 1, what: "too many keys are given twice", remedy: "remove the second ones")
  }

  private enum Outcome {
    case node(Parser, Node?)
    case repeated(key: String, line: Int, column: Int)
    case failure(YAMLProblem)
  }

  private static func composed(_ lines: [[Character]]) -> Outcome {
    let text = lines.map { String($0) }.joined(separator: "\n")
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
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
      YAMLProblem(
        line: max(1, mark.line), what: "the file is not YAML: \(problem)",
        remedy: "check the indentation, brackets and quotes there; a text with `: ` or `#` needs quotes")
    case .reader(let problem, _, _, _):
      YAMLProblem(line: 1, what: "the file is not YAML: \(problem)", remedy: "save it as UTF-8 text")
    default: YAMLProblem(line: 1, what: "the file is not YAML", remedy: "check its indentation, brackets and quotes")
    }
  }

  /// The text with the next equal key of the same mapping marked; nil where it cannot be told from the text.
  private static func marking(
    _ key: String, after line: Int, _ column: Int, in lines: [[Character]]
  ) -> [[Character]]? {
    for row in max(0, line - 1)..<lines.count {
      let first = row == line - 1 ? column : 0
      for start in lines[row].indices where start >= first {
        guard let insertion = keyStart(key, in: lines[row], at: start) else { continue }
        var candidate = lines
        candidate[row].insert(mark, at: insertion)
        if isProgress(candidate, key, line, column) || lines[row].prefix(start).allSatisfy({ $0 == " " }) && start == column - 1 {
          return candidate
        }
      }
    }
    return nil
  }

  /// Whether the marked text no longer repeats this key in this mapping.
  private static func isProgress(_ lines: [[Character]], _ key: String, _ line: Int, _ column: Int) -> Bool {
    guard case .repeated(let next, let nextLine, let nextColumn) = composed(lines) else { return true }
    return (next, nextLine, nextColumn) != (key, line, column)
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
