import Aggregates
import Foundation
import Results
import Testing

@testable import Sweeps

@Suite struct StatisticsTests {
  static let statistics: [Statistic] = [.mean, .sd, .quantile(0.05), .quantile(0.5), .cvar(0.95), .min, .max]
  static let bf16 = Option(choices: [.init(input: "precision", value: .choice("bf16"))])
  static let fp8 = Option(choices: [.init(input: "precision", value: .choice("fp8"))])

  /// `cost` by params (3 values) and precision, at chips 20; a fourth value of params is visited by nobody here.
  static func plan(design: Sample.Design = .sobol, replicates: UInt64 = 4) -> Plan {
    let keep = Measure.quantity(
      .init(momentOrder: 4, histogram: .init(mantissaBits: 7, sums: true), extremes: true))
    let pass = TestPlan.pass(
      positions: [[0, 1, 2], [1]], replicates: replicates, samples: 64,
      measures: [bf16, fp8].map { .init(row: .value(.name("cost"), $0), filter: nil, keep: keep) },
      options: [bf16, fp8])
    let sheet = Sheet(
      report: Report(
        name: "cost", question: .statistics(of: .name("cost"), statistics), by: ["precision", "params"],
        at: [.init(input: "chips", value: .number(20))]),
      pass: 0, unit: "USD",
      dimensions: [
        .init(name: "precision", unit: "1", values: [.choice("bf16"), .choice("fp8")], role: .option(stride: 1)),
        .init(name: "params", unit: "1", values: [.number(1), .number(2), .number(3)], role: .axis(stride: 1)),
      ],
      slots: [.statistics(measure: 0), .statistics(measure: 1)],
      held: [.init(input: "chips", value: .number(20))])
    return TestPlan.plan(
      passes: [pass], sheets: [sheet],
      axisValues: [[.number(1), .number(2), .number(3), .number(9)], [.number(10), .number(20)]], design: design)
  }

  static func result(_ plan: Plan, _ state: SweepState, closed: UInt64? = nil) -> Result {
    let blocks = BlockSet(BlockRange(0, closed ?? plan.blockCount))
    return Result(plan: plan, state: state, coverage: Coverage(of: plan, closed: blocks), specSHA256: "spec")
  }

  /// Values by option, cell and replicate.
  static func values(seed: UInt64) -> [[[[Double]]]] {
    var random = SplitMix(state: seed)
    return (0..<2).map { option in
      (0..<3).map { cell in
        (0..<4).map { _ in (0..<64).map { _ in random.cost(scale: Double((option + 1) * (cell + 1)) * 100) } }
      }
    }
  }

  static func state(_ plan: Plan, _ values: [[[[Double]]]]) -> SweepState {
    var state = SweepState(layout: plan.stateLayout)
    for (option, cells) in values.enumerated() {
      for (cell, replicates) in cells.enumerated() {
        for (replicate, values) in replicates.enumerated() {
          state.add(values, replicate: replicate, cell: cell, measure: option)
        }
      }
    }
    return state
  }

  @Test(arguments: [1, 20, 300] as [UInt64])
  func `statistics equal their definitions, with errors from the replicates`(seed: UInt64) throws {
    let plan = Self.plan()
    let values = Self.values(seed: seed)
    let table = Self.result(plan, Self.state(plan, values)).tables[0]
    #expect(
      table.variables.map(\.name)
        == ["mean", "sd", "p5", "p50", "cvar95", "min", "argmin", "max", "argmax", "scenarios"])
    #expect(table.coordinates.map(\.name) == ["precision", "params"])
    #expect(table.held == [.init(input: "chips", unit: "chip", value: .number(20))])
    let estimators: [(name: String, tolerance: Double, of: ([Double]) -> Double)] = [
      ("mean", 1e-12, Textbook.mean), ("sd", 1e-12, Textbook.sd),
      ("p5", 0.0039, { Textbook.quantile($0, 0.05) }), ("p50", 0.0039, { Textbook.quantile($0, 0.5) }),
    ]
    for (index, replicates) in values.flatMap(\.self).enumerated() {
      let pooled = replicates.flatMap(\.self)
      for estimator in estimators {
        let variable = try #require(table.variable(estimator.name))
        #expect(variable.unit == "USD")
        #expect(close(variable.numbers[index], estimator.of(pooled), estimator.tolerance), "\(estimator.name)")
        if estimator.tolerance < 1e-6 {
          let wanted = Textbook.halfWidth(ofFour: replicates.map(estimator.of))
          #expect(close(try #require(variable.error)[index], wanted, 1e-9), "\(estimator.name)")
        }
      }
      #expect(table.variable("min")?.numbers[index] == pooled.min())
      #expect(table.variable("max")?.numbers[index] == pooled.max())
      #expect(table.variable("max")?.error == nil)
      #expect(table.variable("scenarios")?.numbers[index] == 256)
      let tail = pooled.sorted().suffix(13).reversed()
      let shortfall = (tail.prefix(12).reduce(0, +) + tail[tail.index(tail.startIndex, offsetBy: 12)] * 0.8) / 12.8
      #expect(close(table.variable("cvar95")?.numbers[index] ?? .nan, shortfall, 0.0005))
    }
  }

  @Test(arguments: [4, 50] as [UInt64])
  func `an extreme names its scenario by replicate, cell of the whole map and sample`(seed: UInt64) throws {
    let plan = Self.plan()
    var values = Self.values(seed: seed)
    // Equal extremes in two replicates: the lower one is named.
    values[1][2][3][5] = 0.5
    values[1][2][1][9] = 0.5
    values[1][2][1][60] = 0.5
    let table = Self.result(plan, Self.state(plan, values)).tables[0]
    let smallest = try #require(table.variable("argmin")?.texts)
    // params is the first axis, chips the second with two values, of which the pass visits the second.
    #expect(smallest[5] == "1.\(2 * 2 + 1).9")
    for (index, replicates) in values.flatMap(\.self).enumerated() where index != 5 {
      let low = try #require(replicates.flatMap(\.self).min())
      let replicate = try #require(replicates.firstIndex { $0.contains(low) })
      let sample = try #require(replicates[replicate].firstIndex(of: low))
      #expect(smallest[index] == "\(replicate).\(index % 3 * 2 + 1).\(sample)")
    }
  }

  @Test func `values that are not finite and excluded scenarios are counted and left out`() throws {
    let plan = Self.plan()
    var state = SweepState(layout: plan.stateLayout)
    for replicate in 0..<4 {
      state.add([90, nil, .infinity, 110, .nan, nil], replicate: replicate, cell: 0, measure: 0)
      state.add([1, 2], replicate: replicate, cell: 0, measure: 1)
    }
    let table = Self.result(plan, state, closed: 4).tables[0]
    func row(_ name: String) -> [Double] { table.variable(name)?.numbers ?? [] }
    #expect(row("mean")[0] == 100)
    #expect(table.variable("mean")?.error?[0] == 0)
    #expect(row("scenarios") == [8, 0, 0, 8, 0, 0])
    #expect(row("excluded") == [8, 0, 0, 0, 0, 0])
    #expect(row("invalid_nan") == [4, 0, 0, 0, 0, 0])
    #expect(row("invalid_positive_infinity") == [4, 0, 0, 0, 0, 0])
    #expect(table.variable("invalid_negative_infinity") == nil)
  }

  @Test func `cells without data are null and the rest stands as in a complete result`() throws {
    let plan = Self.plan()
    var values = Self.values(seed: 6)
    let whole = Self.result(plan, Self.state(plan, values)).tables[0]
    values[0][1] = []
    values[1][1] = []
    let result = Self.result(plan, Self.state(plan, values), closed: 8)
    let part = result.tables[0]
    let mean = try #require(part.variable("mean"))
    #expect(mean.numbers.map(\.isNaN) == [false, true, false, false, true, false])
    #expect(mean.error?.map(\.isNaN) == [false, true, false, false, true, false])
    #expect(mean.numbers[2] == whole.variable("mean")?.numbers[2])
    #expect(part.variable("argmax")?.texts[1] == nil)
    #expect(result.json.text.contains("\"complete\":false"))
    #expect(result.json.text.contains(",null,"))
  }

  @Test func `a cell with one replicate has a value and no error`() throws {
    let plan = Self.plan()
    let values = Self.values(seed: 8).map { $0.map { [$0[0]] } }
    let mean = try #require(Self.result(plan, Self.state(plan, values), closed: 3).tables[0].variable("mean"))
    #expect(close(mean.numbers[0], Textbook.mean(values[0][0][0])))
    #expect(mean.error?.allSatisfy { $0.isNaN } == true)
  }

  @Test func `a grid and a single replicate have no error at all`() throws {
    for plan in [Self.plan(design: .grid), Self.plan(replicates: 1)] {
      let values = Self.values(seed: 8).map { $0.map { [$0[0]] } }
      let mean = try #require(Self.result(plan, Self.state(plan, values)).tables[0].variable("mean"))
      #expect(mean.error == nil)
      #expect(mean.numbers.allSatisfy { $0.isFinite })
    }
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func `the order in which states arrive does not change a byte`(seed: UInt64) throws {
    let plan = Self.plan()
    let values = Self.values(seed: seed)
    let whole = Self.result(plan, Self.state(plan, values))
    var random = SplitMix(state: seed)
    var parts: [SweepState] = []
    for option in 0..<2 {
      for cell in 0..<3 {
        for replicate in 0..<4 {
          var part = SweepState(layout: plan.stateLayout)
          part.add(values[option][cell][replicate], replicate: replicate, cell: cell, measure: option)
          parts.append(part)
        }
      }
    }
    parts.shuffle(using: &random)
    var merged = SweepState(layout: plan.stateLayout)
    for part in parts { try merged.merge(part) }
    #expect(Self.result(plan, merged).json == whole.json)
    var other = values
    other[0][0][0][0] = other[0][0][0][0].nextUp
    #expect(Self.result(plan, Self.state(plan, other)).fingerprint != whole.fingerprint)
  }

  @Test func `a probability is the share of events with the error of the replicates`() throws {
    let sheet = Sheet(
      report: Report(name: "over", question: .probability(.name("cost")), by: []), pass: 0, unit: "1", dimensions: [],
      slots: [.probability(measure: 0)], held: [])
    let pass = TestPlan.pass(
      positions: [], replicates: 4, samples: 8,
      measures: [.init(row: .event(.name("cost"), Self.bf16), filter: nil, keep: .event)], options: [Self.bf16])
    let plan = TestPlan.plan(passes: [pass], sheets: [sheet], axisValues: [])
    var state = SweepState(layout: plan.stateLayout)
    let rows: [[Double?]] = [[1, 0, 0, 0, nil], [1, 1, 0, 0, nil], [0, 0, 0, 0, nil], [1, 1, 1, 0, nil]]
    for (replicate, row) in rows.enumerated() { state.add(row, replicate: replicate, cell: 0, measure: 0) }
    let table = Self.result(plan, state).tables[0]
    #expect(table.variable("probability")?.numbers == [6.0 / 16])
    let wanted = Textbook.halfWidth(ofFour: [0.25, 0.5, 0, 0.75])
    #expect(close(table.variable("probability")?.error?[0] ?? .nan, wanted))
    #expect(table.variable("scenarios")?.numbers == [16])
    #expect(table.variable("excluded")?.numbers == [4])
  }
}
