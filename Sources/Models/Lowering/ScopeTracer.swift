import Formulas
import Sweeps

/// Evaluates the model under one option and gives every name its value: constants, coordinates and draws in, inputs,
/// derived names and outputs out. Works alike on traced nodes and on constants.
struct ScopeTracer {
  let plan: Plan
  let model: any Model
  private let drawRanges: [Range<Int>]

  init(plan: Plan, model: any Model) {
    self.plan = plan
    self.model = model
    drawRanges = plan.drawLayout.ranges
  }

  /// - Parameters:
  ///   - coordinates: the cell's value on each axis.
  ///   - uniforms: the draws, in the order of the plan's layout.
  func scope(
    _ option: Option, coordinates: [TracedLane], uniforms: [TracedLane]
  ) -> (inputs: ModelInputs<TracedLane>, scope: ExpressionScope) {
    let inputs = inputs(option, coordinates: coordinates, uniforms: uniforms)
    var names = inputs.values
    for output in model.outputs(inputs).values { names[output.name] = output.value }
    let scope = ExpressionScope(names: names) { output, labels in
      self.scope(other(option, labels), coordinates: coordinates, uniforms: uniforms).scope.names[output]
    }
    return (inputs, scope)
  }

  /// What is given wins over defaults, and what is derived over both.
  func inputs(
    _ option: Option, coordinates: [TracedLane], uniforms: [TracedLane]
  ) -> ModelInputs<TracedLane> {
    let sweep = plan.sweep
    let declaration = plan.declaration
    var given: [String: TracedLane] = [:]
    var paths: [String: [TracedLane]] = [:]
    for fixed in sweep.fixed {
      if case .path(let steps) = fixed.value {
        paths[fixed.input] = steps.map { TracedLane($0) }
      } else {
        given[fixed.input] = constant(fixed.value, of: fixed.input)
      }
    }
    for (axis, coordinate) in zip(sweep.axes, coordinates) { given[axis.input] = coordinate }
    for choice in option.choices { given[choice.input] = constant(choice.value, of: choice.input) }
    let lowering = DistributionLowering(
      declaration: declaration, inputs: ModelInputs(declaration, given: given).values)
    for (uncertain, draws) in zip(sweep.uncertain, drawRanges) {
      let values = draws.map {
        lowering.value(of: uncertain.distribution, input: uncertain.input, uniform: uniforms[$0])
      }
      if declaration.input(uncertain.input)?.length == nil {
        given[uncertain.input] = values[0]
      } else {
        paths[uncertain.input] = values
      }
    }
    let inputs = ModelInputs(declaration, given: given, paths: paths)
    var values = inputs.values
    for derived in sweep.derived {
      values[derived.input] = ExpressionScope(names: values, others: { _, _ in nil }).number(derived.expression)
    }
    return ModelInputs(values, paths: inputs.paths)
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
