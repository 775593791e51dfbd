import Sweeps
import Testing

/// How a sweep is laid out: passes, measures, tables and limits.
@Suite struct PlannerTests {
  private static let declaration = ModelDeclaration(
    name: "shop", version: 1, question: "What does it cost?",
    inputs: [
      input("volume", "1"), input("price", "USD"), input("chips", "1"), input("days", "d"),
      InputDeclaration(
        name: "node", symbol: "n", unit: "1", kind: .choice(["N5", "N3", "N2"]), default: .choice("N5"), source: "none",
        doc: "A choice."),
    ],
    outputs: [
      OutputDeclaration(name: "cost", symbol: "C", unit: "USD", doc: "Money."),
      OutputDeclaration(name: "time", symbol: "T", unit: "d", doc: "Time."),
    ])

  private static func input(_ name: String, _ unit: String) -> InputDeclaration {
    InputDeclaration(
      name: name, symbol: name, unit: unit, kind: .positive(allowsZero: false), default: .number(1), source: "none",
      doc: "An input.")
  }

  private static let volumes = Axis(input: "volume", values: [1, 10, 100, 1000].map(Value.number))
  private static let nodes = Axis(input: "node", values: ["N5", "N3", "N2"].map(Value.choice))
  private static let prices = Axis(input: "price", values: [2, 3].map(Value.number))
  private static let chips = Axis(input: "chips", values: [8, 16, 32, 64, 128].map(Value.number))
  private static let cost = Report.Question.statistics(of: .name("cost"), [.mean])

  private func sweep(
    size: UInt64 = 8192, replicates: Int = 2, axes: [Axis] = [volumes, nodes], decisions: [Axis] = [prices, chips],
    _ reports: [Report]
  ) -> Sweep {
    Sweep(
      name: "test", model: ModelReference(name: "shop", version: 1), seed: 1, axes: axes, decisions: decisions,
      uncertain: [UncertainInput(input: "days", distribution: .uniform(low: 1, high: 2))],
      sample: Sample(design: .random, size: size, replicates: replicates), reports: reports)
  }

  private func plan(_ reports: [Report]) throws -> Plan {
    try Plan(sweep(reports), declaration: Self.declaration)
  }

  private func held(_ input: String, _ value: Value) -> FixedInput { FixedInput(input: input, value: value) }

  // MARK: Passes

  @Test func `reports on the same cells share a pass and its measures`() throws {
    let all = ["volume", "node", "price", "chips"]
    let wide: [Statistic] = [.sd, .quantile(0.5), .min]
    let plan = try plan([
      Report(name: "a", question: Self.cost, by: all),
      Report(name: "b", question: .statistics(of: .name("cost"), wide), by: all),
      Report(name: "c", question: .probability(.binary(.less, .name("cost"), .number(5))), by: all),
    ])
    #expect(plan.passes.count == 1)
    #expect(plan.passes[0].options.count == 10)
    // Ten options of one value, which serves both reports, and of one event.
    #expect(plan.passes[0].measures.count == 20)
    let shape = HistogramShape(mantissaBits: 7, sums: false)
    #expect(
      plan.passes[0].measures[0].keep
        == .quantity(QuantityMeasure(momentOrder: 2, histogram: shape, extremes: true)))
    #expect(plan.sheets[0].slots == plan.sheets[1].slots)
    #expect(plan.passes[0].numbering == Numbering(replicates: 2, cells: 12, samples: 4096))
  }

  @Test func `a report with its own filter keeps its own measures`() throws {
    let filter = Expression.binary(.less, .name("time"), .number(120))
    let at = [held("price", .number(2)), held("chips", .number(8))]
    let plan = try plan([
      Report(name: "a", question: Self.cost, by: ["volume", "node"], at: at),
      Report(name: "b", question: Self.cost, by: ["volume", "node"], at: at, filter: filter),
    ])
    #expect(plan.passes.map(\.measures.count) == [2])
    #expect(plan.passes[0].measures.map(\.filter) == [nil, filter])
    #expect(plan.passes[0].options.count == 1)
  }

  @Test func `an axis held at a value makes a pass of its own, off the axis as well as on it`() throws {
    let decisions = [held("price", .number(2)), held("chips", .number(8))]
    func report(_ name: String, _ value: Double) -> Report {
      Report(name: name, question: Self.cost, by: ["node"], at: decisions + [held("volume", .number(value))])
    }
    let plan = try plan([report("on", 100), report("off", 55), report("again", 55), report("other", 56)])
    #expect(plan.passes.map(\.axisPositions) == [[[2], [0, 1, 2]], [[4], [0, 1, 2]], [[5], [0, 1, 2]]])
    #expect(plan.sheets.map(\.pass) == [0, 1, 1, 2])
    #expect(plan.axisValues[0] == [1, 10, 100, 1000, 55, 56].map(Value.number))
    #expect(plan.passes.map(\.numbering.cells) == [3, 3, 3])
    #expect(plan.sheets[1].held.contains(held("volume", .number(55))))
  }

  @Test func `a contest over an axis makes its values options and takes the axis out of the cells`() throws {
    let plan = try plan([
      Report(
        name: "best", question: .best(.max, of: .name("cost"), over: ["node", "price"]), by: ["volume"],
        at: [held("chips", .number(16))], filter: .name("time"))
    ])
    #expect(plan.passes[0].axisPositions == [[0, 1, 2, 3], [0]])
    #expect(plan.passes[0].numbering.cells == 4)
    #expect(plan.passes[0].options.count == 6)
    guard case .best(let best, let contestants) = plan.sheets[0].slots[0] else {
      Issue.record("the slot is not a contest")
      return
    }
    let wanted = [held("node", .choice("N5")), held("price", .number(3)), held("chips", .number(16))]
    #expect(contestants[1].option == Option(choices: wanted))
    #expect(contestants.count == 6)
    let contest = Contest(
      goal: .max, value: .name("cost"), options: contestants.map(\.option), eligible: .name("time"))
    let rows = plan.passes[0].measures.map(\.row)
    #expect(rows[best] == .best(contest))
    for (index, contestant) in contestants.enumerated() {
      #expect(rows[contestant.value] == .contestant(contest, index))
      #expect(rows[contestant.regret] == .regret(contest, index))
      #expect(rows[contestant.win] == .win(contest, index))
    }
    #expect(plan.passes[0].measures[contestants[0].win].keep == .event)
  }

  @Test func `blocks are numbered pass by pass`() throws {
    let decisions = [held("price", .number(2)), held("chips", .number(8))]
    let plan = try plan([
      Report(name: "map", question: Self.cost, by: ["volume", "node"], at: decisions),
      Report(name: "cut", question: Self.cost, by: ["node"], at: decisions + [held("volume", .number(10))]),
    ])
    #expect(plan.blockCount == 24 + 6)
    #expect(plan.locate(0) == (0, 0))
    #expect(plan.locate(23) == (0, 23))
    #expect(plan.locate(24) == (1, 0))
    #expect(plan.locate(29) == (1, 5))
    #expect(plan.scenarioCount == (12 + 3) * 8192)
    #expect(plan.stateLayout.passes.map(\.cells) == [12, 3])
  }

  // MARK: Tables

  @Test func `every table position has its cell and its slot, whatever the order of the dimensions`() throws {
    for by in [
      ["volume", "node", "price", "chips"], ["chips", "node", "price", "volume"], ["node", "price", "chips", "volume"],
    ] {
      let plan = try plan([Report(name: "all", question: Self.cost, by: by)])
      let sheet = plan.sheets[0]
      var seen: Set<[Int]> = []
      for position in positions(sheet.shape) {
        let (cell, slot) = sheet.address(of: position)
        seen.insert([cell, slot])
        var named: [String: Value] = [:]
        for (dimension, index) in zip(sheet.dimensions, position) { named[dimension.name] = dimension.values[index] }
        let coordinates = plan.passes[0].coordinates(of: cell)
        #expect(plan.axisValues[0][coordinates[0]] == named["volume"])
        #expect(plan.axisValues[1][coordinates[1]] == named["node"])
        guard case .statistics(let measure) = sheet.slots[slot],
          case .value(_, let option) = plan.passes[0].measures[measure].row
        else {
          Issue.record("slot \(slot) is not a statistic")
          continue
        }
        for choice in option.choices { #expect(choice.value == named[choice.input]) }
        #expect(option.choices.count == 2)
      }
      #expect(seen.count == 120)
    }
  }

  @Test func `a table names its dimensions with their units and the value with its own`() throws {
    let plan = try plan([
      Report(name: "all", question: Self.cost, by: ["price", "volume", "node", "chips"]),
      Report(
        name: "sum", question: .statistics(of: .binary(.add, .number(1), .name("time")), [.mean]),
        by: ["price", "volume", "node", "chips"]),
      Report(name: "share", question: .probability(.name("cost")), by: ["price", "volume", "node", "chips"]),
    ])
    #expect(plan.sheets[0].dimensions.map(\.name) == ["price", "volume", "node", "chips"])
    #expect(plan.sheets[0].dimensions.map(\.unit) == ["USD", "1", "1", "1"])
    #expect(plan.sheets.map(\.unit) == ["USD", "d", "1"])
    #expect(plan.sheets[0].shape == [2, 4, 3, 5])
  }

  private func positions(_ shape: [Int]) -> [[Int]] {
    shape.reduce([[]]) { partial, count in partial.flatMap { start in (0..<count).map { start + [$0] } } }
  }

  // MARK: Limits

  private func refusal(_ sweep: Sweep, _ limits: PlanLimits = PlanLimits()) -> String? {
    do {
      _ = try Plan(sweep, declaration: Self.declaration, limits: limits)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `too many cells, options or bytes are refused with the remedy`() {
    let map = sweep([Report(name: "map", question: Self.cost, by: ["volume", "node", "price", "chips"])])
    var limits = PlanLimits()
    #expect(refusal(map, limits) == nil)
    limits.cells = 11
    #expect(
      refusal(map, limits)
        == "report.map: the map has 12 cells and the limit is 11; use coarser axes or hold some with `at`")
    limits = PlanLimits()
    limits.options = 9
    #expect(
      refusal(map, limits)
        == "report.map: 10 options exceed the limit of 9; decide among fewer values or hold some with `at`")
    limits = PlanLimits()
    limits.stateBytes = 1000
    #expect(refusal(map, limits)?.contains("use fewer cells or replicates") == true)
    limits.stateBytes = .max
    #expect(refusal(map, limits) == nil)
  }

  @Test func `more cells than a number holds are refused, not wrapped`() {
    let long = Axis(input: "volume", values: (0..<70_000).map { .number(Double($0)) })
    let axes = ["volume", "price", "chips", "days"].map { Axis(input: $0, values: long.values) }
    let map = sweep(
      axes: axes, decisions: [], [Report(name: "map", question: Self.cost, by: axes.map(\.input))])
    #expect(refusal(map)?.contains("2.401e+19 cells") == true)
  }

  @Test func `more scenarios than a number holds are refused, not wrapped`() {
    let by = ["volume", "node", "price", "chips"]
    for size in [1 << 57, 1 << 58, 1 << 61, 1 << 63] as [UInt64] {
      let text = refusal(sweep(size: size, [Report(name: "map", question: Self.cost, by: by)]))
      // Twelve cells of ten options.
      let isTooMany = size > 1 << 55
      #expect((text == "sample: more than 2^62 scenarios; use a smaller size or fewer cells") == isTooMany)
    }
    #expect(refusal(sweep(size: 1 << 55, [Report(name: "map", question: Self.cost, by: by)])) == nil)
  }

  @Test func `more state than a number holds is refused, not wrapped`() {
    let by = ["volume", "node", "price", "chips"]
    let many = sweep(
      size: 1 << 62, replicates: 1 << 61, [Report(name: "map", question: Self.cost, by: by)])
    #expect(refusal(many)?.contains("use fewer cells or replicates") == true)
  }
}
