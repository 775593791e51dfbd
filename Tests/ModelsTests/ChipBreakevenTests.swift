import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct ChipBreakevenTests {
  private func evaluate(_ given: [String: Value] = [:]) throws -> Evaluation {
    try Evaluation(ChipBreakeven(), given: given)
  }

  /// All-in capital of a Bernstein GB200 against an own chip of the same unit cost at a 50% margin, no operating cost.
  private let bernstein: [String: Value] = [
    "strategy": .choice("codesign"), "vendor_price": .number(32000), "vendor_margin": .number(0.7),
    "vendor_host": .number(15300), "vendor_power": .number(1), "facility_price": .number(34700),
    "unit_cogs": .number(9600), "margin_codesign": .number(0.5), "custom_host": .number(15300),
    "custom_power": .number(1), "load": .number(0), "maintenance": .number(0), "perf_ratio": .number(1),
    "software_ratio": .number(1), "nre": .number(500e6), "mask_cost": .number(0), "software_cost": .number(0),
  ]

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * b.magnitude
  }

  @Test func `the worked example breaks even at 39,063 chips`() throws {
    let run = try evaluate(bernstein)
    #expect(isClose(run["vendor_all_in"], 82000, within: 1e-12))
    #expect(isClose(run["custom_all_in"], 69200, within: 1e-12))
    #expect(isClose(run["breakeven_volume"], 39062.5, within: 1e-9))
    #expect(isClose(run["e_min"], 0.843902439, within: 1e-8))
    #expect(isClose(run["spend_star"], 1.25e9, within: 1e-9))
  }

  @Test func `in-house the worked example needs 0,727 of the merchant's performance`() throws {
    let run = try evaluate(bernstein.merging(["strategy": .choice("build"), "ops_build": .number(0)]) { $1 })
    #expect(isClose(run["e_min"], 0.727, within: 1e-3))
  }

  @Test func `at the break-even volume the strategy saves nothing, above it something`() throws {
    let volume = try #require(try evaluate(bernstein)["breakeven_volume"])
    let at = try evaluate(bernstein.merging(["volume": .number(volume)]) { $1 })
    let above = try evaluate(bernstein.merging(["volume": .number(volume * 2)]) { $1 })
    #expect(try #require(at["saving"]).magnitude < 1e-3)
    #expect(isClose(above["saving"], 500e6, within: 1e-9))
  }

  @Test func `below the least performance ratio no volume pays`() throws {
    let run = try evaluate(bernstein.merging(["perf_ratio": .number(0.84)]) { $1 })
    #expect(run["breakeven_volume"] == .infinity)
    #expect(run["saving"].map { $0 < -500e6 } == true)
  }

  @Test func `building the merchant's own chip for nothing costs what buying costs`() throws {
    let same = bernstein.merging([
      "unit_cogs": .number(32000), "margin_build": .number(0), "ops_build": .number(0), "nre": .number(0),
      "nre_build": .number(0), "strategy": .choice("build"),
    ]) { $1 }
    let built = try evaluate(same)
    let bought = try evaluate(same.merging(["strategy": .choice("buy")]) { $1 })
    #expect(built["cost"] == bought["cost"])
    #expect(built["saving"] == 0)
  }

  @Test func `a die above the reticle cannot be built but the merchant's can be bought`() throws {
    let built = try evaluate(["die_area": .number(700), "reticle_area": .number(429)])
    #expect(built["cost"] == .infinity)
    #expect(built["cogs"] == .infinity)
    #expect(
      built.infeasible == [
        "die_area: 700 mm2 is above reticle_area, 429 mm2; use at most that, or more dies_per_package"
      ])
    let bought = try evaluate([
      "die_area": .number(700), "reticle_area": .number(429), "strategy": .choice("buy"),
    ])
    #expect(bought["cost"]?.isFinite == true)
    #expect(bought.infeasible.isEmpty)
  }

  @Test func `a partner that keeps all of the price makes the chip infinitely dear`() throws {
    let model = ChipBreakeven()
    // As `derive` may give it; a margin that a person gives is refused.
    let inputs = ModelInputs(
      model.declaration, given: ["strategy": ScalarLane(1), "margin_codesign": ScalarLane(1)])
    #expect(model.outputs(inputs)["cost"].value == .infinity)
    #expect(model.infeasibilities(inputs) == ["margin_codesign: 1 makes the price infinite; use less than 1"])
  }

  @Test(arguments: [
    ("die_area", 859, "use more than 0 and at most 858 mm2, because the reticle field is 26 x 33 mm"),
    ("margin_codesign", 1, "use 0 or more and less than 1, because at a margin of 1 the price is infinite"),
    ("margin_build", -0.1, "use 0 or more and less than 1, because at a margin of 1 the price is infinite"),
    ("life", -5, "use more than 0 year, because a chip works for some time"),
    ("defect_density", -0.1, "use a number of 0 or more (/cm2)"),
  ])
  func `a value outside its range is refused with the reason`(input: String, value: Double, remedy: String) {
    let sentence = "\(input): \(JSON.text(of: value)) is out of range; \(remedy)"
    #expect { try evaluate([input: .number(value)]) } throws: { "\($0)" == sentence }
  }

  @Test func `a given design cost replaces that of both strategies`() throws {
    for strategy in ["codesign", "build"] {
      let own = try #require(try evaluate(["strategy": .choice(strategy)])["fixed_cost"])
      let given = try #require(try evaluate(["strategy": .choice(strategy), "nre": .number(1e9)])["fixed_cost"])
      #expect(isClose(given - own, strategy == "build" ? 650e6 : 800e6, within: 1e-12))
    }
  }

  @Test func `yield models order as theory has it`() throws {
    let yields = try ["poisson", "murphy", "seeds"].map { name in
      try #require(try evaluate(["yield_model": .choice(name), "harvest": .number(0)])["yield"])
    }
    #expect(yields == yields.sorted() && Set(yields).count == 3)
    let clustered = try evaluate(["alpha": .number(1), "harvest": .number(0)])["yield"]
    #expect(isClose(clustered, yields[2], within: 1e-14))
  }

  @Test func `Murphy's yield has no cancellation near zero defects`() {
    for exponent in 1...15 {
      let defects = ScalarLane.pow(ScalarLane(10), ScalarLane(-Double(exponent)))
      let x = defects.value
      let series = 1 - x / 2 + x * x / 6 - x * x * x / 24 + x * x * x * x / 120
      #expect((DieYield.murphy(defects).value - series * series).magnitude < 1e-6 * x + 1e-15)
    }
  }

  @Test func `an annuity is the sum of its payments, and the years at no interest`() {
    let sum = (1...5).reduce(0.0) { $0 + 1 / ScalarLane.pow(ScalarLane(1.1), ScalarLane(Double($1))).value }
    #expect(isClose(BreakEven.annuity(rate: ScalarLane(0.1), years: ScalarLane(5)).value, sum, within: 1e-14))
    #expect(BreakEven.annuity(rate: ScalarLane(0), years: ScalarLane(5)).value == 5)
    let below = BreakEven.annuity(rate: ScalarLane(0.999e-6), years: ScalarLane(5)).value
    let above = BreakEven.annuity(rate: ScalarLane(1.001e-6), years: ScalarLane(5)).value
    #expect(below > above && below - above < 1e-7)
  }
}
