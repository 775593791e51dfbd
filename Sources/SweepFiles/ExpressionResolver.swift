import Sweeps

/// An expression with its unit, as far as that is known.
struct TypedExpression {
  var expression: Expression
  /// Nil for a bare number, which fits anywhere, and where the unit cannot be told.
  var unit: Unit?
  /// Whether the unit was not guessed past a bare number that may carry one.
  var isCertain = true
  /// A comparison or a combination of them.
  var isTruth = false
  /// A number whose unit waits for the other side.
  var pending: Quantity?
}

/// Looks up names, converts numbers with units, and checks that units agree.
struct ExpressionResolver {
  var names: ExpressionNames

  /// A value; where it is a comparison, 1 and 0.
  func value(_ text: String) throws(Complaint) -> TypedExpression {
    try settled(resolve(ExpressionParser.parse(text)))
  }

  /// A predicate: true or false of each scenario.
  func predicate(_ text: String) throws(Complaint) -> Expression {
    let typed = try value(text)
    guard typed.isTruth else {
      throw Complaint("`\(text)` is a number, not true or false", "compare it, as in `\(text) > 0`")
    }
    return typed.expression
  }

  private func resolve(_ syntax: Syntax) throws(Complaint) -> TypedExpression {
    switch syntax {
    case .number(let quantity):
      let isBare = quantity.unit == nil
      return TypedExpression(expression: .number(quantity.number.value), pending: isBare ? nil : quantity)
    case .name(let name): return try resolveName(name)
    case .member(let name, let labels):
      let output = try names.output(name)
      let labels = try names.labels(labels)
      return TypedExpression(
        expression: .option(output: output.name, labels: labels), unit: try? Unit(parsing: output.unit))
    case .quoted(let text): throw Complaint("\"\(text)\" stands alone", "compare it with a choice input by ==")
    case .unary(let symbol, let operand):
      let inner = try settled(resolve(operand))
      if symbol == .not { try requireTruth(inner) }
      return TypedExpression(
        expression: .unary(symbol, inner.expression), unit: inner.unit, isCertain: inner.isCertain,
        isTruth: symbol == .not)
    case .binary(let symbol, let left, let right):
      if let choice = try choiceComparison(symbol, left, right) { return choice }
      return try resolve(symbol, resolve(left), resolve(right))
    case .call(let function, let arguments): return try resolve(function, arguments)
    }
  }

  private func resolveName(_ name: String) throws(Complaint) -> TypedExpression {
    switch try names.meaning(of: name) {
    case .derived(let name, let unit): return TypedExpression(expression: .name(name), unit: unit)
    case .output(let output):
      return TypedExpression(expression: .name(output.name), unit: try? Unit(parsing: output.unit))
    case .input(let input):
      guard !input.isChoice else {
        throw Complaint("\(input.name) is a choice, not a number", "compare it, as in `\(input.name) == NAME`")
      }
      if let length = input.length {
        throw Complaint("\(input.name) is a path of \(length) numbers, not a number", "use outputs, which it goes into")
      }
      return TypedExpression(expression: .name(input.name), unit: input.parsedUnit)
    }
  }

  private func resolve(
    _ symbol: Expression.BinaryOperator, _ left: TypedExpression, _ right: TypedExpression
  ) throws(Complaint) -> TypedExpression {
    switch symbol {
    case .add, .subtract, .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      let (left, right) = try UnitAgreement.aligned(left, right)
      let isSum = symbol == .add || symbol == .subtract
      let known = left.unit == nil ? right : left
      return TypedExpression(
        expression: .binary(symbol, left.expression, right.expression), unit: isSum ? known.unit : nil,
        isCertain: known.isCertain, isTruth: !isSum)
    case .and, .or:
      try requireTruth(left)
      try requireTruth(right)
      return TypedExpression(expression: .binary(symbol, left.expression, right.expression), isTruth: true)
    case .multiply, .divide:
      let (left, right) = (try settled(left), try settled(right))
      return UnitAgreement.product(symbol, left, right)
    case .power:
      let (left, right) = (try settled(left), try settled(right))
      return TypedExpression(expression: .binary(.power, left.expression, right.expression))
    }
  }

  private func resolve(_ function: Expression.Function, _ arguments: [Syntax]) throws(Complaint) -> TypedExpression {
    var typed: [TypedExpression] = []
    for argument in arguments { typed.append(try resolve(argument)) }
    return try FunctionCall(function, typed).resolved(settled)
  }

  /// `strategy == build`: the choice becomes its number. Nil where neither side is a choice input.
  private func choiceComparison(
    _ symbol: Expression.BinaryOperator, _ left: Syntax, _ right: Syntax
  ) throws(Complaint) -> TypedExpression? {
    for (side, other) in [(left, right), (right, left)] {
      guard case .name(let name) = side, names.derived[name] == nil, let input = names.declaration.input(name),
        case .choice(let choices) = input.kind
      else { continue }
      guard symbol == .equal || symbol == .notEqual else {
        throw Complaint("\(input.name) is a choice and has no order", "compare it with == or !=")
      }
      let index = Expression.number(Double(try choiceIndex(other, of: input, choices)))
      let operands = side == left ? (Expression.name(input.name), index) : (index, .name(input.name))
      return TypedExpression(expression: .binary(symbol, operands.0, operands.1), isTruth: true)
    }
    return nil
  }

  private func choiceIndex(_ syntax: Syntax, of input: InputDeclaration, _ choices: [String]) throws(Complaint) -> Int {
    let text: String
    switch syntax {
    case .name(let name): text = name
    case .quoted(let name): text = name
    case .number(let quantity):
      if quantity.unit == nil, let index = quantity.number.whole, index < UInt64(choices.count) { return Int(index) }
      text = quantity.described
    default: throw Complaint("\(input.name) is compared with an expression", "compare it with the name of a choice")
    }
    guard case .choice(let name) = try input.value(reading: text) else { return 0 }
    return choices.firstIndex(of: name) ?? 0
  }

  private func requireTruth(_ typed: TypedExpression) throws(Complaint) {
    if !typed.isTruth {
      throw Complaint(
        "and, or and not join comparisons, and `\(typed.expression.text)` is a number", "compare it first, as in x > 0")
    }
  }

  /// Complains where a number with a unit stands beside nothing that tells in which unit it is meant.
  private func settled(_ typed: TypedExpression) throws(Complaint) -> TypedExpression {
    guard let quantity = typed.pending else { return typed }
    throw Complaint(
      "\(quantity.described) stands where its unit cannot be checked",
      "add it to or compare it with an input or output, or write the number without a unit")
  }
}
