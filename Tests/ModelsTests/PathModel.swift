import Formulas
import Sweeps

@testable import Models

/// A small model with everything a declaration can say: a default per choice, a path, a limit.
struct PathModel: Model {
  let declaration = ModelDeclaration(
    name: "path", version: 1, question: "What do shocks do?",
    inputs: [
      .choice("strategy", "strat", ["buy", "codesign", "build"], default: "build", source: "test", doc: "A choice."),
      .nonNegative("nre", "NRE", "USD", 5, source: "test", doc: "A cost.")
        .byDefault(per: "strategy", ["codesign": 200, "build": 350]),
      InputDeclaration(
        name: "shocks", symbol: "z", unit: "1", kind: .real, default: .number(0.5),
        distribution: .normal(.moments(mean: 0, sd: 1)), source: "test", doc: "One a quarter."
      ).path(length: 40).limited(.within(-9, 9), because: "the rest is beyond belief"),
      .positive("area", "A", "mm2", 800, source: "test", doc: "An area.")
        .limited(.atMost(858), because: "the reticle field is 26 x 33 mm"),
    ],
    outputs: [
      .init("cost", "C", "USD", "A cost."), .init("third", "z3", "1", "The third shock."),
      .init("sum", "S", "1", "Of the first four shocks."),
    ])

  func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let shocks = input.path("shocks")
    return ModelOutputs([
      "cost": input["nre"] + input["area"], "third": shocks[2],
      "sum": shocks.prefix(4).dropFirst().reduce(shocks[0]) { $0 + $1 },
    ])
  }

  func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] {
    input["nre"].value > 300 ? ["nre: \(ReadableNumber.text(input["nre"].value)) USD is too dear; use less"] : []
  }
}
