import Formulas
import Sweeps

/// One scenario of a plan by its name, evaluated on constants: the scalar oracle of the vectorized core, bit for bit.
public struct ScenarioEvaluation {
  private let plan: Plan
  private let model: any Model
  private let uniforms: [Double]
  private let coordinates: [FixedInput]
  /// Every combination of the sweep's decisions, the last decision running fastest; one without choices if there are none.
  public let options: [Option]

  /// - Precondition: the name lies in the plan.
  public init(_ plan: Plan, model: any Model, named name: ScenarioName) {
    self.plan = plan
    self.model = model
    let sweep = plan.sweep
    uniforms = plan.drawLayout.draws.map {
      $0.uniform(design: sweep.sample.design, seed: sweep.seed, replicate: name.replicate, sample: name.sample)
    }
    var rest = Int(name.cell)
    var coordinates: [FixedInput] = []
    for axis in sweep.axes.indices.reversed() {
      let values = plan.axisValues[axis]
      coordinates.insert(FixedInput(input: sweep.axes[axis].input, value: values[rest % values.count]), at: 0)
      rest /= values.count
    }
    self.coordinates = coordinates
    options = sweep.decisions.reduce([Option(choices: [])]) { partial, decision in
      partial.flatMap { option in
        decision.values.map { Option(choices: option.choices + [FixedInput(input: decision.input, value: $0)]) }
      }
    }
  }

  /// Inputs by name. The model is not evaluated.
  public func inputs(under option: Option) -> [String: Value] {
    let tracer = ScopeTracer(plan: plan, model: model)
    return values(tracer.inputs(option, coordinates: lanes(tracer), uniforms: uniforms.map { TracedLane($0) }))
  }

  private func values(_ inputs: ModelInputs<TracedLane>) -> [String: Value] {
    Dictionary(uniqueKeysWithValues: plan.declaration.inputs.map { ($0.name, inputs.value(of: $0)) })
  }

  private func lanes(_ tracer: ScopeTracer) -> [TracedLane] {
    coordinates.map { tracer.constant($0.value, of: $0.input) }
  }

  /// Inputs and outputs by name.
  public func point(under option: Option) -> (inputs: [String: Value], outputs: [String: Double]) {
    let (inputs, scope) = scope(under: option)
    var outputs: [String: Double] = [:]
    for output in plan.declaration.outputs { outputs[output.name] = scope.names[output.name]?.constant }
    return (values(inputs), outputs)
  }

  /// An expression over inputs and outputs; a predicate is 1 or 0.
  public func value(of expression: Expression, under option: Option) -> Double {
    scope(under: option).scope.number(expression).constant ?? .nan
  }

  private func scope(under option: Option) -> (inputs: ModelInputs<TracedLane>, scope: ExpressionScope) {
    let tracer = ScopeTracer(plan: plan, model: model)
    return tracer.scope(option, coordinates: lanes(tracer), uniforms: uniforms.map { TracedLane($0) })
  }
}
