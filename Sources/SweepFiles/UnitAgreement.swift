import Sweeps

/// How units of two sides of a sum or comparison agree, and what products of units are.
enum UnitAgreement {
  /// Both sides with numbers converted to the unit of the other; complains where the sides measure different things or
  /// measure on different scales.
  static func aligned(
    _ left: TypedExpression, _ right: TypedExpression
  ) throws(Complaint) -> (TypedExpression, TypedExpression) {
    if let quantity = left.pending { return (try converted(quantity, to: right), right) }
    if let quantity = right.pending { return (left, try converted(quantity, to: left)) }
    guard let a = left.unit, let b = right.unit, left.isCertain, right.isCertain else { return (left, right) }
    let (first, second) = (left.expression.text, right.expression.text)
    guard a.dimensions == b.dimensions else {
      throw Complaint(
        "\(first) is \(a.measured) and \(second) is \(b.measured)", "combine or compare only what measures the same")
    }
    guard a == b else {
      throw Complaint(
        "\(first) is in \(a.text) and \(second) in \(b.text)", "multiply one of them by the conversion factor")
    }
    return (left, right)
  }

  private static func converted(_ quantity: Quantity, to other: TypedExpression) throws(Complaint) -> TypedExpression {
    guard let unit = other.unit else {
      throw Complaint(
        "\(quantity.described) stands where its unit cannot be checked", "write the number without a unit")
    }
    let name = other.expression.text
    let value = try quantity.value(in: unit, of: name)
    return TypedExpression(expression: .number(value), unit: unit, isCertain: other.isCertain)
  }

  /// The unit of a product or quotient. A bare number keeps the other side's unit, without certainty: it may be a
  /// conversion factor or carry a unit of its own.
  static func product(
    _ symbol: Expression.BinaryOperator, _ left: TypedExpression, _ right: TypedExpression
  ) -> TypedExpression {
    let expression = Expression.binary(symbol, left.expression, right.expression)
    let power = symbol == .divide ? -1 : 1
    let isBare = (left.expression.isNumber, right.expression.isNumber)
    let first = isBare.0 ? Unit.one : left.unit
    let second = isBare.1 ? Unit.one : right.unit
    guard let first, let second, var unit = first.times(second, power: power) else {
      return TypedExpression(expression: expression)
    }
    unit.text =
      isBare.1
      ? first.text : isBare.0 && power == 1 ? second.text : "\(first.text)\(power == 1 ? "*" : "/")\(second.text)"
    let isCertain = left.isCertain && right.isCertain && !isBare.0 && !isBare.1
    return TypedExpression(expression: expression, unit: unit, isCertain: isCertain)
  }
}

extension Expression {
  fileprivate var isNumber: Bool {
    if case .number = self { return true }
    return false
  }
}
