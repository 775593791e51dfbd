import Aggregates
import Formulas
import Models
import Sweeps
import Testing

/// Shortages, export rules and exchange rates of `chip-strategy` in the cores, drawn along with lead times and lives.
@Suite struct ChipStrategyEventSweepTests {
  private static let drawn = [
    "supply_draws", "shortage_onset", "shortage_relief", "shortage_vendor_lead", "shortage_custom_lead",
    "shortage_allocation", "shortage_vendor_price", "shortage_hbm_price", "export_quarter", "export_allocation",
    "export_price", "currency_growth", "currency_volatility", "currency_shocks", "currency_part", "vendor_lead",
    "demand_volatility", "demand_shocks", "life", "vendor_allocation", "slip", "spins",
  ]

  @Test(arguments: [Sample.Design.random, .sobol], [0.0, 500])
  func `drawn events give the bytes of the scalar computation`(design: Sample.Design, power: Double) throws {
    let declaration = ChipStrategy().declaration
    let sweep = Sweep(
      name: "events", model: ModelReference(name: declaration.name, version: declaration.version), seed: 29, axes: [],
      decisions: [Axis(input: "strategy", values: ["buy", "build", "hybrid"].map(Value.choice))],
      uncertain: Self.drawn.compactMap { name in
        guard let spread = declaration.input(name)?.distribution else { return nil }
        return UncertainInput(input: name, distribution: spread)
      },
      fixed: [
        FixedInput(input: "supply", value: .choice("cyclical")),
        FixedInput(input: "power_limit", value: .number(power)),
        FixedInput(input: "shortage_start", value: .number(0.5)),
      ],
      derived: [], filter: nil, sample: Sample(design: design, size: design == .sobol ? 128 : 118, replicates: 2),
      reports: [
        Report(
          name: "cost", question: .statistics(of: .name("cost"), [.mean, .sd, .quantile(0.5)]), by: ["strategy"],
          at: [], filter: nil),
        Report(
          name: "capital", question: .statistics(of: .name("capital_2"), [.mean, .max]), by: ["strategy"], at: [],
          filter: nil),
      ])
    #expect(sweep.uncertain.count == Self.drawn.count)
    let plan = try Plan(sweep, declaration: declaration)
    let expected = ScalarOracle(plan, model: ChipStrategy()).state()
    let workload = Workload(plan, model: ChipStrategy())
    for set in InstructionSet.available {
      var state = SweepState(layout: plan.stateLayout)
      set.engine(workload).run(BlockRange(0, plan.blockCount), into: &state) { _ in true }
      #expect(state.encode() == expected.encode(), "seed \(sweep.seed), \(set)")
    }
  }
}
