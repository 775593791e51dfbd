import Aggregates
import Formulas
import Sweeps
import Testing

@testable import Models

/// A scenario evaluated by its name is the one the cores computed, and expressions mean what they say.
@Suite struct LoweringScenarioTests {
  private static let decisions = [Axis(input: "precision", values: [.choice("bf16"), .choice("fp8")])]

  private func plan(_ report: Report, axes: [Axis] = [], filter: Expression? = nil) throws -> Plan {
    let declaration = TrainingCost().declaration
    let uncertain = declaration.inputs.filter { $0.distribution != nil }.prefix(5).map {
      UncertainInput(input: $0.name, distribution: $0.distribution ?? .constant(0))
    }
    return try Plan(
      Sweep(
        name: "test", model: ModelReference(name: declaration.name, version: declaration.version), seed: 4,
        axes: axes, decisions: Self.decisions, uncertain: Array(uncertain), filter: filter,
        sample: Sample(design: .sobol, size: 1024, replicates: 2), reports: [report]),
      declaration: declaration)
  }

  private func state(_ plan: Plan) -> SweepState {
    var state = SweepState(layout: plan.stateLayout)
    InstructionSet.v3.engine(Workload(plan, model: TrainingCost()))
      .run(BlockRange(0, plan.blockCount), into: &state) { _ in true }
    return state
  }

  @Test func `the scenario an extreme names has the extreme's value, to the bit`() throws {
    let axes = [Axis(input: "chips", values: [4096, 8192, 16_384].map(Value.number))]
    let report = Report(
      name: "cost", question: .statistics(of: .name("cost"), [.min, .max]), by: ["chips", "precision"])
    let plan = try plan(report, axes: axes)
    let state = state(plan)
    for cell in 0..<3 {
      for (measure, request) in plan.passes[0].measures.enumerated() {
        guard case .value(let expression, let option) = request.row else { continue }
        for replicate in 0..<2 {
          let extremes = try #require(state[pass: 0, replicate: replicate, cell: cell]?[measure].extremes)
          for extreme in [extremes.minimum, extremes.maximum] {
            let extreme = try #require(extreme)
            let scenario = ScenarioEvaluation(
              plan, model: TrainingCost(),
              named: ScenarioName(replicate: UInt32(replicate), cell: UInt32(cell), sample: extreme.sample))
            #expect(scenario.value(of: expression, under: option) == extreme.value)
            #expect(scenario.point(under: option).outputs["cost"] == extreme.value)
          }
        }
      }
    }
  }

  @Test func `an output of a named option is that option's, whichever is at hand`() throws {
    let fp8 = Expression.option(output: "cost", labels: ["fp8"])
    let gap = Expression.binary(.subtract, .name("cost"), fp8)
    let plan = try plan(Report(name: "gap", question: .statistics(of: gap, [.min, .max]), by: ["precision"]))
    let cell = try #require(state(plan)[pass: 0, replicate: 0, cell: 0])
    #expect(cell[0].extremes?.maximum?.value != 0)
    #expect(cell[1].extremes?.minimum?.value == 0)
    #expect(cell[1].extremes?.maximum?.value == 0)
    let scenario = ScenarioEvaluation(
      plan, model: TrainingCost(), named: ScenarioName(replicate: 0, cell: 0, sample: 5))
    #expect(scenario.options.count == 2)
    let costs = scenario.options.map { scenario.value(of: .name("cost"), under: $0) }
    #expect(scenario.value(of: gap, under: scenario.options[0]) == costs[0] - costs[1])
  }

  @Test func `a filter excludes exactly the scenarios in which it is false`() throws {
    let filter = Expression.binary(.lessOrEqual, .name("cost"), .number(5e7))
    let report = Report(name: "cost", question: .statistics(of: .name("cost"), [.max]), by: ["precision"])
    let all = state(try plan(report))
    let some = state(try plan(report, filter: filter))
    let plan = try plan(report)
    for replicate in 0..<2 {
      let cell = try #require(some[pass: 0, replicate: replicate, cell: 0])
      for (measure, request) in plan.passes[0].measures.enumerated() {
        guard case .value(_, let option) = request.row else { continue }
        let kept = (0..<512).count { sample in
          ScenarioEvaluation(
            plan, model: TrainingCost(),
            named: ScenarioName(replicate: UInt32(replicate), cell: 0, sample: UInt64(sample))
          ).value(of: filter, under: option) == 1
        }
        #expect(cell[measure].tally.valid == UInt64(kept))
        #expect(cell[measure].tally.excluded == UInt64(512 - kept))
        #expect(all[pass: 0, replicate: replicate, cell: 0]?[measure].tally.valid == 512)
      }
    }
  }

  @Test(arguments: [
    (Expression.call(.min, [.number(3), .number(-1), .number(2)]), -1.0),
    (.call(.max, [.number(3), .number(-1), .number(9)]), 9),
    (.call(.floor, [.number(-2.5)]), -3), (.call(.abs, [.number(-2.5)]), 2.5), (.call(.sqrt, [.number(9)]), 3),
    (.binary(.power, .number(2), .number(10)), 1024), (.unary(.negate, .number(4)), -4),
    (.binary(.and, .number(2), .binary(.less, .number(1), .number(2))), 1),
    (.binary(.or, .number(0), .unary(.not, .number(5))), 0), (.binary(.notEqual, .number(1), .number(1)), 0),
    (.binary(.add, .binary(.greaterOrEqual, .number(2), .number(2)), .number(1)), 2),
  ])
  func `expressions mean what they say`(expression: Expression, value: Double) {
    #expect(ExpressionScope(names: [:], others: { _, _ in nil }).number(expression).constant == value)
  }

  @Test func `the smaller or larger of something undefined is undefined, whichever comes first`() {
    let scope = ExpressionScope(names: [:], others: { _, _ in nil })
    let undefined = Expression.call(.log, [.number(-1)])
    for function in [Expression.Function.min, .max] {
      for arguments in [[undefined, .number(1)], [.number(1), undefined], [.number(1), undefined, .number(2)]] {
        #expect(scope.number(.call(function, arguments)).constant?.isNaN == true)
      }
    }
  }
}
