import Formulas
import Sweeps

/// Names with their traced values, in which expressions are evaluated.
struct ExpressionScope {
  let names: [String: TracedLane]
  /// An output under another option, by the labels that differ.
  let others: (_ output: String, _ labels: [String]) -> TracedLane?

  /// An expression as a number; a predicate is 1 or 0.
  ///
  /// - Precondition: the expression was checked: every name is known.
  func number(_ expression: Expression) -> TracedLane {
    switch expression {
    case .number(let value): return TracedLane(value)
    case .name(let name):
      guard let value = names[name] else { preconditionFailure("unchecked name \(name)") }
      return value
    case .option(let output, let labels):
      guard let value = others(output, labels) else { preconditionFailure("unchecked option of \(output)") }
      return value
    case .unary(.negate, let inner): return -number(inner)
    case .unary(.not, _): return truth(expression).truth
    case .binary(let operation, let a, let b): return binary(operation, a, b, whole: expression)
    case .call(let function, let arguments): return function.value(arguments.map(number))
    }
  }

  /// An expression as a predicate; a number is true where it is not 0.
  func truth(_ expression: Expression) -> TracedLane.Mask {
    switch expression {
    case .unary(.not, let inner): return .!truth(inner)
    case .binary(let operation, let a, let b):
      switch operation {
      case .less: return number(a) .< number(b)
      case .lessOrEqual: return number(a) .<= number(b)
      case .greater: return number(a) .> number(b)
      case .greaterOrEqual: return number(a) .>= number(b)
      case .equal: return number(a) .== number(b)
      case .notEqual: return .!(number(a) .== number(b))
      case .and: return truth(a) .& truth(b)
      case .or: return truth(a) .| truth(b)
      case .add, .subtract, .multiply, .divide, .power: return TracedLane.Mask(nonzero: number(expression))
      }
    case .number, .name, .option, .unary(.negate, _), .call:
      return TracedLane.Mask(nonzero: number(expression))
    }
  }

  private func binary(
    _ operation: Expression.BinaryOperator, _ a: Expression, _ b: Expression, whole: Expression
  ) -> TracedLane {
    switch operation {
    case .add: number(a) + number(b)
    case .subtract: number(a) - number(b)
    case .multiply: number(a) * number(b)
    case .divide: number(a) / number(b)
    case .power: TracedLane.pow(number(a), number(b))
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .and, .or: truth(whole).truth
    }
  }
}
