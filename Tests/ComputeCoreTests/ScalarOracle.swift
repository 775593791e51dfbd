import Aggregates
import Formulas
import Sweeps

@testable import Models

/// A sweep computed one number at a time, straight from the plan and the numeric contract: what every core must equal to
/// the byte. It traces nothing, compiles nothing and shares no fold with the cores.
struct ScalarOracle {
  let plan: Plan
  let tracer: ScopeTracer
  /// Samples left out.
  private let without: Set<SamplePlace>
  /// For every draw and replicate its scrambled sequence.
  private let sequences: [[SobolSequence]]

  init(_ plan: Plan, model: any Model, without: Set<SamplePlace> = []) {
    self.plan = plan
    self.without = without
    tracer = ScopeTracer(plan: plan, model: model)
    let sweep = plan.sweep
    sequences = plan.drawLayout.draws.map { draw in
      guard sweep.sample.design == .sobol else { return [] }
      return (0..<UInt32(sweep.sample.replicates)).map {
        SobolSequence(dimension: draw.dimension).scrambled(seed: sweep.seed, key: draw.key, replicate: $0)
      }
    }
  }

  /// The state of all blocks.
  func state() -> SweepState {
    var state = SweepState(layout: plan.stateLayout)
    for (index, pass) in plan.passes.enumerated() {
      for replicate in 0..<pass.numbering.replicates {
        for cell in 0..<pass.numbering.cells { add(index, replicate, cell, to: &state) }
      }
    }
    return state
  }

  private func add(_ pass: Int, _ replicate: UInt64, _ cell: UInt64, to state: inout SweepState) {
    let measures = plan.passes[pass].measures
    let numbering = plan.passes[pass].numbering
    let half = sequences.map { _ in 0.5 }
    let pivots = OracleScenario(self, pass: pass, cell: cell, uniforms: half).rows().map(\.value)
    for first in stride(from: 0, to: numbering.samples, by: Int(Numbering.blockSamples)) {
      let end = min(first + Numbering.blockSamples, numbering.samples)
      let block = block(pass, replicate, cell, first)
      let scenarios = (first..<end).map { sample -> [OracleScenario.Row]? in
        guard !without.contains(SamplePlace(block: block, sample: UInt32(sample - first))) else { return nil }
        return OracleScenario(self, pass: pass, cell: cell, uniforms: uniforms(replicate, sample)).rows()
      }
      guard scenarios.contains(where: { $0 != nil }) else { continue }
      state.withCell(pass: pass, replicate: Int(replicate), cell: Int(cell)) { state in
        for index in measures.indices {
          let fold = BlockFold(pivot: pivots[index], firstSample: first, rows: scenarios.map { $0?[index] })
          fold.add(to: &state[index], as: measures[index].keep)
        }
      }
    }
  }

  /// The block that begins with a sample, as the plan numbers it.
  private func block(_ pass: Int, _ replicate: UInt64, _ cell: UInt64, _ first: UInt64) -> UInt64 {
    plan.passes[..<pass].reduce(0) { $0 + $1.numbering.blockCount }
      + plan.passes[pass].numbering.block(replicate: replicate, cell: cell, sample: first)
  }

  private func uniforms(_ replicate: UInt64, _ sample: UInt64) -> [Double] {
    zip(plan.drawLayout.draws, sequences).map { draw, sequences in
      if plan.sweep.sample.design == .sobol { return Uniform.value(sequences[Int(replicate)].point(sample)) }
      return draw.uniform(
        design: plan.sweep.sample.design, seed: plan.sweep.seed, replicate: UInt32(replicate), sample: sample)
    }
  }
}

/// One scenario of one cell: the rows of the pass's measures.
struct OracleScenario {
  struct Row {
    var value: Double
    var takesPart: Bool
  }
  private let pass: Pass
  private let filter: Expression?
  private let scopes: [Option: ExpressionScope]

  init(_ oracle: ScalarOracle, pass: Int, cell: UInt64, uniforms: [Double]) {
    let (plan, tracer) = (oracle.plan, oracle.tracer)
    let pass = plan.passes[pass]
    self.pass = pass
    filter = plan.sweep.filter
    let coordinates = pass.coordinates(of: Int(cell)).enumerated().map { axis, position in
      tracer.constant(plan.axisValues[axis][pass.axisPositions[axis][position]], of: plan.sweep.axes[axis].input)
    }
    var scopes: [Option: ExpressionScope] = [:]
    for option in pass.options {
      scopes[option] = tracer.scope(option, coordinates: coordinates, uniforms: uniforms.map { TracedLane($0) }).scope
    }
    self.scopes = scopes
  }

  func rows() -> [Row] {
    pass.measures.map { measure in
      switch measure.row {
      case .value(let expression, let option):
        return Row(value: number(expression, option), takesPart: holds(filter, option) && holds(measure.filter, option))
      case .event(let predicate, let option):
        return Row(
          value: holds(predicate, option) ? 1 : 0, takesPart: holds(filter, option) && holds(measure.filter, option))
      case .best(let contest): return outcome(contest) { $0.best }
      case .contestant(let contest, let index): return outcome(contest) { $0.values[index] }
      case .regret(let contest, let index):
        return outcome(contest) { contest.goal == .min ? $0.values[index] - $0.best : $0.best - $0.values[index] }
      case .win(let contest, let index): return outcome(contest) { $0.winner == index ? 1 : 0 }
      }
    }
  }

  private func number(_ expression: Expression, _ option: Option) -> Double {
    scopes[option]?.number(expression).constant ?? .nan
  }

  private func holds(_ predicate: Expression?, _ option: Option) -> Bool {
    guard let predicate else { return true }
    return scopes[option]?.truth(predicate).truth.constant == 1
  }

  private func outcome(
    _ contest: Contest, _ value: ((values: [Double], best: Double, winner: Int?)) -> Double
  ) -> Row {
    let worst: Double = contest.goal == .min ? .infinity : -.infinity
    let eligible = contest.options.map { holds(filter, $0) && holds(contest.eligible, $0) }
    let values = zip(contest.options, eligible).map { option, eligible in
      eligible ? number(contest.value, option) : worst
    }
    var (best, winner): (Double, Int?) = (worst, nil)
    for (index, value) in values.enumerated() where contest.goal == .min ? value < best : value > best {
      (best, winner) = (value, index)
    }
    return Row(value: value((values, best, winner)), takesPart: eligible.contains(true))
  }
}

/// The fold of one block of one measure as the numeric contract has it.
struct BlockFold {
  var pivot: Double
  var firstSample: UInt64
  /// The samples of the block, nil where one is left out.
  var rows: [OracleScenario.Row?]

  func add(to state: inout MeasureState, as measure: Measure) {
    var lanes = [[Double]](repeating: [0, 0, 0, 0, 0, 0, 0, 0], count: 4)
    let centre = pivot.isFinite ? pivot : 0
    var valid: UInt64 = 0
    for (index, row) in rows.enumerated() {
      guard let row else { continue }
      guard row.takesPart else {
        state.tally.excluded += 1
        continue
      }
      if case .event = measure {
        state.tally.valid += 1
        state.hits += row.value == 0 ? 0 : 1
        continue
      }
      guard row.value.isFinite else {
        if row.value.isNaN {
          state.tally.nan += 1
        } else if row.value > 0 {
          state.tally.positiveInfinity += 1
        } else {
          state.tally.negativeInfinity += 1
        }
        continue
      }
      valid += 1
      let x = row.value - centre
      let powers = [x, x * x, (x * x) * x, (x * x) * (x * x)]
      for (power, value) in powers.enumerated() { lanes[power][index % 8] += value }
      state.histogram?.add(row.value)
      state.extremes?.add(row.value, sample: firstSample + UInt64(index))
    }
    guard case .quantity = measure else { return }
    state.tally.valid += valid
    let sums = lanes.map { l in ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7])) }
    state.moments.add(count: valid, pivot: centre, blockSums: (sums[0], sums[1], sums[2], sums[3]))
  }
}
