extension Expression {
  /// The canonical text, with every parenthesis written; reading it gives an equal expression.
  public var text: String {
    switch self {
    case .number(let value): value < 0 ? "(\(JSON.text(of: value)))" : JSON.text(of: value)
    case .name(let name): name
    case .option(let output, let labels): ([output] + labels.map(Self.label)).joined(separator: ".")
    case .unary(.negate, let operand): "(-\(operand.text))"
    case .unary(.not, let operand): "(not \(operand.text))"
    case .binary(let symbol, let left, let right): "(\(left.text) \(symbol.rawValue) \(right.text))"
    case .call(let function, let arguments):
      "\(function.rawValue)(\(arguments.map(\.text).joined(separator: ", ")))"
    }
  }

  /// A label bare where it reads as one word, in double quotes otherwise.
  private static func label(_ text: String) -> String {
    let isWord = !text.isEmpty && text.allSatisfy { $0.isLetter || ($0.isASCII && $0.isNumber) || $0 == "_" }
    return isWord ? text : "\"\(text)\""
  }
}
