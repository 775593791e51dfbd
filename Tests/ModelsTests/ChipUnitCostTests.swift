import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct ChipUnitCostTests {
  private func evaluate(_ given: [String: Value]) throws -> Evaluation { try Evaluation(ChipUnitCost(), given: given) }

  /// Chiplet Actuary's settings at 5 nm and 800 mm2 of logic.
  private func actuary(_ organisation: String, dies: Double, _ more: [String: Value] = [:]) throws -> Evaluation {
    let settings: [String: Value] = [
      "organisation": .choice(organisation), "dies": .number(dies), "logic_area": .number(800), "alpha": .number(10),
      "wafer_price": .number(16988),
      "edge": .number(5), "harvesting": .choice("none"), "memory_stacks": .number(0), "hbm_gb": .number(0),
      "final_test_board": .number(0), "volume": .number(1e6),
    ]
    return try evaluate(settings.merging(more) { $1 })
  }

  private func parts(_ run: Evaluation) -> [Double] { run.terms.filter { $0.output == "recurring" }.map(\.value) }

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * max(b.magnitude, 1e-300)
  }

  /// The parts printed by Chiplet Actuary; its micro-bumps count once however many dies there are.
  @Test(arguments: [
    ("single", 1.0, "chip_last", [292.946048, 382.646259, 16.0, 0.161616, 6.824165]),
    ("mcm", 2, "chip_last", [295.105966, 175.657012, 35.2, 0.714703, 9.558395]),
    ("mcm", 4, "chip_last", [276.812661, 73.586466, 35.2, 1.443917, 14.373497]),
    ("fan_out", 1, "chip_last", [296.946048, 382.646259, 49.388376, 18.573813, 20.873893]),
    ("fan_out", 1, "chip_first", [296.946048, 382.646259, 49.388376, 17.602448, 391.895484]),
    ("fan_out", 2, "chip_last", [295.105966, 175.657012, 54.914958, 24.226187, 24.362136]),
    ("fan_out", 2, "chip_first", [295.105966, 175.657012, 54.914958, 21.936998, 302.61014]),
    ("fan_out", 4, "chip_last", [274.612661, 73.586466, 54.914958, 26.609766, 33.11964]),
    ("interposer", 1, "chip_last", [296.946048, 382.646259, 58.905101, 31.720782, 42.993878]),
    ("interposer", 2, "chip_last", [295.105966, 175.657012, 65.595132, 44.045811, 56.12695]),
    ("interposer", 4, "chip_first", [274.612661, 73.586466, 65.595132, 53.778027, 83.616209]),
  ])
  func `five parts are Chiplet Actuary's, with a bump for every die`(
    organisation: String, dies: Double, order: String, published: [Double]
  ) throws {
    let run = try actuary(organisation, dies: dies, ["chip_order": .choice(order)])
    var expected = published
    if organisation == "fan_out" || organisation == "interposer" {
      let area = try #require(run["die_area"])
      let missing = 0.01 * area * (dies - 1)
      expected[0] += missing
      expected[4] += missing * expected[4] / (published[0] + published[1])
    }
    for (part, value) in zip(parts(run), expected) { #expect(isClose(part, value, within: 2e-6), "\(part) \(value)") }
    #expect(isClose(run["recurring"], expected.reduce(0, +), within: 1e-6))
  }

  @Test func `a fan-out design has its fixed half, and nothing that every package costs`() throws {
    let run = try actuary("fan_out", dies: 1)
    let package = try #require(run.terms.first { $0.output == "nre" && $0.name == "package" }).value
    #expect(package == 800 * 1.2 * 25_000 + 7.5e6)
    let dearer = try actuary("fan_out", dies: 1, ["substrate_price": .number(1)])
    #expect(dearer["nre"] == run["nre"])
    #expect(try #require(dearer["recurring"]) > #require(run["recurring"]))
  }

  @Test func `clustering of 10 is almost Poisson, of 3 is not`() throws {
    let poisson = DieYield.poisson(ScalarLane(0.8)).value
    let ten = DieYield.negativeBinomial(ScalarLane(0.8), alpha: ScalarLane(10)).value
    let three = DieYield.negativeBinomial(ScalarLane(0.8), alpha: ScalarLane(3)).value
    #expect(ten - poisson < 0.035 * poisson)
    #expect(three - poisson > 0.08 * poisson)
  }

  @Test func `no spare core leaves the yield of the whole die, never more than 1`() throws {
    let bare = try evaluate(["harvesting": .choice("none"), "yield_model": .choice("poisson")])
    let none = try evaluate([
      "harvesting": .choice("cores"), "spare_cores": .number(0), "yield_model": .choice("poisson"),
    ])
    #expect(isClose(none["yield"], try #require(bare["yield"]), within: 1e-12))
    let whole = DieYield.boseEinstein(ScalarLane(0.05 * 0.3468), layers: ScalarLane(10))
    let cores = CoreRedundancy.enoughCores(
      coreYield: ScalarLane(1 - 0.005), cores: ScalarLane(32), spares: ScalarLane(0))
    #expect(isClose((whole * cores).value, 0.717, within: 1e-3))
  }

  @Test func `spare cores raise the yield to that of the uncore`() throws {
    var last = 0.0
    for spares in [0.0, 1, 2, 4, 8, 24] {
      let yield = try #require(
        try evaluate(["harvesting": .choice("cores"), "spare_cores": .number(spares)])["yield"])
      #expect(yield > last && yield <= 1)
      last = yield
    }
    let uncore = try evaluate(["harvesting": .choice("none"), "logic_area": .number(814 * 0.3)])["yield"]
    #expect(isClose(last, try #require(uncore), within: 1e-6))
  }

  @Test func `binomial odds add up over all cores`() {
    for good in [0.01, 0.4, 0.9, 0.999, 1] {
      let all = CoreRedundancy.enoughCores(coreYield: ScalarLane(good), cores: ScalarLane(20), spares: ScalarLane(20))
      #expect((all.value - 1).magnitude < 1e-12)
    }
  }

  @Test func `whole dies fall in steps and never exceed the fraction`() throws {
    let fraction = try evaluate([:])
    let whole = try evaluate(["good_dies": .choice("whole")])
    #expect(try #require(whole["kgd_cost"]) >= #require(fraction["kgd_cost"]))
    let good = try #require(whole["wafer_cost"]) / #require(whole["kgd_cost"])
    #expect(good == good.rounded())
  }

  @Test func `the denser figure for 5 nm makes a quarter less area of the same transistors`() throws {
    let own = try #require(ProcessNode.table.first { $0.name == "5nm" }).density
    #expect(isClose(171.3 / own - 1, 0.24, within: 0.01))
  }

  @Test func `an H100 wafer carries 63 dies, not its area over theirs`() throws {
    let run = try evaluate(["edge": .number(0), "scribe": .number(0)])
    #expect(isClose(run["dies_per_wafer"], 63.479, within: 1e-4))
    #expect(Double.pi * 150 * 150 / 814 > 86)
  }

  @Test func `a node brings its wafer, and a price that is given wins`() throws {
    #expect(isClose(try evaluate(["node": .choice("7nm")])["wafer_cost"], 9346, within: 1e-3))
    #expect(isClose(try evaluate(["node": .choice("3nm")])["wafer_cost"], 19865, within: 1e-3))
    #expect(try evaluate(["node": .choice("7nm"), "wafer_price": .number(10_000)])["wafer_cost"] == 10_000)
  }

  @Test func `defects fall from the first density to the mature one`() throws {
    func density(_ age: Double) throws -> Double? {
      try evaluate([
        "first_defect_density": .number(0.2), "defect_density": .number(0.1), "node_age": .number(age),
      ])["defects_now"]
    }
    #expect(isClose(try density(0), 0.2, within: 1e-12))
    #expect(isClose(try density(2), 0.1 + 0.1 * 0.1353352832366127, within: 1e-12))
    #expect(isClose(try density(60), 0.1, within: 1e-12))
  }

  @Test func `a die above the reticle is refused, and two dies in one package are not`() throws {
    let one = try evaluate(["logic_area": .number(1600), "organisation": .choice("single")])
    #expect(one["cost"] == .infinity)
    #expect(
      one.infeasible == [
        "logic_area: 1600.0 mm2 makes dies of 1600.0 mm2, above reticle_area, 858.0 mm2; "
          + "use less, or more dies under an organisation that joins them"
      ])
    let two = try evaluate([
      "logic_area": .number(1500), "organisation": .choice("interposer"), "dies": .number(2),
    ])
    #expect(two.infeasible.isEmpty && two["cost"]?.isFinite == true)
  }

  @Test(arguments: [
    ["margin": Value.number(1)], ["spare_cores": .number(25)], ["bond_yield": .number(0)],
    ["capacity_share": .number(0)], ["wafer_depreciation": .number(1)], ["defect_density": .number(-1)],
  ])
  func `a value that makes no sense is refused by name`(given: [String: Value]) throws {
    let name = try #require(given.keys.first)
    #expect {
      try evaluate(given)
    } throws: { "\($0)".hasPrefix("\(name): ") }
  }

  @Test func `a node nobody makes wafers on never comes to market`() throws {
    let run = try evaluate(["node": .choice("10nm")])
    #expect(run["time_to_market"] == .infinity && run["agility"] == 0)
    #expect(run.infeasible.count == 1 && run.infeasible[0].hasPrefix("wafer_rate: "))
  }

  @Test func `design cost is spread over the units that share it`() throws {
    let alone = try #require(try evaluate(["volume": .number(1e5)])["nre_per_unit"])
    let twice = try #require(try evaluate(["volume": .number(2e5)])["nre_per_unit"])
    #expect(isClose(alone / twice, 2, within: 1e-12))
    let shared = try evaluate(["volume": .number(1e5), "volume_elsewhere": .number(1e5)])
    let package = try #require(shared.terms.first { $0.output == "nre" && $0.name == "package" }).value
    #expect(isClose(shared["nre_per_unit"], alone / 2 + package / 2e5, within: 1e-12))
  }

  @Test func `agility is the slope of time to market by wafer rate`() throws {
    func weeks(_ rate: Double) throws -> Double {
      try #require(try evaluate(["wafer_rate": .number(rate)])["time_to_market"])
    }
    let slope = try (weeks(99.9) - weeks(100.1)) / 0.2
    let agility = try #require(try evaluate(["wafer_rate": .number(100)])["agility"])
    #expect(isClose(agility * slope, 1, within: 1e-5))
  }
}
