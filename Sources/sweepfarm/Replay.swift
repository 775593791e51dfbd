import Formulas
import Models
import Nodes
import Sweeps

/// One scenario of a sweep, evaluated number by number from its name.
struct Replay {
  struct Outcome {
    /// The decisions made, joined by `+`; empty without decisions.
    var option: String
    var inputs: [(name: String, value: Value, unit: String)]
    var outputs: [(name: String, value: Double, unit: String)]
  }
  struct Ranking {
    var report: String
    /// Best first; infinite or undefined values last.
    var order: [(option: String, value: Double)]
  }
  let name: ScenarioName
  let outcomes: [Outcome]
  let rankings: [Ranking]

  init(_ compiled: CompiledSweep, named name: ScenarioName) throws {
    self.name = name
    let scenario = ScenarioEvaluation(compiled.plan, model: compiled.model, named: name)
    outcomes = scenario.options.map { option in
      let point = scenario.point(under: option)
      return Outcome(
        option: option.label,
        inputs: compiled.model.declaration.inputs.map { ($0.name, point.inputs[$0.name] ?? $0.defaultValue, $0.unit) },
        outputs: compiled.model.declaration.outputs.map { ($0.name, point.outputs[$0.name] ?? .nan, $0.unit) })
    }
    rankings = compiled.sweep.reports.compactMap { report in
      guard case .best(let goal, let value, _) = report.question else { return nil }
      let ranked = scenario.options.map { ($0.label, scenario.value(of: value, under: $0)) }
      return Ranking(
        report: report.name,
        order: ranked.sorted { a, b in
          guard !a.1.isNaN, !b.1.isNaN else { return !a.1.isNaN }
          return goal == .min ? a.1 < b.1 : a.1 > b.1
        })
    }
  }

  var json: JSON {
    .object([
      .init("scenario", .string("\(name.replicate).\(name.cell).\(name.sample)")),
      .init(
        "options",
        .array(
          outcomes.map { outcome in
            .object([
              .init("option", .string(outcome.option)),
              .init("inputs", .object(outcome.inputs.map { .init($0.name, Self.figure($0.value.json, $0.unit)) })),
              .init(
                "outputs", .object(outcome.outputs.map { .init($0.name, Self.figure(.number($0.value), $0.unit)) })),
            ])
          })),
      .init(
        "rankings",
        .object(
          rankings.map { ranking in
            .init(
              ranking.report,
              .array(
                ranking.order.map { .object([.init("option", .string($0.option)), .init("value", .number($0.value))]) })
            )
          })),
    ])
  }

  private static func figure(_ value: JSON, _ unit: String) -> JSON {
    .object([.init("value", value), .init("unit", .string(unit))])
  }

  var text: String {
    var out = "scenario \(name.replicate).\(name.cell).\(name.sample)\n"
    for outcome in outcomes {
      out += outcome.option.isEmpty ? "\ninputs\n" : "\n\(outcome.option)\ninputs\n"
      for input in outcome.inputs { out += "  \(input.name)  \(input.value.readable)\(Self.suffix(input.unit))\n" }
      out += "outputs\n"
      for output in outcome.outputs {
        out += "  \(output.name)  \(ReadableNumber.text(output.value))\(Self.suffix(output.unit))\n"
      }
    }
    for ranking in rankings {
      out += "\n\(ranking.report): "
      out += ranking.order.map { "\($0.option) \(ReadableNumber.text($0.value))" }.joined(separator: ", then ") + "\n"
    }
    return out
  }

  private static func suffix(_ unit: String) -> String { unit == "1" ? "" : " \(unit)" }
}

extension Option {
  /// The decisions joined by `+`.
  var label: String { choices.map(\.value.label).joined(separator: "+") }
}
