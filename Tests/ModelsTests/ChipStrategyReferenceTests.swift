import Testing

/// The plain implementation against recorded figures. What it is compared with elsewhere can then be trusted as far.
@Suite struct ChipStrategyReferenceTests {
  typealias Reference = ChipStrategyReference

  struct Recorded: CustomTestStringConvertible, Sendable {
    var name: String
    var strategy: Reference.Strategy
    var cost: Double
    var lcoc: Double
    var unmet: Double
    var merchant: Double
    var custom: Double
    var volumeQuarter: Int
    var demand = 2e4
    var testDescription: String { name }
  }

  /// Rows of the record: cost in US$, and what its note says.
  static let recorded = [
    Recorded(
      name: "oracle_default_RENT", strategy: .rent, cost: 17_216_120_655.71, lcoc: 15160.5312, unmet: 0, merchant: 0,
      custom: 0, volumeQuarter: 15),
    Recorded(
      name: "oracle_default_BUY", strategy: .buy, cost: 15_536_930_752.83, lcoc: 13691.1177, unmet: 797.952293,
      merchant: 287096.286, custom: 0, volumeQuarter: 15),
    Recorded(
      name: "oracle_default_BUILD", strategy: .build, cost: 15_504_582_344.72, lcoc: 13662.6124, unmet: 797.952293,
      merchant: 151886.524, custom: 349753.949, volumeQuarter: 15),
    Recorded(
      name: "oracle_default_CODESIGN", strategy: .codesign, cost: 15_792_280_077.68, lcoc: 13916.1311,
      unmet: 797.952293, merchant: 145071.483, custom: 325418.597, volumeQuarter: 14),
    Recorded(
      name: "oracle_default_ACQUIRE", strategy: .acquire, cost: 17_413_984_877.82, lcoc: 15345.1747,
      unmet: 797.952293, merchant: 130327.277, custom: 419647.938, volumeQuarter: 11),
    Recorded(
      name: "oracle_default_HYBRID", strategy: .hybrid, cost: 16_055_167_845.35, lcoc: 14147.7874, unmet: 797.952293,
      merchant: 212441.636, custom: 170386.837, volumeQuarter: 14),
    Recorded(
      name: "oracle_small_RENT", strategy: .rent, cost: 1_721_612_065.571, lcoc: 15160.5312, unmet: 0, merchant: 0,
      custom: 0, volumeQuarter: 15, demand: 2000),
    Recorded(
      name: "oracle_small_BUY", strategy: .buy, cost: 1_548_805_254.267, lcoc: 13638.7929, unmet: 0,
      merchant: 28709.6286, custom: 0, volumeQuarter: 15, demand: 2000),
    Recorded(
      name: "oracle_small_CODESIGN", strategy: .codesign, cost: 2_294_026_210.16, lcoc: 20201.2152, unmet: 0,
      merchant: 14212.0789, custom: 33005.5323, volumeQuarter: 14, demand: 2000),
  ]

  private func isClose(_ a: Double, _ b: Double, within tolerance: Double) -> Bool {
    (a - b).magnitude <= tolerance * b.magnitude
  }

  @Test(arguments: recorded) func `the record is met`(row: Recorded) {
    var parameters = Reference.Parameters(row.strategy)
    parameters.D0 = row.demand
    let result = Reference.evaluate(row.strategy, parameters)
    #expect(isClose(result.npv, row.cost, within: 1e-9))
    #expect(isClose(result.lcoc, row.lcoc, within: 1e-8))
    #expect(isClose(result.unmetPFLOPYears, row.unmet, within: 1e-8))
    #expect(isClose(result.units_m, row.merchant, within: 1e-8))
    #expect(isClose(result.units_c, row.custom, within: 1e-8))
    #expect(result.q_vol == row.volumeQuarter)
  }

  @Test(arguments: [("oracle_cogs_3_0", 3.0, 0.0, 6041.521104999), ("oracle_cogs_5_2", 5, 2, 6020.173566996)])
  func `a custom unit costs what is recorded`(name: String, year: Double, age: Double, cost: Double) {
    #expect(isClose(Reference.cogs(Reference.Parameters(.build), year: year, age: age), cost, within: 1e-9))
  }

  @Test func `a steady state that buys meets its closed form, oracle_closed_buy`() {
    var p = Reference.Parameters(.buy)
    p.T = 20
    p.r = 1e-12
    (p.mu, p.ghat, p.F0, p.dec_m, p.C0, p.pen, p.psi) = (0, 0, 0, 0, 0, 0, 0)
    (p.gam_p, p.gam_w, p.gam_P, p.gam_o) = (1, 1, 1, 1)
    p.lead_m = 0
    p.L_dc = 1e-9
    p.A_m0 = 1e12
    let capital = 32000 + 15300 + 2340 * 14.8
    let operation = 5 * (2.34 * 0.8 * 8766 * 0.08 + 0.05 * (32000 + 15300))
    let result = Reference.evaluate(.buy, p)
    #expect(isClose(result.lcoc, 25478.34433016, within: 1e-9))
    #expect(isClose(result.lcoc, (capital + operation) / (2.25 * 0.35 * 5), within: 1e-9))
  }

  @Test(arguments: Reference.Strategy.allCases) func `a cost is the sum of its terms`(strategy: Reference.Strategy) {
    let result = Reference.evaluate(strategy, Reference.Parameters(strategy))
    #expect(isClose(result.terms.values.reduce(0, +), result.npv, within: 1e-12))
    let spent = result.npv - (result.terms[.residual] ?? 0)
    #expect(isClose(result.cumulative[result.cumulative.count - 1], spent, within: 1e-12))
    #expect(result.capitalByYear.count == 8)
  }
}
