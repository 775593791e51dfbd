import Formulas
import Sweeps
import Testing

@testable import Models

/// Power limits, take-or-pay contracts and the split of demand into training and inference.
@Suite struct ChipStrategyExtensionTests {
  private static let seed: UInt64 = 20_261_124

  private func points(_ count: Int, _ seed: UInt64, _ body: (ChipStrategyPoint, String) -> Void) {
    var draws = Draws(seed: seed)
    for _ in 0..<count {
      let point = ChipStrategyPoint(&draws)
      body(point, ChipStrategy.strategies[Int(draws.next() % 6)])
    }
  }

  @Test func `a limit on power that never binds changes nothing`() {
    points(200, Self.seed) { point, strategy in
      #expect(point.with(["P_cap": 1e9]).cost(strategy) == point.cost(strategy), "\(strategy) seed \(Self.seed)")
    }
  }

  @Test func `no fleet needs more power than there is, beyond what the start brought`() {
    var bound = 0
    points(400, Self.seed + 1) { point, strategy in
      let free = point.outputs(strategy)
      let p = point.parameters(.build)
      let legacy = p.F0 * p.D0 / (p.p_m0 * p.U_m) * p.w_m0 / 1e6
      let limit = max(0.6 * free["peak_power"].value, legacy, 1e-3)
      let limited = point.with(["P_cap": limit, "P_g": 0]).outputs(strategy)
      #expect(limited["peak_power"].value <= limit * (1 + 1e-9), "\(strategy), seed \(Self.seed + 1)")
      if limit < free["peak_power"].value * 0.99 {
        bound += 1
        #expect(limited["unmet"].value + limited["cloud"].value >= free["unmet"].value - 1e-9)
      }
    }
    #expect(bound > 50)
  }

  @Test func `without room for a watt nothing is ordered`() {
    points(100, Self.seed + 2) { point, strategy in
      let none = point.with(["P_cap": 1e-12, "P_g": 0, "F0": 0]).outputs(strategy)
      #expect(none["vendor_units"].value <= 1e-6 && none["custom_units"].value <= 1e-6, "seed \(Self.seed + 2)")
    }
  }

  /// Demand that stays, all of it under contract for the whole horizon: the contract's price, discounted, is the cost.
  @Test(arguments: ["rent", "buy"]) func `a contract is paid, used or not`(strategy: String) {
    var point = ChipStrategyPoint()
    point.given = [
      "D0": 1000, "mu": 0, "ghat": 0, "F0": 0, "C_top": 1000, "T_top": 8, "d_top": 0.4, "R0": 5, "r": 0.1, "e_price": 0,
    ]
    let quarters = (0..<32).reduce(0.0) { sum, quarter in
      sum + ScalarLane.pow(ScalarLane(1.1), ScalarLane(-(Double(quarter) + 0.5) * 0.25)).value
    }
    let contract = 1000 * 5 * 0.6 * 8766 * 0.25 * quarters
    for demand in [1000.0, 1] {
      let outputs = point.with(["D0": demand]).outputs(strategy)
      #expect((outputs["cost"].value - contract).magnitude <= 1e-12 * contract)
      #expect((outputs["cloud"].value - contract).magnitude <= 1e-12 * contract)
      #expect(outputs["vendor_units"].value == 0 && outputs["unmet"].value == 0)
    }
  }

  @Test func `a contract ends with its term`() {
    var point = ChipStrategyPoint()
    point.given = ["C_top": 1e6, "T_top": 1, "lead_m": 0]
    #expect(point.outputs("buy")["capital_1"].value == 0)
    #expect(point.outputs("buy")["capital_2"].value > 0)
  }

  @Test func `with contracts and limits on power the terms still add up to the cost`() {
    points(200, Self.seed + 3) { point, strategy in
      let outputs = point.with(["C_top": point.given["D0"] ?? 2e4, "P_cap": 500]).outputs(strategy)
      let terms = outputs.terms.filter { $0.output == "cost" }.map(\.value.value)
      let money = terms.reduce(0) { $0 + $1.magnitude }
      #expect((terms.reduce(0, +) - outputs["cost"].value).magnitude <= 1e-12 * money, "seed \(Self.seed + 3)")
    }
  }

  @Test func `shares of training and inference weigh as their parts of demand`() {
    points(100, Self.seed + 4) { point, strategy in
      let split = point.with(["f_inf": 0.4, "share": 0.3, "share_inf": 0.8]).cost(strategy)
      #expect((split - point.with(["share": 0.5]).cost(strategy)).magnitude <= 1e-10 * split.magnitude)
      #expect(point.with(["f_inf": 0, "share_inf": 0.1]).cost(strategy) == point.cost(strategy))
    }
  }
}
