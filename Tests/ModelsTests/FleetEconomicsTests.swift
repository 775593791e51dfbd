import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct FleetEconomicsTests {
  private func evaluate(_ given: [String: Value] = [:]) throws -> Evaluation {
    try Evaluation(FleetEconomics(), given: given)
  }

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * b.magnitude
  }

  // MARK: The record

  @Test func `units, ownership, revenue and growth are computed and within their tolerance`() throws {
    let rows = Validation.run(
      try Record.builtIn().filter { row in
        guard case .published(let row) = row else { return false }
        return FleetAnswers.answers(row)
          || (["E18", "E19", "E20", "E21"].contains(row.equation) && row.kind != "montecarlo")
      }
    ).rows
    #expect(rows.count == 11 + 4 + 4 + 1 + 9 + 4, "\(rows.map(\.name))")
    for row in rows { #expect(row.status == .within, "\(row.name) \(row.reason) \(row.relativeError ?? .nan)") }
  }

  @Test func `the three totals of a gigawatt lie in the interval that their fit leaves`() throws {
    let totals: [(years: Double, published: Double)] = [(3, 12), (5, 8.5), (7, 7)]
    var squares = 0.0
    for total in totals {
      let cost = FacilityCost.yearlyCost(
        machines: ScalarLane(25.6), machineYears: ScalarLane(total.years), building: ScalarLane(12.4),
        buildingYears: ScalarLane(14), rate: ScalarLane(0.07), running: ScalarLane(0.9)
      ).value
      let error = Elementary.log(cost / total.published)
      squares += error * error
      #expect(error.magnitude < Elementary.log(FleetAnswers.ownershipFactor))
    }
    // One degree of freedom: three totals, a split and a rate; Student's t at 95% is 6.314.
    #expect((Elementary.exp(6.314 * squares.squareRoot()) - FleetAnswers.ownershipFactor).magnitude < 5e-4)
  }

  // MARK: Units and revenue

  @Test func `a revenue buys as many chips as Epoch counts`() throws {
    let run = try evaluate(["chip_price": .number(945e6.squareRoot())])
    #expect(isClose(run["units"], 831_881, within: 0.02))
    #expect(run["units"] == run["h100_equivalents"])
    let b200 = try evaluate(["chip": .choice("B200 SXM 180GB")])
    #expect(isClose(b200["h100_equivalents"], 4500 / 1979 * (try #require(b200["units"])), within: 1e-12))
  }

  /// What a random price and hardware share need in order to give the published spread of units.
  @Test func `price and hardware share are uncertain as Epoch has them`() throws {
    let declaration = FleetEconomics().declaration
    #expect(declaration.input("chip_price")?.distribution == .lognormal(27000, 35000, coverage: 0.8))
    #expect(
      declaration.input("hardware_share")?.distribution
        == .clipped(.lognormal(0.96, 0.99, coverage: 0.8), low: 0, high: 1))
  }

  @Test func `the 600 billion question and its gap are Cahn's`() throws {
    let run = try evaluate(["run_rate": .number(150e9), "ai_revenue": .number(100e9)])
    #expect(run["required_revenue"] == 600e9)
    #expect(run["revenue_gap"] == 500e9)
  }

  @Test func `the cost of owning a year's chips can stand in for Cahn's factor`() throws {
    let run = try evaluate()
    let owned = try #require(run["units"]) * 4 * 5 * (try #require(run["cost_per_chip"]))
    #expect(isClose(run["required_revenue_tco"], owned / 0.5, within: 1e-12))
    #expect(isClose(run["revenue_gap_tco"], owned / 0.5 - 100e9, within: 1e-12))
    // Both ways tell the same story: half of the cost of owning is the chip.
    #expect(isClose(run["required_revenue_tco"], try #require(run["required_revenue"]), within: 0.05))
  }

  // MARK: The fleet

  @Test func `Colossus costs what was reported`() throws {
    let run = try evaluate([
      "fleet_chips": .number(1e5), "server_price": .number(32000), "interconnect_share": .number(0),
      "facility_power_per_chip": .number(1810), "construction": .number(8.3),
    ])
    #expect(isClose(run["capital"], 3.2e9 + 181e6 * 8.3, within: 1e-12))
    #expect(isClose(run["facility_power"], 181e6, within: 1e-12))
  }

  @Test func `a commitment is spent on chips and their building to the last dollar`() throws {
    let run = try evaluate(["commitment": .number(19e9)])
    #expect(isClose(run["capital"], 19e9, within: 1e-12))
    let chips = try #require(run["chips"])
    #expect(isClose(run["facility_power"], chips * 1600, within: 1e-12))
    #expect((300_000...400_000).contains(chips))
    #expect(isClose(run["replacement_units"], chips / 5, within: 1e-12))
  }

  @Test func `waiting costs idle people, lost hours and worth`() throws {
    let run = try evaluate([
      "fleet_chips": .number(10_000), "server_price": .number(30603), "interconnect_share": .number(0),
      "backlog": .number(120_000), "monthly_supply": .number(40_000), "lead_time": .number(3),
      "idle_staff": .number(50), "staff_pay": .number(400_000), "hour_value": .number(2), "busy_share": .number(0.5),
      "price_decline": .number(0.14),
    ])
    #expect(run["delay"] == 6)
    let idle = 50 * 400_000 * 0.5
    let lost = 10_000 * 2 * 0.5 * 6 * 730.5
    let decline = 306.03e6 * (1 - Elementary.exp(-0.07 * 2.302585092994046))
    #expect(isClose(run["waiting_cost"], idle + lost + decline, within: 1e-12))
  }

  @Test func `capital is told in the money of the base month`() throws {
    let run = try evaluate(["price_index": .number(130), "price_index_base": .number(143)])
    #expect(isClose(run["real_capital"], 19e9 * 1.1, within: 1e-12))
  }

  // MARK: The monthly form

  /// The trap: a public tool multiplies a building's electricity by watts and months twice.
  @Test func `the building's overhead is counted once`() {
    #expect(FleetAnswers.overheadIsCountedOnce)
    let plain = FacilityCost.energyPerWattMonth(price: ScalarLane(0.067), pue: ScalarLane(1)).value
    let housed = FacilityCost.energyPerWattMonth(price: ScalarLane(0.067), pue: ScalarLane(1.5)).value
    #expect(isClose(housed / plain, 1.5, within: 1e-15))
  }

  @Test func `cost over a life grows in step with a server's watts and price`() {
    func life(_ scale: Double) -> Double {
      let month = FacilityCost.perWattMonth(
        buildingPerW: ScalarLane(10), buildingYears: ScalarLane(12), rate: ScalarLane(0.08),
        buildingUpkeep: ScalarLane(0.04), powerPrice: ScalarLane(0.067), pue: ScalarLane(1.5),
        serverPerW: ScalarLane(5000 * scale) / (1000 * scale), serverYears: ScalarLane(3),
        serverUpkeep: ScalarLane(0.05))
      return FacilityCost.overLife(perWattMonth: month, watts: ScalarLane(1000 * scale), years: ScalarLane(3)).value
    }
    #expect(isClose(life(7), 7 * life(1), within: 1e-12))
  }

  // MARK: Growth

  @Test func `a billion-dollar run comes before 2027`() throws {
    #expect(isClose(try evaluate()["years_to_target"], 3.677, within: 1e-3))
    #expect(try evaluate(["cost_growth": .number(1)])["years_to_target"] == .infinity)
    #expect(try evaluate(["cost_target": .number(1e6)])["years_to_target"] == 0)
    #expect(try evaluate(["cost_growth": .number(0.9), "cost_target": .number(1e6)])["years_to_target"] == 0)
  }

  @Test func `growth compounds and doubling doubles`() throws {
    let run = try evaluate(["years_ahead": .number(2), "doubling_time": .number(2)])
    #expect(isClose(run["future_compute"], 2.15e25 * 4.5 * 4.5, within: 1e-12))
    #expect(isClose(run["future_cost"], 40e6 * 2.4 * 2.4, within: 1e-12))
    #expect(isClose(run["future_power"], 19e6 * 2.27 * 2.27, within: 1e-12))
    #expect(isClose(run["price_performance"], 2, within: 1e-12))
  }

  // MARK: Refusals and properties

  @Test(
    arguments: [
      (["chip": "Trainium2"], [:], "server_price: no price of Trainium2"),
      (["chip": "TPU v5p"], ["facility_power_per_chip": 0], "facility_power_per_chip: no rated power of TPU v5p"),
      (["chip": "Maia 100"], ["chip_price": 0, "server_price": 1], "chip_price: no unit price of Maia 100"),
      ([:], ["user_margin": 1], "user_margin: 1 leaves nothing"),
      ([:], ["chip_share": 0], "chip_share: at 0 chips"),
      ([:], ["interconnect_share": 1], "interconnect_share: 1 leaves nothing"),
      ([:], ["pue": 0.5], "pue: 0.5 is below 1"),
    ] as [([String: String], [String: Double], String)])
  func `what cannot be counted or costed says why`(
    choices: [String: String], numbers: [String: Double], beginning: String
  ) throws {
    var given = choices.mapValues { Value.choice($0) }
    for (name, number) in numbers { given[name] = .number(number) }
    let run = try evaluate(given)
    #expect(run.infeasible.count == 1, "\(run.infeasible)")
    #expect(run.infeasible.first?.hasPrefix(beginning) == true, "\(run.infeasible)")
  }

  @Test func `ownership, waiting and revenue move as they must`() throws {
    let seed: UInt64 = 20_261_123
    var draws = Draws(seed: seed)
    let model = FleetEconomics()
    let rules: [(input: String, output: String, rises: Bool)] = [
      ("hardware_life", "cost_per_chip", false), ("facility_life", "cost_per_chip", false),
      ("discount_rate", "cost_per_chip", true), ("power_price", "cost_per_chip", true),
      ("construction", "cost_per_chip", true), ("construction", "chips", false), ("commitment", "chips", true),
      ("lead_time", "waiting_cost", true), ("backlog", "delay", true), ("monthly_supply", "delay", false),
      ("chip_price", "units", false), ("chip_revenue", "units", true), ("chip_share", "required_revenue", false),
      ("user_margin", "required_revenue", true), ("pue", "cost_per_watt_month", true),
      ("cost_growth", "years_to_target", false), ("doubling_time", "price_performance", false),
    ]
    for _ in 0..<10_000 {
      var values = draws.point(of: model.declaration)
      values["pue"] = ScalarLane(1 + 0.5 * draws.uniform())
      let rule = rules[Int(draws.next() % UInt64(rules.count))]
      let before = model.outputs(ModelInputs(values))[rule.output].value
      let old = try #require(values[rule.input])
      values[rule.input] = old * 1.2
      let after = model.outputs(ModelInputs(values))[rule.output].value
      let slack = before.isFinite ? 1e-12 * before.magnitude : 0
      let isRight = rule.rises ? after >= before - slack : after <= before + slack
      #expect(isRight, "\(rule) \(before) \(after), seed \(seed)")
    }
  }
}
