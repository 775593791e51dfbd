import Formulas
import Sweeps

extension Workload {
  /// Traces a plan's measures into programs: the sweep as every core computes it.
  ///
  /// - Precondition: the plan's sweep was checked against the model's declaration.
  public init(_ plan: Plan, model: any Model) {
    let sweep = plan.sweep
    self.init(
      seed: sweep.seed, design: sweep.sample.design, draws: sweep.draws,
      passes: plan.passes.map { pass in
        var tracer = PassTracer(plan, pass, model)
        return Pass(
          numbering: pass.numbering, program: tracer.program(), measures: pass.measures.map(\.keep),
          coordinates: plan.coordinates(of: pass))
      },
      layout: plan.stateLayout)
  }
}

extension Sweep {
  /// The draws of the uncertain inputs in declared order. A pinned dimension counts from 1; the others take the free
  /// dimensions in order.
  public var draws: [Workload.Draw] {
    let pinned = Set(uncertain.compactMap(\.dimension))
    var next = 1
    return uncertain.map { input in
      var dimension = input.dimension
      if dimension == nil {
        while pinned.contains(next) { next += 1 }
        dimension = next
        next += 1
      }
      return Workload.Draw(key: FNV1a.hash32(input.input), dimension: dimension! - 1)
    }
  }
}

extension Plan {
  /// The numbers a pass visits on each axis; a choice is its position among the declared choices.
  func coordinates(of pass: Sweeps.Pass) -> [[Double]] {
    pass.axisPositions.enumerated().map { axis, positions in
      positions.map { declaration.number(axisValues[axis][$0], of: sweep.axes[axis].input) }
    }
  }
}

extension ModelDeclaration {
  /// A value as the number the equations take: a choice is its position.
  ///
  /// - Precondition: the value was checked against the input's kind.
  func number(_ value: Value, of name: String) -> Double {
    switch value {
    case .number(let number): return number
    case .choice(let label):
      guard case .choice(let labels) = input(name)?.kind, let position = labels.firstIndex(of: label) else {
        preconditionFailure("\(label) is not a choice of \(name)")
      }
      return Double(position)
    }
  }
}
