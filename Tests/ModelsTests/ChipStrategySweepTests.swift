import Aggregates
import Formulas
import Sweeps
import Testing

@testable import Models

/// Six strategies on the same draws, in a real sweep.
@Suite struct ChipStrategySweepTests {
  private static let scenarios = 3_000
  private static let seed: UInt64 = 20_261_205

  /// All uncertain inputs drawn from their default distributions; every measure keeps the values it saw.
  private func plan(_ sample: Sample) throws -> Plan {
    let declaration = ChipStrategyPoint.model.declaration
    let uncertain = declaration.inputs.compactMap { input in
      input.distribution.map { UncertainInput(input: input.name, distribution: $0) }
    }
    var plan = try Plan(
      Sweep(
        name: "regret", model: ModelReference(name: declaration.name, version: declaration.version), seed: Self.seed,
        decisions: [Axis(input: "strategy", values: ChipStrategy.strategies.map { .choice($0) })],
        uncertain: uncertain,
        sample: sample,
        reports: [Report(name: "choice", question: .best(.min, of: .name("cost"), over: ["strategy"]), by: [])]),
      declaration: declaration)
    for index in plan.passes[0].measures.indices {
      guard case .quantity(var kept) = plan.passes[0].measures[index].keep else { continue }
      kept.extremes = true
      plan.passes[0].measures[index].keep = .quantity(kept)
    }
    return plan
  }

  private func state(of range: BlockRange, in plan: Plan, with set: InstructionSet) -> SweepState {
    var state = SweepState(layout: plan.stateLayout)
    set.engine(Workload(plan, model: ChipStrategyPoint.model)).run(range, into: &state) { _ in true }
    return state
  }

  /// Jobs of random sizes, computed by engines of their own (as threads have) and merged in random order.
  @Test func `splitting the scenarios and the order of merging change no bit`() throws {
    let plan = try plan(Sample(design: .sobol, size: 12 * 700, replicates: 12))
    let sets = InstructionSet.available
    let whole = state(of: BlockRange(0, plan.blockCount), in: plan, with: try #require(sets.last)).encode()
    #expect(plan.blockCount == 12)
    var draws = Draws(seed: Self.seed)
    for _ in 0..<8 {
      let cuts = Set((0..<4).map { _ in 1 + draws.next() % (plan.blockCount - 1) }).sorted()
      var jobs = zip([0] + cuts, cuts + [plan.blockCount]).map { BlockRange($0, $1) }
      var merged = SweepState(layout: plan.stateLayout)
      while !jobs.isEmpty {
        let job = jobs.remove(at: Int(draws.next() % UInt64(jobs.count)))
        try merged.merge(state(of: job, in: plan, with: sets[Int(draws.next() % UInt64(sets.count))]))
      }
      #expect(merged.encode() == whole, "cuts \(cuts), seed \(Self.seed)")
    }
  }

  /// Each scenario is kept by itself: there are as many replicates as scenarios.
  @Test func `in every scenario one strategy is without regret, and no regret is negative`() throws {
    let plan = try plan(Sample(design: .random, size: UInt64(Self.scenarios), replicates: Self.scenarios))
    let state = state(of: BlockRange(0, plan.blockCount), in: plan, with: try #require(InstructionSet.best))

    var wins = Array(repeating: 0, count: ChipStrategy.strategies.count)
    for replicate in 0..<Self.scenarios {
      let cell = try #require(state[pass: 0, replicate: replicate, cell: 0])
      var (best, costs, regrets, won): (Double, [Double], [Double], [Bool]) = (.nan, [], [], [])
      for (index, measure) in plan.passes[0].measures.enumerated() {
        let seen = cell[index].extremes?.minimum?.value ?? .nan
        switch measure.row {
        case .best: best = seen
        case .contestant: costs.append(seen)
        case .regret: regrets.append(seen)
        case .win: won.append(cell[index].hits == 1)
        case .value, .event: Issue.record("a contest has no \(measure.row)")
        }
      }
      let said: Comment = "replicate \(replicate), seed \(Self.seed): \(costs)"
      #expect(best == costs.min() && regrets.min() == 0, said)
      #expect(zip(costs, regrets).allSatisfy { $1 >= 0 && $0 - best == $1 }, said)
      #expect(won.count { $0 } == 1 && zip(won, regrets).allSatisfy { !$0 || $1 == 0 }, said)
      for (strategy, isBest) in won.enumerated() where isBest { wins[strategy] += 1 }
    }
    #expect(wins.reduce(0, +) == Self.scenarios)
    #expect(wins.count { $0 > 0 } >= 4, "\(wins): the strategies are really compared")
  }
}
