import Models
import Results
import Sweeps
import Wire

extension CompiledSweep {
  /// What a result of these blocks stands on, with quarantined scenarios named and their inputs worked out. The model is
  /// not evaluated on them.
  ///
  /// - Parameter quarantined: of any blocks; those of open ones are not yet left out.
  public func coverage(closed: BlockSet, quarantined: [Wire.Quarantined]) -> Coverage {
    var reasons: [ScenarioName: String] = [:]
    for sample in quarantined where closed.contains(sample.place.block) {
      let name = plan.scenario(at: sample.place)
      // Two reports may have met it in passes of their own.
      if reasons[name] == nil { reasons[name] = sample.reason }
    }
    return Coverage(
      of: plan, closed: closed,
      quarantined: reasons.sorted { $0.key < $1.key }.map { name, reason in
        .init(scenario: name, inputs: inputs(of: name), reason: reason)
      })
  }

  /// The inputs of a scenario in the model's order, without decisions that are compared.
  private func inputs(of name: ScenarioName) -> [FixedInput] {
    let scenario = ScenarioEvaluation(plan, model: model, named: name)
    let compared = Set(sweep.decisions.filter { $0.values.count > 1 }.map(\.input))
    guard let option = scenario.options.first else { return [] }
    let values = scenario.inputs(under: option)
    return model.declaration.inputs.compactMap { input in
      guard !compared.contains(input.name), let value = values[input.name] else { return nil }
      return FixedInput(input: input.name, value: value)
    }
  }
}
