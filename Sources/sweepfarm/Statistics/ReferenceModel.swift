import Formulas
import Models
import Sweeps

/// A model whose sweeps have answers in closed form: an input of every kind, and functions of them.
struct ReferenceModel: Model {
  let declaration = ModelDeclaration(
    name: "known-answers", version: 1, question: "Does the farm compute what can be worked out by hand?",
    inputs: [
      input("x", .real), input("y", .real), input("z", .real), input("w", .real),
      input("amount", .positive(allowsZero: false), default: .number(1)),
      input("share", .fraction),
      input("option", .choice(["a", "b", "c"]), default: .choice("a")),
    ],
    outputs: [
      OutputDeclaration(name: "quantile", symbol: "quantile", unit: "1", doc: "normal quantile of x"),
      OutputDeclaration(name: "cumulative", symbol: "cumulative", unit: "1", doc: "normal distribution function of x"),
      OutputDeclaration(name: "worth", symbol: "worth", unit: "1", doc: "x under option b, 0 under the others"),
    ])

  private static func input(
    _ name: String, _ kind: InputDeclaration.Kind, default value: Value = .number(0)
  ) -> InputDeclaration {
    InputDeclaration(
      name: name, symbol: name, unit: "1", kind: kind, default: value, source: "none: a number for tests",
      doc: "any number of its kind")
  }

  func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let x = input["x"]
    return ModelOutputs([
      "quantile": L.normalQuantile(x),
      "cumulative": L.normalCDF(x),
      "worth": L(0).replacing(with: x, where: input["option"] .== 1),
    ])
  }

  func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] { [] }
}
