import Formulas
import Sweeps

/// Runs the model's equations over traced lanes, once for every option, and compiles what the measures need.
struct PassTracer {
  private let plan: Plan
  private let pass: Pass
  private let recorder = TracedLane.Recorder()
  private var scopes: [Option: ExpressionScope] = [:]
  /// The contest traced last: its measures follow each other, three for every contestant.
  private var lastOutcome: (contest: Contest, outcome: Outcome)?

  init(_ plan: Plan, _ pass: Pass, _ model: any Model) {
    self.plan = plan
    self.pass = pass
    let tracer = ScopeTracer(plan: plan, model: model)
    let coordinates = plan.sweep.axes.indices.map { coordinate($0, tracer) }
    let uniforms = plan.drawLayout.draws.indices.map(recorder.draw)
    for option in pass.options {
      scopes[option] = tracer.scope(option, coordinates: coordinates, uniforms: uniforms).scope
    }
  }

  mutating func program() -> Program {
    let outputs = pass.measures.map { measure -> Program.Output in
      let (value, filter) = rows(of: measure)
      // A filter that always holds is none.
      let kept = filter.flatMap { $0.truth.constant == 1 ? nil : $0 }
      return Program.Output(
        value: value.node(in: recorder), filter: kept.map { $0.truth.node(in: recorder) })
    }
    return Program(graph: recorder.graph, outputs: outputs, axisCount: plan.sweep.axes.count)
  }

  // MARK: Measures

  private mutating func rows(of measure: MeasureRequest) -> (value: TracedLane, filter: TracedLane.Mask?) {
    switch measure.row {
    case .value(let expression, let option):
      let scope = scope(of: option)
      return (scope.number(expression), filter(measure.filter, scope))
    case .event(let predicate, let option):
      let scope = scope(of: option)
      return (scope.truth(predicate).truth, filter(measure.filter, scope))
    case .best(let contest):
      let outcome = outcome(of: contest)
      return (outcome.best, outcome.anyEligible)
    case .contestant(let contest, let index):
      let outcome = outcome(of: contest)
      return (outcome.values[index], outcome.anyEligible)
    case .regret(let contest, let index):
      let outcome = outcome(of: contest)
      let value = outcome.values[index]
      return (contest.goal == .min ? value - outcome.best : outcome.best - value, outcome.anyEligible)
    case .win(let contest, let index):
      let outcome = outcome(of: contest)
      return ((outcome.winner .== Double(index)).truth, outcome.anyEligible)
    }
  }

  private struct Outcome {
    var values: [TracedLane]
    var best: TracedLane
    /// The position of the best; -1 where no contestant has a finite value.
    var winner: TracedLane
    var anyEligible: TracedLane.Mask?
  }

  /// Compares the contestants scenario by scenario; an ineligible one is infinitely bad, a tie goes to the first.
  private mutating func outcome(of contest: Contest) -> Outcome {
    if let last = lastOutcome, last.contest == contest { return last.outcome }
    let worst = TracedLane(contest.goal == .min ? .infinity : -.infinity)
    var values: [TracedLane] = []
    var anyEligible: TracedLane.Mask?
    for option in contest.options {
      let scope = scope(of: option)
      let value = scope.number(contest.value)
      guard let eligible = filter(contest.eligible, scope) else {
        values.append(value)
        continue
      }
      values.append(value.replacing(with: worst, where: .!eligible))
      anyEligible = anyEligible.map { $0 .| eligible } ?? eligible
    }
    var best = worst
    var winner = TracedLane(-1)
    for (index, value) in values.enumerated() {
      let isBetter = contest.goal == .min ? value .< best : best .< value
      best = best.replacing(with: value, where: isBetter)
      winner = winner.replacing(with: TracedLane(Double(index)), where: isBetter)
    }
    let outcome = Outcome(values: values, best: best, winner: winner, anyEligible: anyEligible)
    lastOutcome = (contest, outcome)
    return outcome
  }

  /// The sweep's filter and a report's own, under one option.
  private func filter(_ own: Expression?, _ scope: ExpressionScope) -> TracedLane.Mask? {
    let masks = [plan.sweep.filter, own].compactMap { $0 }.map(scope.truth)
    guard let first = masks.first else { return nil }
    return masks.dropFirst().reduce(first) { $0 .& $1 }
  }

  // MARK: Inputs

  private func scope(of option: Option) -> ExpressionScope {
    guard let scope = scopes[option] else { preconditionFailure("the plan did not list an option it uses") }
    return scope
  }

  private func coordinate(_ axis: Int, _ tracer: ScopeTracer) -> TracedLane {
    let values = pass.axisPositions[axis]
    guard values.count == 1 else { return recorder.coordinate(axis) }
    return tracer.constant(plan.axisValues[axis][values[0]], of: plan.sweep.axes[axis].input)
  }
}
