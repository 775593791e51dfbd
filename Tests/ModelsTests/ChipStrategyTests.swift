import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct ChipStrategyTests {
  private func evaluate(_ given: [String: Value] = [:]) throws -> Evaluation {
    try Evaluation(ChipStrategy(), given: given)
  }

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * b.magnitude
  }

  @Test(arguments: [
    ("RENT", 17_216_120_655.71, 15160.5312, 0.0, 0.0, 0.0, 15.0),
    ("BUY", 15_536_930_752.83, 13691.1177, 797.952293, 287096.286, 0, 15),
    ("BUILD", 15_504_582_344.72, 13662.6124, 797.952293, 151886.524, 349753.949, 15),
    ("CODESIGN", 15_792_280_077.68, 13916.1311, 797.952293, 145071.483, 325418.597, 14),
    ("ACQUIRE", 17_413_984_877.82, 15345.1747, 797.952293, 130327.277, 419647.938, 11),
    ("HYBRID", 16_055_167_845.35, 14147.7874, 797.952293, 212441.636, 170386.837, 14),
  ])
  func `each strategy costs what is recorded`(
    strategy: String, cost: Double, lcoc: Double, unmet: Double, bought: Double, made: Double, quarter: Double
  ) throws {
    let run = try evaluate(["strategy": .choice(strategy)])
    #expect(isClose(run["cost"], cost, within: 1e-12))
    #expect(isClose(run["LCOC"], lcoc, within: 1e-8))
    #expect(isClose(run["unmet"], unmet, within: 1e-8))
    #expect(isClose(run["units_m"], bought, within: 1e-8))
    #expect(isClose(run["units_c"], made, within: 1e-8))
    #expect(run["q_vol"] == quarter)
    #expect(run["npv"] == run["cost"].map { -$0 })
  }

  @Test(arguments: ChipStrategy.strategies)
  func `the terms of a cost add up to it, and capital by year to capital`(strategy: String) throws {
    let run = try evaluate(["strategy": .choice(strategy), "r": .number(0)])
    let terms = run.terms.filter { $0.output == "cost" }
    #expect(terms.count == 11)
    #expect(isClose(terms.reduce(0) { $0 + $1.value }, try #require(run["cost"]), within: 1e-12))
    // Without discounting, the years' capital is that of the terms.
    let years = (1...10).reduce(0.0) { $0 + (run["capital_\($1)"] ?? .nan) }
    let capital = ["vendor_capital", "custom_capital", "facility"].reduce(0.0) { $0 + (run[$1] ?? .nan) }
    #expect((years - capital).magnitude <= 1e-12 * capital)
    #expect(run["capital_9"] == 0 && run["capital_10"] == 0)
  }

  @Test func `defaults follow the strategy, and what a person gives wins`() throws {
    func value(_ name: String, _ given: [String: Value]) throws -> Value? {
      try evaluate(given).inputs.first { $0.name == name }?.value
    }
    let expected: [(String, [Double])] = [
      ("nre", [350e6, 350e6, 350e6, 200e6, 250e6, 200e6]), ("partner_margin", [0, 0, 0, 0.55, 0, 0.55]),
      ("operations", [0.06, 0.06, 0.06, 0, 0.06, 0]), ("slip", [1.15, 1.15, 1.15, 1.05, 1.15, 1.05]),
      ("custom_share", [0.7, 0.7, 0.7, 0.7, 0.7, 0.35]), ("software_ratio", [0.9, 0.9, 0.9, 0.9, 0.8, 0.9]),
      ("acquisition_price", [0, 0, 0, 0, 1e9, 0]), ("integration_cost", [0, 0, 0, 0, 3e8, 0]),
      ("design_cut", [0, 0, 0, 0, 0.5, 0]),
    ]
    for (name, defaults) in expected {
      for (strategy, number) in zip(ChipStrategy.strategies, defaults) {
        #expect(try value(name, ["strategy": .choice(strategy)]) == .number(number), "\(name) \(strategy)")
      }
    }
    #expect(try value("nre", ["strategy": .choice("codesign"), "NRE": .number(1e9)]) == .number(1e9))
    let given = try evaluate(["strategy": .choice("codesign"), "NRE": .number(350e6), "m_ch": .number(0)])
    let own = try evaluate(["strategy": .choice("codesign")])
    #expect(try #require(own["programme"]) < (try #require(given["programme"])))
    #expect(try #require(own["custom_capital"]) > (try #require(given["custom_capital"])))
  }

  @Test func `the worked price of a token follows from the cost of computing`() throws {
    let run = try evaluate(["strategy": .choice("buy"), "params": .number(70e9)])
    let perWork = try #require(run["lcoc"])
    #expect(isClose(run["c_serve"], perWork / 3.15576e22 * 140e9 * 1e12, within: 1e-12))
    #expect(isClose(run["c_train"], perWork / 3.15576e22 * 420e9 * 1e12, within: 1e-12))
  }

  @Test func `the break-even volume is where the saving of every chip has paid the programme`() throws {
    let fixed = ["NRE": 500e6, "mask": 0, "sw": 0, "n_spin": 1, "m_ch": 0.5, "ops": 0, "phi": 1, "eta": 1]
    var given: [String: Value] = fixed.mapValues { .number($0) }
    // One generation for ever, chips of 9,600 USD at 50% margin against 32,000 USD, and nothing to run them.
    for symbol in ["gam_p", "gam_w", "gam_P", "gam_o"] { given[symbol] = .number(1) }
    for symbol in ["dec_m", "load", "maint", "wafer", "HBM", "cow", "subs"] { given[symbol] = .number(0) }
    given.merge([
      "strategy": .choice("codesign"), "misc": .number(9600), "w_m0": .number(1), "w_c0": .number(1),
      "c_dc": .number(34700), "o_c0": .number(15300),
    ]) { $1 }
    #expect(isClose(try evaluate(given)["V_star"], 39062.5, within: 1e-9))
    #expect(try evaluate(given.merging(["phi": .number(0.84)]) { $1 })["V_star"] == .infinity)
  }

  @Test(arguments: [
    ("A_die", Value.number(900), "die_area"), ("D0", .number(-1), "demand"), ("m_ch", .number(1), "partner_margin"),
    ("L", .number(-5), "life"), ("D0", .number(.nan), "demand"), ("T", .number(41), "quarters"),
    ("T", .number(2.5), "quarters"), ("lead_m", .number(13), "vendor_lead"), ("cad_m", .number(0.1), "vendor_cadence"),
    ("eta", .number(0), "software_ratio"), ("y_asm", .number(0), "assembly_yield"),
    ("strategy", .choice("lease"), "strategy"),
    ("h", .number(0.5), "step"),
  ])
  func `what cannot be is refused by name`(symbol: String, value: Value, name: String) {
    #expect { try Evaluation(ChipStrategy(), given: [symbol: value]) } throws: { "\($0)".hasPrefix("\(name): ") }
  }

  @Test func `an own chip that cannot be made is infinitely dear and says why; buying does not care`() {
    var values = ChipStrategyPoint().with(["A_die": 900])
    #expect(values.cost("build") == .infinity)
    #expect(ChipStrategy().infeasibilities(values.inputs("build")).first?.hasPrefix("die_area: 900.0 mm2 ") == true)
    #expect(values.cost("buy") == ChipStrategyPoint().cost("buy"))
    #expect(ChipStrategy().infeasibilities(values.inputs("buy")).isEmpty)
    for (symbol, value) in [("m_ch", 1.0), ("eta", 0), ("y_asm", 0), ("phi", 0), ("edge", 149)] {
      values = ChipStrategyPoint().with([symbol: value])
      #expect(values.cost("codesign") == .infinity, "\(symbol)")
      #expect(ChipStrategy().infeasibilities(values.inputs("codesign")).count == 1, "\(symbol)")
      let undefined = values.outputs("codesign").values.filter { $0.value.value.isNaN }.map(\.name)
      #expect(undefined.isEmpty, "\(symbol)")
    }
  }

  @Test func `units of all inputs and outputs can be read`() throws {
    let declaration = ChipStrategy().declaration
    for unit in declaration.inputs.map(\.unit) + declaration.outputs.map(\.unit) {
      #expect(throws: Never.self) { try Unit(parsing: unit) }
    }
    let names = declaration.inputs.flatMap { [$0.name, $0.symbol] }
    #expect(Set(names).count == Set(declaration.inputs.map(\.name)).union(declaration.inputs.map(\.symbol)).count)
    #expect(Set(declaration.inputs.map(\.symbol)).count == declaration.inputs.count)
    #expect(Set(declaration.outputs.map(\.symbol)).count == declaration.outputs.count)
  }
}
