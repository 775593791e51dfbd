import Formulas
import Sweeps

/// Evaluates the model under one option and gives every name its value: constants, coordinates and draws in, inputs,
/// derived names and outputs out. Works alike on traced nodes and on constants.
struct ScopeTracer {
  let plan: Plan
  let model: any Model

  /// - Parameters:
  ///   - coordinates: the cell's value on each axis.
  ///   - uniforms: the draw of each uncertain input.
  func scope(
    _ option: Option, coordinates: [TracedLane], uniforms: [TracedLane]
  ) -> (inputs: [String: TracedLane], scope: ExpressionScope) {
    let sweep = plan.sweep
    var inputs: [String: TracedLane] = [:]
    for input in plan.declaration.inputs { inputs[input.name] = constant(input.defaultValue, of: input.name) }
    for fixed in sweep.fixed { inputs[fixed.input] = constant(fixed.value, of: fixed.input) }
    for (axis, coordinate) in zip(sweep.axes, coordinates) { inputs[axis.input] = coordinate }
    for choice in option.choices { inputs[choice.input] = constant(choice.value, of: choice.input) }
    let lowering = DistributionLowering(declaration: plan.declaration, inputs: inputs)
    for (uncertain, uniform) in zip(sweep.uncertain, uniforms) {
      inputs[uncertain.input] = lowering.value(of: uncertain.distribution, input: uncertain.input, uniform: uniform)
    }
    for derived in sweep.derived {
      inputs[derived.input] = ExpressionScope(names: inputs, others: { _, _ in nil }).number(derived.expression)
    }
    var names = inputs
    for output in model.outputs(ModelInputs(inputs)).values { names[output.name] = output.value }
    let scope = ExpressionScope(names: names) { output, labels in
      self.scope(other(option, labels), coordinates: coordinates, uniforms: uniforms).scope.names[output]
    }
    return (inputs, scope)
  }

  func constant(_ value: Value, of name: String) -> TracedLane {
    TracedLane(plan.declaration.number(value, of: name))
  }

  /// The option that differs from `option` by the given labels.
  private func other(_ option: Option, _ labels: [String]) -> Option {
    var choices = option.choices
    for decision in plan.sweep.decisions {
      guard let value = decision.values.first(where: { labels.contains($0.label) }) else { continue }
      choices.removeAll { $0.input == decision.input }
      choices.append(FixedInput(input: decision.input, value: value))
    }
    return Option(choices: choices)
  }
}
