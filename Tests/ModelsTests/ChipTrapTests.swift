import Formulas
import Sweeps
import Testing

@testable import Models

/// Faults of public chip-cost tools and notes that whoever copies them inherits. `ChipUnitCostTests` holds those of
/// Chiplet Actuary and of dies per wafer, `FleetEconomicsTests` that of the cost of a watt.
@Suite struct ChipTrapTests {
  private static let seed: UInt64 = 20_261_209

  private func isClose(_ a: Double, _ b: Double, within tolerance: Double) -> Bool {
    (a - b).magnitude <= tolerance * b.magnitude
  }

  /// google/chiplets-cost-model adds the term of spare cores to the yield: 1.69 with none to spare.
  @Test func `a yield with no spare cores is the plain yield, and no number of them lifts it above one`() {
    var draws = Draws(seed: Self.seed)
    for _ in 0..<3_000 {
      let defects = 4 * draws.uniform()
      let cores = 1 + (draws.uniform() * 200).rounded(.down)
      let uncore = draws.uniform()
      func yield(_ spares: Double) -> Double {
        CoreRedundancy.yield(
          uncoreYield: DieYield.poisson(ScalarLane(defects * uncore)),
          coreYield: DieYield.poisson(ScalarLane(defects * (1 - uncore) / cores)), cores: ScalarLane(cores),
          spares: ScalarLane(spares)
        ).value
      }
      let plain = DieYield.poisson(ScalarLane(defects)).value
      let said: Comment = "\(defects) defects, \(cores) cores, \(uncore) uncore, seed \(Self.seed)"
      #expect(isClose(yield(0), plain, within: 1e-9), said)
      var last = yield(0)
      for spares in [1.0, 2, 5, 24] {
        let next = yield(min(spares, cores))
        #expect(next >= last * (1 - 1e-12) && next <= 1, said)
        last = next
      }
    }
  }

  /// google/chiplets-cost-model counts whole good dies, so that a sensitivity is zero almost everywhere, then jumps.
  @Test func `a little more area makes a chip a little dearer, without steps`() throws {
    func costs(_ counting: String) throws -> [Double] {
      try (0...400).map { step in
        let run = try Evaluation(
          ChipUnitCost(),
          given: [
            "logic_area": .number(700 + Double(step) * 0.05), "good_dies": .choice(counting),
            "organisation": .choice("single"), "litho_share": .number(0),
          ])
        return try #require(run["kgd_cost"])
      }
    }
    func largestStep(_ costs: [Double]) -> Double { zip(costs, costs.dropFirst()).map { $1 / $0 - 1 }.max() ?? 0 }
    let smooth = try costs("fractional")
    #expect(zip(smooth, smooth.dropFirst()).allSatisfy { $0 < $1 })
    #expect(largestStep(smooth) < 5e-4)
    #expect(largestStep(try costs("whole")) > 1e-2)
  }

  /// CATCH (nanocad-lab) multiplies a tool's cost a second by its uptime, so that worse lines are cheaper. Here losses
  /// come in as yields and as the share of capacity one gets; both divide.
  @Test(arguments: ["bond_yield", "substrate_yield", "capacity_share"])
  func `a line that fails or stands still more often is never cheaper nor sooner`(burden: String) {
    let model = ChipUnitCost()
    var draws = Draws(seed: Self.seed + 1)
    var moved = 0
    for _ in 0..<3_000 {
      var values = draws.point(of: model.declaration)
      let before = model.outputs(ModelInputs(model.declaration, given: values))
      values[burden] = values[burden].map { $0 * 0.9 }
      let after = model.outputs(ModelInputs(model.declaration, given: values))
      for name in ["cost", "recurring", "time_to_market"] {
        let (old, new) = (before[name].value, after[name].value)
        #expect(new >= old * (1 - 1e-12), "\(name) \(burden), seed \(Self.seed + 1)")
        if new > old { moved += 1 }
      }
    }
    #expect(moved > 500, "\(burden) hardly matters: \(moved)")
  }

  @Test func `an own package that fails more often is dearer in every model`() throws {
    for model in [ChipBreakeven() as any Model, ChipStrategy()] {
      func cogs(_ yield: Double) throws -> Double {
        let given: [String: Value] = ["strategy": .choice("build"), "assembly_yield": .number(yield)]
        return try #require(try Evaluation(model, given: given)["cogs"])
      }
      #expect(try cogs(0.84) > cogs(0.95) && cogs(0.5) > 1.5 * cogs(0.95), "\(model.declaration.name)")
    }
  }

  /// Bernstein (October 2025) has 2.3 of a rack's 5.9 million USD for chips at a 70% margin, and says that a partner at
  /// 50% would sell them for 1.2 million and save 19%. The same cost at 50% is 1.38 million: 15.6%.
  @Test func `the same chip at half the margin saves a sixth of a rack, not a fifth`() throws {
    let cost = ScalarLane(2.3e6 * (1 - 0.7))
    let partner = UnitCost.price(cost: cost, margin: ScalarLane(0.5)).value
    #expect(isClose(partner, 1.38e6, within: 1e-12))
    let saving = (2.3e6 - partner) / 5.9e6
    #expect(isClose(saving, 0.156, within: 1e-3) && saving < 0.17)
    // Per chip of 82,000 USD all in, that is the custom chip of the break-even row.
    let row = try #require(
      try Record.builtIn().compactMap { row -> PublishedRow? in
        if case .published(let row) = row, row.name == "be_basic" { row } else { nil }
      }.first)
    let reader = RowReader(row: row)
    let (own, merchant) = try (reader("cost_custom_allin").value, reader("cost_merchant_allin").value)
    #expect(isClose(1 - own / merchant, saving, within: 2e-3))
    let volume = BreakEven.volume(
      fixed: ScalarLane(5e8), merchant: ScalarLane(merchant), customPerEquivalent: ScalarLane(own))
    #expect(isClose(volume.value, 39062.5, within: 1e-9))
  }

  /// IBS's totals (106 million USD at 16 nm, 590 at 3 nm) are repeated as if every chip cost that; 16 nm parts were
  /// designed for 12 to 35 million (Khazraee et al. 2017, Moonwalk).
  @Test func `a design far below IBS's totals is taken as given and pays`() throws {
    let ibs = try #require(ProcessNode.table.first { $0.name == "16nm" }).design
    for cost in [12e6, 35e6] {
      #expect(cost < ibs / 3)
      for model in [ChipBreakeven() as any Model, ChipStrategy()] {
        func run(_ cost: Double) throws -> Evaluation {
          try Evaluation(model, given: ["strategy": .choice("build"), "NRE": .number(cost)])
        }
        let (cheap, usual) = try (run(cost), run(590e6))
        #expect(cheap.infeasible.isEmpty, "\(model.declaration.name)")
        let saved = try #require(usual["cost"]) - #require(cheap["cost"])
        #expect(saved > 0.5 * (590e6 - cost) && saved.isFinite, "\(model.declaration.name) \(saved)")
      }
      let given: [String: Value] = ["node": .choice("16nm"), "design_cost": .number(cost)]
      let unit = try Evaluation(ChipUnitCost(), given: given)
      let usual = try Evaluation(ChipUnitCost(), given: ["node": .choice("16nm")])
      #expect(unit.infeasible.isEmpty)
      #expect(try #require(unit["nre"]) < #require(usual["nre"]) / 2)
    }
  }

  /// Public bills of materials of an H100 and a B200 (Raymond James, Epoch AI): logic is a tenth of the cost.
  @Test func `a cost that stops at the die leaves out most of an accelerator`() throws {
    let run = try Evaluation(ChipUnitCost(), given: [:])
    let dies = run.terms.filter { $0.output == "cost" && ["raw_dies", "die_defects"].contains($0.name) }
    let share = try dies.reduce(0) { $0 + $1.value } / #require(run["cogs"])
    #expect(dies.count == 2 && (0.03...0.2).contains(share), "\(share)")
  }
}
