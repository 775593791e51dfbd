import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct ChipUnitPropertyTests {
  private static let seed: UInt64 = 20_260_301

  private func layout(_ area: Double, aspect: Double = 1, scribe: Double = 0.13) -> WaferPlacement.Layout<ScalarLane> {
    WaferPlacement.Layout(
      radiusMM: ScalarLane(149.9), dieAreaMM2: ScalarLane(area), aspect: ScalarLane(aspect),
      scribeMM: ScalarLane(scribe))
  }

  /// Counted once by a separate search in another language; 50, 100 and 800 are CATCH's own.
  @Test(arguments: [
    (46.0, 1397.0, 1415.0), (50, 1289, 1303), (100, 637, 645), (200, 308, 316), (400, 148, 154), (600, 97, 100),
    (800, 70, 72), (858, 64, 66),
  ])
  func `dies are placed as CATCH places them`(area: Double, grid: Double, staggered: Double) {
    #expect(WaferPlacement.grid(layout(area)).value == grid)
    #expect(WaferPlacement.staggered(layout(area)).value == staggered)
  }

  @Test func `placed dies never cover more than the wafer, and rows that slide hold no fewer`() {
    var draws = Draws(seed: Self.seed)
    for _ in 0..<3_000 {
      let area = 90 + 760 * draws.uniform()
      let layout = layout(area, aspect: 0.6 + draws.uniform(), scribe: 0.05 + 0.2 * draws.uniform())
      let grid = WaferPlacement.grid(layout).value
      let staggered = WaferPlacement.staggered(layout).value
      let ratio = Double.pi * 149.9 * 149.9 / area
      #expect(layout.isCovered.isTrue)
      #expect(grid > 0 && grid <= ratio && staggered <= ratio, "\(area), seed \(Self.seed)")
      #expect(staggered >= grid - 2, "\(area), seed \(Self.seed)")
    }
  }

  @Test func `a die too small to place is counted by formula`() throws {
    let counts = try ["analytic", "grid", "staggered"].map { placement in
      try #require(
        try Evaluation(
          ChipUnitCost(), given: ["logic_area": .number(20), "placement": .choice(placement)])["dies_per_wafer"])
    }
    #expect(Set(counts).count == 1)
  }

  @Test func `a yield lies in 0 to 1 and never rises with area or defects`() {
    var draws = Draws(seed: Self.seed + 1)
    let model = ChipUnitCost()
    for _ in 0..<3_000 {
      var values = draws.point(of: model.declaration)
      func yield() -> Double {
        let input = ModelInputs(values)
        return UnitDie.yield(input, area: input["logic_area"], density: input["defect_density"]).value
      }
      let before = yield()
      values["logic_area"] = values["logic_area"].map { $0 * 1.2 }
      let larger = yield()
      values["defect_density"] = values["defect_density"].map { $0 * 1.2 }
      let dirtier = yield()
      #expect(before > 0 && before <= 1, "seed \(Self.seed + 1)")
      #expect(larger <= before * (1 + 1e-12) && dirtier <= larger * (1 + 1e-12), "seed \(Self.seed + 1)")
    }
  }

  @Test func `splitting a large die pays where defects are dense and not where they are rare`() throws {
    func recurring(_ organisation: String, _ dies: Double, _ defects: Double) throws -> Double {
      try #require(
        try Evaluation(
          ChipUnitCost(),
          given: [
            "logic_area": .number(800), "organisation": .choice(organisation), "dies": .number(dies),
            "defect_density": .number(defects), "harvesting": .choice("none"), "memory_stacks": .number(0),
            "hbm_gb": .number(0),
          ])["recurring"])
    }
    for organisation in ["mcm", "fan_out", "interposer"] {
      #expect(try recurring(organisation, 4, 0.2) < recurring("single", 1, 0.2))
      #expect(try recurring(organisation, 4, 0.001) > recurring("single", 1, 0.001))
    }
  }

  @Test func `dearer parts never make a unit cheaper`() throws {
    let burdens = [
      "wafer_price_factor", "hbm_price", "carrier_wafer", "design_cost", "final_test_board", "bump_price",
      "substrate_price", "defect_density",
    ]
    let model = ChipUnitCost()
    var draws = Draws(seed: Self.seed + 2)
    for _ in 0..<3_000 {
      var values = draws.point(of: model.declaration)
      let before = model.outputs(ModelInputs(model.declaration, given: values))["cost"].value
      let burden = burdens[Int(draws.next() % UInt64(burdens.count))]
      values[burden] = values[burden].map { $0 * 1.25 }
      let after = model.outputs(ModelInputs(model.declaration, given: values))["cost"].value
      #expect(after >= before * (1 - 1e-12), "\(burden), seed \(Self.seed + 2)")
    }
  }
}
