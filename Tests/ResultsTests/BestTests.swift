import Aggregates
import Foundation
import Testing

@testable import Results
@testable import Sweeps

@Suite struct BestTests {
  static let labels = ["buy+40", "build+40", "build+80"]

  /// Lowest cost over strategy and memory (three of the products), by volume (2 values). Measures: best, then value,
  /// regret and win of each option.
  static func plan(_ goal: Report.Goal = .min) -> Plan {
    let options = [("buy", 40.0), ("build", 40), ("build", 80)].map { strategy, memory in
      Option(choices: [
        .init(input: "site", value: .choice("north")), .init(input: "strategy", value: .choice(strategy)),
        .init(input: "memory", value: .number(memory)),
      ])
    }
    let contest = Contest(goal: goal, value: .name("cost"), options: options, eligible: nil)
    let mean = Measure.quantity(.init(momentOrder: 1))
    var measures = [MeasureRequest(row: .best(contest), filter: nil, keep: mean)]
    for index in options.indices {
      measures.append(.init(row: .contestant(contest, index), filter: nil, keep: mean))
      measures.append(.init(row: .regret(contest, index), filter: nil, keep: mean))
      measures.append(.init(row: .win(contest, index), filter: nil, keep: .event))
    }
    let sheet = Sheet(
      report: Report(
        name: "choice", question: .best(goal, of: .name("cost"), over: ["strategy", "memory"]), by: ["volume"]),
      pass: 0, unit: "USD",
      dimensions: [
        .init(name: "volume", unit: "chip/y", values: [.number(10), .number(20)], role: .axis(stride: 1))
      ],
      slots: [
        .best(
          best: 0,
          contestants: options.indices.map {
            .init(option: options[$0], value: 3 * $0 + 1, regret: 3 * $0 + 2, win: 3 * $0 + 3)
          })
      ],
      held: [.init(input: "site", value: .choice("north"))])
    let pass = TestPlan.pass(
      positions: [[0, 1]], replicates: 4, samples: 32, measures: measures, options: options)
    return TestPlan.plan(passes: [pass], sheets: [sheet], axisValues: [[.number(10), .number(20)]])
  }

  /// One scenario of a contest by definition; nil is an option that may not be chosen there.
  struct Scenario {
    var best: Double
    var regrets: [Double?]
    var winner: Int

    init(_ values: [Double?], _ goal: Report.Goal) {
      let eligible = values.indices.filter { values[$0].map { !$0.isNaN } ?? false }
      let sign = goal == .min ? 1.0 : -1.0
      winner = eligible.min { sign * (values[$0] ?? 0) < sign * (values[$1] ?? 0) } ?? 0
      let best = values[winner] ?? .nan
      self.best = best
      regrets = values.map { $0.map { sign * ($0 - best) } }
    }
  }

  /// The state of these values by cell, replicate, sample and option.
  static func state(_ plan: Plan, _ values: [[[[Double?]]]], _ goal: Report.Goal = .min) -> SweepState {
    var state = SweepState(layout: plan.stateLayout)
    for (cell, replicates) in values.enumerated() {
      for (replicate, rows) in replicates.enumerated() {
        let scenarios = rows.map { Scenario($0, goal) }
        state.add(scenarios.map(\.best), replicate: replicate, cell: cell, measure: 0)
        for option in 0..<3 {
          let measure = 3 * option + 1
          state.add(rows.map { $0[option] }, replicate: replicate, cell: cell, measure: measure)
          state.add(scenarios.map { $0.regrets[option] }, replicate: replicate, cell: cell, measure: measure + 1)
          state.add(
            scenarios.map { $0.winner == option ? 1 : 0 }, replicate: replicate, cell: cell, measure: measure + 2)
        }
      }
    }
    return state
  }

  static func values(seed: UInt64) -> [[[[Double]]]] {
    var random = SplitMix(state: seed)
    return (0..<2).map { cell in
      (0..<4).map { _ in
        (0..<32).map { _ in [1.0, 1.1, cell == 0 ? 1.3 : 0.8].map { random.cost(scale: 100 * $0) } }
      }
    }
  }

  static func table(_ plan: Plan, _ state: SweepState) -> Table {
    Result(
      plan: plan, state: state, coverage: Coverage(of: plan, closed: BlockSet(BlockRange(0, plan.blockCount))),
      specSHA256: "spec"
    ).tables[0]
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64], [Report.Goal.min, .max])
  func `best, share, regret and the value of knowing equal their definitions`(
    seed: UInt64, goal: Report.Goal
  ) throws {
    let plan = Self.plan(goal)
    let values = Self.values(seed: seed)
    let table = Self.table(plan, Self.state(plan, values, goal))
    #expect(table.coordinates.map(\.name) == ["volume", "option"])
    #expect(table.optionLabels == Self.labels)
    #expect(
      table.variables.map(\.name) == ["best", "share", "mean", "regret", "best_mean", "evpi", "scenarios"])
    func compare(_ name: String, _ index: Int, _ rows: [[[Double]]], _ estimator: ([[Double]]) -> Double) throws {
      let variable = try #require(table.variable(name))
      let error = try #require(variable.error)
      let wanted = estimator(rows.flatMap(\.self))
      #expect(abs(variable.numbers[index] - wanted) < 1e-10, "\(name)[\(index)]")
      #expect(abs(error[index] - Textbook.halfWidth(ofFour: rows.map(estimator))) < 1e-9, "\(name)[\(index)]")
    }
    let select: ([Double]) -> Double = { goal == .min ? $0.min() ?? .nan : $0.max() ?? .nan }
    for (cell, rows) in values.enumerated() {
      let means = (0..<3).map { option in Textbook.mean(rows.flatMap { $0.map { $0[option] } }) }
      #expect(table.variable("best")?.texts[cell] == Self.labels[try #require(means.firstIndex(of: select(means)))])
      for option in 0..<3 {
        try compare("mean", 3 * cell + option, rows) { Textbook.mean($0.map { $0[option] }) }
        try compare("regret", 3 * cell + option, rows) { Textbook.mean($0.map { abs($0[option] - select($0)) }) }
        try compare("share", 3 * cell + option, rows) { rows in
          Double(rows.count { $0[option] == select($0) }) / Double(rows.count)
        }
      }
      try compare("best_mean", cell, rows) { Textbook.mean($0.map(select)) }
      try compare("evpi", cell, rows) { rows in
        abs(select((0..<3).map { option in Textbook.mean(rows.map { $0[option] }) }) - Textbook.mean(rows.map(select)))
      }
    }
  }

  @Test func `an option that is infinite or not a number somewhere cannot have the best mean`() throws {
    for spoilt in [Double.infinity, .nan] {
      let plan = Self.plan()
      var values = Self.values(seed: 9)
      for replicate in 0..<4 {
        for sample in 0..<32 { values[1][replicate][sample][2] = 1 }
      }
      values[1][2][7][2] = spoilt
      let table = Self.table(plan, Self.state(plan, values))
      #expect(table.variable("best")?.texts[1] != "build+80")
      #expect(table.variable("best")?.texts[1] != nil)
      #expect(table.variable("mean")?.numbers[5].isNaN == true)
      #expect(table.variable("regret")?.numbers[5].isNaN == true)
      #expect(table.variable("share")?.numbers[5] == 127.0 / 128)
      #expect(table.variable("evpi")?.numbers[1].isFinite == true)
      let reason = spoilt.isNaN ? "invalid_nan" : "invalid_positive_infinity"
      #expect(table.variable(reason)?.numbers == [0, 0, 0, 0, 0, 1])
    }
  }

  @Test func `an option that may not be chosen somewhere keeps its share and has no mean`() throws {
    let plan = Self.plan()
    var values: [[[[Double?]]]] = Self.values(seed: 10)
    values[0][0][3][0] = nil
    let table = Self.table(plan, Self.state(plan, values))
    #expect(table.variable("mean")?.numbers[0].isNaN == true)
    #expect(table.variable("best")?.texts[0] == "build+40")
    #expect(table.variable("excluded")?.numbers == [1, 0, 0, 0, 0, 0])
    #expect((table.variable("share")?.numbers[0] ?? 0) > 0.3)
  }

  @Test func `without any option that has a mean there is no best and no value of knowing`() throws {
    let plan = Self.plan()
    var values: [[[[Double?]]]] = Self.values(seed: 10)
    for option in 0..<3 { values[0][1][option][option] = nil }
    let table = Self.table(plan, Self.state(plan, values))
    #expect(table.variable("best")?.texts[0] == nil)
    #expect(table.variable("evpi")?.numbers[0].isNaN == true)
    #expect(table.variable("best_mean")?.numbers[0].isFinite == true)
    #expect(table.variable("best")?.texts[1] != nil)
  }

  @Test func `equal means go to the option declared first`() {
    let plan = Self.plan()
    let values = (0..<2).map { _ in (0..<4).map { _ in [[5.0, 3, 3], [3, 3, 3]] } }
    let table = Self.table(plan, Self.state(plan, values))
    #expect(table.variable("best")?.texts == ["build+40", "build+40"])
    #expect(table.variable("evpi")?.numbers == [0, 0])
  }

  @Test func `an empty state gives the same table without data`() {
    let plan = Self.plan()
    let table = Self.table(plan, SweepState(layout: plan.stateLayout))
    #expect(table.variable("best")?.texts == [nil, nil])
    #expect(table.variable("share")?.numbers.allSatisfy { $0.isNaN } == true)
    #expect(table.variable("evpi")?.error?.allSatisfy { $0.isNaN } == true)
  }

  @Test func `a planned sweep gives the shapes, labels and held values it asked for`() throws {
    let cost = Expression.name("cost")
    let sweep = Sweep(
      name: "planned", model: .init(name: "toy", version: 1), seed: 1,
      axes: [
        .init(input: "volume", values: [.number(10), .number(20), .number(30)]),
        .init(input: "chips", values: [.number(1), .number(2)]),
      ],
      decisions: [
        .init(input: "strategy", values: [.choice("buy"), .choice("build")]),
        .init(input: "memory", values: [.number(40), .number(80)]),
      ],
      sample: .init(design: .sobol, size: 64, replicates: 4),
      reports: [
        .init(
          name: "choice", question: .best(.min, of: cost, over: ["strategy", "memory"]), by: ["volume"],
          at: [.init(input: "chips", value: .number(7))]),
        .init(
          name: "held", question: .best(.min, of: cost, over: ["strategy"]), by: ["memory", "volume", "chips"]),
        .init(
          name: "dear", question: .probability(.binary(.greater, cost, .number(1e9))), by: ["chips", "strategy"],
          at: [.init(input: "volume", value: .number(10)), .init(input: "memory", value: .number(80))]),
      ])
    let plan = try Plan(sweep, declaration: Self.plan().declaration)
    let result = Result(
      plan: plan, state: SweepState(layout: plan.stateLayout), coverage: Coverage(of: plan, closed: BlockSet()),
      specSHA256: "spec")
    #expect(
      result.tables.map { $0.coordinates.map(\.name) } == [
        ["volume", "option"], ["memory", "volume", "chips", "option"], ["chips", "strategy"],
      ])
    #expect(result.tables[0].optionLabels == ["buy+40", "buy+80", "build+40", "build+80"])
    #expect(result.tables[0].held == [.init(input: "chips", unit: "chip", value: .number(7))])
    #expect(result.tables[1].optionLabels == ["buy", "build"])
    #expect(result.tables[1].variable("share")?.numbers.count == 2 * 3 * 2 * 2)
    #expect(result.tables[2].subject == "cost > 1000000000")
    #expect(result.tables[2].variable("probability")?.numbers.count == 4)
    #expect(result.coverage.sentence == "partial, 0 of \(Figures.count(plan.scenarioCount)) scenarios (0%)")
  }
}
