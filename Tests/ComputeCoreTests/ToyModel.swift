import Formulas
import Models
import Sweeps

/// A model with every operation of a lane and with every way a value can be troublesome: both signs, zeros, huge ranges,
/// constants, infinities and NaN.
struct ToyModel: Model {
  let declaration = ModelDeclaration(
    name: "toy", version: 1, question: "Do the cores agree?",
    inputs: [
      input("a", .real, 0.5), input("b", .real, -0.25), input("c", .positive(allowsZero: false), 2),
      input("d", .positive(allowsZero: true), 30), input("share", .fraction, 0.4),
      input("count", .count(minimum: 0), 3), input("wait", .count(minimum: 0), 2),
      InputDeclaration(
        name: "kind", symbol: "k", unit: "1", kind: .choice(["x", "y", "z"]), default: .choice("y"), source: "none",
        doc: "A choice."),
      input("bonus", .real, 0.5).byDefault(per: "kind", ["x": 1.5, "z": -2]),
      input("shocks", .real, 0.25).path(length: 6),
    ],
    outputs: [
      "plain", "huge", "signed", "steps", "limited", "undefined", "three", "ofAxes", "chosen", "zero",
      "simulated", "detailed", "walk",
    ].map { OutputDeclaration(name: $0, symbol: $0, unit: "1", doc: "An output.") })

  private static func input(_ name: String, _ kind: InputDeclaration.Kind, _ value: Double) -> InputDeclaration {
    InputDeclaration(
      name: name, symbol: name, unit: "1", kind: kind, default: .number(value), source: "none", doc: "An input.")
  }

  func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let (a, b, c, d) = (input["a"], input["b"], input["c"], input["d"])
    let (share, count, kind) = (input["share"], input["count"], input["kind"])
    let plain = (a * b).addingProduct(c, d) / (share + 1)
    let steps = (count + kind).lookup(in: [0, -3, 17, 1e-9, 2.5e12, -0.0])
    let limited = L.pow(c, a).replacing(with: L(.infinity), where: share .> 0.6)
    let chosen = plain.replacing(with: -steps, where: (kind .== 1) .| ((kind .== 2) .& (.!(a .< b))))
    let simulated = simulated(input)
    return ModelOutputs([
      "plain": plain,
      "huge": L.exp(a * 300) - L.exp(b * 300),
      "signed": L.normalCDF(a) - L.normalCDF(b),
      "steps": steps,
      "limited": limited,
      "undefined": (a - b).squareRoot() * L.log(c),
      "three": L(3),
      "ofAxes": (d * 0.1).floor() - count,
      "chosen": chosen,
      "zero": plain * 0,
      "simulated": simulated[0],
      "detailed": simulated[1],
      // The last two steps are beyond the horizon.
      "walk": input.path("shocks").prefix(4).reduce(input["bonus"] * a) { ($0 + $1) * (c + 1) },
    ])
  }

  /// A compiled calculation steered by the counts, its other inputs made of the rest: an output of two instances added
  /// up, and one that costs extra.
  private func simulated<L: Lane>(_ input: ModelInputs<L>) -> [L] {
    let body = Kernel.chipStrategy.body
    let (share, c, count) = (input["share"], input["c"], input["count"])
    let steering = Set(body.steering.map(\.position))
    let shared = (0..<body.sharedInputs).map { position in
      steering.contains(position) ? position % 2 == 0 ? count : input["wait"] : position % 3 == 0 ? c : share
    }
    let own = (0..<2 * body.ownInputs).map { [share * 0.5, c, input["a"], input["kind"] + 1][$0 % 4] }
    let results = L.results(of: .chipStrategy, shared: shared, own: own)
    let detail = (0..<body.outputs).first(where: body.isDetailed) ?? 1
    return [results[0] + results[body.outputs], results[body.outputs + detail]]
  }

  func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] { [] }
}
