import Aggregates
import Formulas
import Sweeps
import Testing

@testable import Models

/// Six strategies on the same draws, each scenario kept by itself: as many replicates as scenarios.
@Suite struct ChipStrategyRegretTests {
  private static let scenarios = 3_000
  private static let seed: UInt64 = 20_261_205

  /// All uncertain inputs drawn from their default distributions; every measure keeps the values it saw.
  private func plan() throws -> Plan {
    let declaration = ChipStrategyPoint.model.declaration
    let uncertain = declaration.inputs.compactMap { input in
      input.distribution.map { UncertainInput(input: input.name, distribution: $0) }
    }
    var plan = try Plan(
      Sweep(
        name: "regret", model: ModelReference(name: declaration.name, version: declaration.version), seed: Self.seed,
        decisions: [Axis(input: "strategy", values: ChipStrategy.strategies.map { .choice($0) })],
        uncertain: uncertain,
        sample: Sample(design: .random, size: UInt64(Self.scenarios), replicates: Self.scenarios),
        reports: [Report(name: "choice", question: .best(.min, of: .name("cost"), over: ["strategy"]), by: [])]),
      declaration: declaration)
    for index in plan.passes[0].measures.indices {
      guard case .quantity(var kept) = plan.passes[0].measures[index].keep else { continue }
      kept.extremes = true
      plan.passes[0].measures[index].keep = .quantity(kept)
    }
    return plan
  }

  @Test func `in every scenario one strategy is without regret, and no regret is negative`() throws {
    let plan = try plan()
    var state = SweepState(layout: plan.stateLayout)
    let set = try #require(InstructionSet.best)
    set.engine(Workload(plan, model: ChipStrategyPoint.model))
      .run(BlockRange(0, plan.blockCount), into: &state) { _ in true }

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
