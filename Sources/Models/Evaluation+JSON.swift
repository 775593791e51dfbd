import Sweeps

extension Evaluation {
  /// What `evaluate --json` prints: `model`, `inputs`, `outputs`, `terms`, `infeasible`. Infinite values are null.
  public var json: JSON {
    .object([
      .init("model", .string("\(model.name)@\(model.version)")),
      .init("inputs", .object(inputs.map { .init($0.name, Self.figure($0.value.json, $0.unit, $0.symbol)) })),
      .init("outputs", .object(outputs.map { .init($0.name, Self.figure(.number($0.value), $0.unit, $0.symbol)) })),
      .init("terms", termsJSON),
      .init("infeasible", .array(infeasible.map(JSON.string))),
    ])
  }

  private static func figure(_ value: JSON, _ unit: String, _ symbol: String) -> JSON {
    .object([.init("value", value), .init("unit", .string(unit)), .init("symbol", .string(symbol))])
  }

  /// The terms of each output that has some, under the output's name.
  private var termsJSON: JSON {
    let names = terms.reduce(into: [String]()) { names, term in
      if names.last != term.output { names.append(term.output) }
    }
    return .object(
      names.map { name in
        let parts = terms.filter { $0.output == name }
        return .init(name, .object(parts.map { .init($0.name, .number($0.value)) }))
      })
  }
}
