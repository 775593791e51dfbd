import Formulas
import Sweeps

/// Why a point makes no sense or cannot be built, as a model finds out from its inputs.
protocol Feasibility {
  var input: ModelInputs<ScalarLane> { get }
  /// Each names an input, its value and what is allowed; empty where the point is feasible.
  var sentences: [String] { get }
}

extension Feasibility {
  /// The input of this name.
  func number(_ name: String) -> Double { input[name].value }

  /// The same as a person writes it.
  func text(_ name: String) -> String { ReadableNumber.text(number(name)) }
}
