import Sweeps

/// An expression as written, before names and units are looked up.
indirect enum Syntax: Hashable {
  case number(Quantity)
  case name(String)
  case member(String, [String])
  case quoted(String)
  case unary(Expression.UnaryOperator, Syntax)
  case binary(Expression.BinaryOperator, Syntax, Syntax)
  case call(Expression.Function, [Syntax])
}

/// Reads expressions by operator precedence (Pratt 1973): `or`, `and`, `not`, comparisons, `+ -`, `* /`, sign, `^`.
struct ExpressionParser {
  private var tokens: ArraySlice<ExpressionToken>
  private var depth = 0
  /// Levels of nesting of what was parsed last. Counted while parsing: a long enough sum is a tree as deep as it is long,
  /// which must not exist, since whoever walks it, or frees it, takes a stack frame for each level.
  private var height = 0

  static func parse(_ text: String) throws(Complaint) -> Syntax {
    var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: text)[...])
    guard !parser.tokens.isEmpty else { throw Complaint("the expression is empty", "write one such as cost > 1e9 USD") }
    let syntax = try parser.expression(above: 0)
    if let token = parser.tokens.first {
      throw Complaint("`\(token.described)` is not expected there", "put an operator before it or remove it")
    }
    return syntax
  }

  private static let tooDeep = Complaint(
    "the expression is nested deeper than \(SweepFileLimits.depth)", "split it with `derive`")

  private enum Power {
    static let or = 1, and = 2, not = 3, comparison = 4, sum = 5, product = 6, sign = 7, power = 8
  }

  private static func power(of symbol: Expression.BinaryOperator) -> Int {
    switch symbol {
    case .or: Power.or
    case .and: Power.and
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: Power.comparison
    case .add, .subtract: Power.sum
    case .multiply, .divide: Power.product
    case .power: Power.power
    }
  }

  private mutating func expression(above limit: Int) throws(Complaint) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 2 * SweepFileLimits.depth + 2 else { throw Self.tooDeep }
    var left = try operand()
    var leftHeight = height
    while let symbol = binaryOperator, Self.power(of: symbol) > limit {
      let power = Self.power(of: symbol)
      tokens.removeFirst()
      // A power binds to the right: 2^3^2 is 2^(3^2); its exponent may carry a sign.
      let right = try expression(above: symbol == .power ? Power.sign - 1 : power)
      try rise(above: max(leftHeight, height))
      (left, leftHeight) = (.binary(symbol, left, right), height)
      if power == Power.comparison, let next = binaryOperator, Self.power(of: next) == Power.comparison {
        throw Complaint("two comparisons in a row", "join them with `and`: a < b and b < c")
      }
    }
    height = leftHeight
    return left
  }

  /// Notes the height of a node whose parts have this one.
  private mutating func rise(above parts: Int) throws(Complaint) {
    guard parts < SweepFileLimits.depth else { throw Self.tooDeep }
    height = parts + 1
  }

  private var binaryOperator: Expression.BinaryOperator? {
    switch tokens.first {
    case .symbol(let text): Expression.BinaryOperator(rawValue: text)
    case .name(let word) where word == "and" || word == "or": Expression.BinaryOperator(rawValue: word)
    default: nil
    }
  }

  private mutating func operand() throws(Complaint) -> Syntax {
    guard let token = tokens.popFirst() else {
      throw Complaint("the expression ends too early", "add what is missing after the last operator")
    }
    height = 1
    switch token {
    case .number(let quantity): return .number(quantity)
    case .quoted(let text): return .quoted(text)
    case .member(let output, let labels): return .member(output, labels)
    case .symbol("("):
      let inner = try expression(above: 0)
      try expect(")")
      return inner
    case .symbol("-"): return try negative()
    case .symbol("+"): return try expression(above: Power.sign)
    case .symbol(let text): throw Complaint("`\(text)` is not expected there", "put a name or a number before it")
    case .name("not"):
      let operand = try expression(above: Power.not)
      try rise(above: height)
      return .unary(.not, operand)
    case .name(let name): return tokens.first == .symbol("(") ? try call(name) : .name(name)
    }
  }

  /// What follows a minus sign, which becomes part of a number.
  private mutating func negative() throws(Complaint) -> Syntax {
    let operand = try expression(above: Power.sign)
    if case .number = operand { return .negating(operand) }
    try rise(above: height)
    return .negating(operand)
  }

  private mutating func call(_ name: String) throws(Complaint) -> Syntax {
    guard let function = Expression.Function(rawValue: name) else {
      let known = Expression.Function.allCases.map(\.rawValue)
      let nearest = Spelling.nearest(to: name, in: known).flatMap(Expression.Function.init)
      let guess = nearest.map { "did you mean \($0.usage)? " } ?? ""
      throw Complaint("\(name) is not a function", "\(guess)use one of \(known.joined(separator: ", "))")
    }
    try expect("(")
    var arguments = [try expression(above: 0)]
    var highest = height
    while tokens.first == .symbol(",") {
      tokens.removeFirst()
      arguments.append(try expression(above: 0))
      highest = max(highest, height)
    }
    try expect(")")
    try rise(above: highest)
    guard function.signature.takes(arguments.count) else {
      throw Complaint(
        "\(name) has \(arguments.count) argument\(arguments.count == 1 ? "" : "s")", "write \(function.usage)")
    }
    return .call(function, arguments)
  }

  private mutating func expect(_ text: String) throws(Complaint) {
    guard tokens.first == .symbol(text) else {
      throw Complaint(
        "a `\(text)` is missing", tokens.first.map { "put it before `\($0.described)`" } ?? "add it at the end")
    }
    tokens.removeFirst()
  }
}

extension Syntax {
  /// The negative, folded into a number.
  static func negating(_ operand: Syntax) -> Syntax {
    guard case .number(let quantity) = operand else { return .unary(.negate, operand) }
    let number = DecimalNumber(coefficient: -quantity.number.coefficient, exponent: quantity.number.exponent)
    let text = quantity.text.hasPrefix("-") ? String(quantity.text.dropFirst()) : "-" + quantity.text
    return .number(Quantity(number: number, unit: quantity.unit, text: text))
  }
}
