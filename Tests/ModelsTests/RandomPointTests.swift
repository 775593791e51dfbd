import Formulas
import Sweeps
import Testing

@testable import Models

/// What holds at random points of the default distributions, with every choice taken at random.
@Suite struct RandomPointTests {
  private static let seed: UInt64 = 20_260_117
  /// Fewer where one point is thousands of operations.
  private static func points(_ name: String) -> Int {
    switch name {
    case "chip-strategy": 3_000
    case "finance", "chip-unit-cost", "training-step": 10_000
    default: 100_000
    }
  }

  @Test(arguments: Catalogue.models.map(\.declaration.name))
  func `no output and no term is NaN`(name: String) throws {
    let model = try Catalogue.model(named: name)
    var draws = Draws(seed: Self.seed)
    for index in 0..<Self.points(name) {
      let outputs = model.outputs(draws.inputs(of: model.declaration))
      let bad = outputs.values.filter { $0.value.value.isNaN }.map(\.name)
      let badTerms = outputs.terms.filter { $0.value.value.isNaN }.map(\.name)
      guard bad.isEmpty, badTerms.isEmpty else {
        Issue.record("NaN in \(bad) \(badTerms) at point \(index) of seed \(Self.seed)")
        return
      }
    }
  }

  @Test(arguments: Catalogue.models.map(\.declaration.name))
  func `an infinite cost is always explained`(name: String) throws {
    let model = try Catalogue.model(named: name)
    guard model.declaration.output("cost") != nil else { return }
    var draws = Draws(seed: Self.seed + 1)
    var infinite = 0
    for index in 0..<min(20_000, Self.points(name)) {
      let input = draws.inputs(of: model.declaration)
      guard model.outputs(input)["cost"].value == .infinity else { continue }
      infinite += 1
      guard !model.infeasibilities(input).isEmpty else {
        Issue.record("infinite without a reason at point \(index) of seed \(Self.seed + 1)")
        return
      }
    }
    #expect(name != "training-cost" || infinite > 1000)
  }

  @Test func `a yield is above zero and at most one, and dies are not negative`() throws {
    let model = ChipBreakeven()
    var draws = Draws(seed: Self.seed + 2)
    for _ in 0..<20_000 {
      let outputs = model.outputs(draws.inputs(of: model.declaration))
      let yield = outputs["yield"].value
      let dies = outputs["dies_per_wafer"].value
      #expect(yield > 0 && yield <= 1, "seed \(Self.seed + 2)")
      #expect(dies >= 0)
    }
  }

  @Test func `goodput is a share of one`() throws {
    let model = TrainingCost()
    var draws = Draws(seed: Self.seed + 3)
    for _ in 0..<20_000 {
      let goodput = model.outputs(draws.inputs(of: model.declaration))["goodput"].value
      #expect(goodput >= 0 && goodput <= 1, "seed \(Self.seed + 3)")
    }
  }

  /// Raising one input while all others stay never lowers the cost.
  @Test(arguments: [
    ("training-cost", ["tokens", "power_price", "pue", "price_factor", "restart_minutes", "node_failures"]),
    (
      "chip-breakeven",
      [
        "vendor_price", "wafer_price", "hbm_price", "nre_build", "energy_price", "facility_price",
        "maintenance", "software_cost", "defect_density", "volume",
      ]
    ),
  ])
  func `cost never falls when a price or a burden rises`(name: String, burdens: [String]) throws {
    let model = try Catalogue.model(named: name)
    var draws = Draws(seed: Self.seed + 4)
    for _ in 0..<5_000 {
      var values = draws.point(of: model.declaration)
      let before = model.outputs(ModelInputs(model.declaration, given: values))["cost"].value
      let burden = burdens[Int(draws.next() % UInt64(burdens.count))]
      let old = try #require(values[burden])
      values[burden] = old * 1.25
      let after = model.outputs(ModelInputs(model.declaration, given: values))["cost"].value
      #expect(after >= before * (1 - 1e-12), "\(burden), seed \(Self.seed + 4)")
    }
  }

  @Test func `money scales with prices, and volume with volume`() throws {
    let model = ChipBreakeven()
    let prices = [
      "wafer_price", "die_test", "hbm_price", "packaging_wafer", "substrate", "final_test_board", "unit_cogs",
      "vendor_price", "vendor_host", "custom_host", "nre", "nre_codesign", "nre_build", "mask_cost", "software_cost",
      "facility_price", "energy_price",
    ]
    var draws = Draws(seed: Self.seed + 5)
    for _ in 0..<5_000 {
      var values = draws.point(of: model.declaration)
      let before = model.outputs(ModelInputs(model.declaration, given: values))
      for price in prices { values[price] = values[price].map { $0 * 3 } }
      let after = model.outputs(ModelInputs(model.declaration, given: values))
      for name in ["cost", "cogs", "saving"] where before[name].value.isFinite {
        let scale = max(before["cost"].value, before[name].value.magnitude)
        #expect(
          (after[name].value - 3 * before[name].value).magnitude <= 1e-11 * scale, "\(name), seed \(Self.seed + 5)")
      }
      let old = before["breakeven_volume"].value
      let new = after["breakeven_volume"].value
      #expect(old == new || (old - new).magnitude <= 1e-6 * old, "seed \(Self.seed + 5)")
    }
  }
}
