/// Arithmetic over inputs, derived names and outputs, as written in `derive`, `where` and reports.
/// Numbers with units are already converted to the unit of what they are compared or combined with.
public indirect enum Expression: Hashable, Sendable {
  case number(Double)
  /// An input, a derived name or an output of the scenario's own option.
  case name(String)
  /// An output under a named option: `npv.build`. One label for each decision it fixes.
  case option(output: String, labels: [String])
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression)
  case call(Function, [Expression])

  public enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
    case negate = "-"
    case not = "not"
  }

  /// Comparisons and logic give 1 for true and 0 for false.
  public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "^"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case and = "and"
    case or = "or"
  }
}
