import Sweeps

/// A word of an expression.
enum ExpressionToken: Hashable {
  case number(Quantity)
  case name(String)
  /// `npv.build`: an output and the labels of options.
  case member(String, [String])
  /// A text in quotes: the name of a choice.
  case quoted(String)
  /// An operator, a comma or a parenthesis.
  case symbol(String)

  var described: String {
    switch self {
    case .number(let quantity): quantity.described
    case .name(let name): name
    case .member(let output, let labels): ([output] + labels).joined(separator: ".")
    case .quoted(let text): "\"\(text)\""
    case .symbol(let text): text
    }
  }
}

/// Cuts the text of an expression into tokens.
struct ExpressionLexer {
  private static let symbols = ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "^", "(", ")", ","]
  private let characters: [Character]
  private var position = 0

  static func tokens(of text: String) throws(Complaint) -> [ExpressionToken] {
    var lexer = ExpressionLexer(characters: Array(text))
    var tokens: [ExpressionToken] = []
    var parts = 0
    while let token = try lexer.next() {
      tokens.append(token)
      if [.symbol("("), .symbol(")")].contains(token) { continue }
      parts += 1
      guard parts <= SweepFileLimits.expressionParts else {
        throw Complaint(
          "the expression has more than \(SweepFileLimits.expressionParts) names, numbers and operators",
          "split it with `derive`")
      }
    }
    return tokens
  }

  private init(characters: [Character]) { self.characters = characters }

  private mutating func next() throws(Complaint) -> ExpressionToken? {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    guard position < characters.count else { return nil }
    let first = characters[position]
    if first == "\"" || first == "'" { return .quoted(try quoted()) }
    if (first.isASCII && first.isNumber) || first == "." { return try number() }
    if first.isLetter || first == "_" { return try name() }
    for symbol in Self.symbols where characters[position...].starts(with: symbol) {
      position += symbol.count
      return .symbol(symbol)
    }
    throw Complaint(
      "`\(first)` has no meaning in an expression", first == "=" ? "use ==" : "use + - * / ^, comparisons, and, or, not"
    )
  }

  private mutating func quoted() throws(Complaint) -> String {
    let quote = characters[position]
    guard let end = characters[(position + 1)...].firstIndex(of: quote) else {
      throw Complaint("a quote is not closed", "add the closing \(quote)")
    }
    defer { position = end + 1 }
    return String(characters[(position + 1)..<end])
  }

  private mutating func word() -> String {
    let start = position
    while position < characters.count, Self.isWord(characters[position]) { position += 1 }
    return String(characters[start..<position])
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character == "_" || (character.isASCII && character.isNumber)
  }

  private mutating func name() throws(Complaint) -> ExpressionToken {
    let name = word()
    var labels: [String] = []
    while position + 1 < characters.count, characters[position] == ".", !characters[position + 1].isWhitespace {
      position += 1
      labels.append(characters[position] == "\"" ? try quoted() : word())
    }
    return labels.isEmpty ? .name(name) : .member(name, labels)
  }

  /// A number and the longest unit right behind it: `1e9 USD`, `45%`, `2.5 USD/h`.
  private mutating func number() throws(Complaint) -> ExpressionToken {
    let literal = Quantity.literal(of: String(characters[position...].prefix(80)).prefixBeforePower)
    guard !literal.isEmpty else { throw Complaint("`.` has no meaning here", "write a number such as 0.5") }
    position += literal.count
    var after = position
    while after < characters.count, characters[after] == " " { after += 1 }
    guard after < characters.count, characters[after].isLetter || "%$".contains(characters[after]),
      let length = unitLength(from: after)
    else { return .number(try Quantity(parsing: literal)) }
    position = after + length
    return .number(try Quantity(parsing: "\(literal) \(String(characters[after..<position]))"))
  }

  /// Characters of the unit that starts here; nil where a keyword or another word does.
  private func unitLength(from start: Int) -> Int? {
    var length: Int?
    var end = start
    while end < characters.count {
      let from = end
      while end < characters.count, Self.isWord(characters[end]) || "%$".contains(characters[end]) { end += 1 }
      let text = String(characters[start..<end])
      guard end > from, (try? Unit(parsing: text)) != nil else { break }
      length = end - start
      guard end < characters.count, "/*".contains(characters[end]) else { break }
      end += 1
    }
    if length == nil, !["and", "or", "not"].contains(where: { characters[start...].starts(with: $0) }) {
      return characters[start...].prefix(while: Self.isWord).count
    }
    return length
  }
}

extension String {
  /// Without a power sign: in an expression `2^n` is an operation.
  fileprivate var prefixBeforePower: Substring { prefix { $0 != "^" } }
}
