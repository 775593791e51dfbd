import Sweeps

/// A call whose arguments are resolved; checks their units against the function's signature.
struct FunctionCall {
  private let function: Expression.Function
  private let arguments: [TypedExpression]

  init(_ function: Expression.Function, _ arguments: [TypedExpression]) {
    self.function = function
    self.arguments = arguments
  }

  /// - Parameter settled: complains of a number whose unit nothing can check.
  func resolved(
    _ settled: (TypedExpression) throws(Complaint) -> TypedExpression
  ) throws(Complaint) -> TypedExpression {
    let signature = function.signature
    var expressions: [Expression] = []
    for (index, argument) in arguments.enumerated() {
      let parameter = signature.parameter(index)
      let fitting =
        switch parameter.measure {
        case .anything: try settled(argument)
        case .pure: try fitted(argument, to: .one, parameter)
        case .rate: try fitted(argument, to: Self.isPerYear(argument) ? Self.perYear : .one, parameter)
        case .years: try fitted(argument, to: Self.year, parameter)
        case .quantity, .price:
          arguments.count == 1
            ? try settled(argument) : try UnitAgreement.aligned(argument, anchor(of: parameter.measure)).0
        }
      expressions.append(fitting.expression)
    }
    let call = Expression.call(function, expressions)
    switch signature.result {
    case .anything, .rate, .years: return TypedExpression(expression: call)
    case .pure: return TypedExpression(expression: call, unit: .one)
    case .quantity, .price:
      let anchor = anchor(of: signature.result)
      return TypedExpression(expression: call, unit: anchor.unit, isCertain: anchor.isCertain)
    }
  }

  /// The argument whose unit the others of its measure take: the first with a known one.
  private func anchor(of measure: Expression.Function.Measure) -> TypedExpression {
    let signature = function.signature
    let members = arguments.enumerated().filter { signature.parameter($0.offset).measure == measure }.map(\.element)
    return members.first { $0.unit != nil } ?? members[0]
  }

  private func fitted(
    _ argument: TypedExpression, to unit: Unit, _ parameter: Expression.Function.Parameter
  ) throws(Complaint) -> TypedExpression {
    let name = "\(parameter.name) in \(function.usage)"
    if let quantity = argument.pending {
      return TypedExpression(expression: .number(try quantity.value(in: unit, of: name)), unit: unit)
    }
    guard let given = argument.unit, argument.isCertain, given != unit else { return argument }
    let text = argument.expression.text
    guard given.dimensions == unit.dimensions else {
      throw Complaint("\(text) is \(given.measured); \(name) wants \(unit.measured)", "give another value")
    }
    throw Complaint("\(text) is in \(given.text); \(name) wants \(unit.text)", "multiply it by the conversion factor")
  }

  // MARK: Units

  private static let year = (try? Unit(parsing: "year")) ?? .one
  private static let perYear = (try? Unit(parsing: "1/year")) ?? .one

  private static func isPerYear(_ argument: TypedExpression) -> Bool {
    (argument.pending?.unit ?? argument.unit)?.dimensions == perYear.dimensions
  }
}
