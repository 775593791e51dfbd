import Sweeps

/// A model with an input of every kind; it has no equations.
enum EveryInput {
  static let declaration = ModelDeclaration(
    name: "everything", version: 2, question: "What may a sweep file say?",
    inputs: [
      input("price", "p", "USD/h", .positive(allowsZero: false), .number(2), .lognormal(.median(2, sigma: 0.3))),
      input("power", "P", "kW", .positive(allowsZero: true), .number(1)).limited(
        .within(0, 50), because: "a rack"),
      input("share", "f", "1", .fraction, .number(0.4), .pert(min: 0.3, mode: 0.4, max: 0.5)),
      input("number", "x", "1", .real, .number(0)), input("axis", "a", "MUSD", .real, .number(1)),
      input("chips", "n", "1", .count(minimum: 1), .number(8)),
      input("option", "o", "1", .choice(["buy", "rent", "build"]), .choice("buy")),
      input("growth", "g", "1", .real, .number(0)).path(length: 4),
    ],
    outputs: [output("cost", "C", "USD"), output("days", "t", "day"), output("energy", "E", "kWh")])

  private static func input(
    _ name: String, _ symbol: String, _ unit: String, _ kind: InputDeclaration.Kind, _ value: Value,
    _ distribution: Distribution? = nil
  ) -> InputDeclaration {
    InputDeclaration(
      name: name, symbol: symbol, unit: unit, kind: kind, default: value, distribution: distribution, source: "none",
      doc: "one of its kind")
  }

  private static func output(_ name: String, _ symbol: String, _ unit: String) -> OutputDeclaration {
    OutputDeclaration(name: name, symbol: symbol, unit: unit, doc: "one of its kind")
  }
}
