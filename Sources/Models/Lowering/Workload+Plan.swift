import Formulas
import Sweeps

extension Workload {
  /// Traces a plan's measures into programs: the sweep as every core computes it. Draws that no program reads, such as
  /// steps of a path beyond the model's horizon, are left out.
  ///
  /// - Precondition: the plan's sweep was checked against the model's declaration.
  public init(_ plan: Plan, model: any Model) {
    let sweep = plan.sweep
    var programs = plan.passes.map { pass in
      var tracer = PassTracer(plan, pass, model)
      return tracer.program()
    }
    let read = programs.reduce(into: Set<Int>()) { $0.formUnion($1.draws) }.sorted()
    let positions = Dictionary(uniqueKeysWithValues: zip(read, read.indices))
    for index in programs.indices { programs[index].renumberDraws { positions[$0] ?? $0 } }
    let draws = plan.drawLayout.draws
    self.init(
      seed: sweep.seed, design: sweep.sample.design, draws: read.map { draws[$0] },
      passes: zip(plan.passes, programs).map { pass, program in
        Pass(
          numbering: pass.numbering, program: program, measures: pass.measures.map(\.keep),
          coordinates: plan.coordinates(of: pass))
      },
      layout: plan.stateLayout)
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
  /// - Precondition: the value is a number or choice that was checked against the input's kind.
  func number(_ value: Value, of name: String) -> Double {
    if case .number(let number) = value { return number }
    guard case .choice(let label) = value, case .choice(let labels) = input(name)?.kind,
      let position = labels.firstIndex(of: label)
    else { preconditionFailure("\(value.label) is not a choice of \(name)") }
    return Double(position)
  }
}
