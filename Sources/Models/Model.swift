import Formulas
import Sweeps

/// A function that can be swept: declared inputs in, declared outputs out.
///
/// The equations are written once, over `Lane`, as straight-line code: the same text is evaluated on one number, on
/// eight, or traced into an expression graph. An infeasible point has infinite cost, never NaN.
public protocol Model: Sendable {
  var declaration: ModelDeclaration { get }

  /// The outputs at a point. A choice input arrives as the index of the choice.
  func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L>

  /// Why a point makes no sense or cannot be built, as sentences that name the input, its value and what is allowed.
  /// Empty where the point is feasible. Single inputs outside their kind are the business of `Evaluation`.
  func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String]
}

/// The outputs of one evaluation, in declared order, with the terms some of them are made of.
public struct ModelOutputs<L: Lane> {
  public struct Output {
    public var name: String
    public var value: L
  }

  /// One addend or factor of an output, for people who ask where a figure comes from.
  public struct Term {
    /// The output this is a part of.
    public var output: String
    public var name: String
    /// In the unit of the output.
    public var value: L
  }

  public private(set) var values: [Output]
  public private(set) var terms: [Term]

  /// Outputs in declared order; terms are addends of the output they stand under.
  public init(
    _ values: KeyValuePairs<String, L>, terms: KeyValuePairs<String, KeyValuePairs<String, L>> = [:]
  ) {
    self.values = values.map { Output(name: $0.key, value: $0.value) }
    self.terms = terms.flatMap { output, parts in
      parts.map { Term(output: output, name: $0.key, value: $0.value) }
    }
  }

  /// The output of this full name. Traps on an unknown one.
  public subscript(name: String) -> L {
    guard let output = values.first(where: { $0.name == name }) else {
      preconditionFailure("the model gives no output \(name)")
    }
    return output.value
  }
}

extension Lane {
  /// What was given where it is above zero, else the fallback: the rule of inputs whose 0 means "take the catalogue's".
  func orIfZero(_ fallback: Self) -> Self { fallback.replacing(with: self, where: self .> 0) }

  /// e^x - 1 for x >= 0, without cancellation near zero: error below 3e-14, relative.
  static func exponentialMinusOne(_ x: Self) -> Self {
    let far = exp(x) - 1
    var series = Self(1.0 / 720)
    for coefficient in [1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1] { series = Self(coefficient).addingProduct(series, x) }
    return far.replacing(with: series * x, where: x .< 1e-2)
  }

  /// (e^x - 1) / x without cancellation near zero, where it is 1: error below 3e-14, relative.
  static func relativeExponential(_ x: Self) -> Self {
    let isSmall = x.magnitude() .< 1e-2
    let safe = x.replacing(with: Self(1), where: isSmall)
    let direct = (exp(safe) - 1) / safe
    var series = Self(1)
    for divisor in [7.0, 6, 5, 4, 3, 2] {
      series = 1 + series * (x * (1 / divisor))
    }
    return direct.replacing(with: series, where: isSmall)
  }
}
