import Formulas
import Sweeps
import Testing

@testable import Models

/// Shortages, export rules and exchange rates.
@Suite struct ChipStrategyEventTests {
  private typealias Comparison = ChipStrategyComparisonTests
  private static let seed: UInt64 = 20_261_125

  private func points(
    _ count: Int, _ seed: UInt64, _ body: (ChipStrategyPoint, String, inout Draws) -> Void
  ) {
    var draws = Draws(seed: seed)
    for _ in 0..<count {
      let point = ChipStrategyPoint(&draws)
      body(point, ChipStrategy.strategies[Int(draws.next() % 6)], &draws)
    }
  }

  /// Compares at random points under all strategies; returns at how many of them the events changed the cost of buying.
  private func compare(
    _ count: Int, seed: UInt64, _ change: (ChipStrategyPoint, inout Draws) -> ChipStrategyPoint
  ) -> Int {
    var changed = 0
    points(count, seed) { plain, _, draws in
      let point = change(plain, &draws)
      for (name, strategy) in Comparison.strategies {
        let reference = ChipStrategyReference.evaluate(
          strategy, point.parameters(strategy), shocks: point.shocks, events: point.events)
        let outputs = point.outputs(name)
        let error = Comparison.worstError(outputs, reference)
        #expect(error.size <= 1e-12, "\(name) \(error.name), seed \(seed): \(point.given)")
        if name == "buy", outputs["cost"].value != plain.cost(name) { changed += 1 }
      }
    }
    return changed
  }

  @Test func `under shortages the simulation agrees with the plain implementation to 1e-12`() {
    #expect(compare(400, seed: Self.seed) { $0.withShortages(&$1) } > 300)
  }

  @Test func `under shortages and a limit on power it agrees too`() {
    #expect(compare(300, seed: Self.seed + 1) { $0.withPowerLimit(&$1).withShortages(&$1) } > 200)
  }

  @Test func `under export rules and exchange rates it agrees too`() {
    #expect(compare(300, seed: Self.seed + 2) { $0.withTrade(&$1) } > 100)
  }

  @Test func `under all of them it agrees too`() {
    #expect(compare(300, seed: Self.seed + 3) { $0.withTrade(&$1).withPowerLimit(&$1).withShortages(&$1) } > 200)
  }

  @Test func `breaking even is found under shortages as well`() {
    points(60, Self.seed + 4) { plain, _, draws in
      let point = plain.withShortages(&draws)
      func paid(_ strategy: ChipStrategyReference.Strategy) -> [Double] {
        ChipStrategyReference.evaluate(
          strategy, point.parameters(strategy), shocks: point.shocks, events: point.events
        ).cumulative
      }
      let buying = paid(.buy)
      for (name, strategy) in Comparison.strategies where strategy != .buy {
        let own = paid(strategy)
        let last = own.indices.last { own[$0] > buying[$0] } ?? -1
        #expect(point.outputs(name)["breakeven_quarter"].value == Double(last + 1), "\(name) seed \(Self.seed + 4)")
      }
      #expect(point.outputs("buy")["breakeven_quarter"].value == 0)
    }
  }

  /// What is given about events where none of them can happen.
  @Test func `what belongs to events that do not happen changes no bit`() {
    points(200, Self.seed + 5) { point, strategy, draws in
      var idle = point.withShortages(&draws).with(["regime": 0, "x_ex_A": 0, "x_ex_P": 9, "f_fx": draws.uniform()])
      idle.events.currency = idle.shocks
      let (a, b) = (point.outputs(strategy), idle.outputs(strategy))
      for output in ChipStrategy().declaration.outputs {
        let same = a[output.name].value.bitPattern == b[output.name].value.bitPattern
        #expect(same, "\(strategy) \(output.name), seed \(Self.seed + 5)")
      }
    }
  }

  @Test func `without onset a normal market stays normal`() {
    points(200, Self.seed + 6) { point, strategy, draws in
      let calm = point.withShortages(&draws).with(["s_short": 0, "p_short": 0])
      expectSame(calm, point, strategy, seed: Self.seed + 6)
    }
  }

  @Test func `a shortage that multiplies by one changes nothing, with a limit on power or without`() {
    let ones: [String: Double] = ["x_lead_m": 1, "x_lead_c": 1, "x_A": 1, "x_P": 1, "x_GB": 1]
    points(300, Self.seed + 7) { plain, strategy, draws in
      let point = draws.uniform() < 0.5 ? plain : plain.withPowerLimit(&draws)
      expectSame(point.withShortages(&draws).with(ones), point, strategy, seed: Self.seed + 7)
    }
  }

  @Test func `a shortage without end is the base model with the multiplied constants`() {
    points(300, Self.seed + 8) { plain, strategy, draws in
      let point = draws.uniform() < 0.5 ? plain : plain.withPowerLimit(&draws)
      let p = point.parameters(.build)
      let short = point.withShortages(&draws)
        .with(["s_short": 1, "p_relief": 0, "x_lead_m": 2, "x_lead_c": 1.5, "x_A": 0.6, "x_P": 1.3, "x_GB": 1.2])
      let multiplied = point.with([
        "lead_m": Double(2 * p.lead_m), "lead_c": (1.5 * Double(p.lead_c) + 0.5).rounded(.down),
        "A_m0": 0.6 * p.A_m0, "P_m0": 1.3 * p.P_m0, "c_GB": 1.2 * p.c_GB,
      ])
      expectSame(short, multiplied, strategy, seed: Self.seed + 8)
    }
  }

  @Test func `an export rule from the start is the base model with the multiplied constants`() {
    points(200, Self.seed + 9) { point, strategy, _ in
      let p = point.parameters(.build)
      let ruled = point.with(["q_ex": 0, "x_ex_A": 0.3, "x_ex_P": 1.4])
      let multiplied = point.with(["A_m0": 0.3 * p.A_m0, "P_m0": 1.4 * p.P_m0])
      expectSame(ruled, multiplied, strategy, seed: Self.seed + 9)
    }
  }

  @Test func `a rule that bars all leaves what was ordered for the quarters before it`() {
    var point = ChipStrategyPoint()
    point.given = ["q_ex": 4, "x_ex_A": 0]
    let outputs = point.outputs("buy")
    #expect(outputs["capital_1"].value > 0 && outputs["capital_2"].value == 0)
    #expect(point.with(["q_ex": 0]).outputs("buy")["vendor_units"].value == 0)
  }

  /// Without packaging in it, a steady drift of the currency is a growth of the price of wafers.
  @Test func `a currency that gains steadily makes wafers grow dearer`() {
    points(200, Self.seed + 10) { plain, strategy, _ in
      let point = plain.with(["cow": 0])
      let growth = 1 + point.parameters(.build).wafer_g
      let rate = ScalarLane.exp(ScalarLane(0.07)).value
      let gaining = point.with(["mu_fx": 0.07])
      expectSame(gaining, point.with(["wafer_g": growth * rate - 1]), strategy, seed: Self.seed + 10)
    }
  }

  /// A market that is short in quarter 0 alone: its order comes in quarter 4, those of the next two in 3 and 4.
  private func shortAtFirst(_ given: [String: Double]) -> ModelOutputs<ScalarLane> {
    var point = ChipStrategyPoint()
    point.given = [
      "T": 5, "lead_m": 2, "F0": 0, "mu": 0, "ghat": 0, "gam_p": 1, "A_mg": 0, "regime": 1, "s_short": 1,
      "x_lead_m": 2, "x_A": 1,
    ]
    point.events.supply = [0.5] + Array(repeating: 0.999, count: 39)
    return point.with(given).outputs("buy")
  }

  @Test func `orders that come in one quarter share its allocation`() {
    let units = shortAtFirst(["A_m0": 400])["vendor_units"].value
    #expect((units - 200).magnitude <= 1e-12 * units)
  }

  @Test func `an order that is overtaken is ordered twice`() {
    let units = shortAtFirst(["A_m0": 1e15, "D0": 7875])["vendor_units"].value
    #expect((units - 20_000).magnitude <= 1e-12 * units)
  }

  @Test func `under all events the terms add up to the cost and power stays within its limit`() {
    points(300, Self.seed + 12) { plain, strategy, draws in
      let point = plain.withTrade(&draws).withPowerLimit(&draws).withShortages(&draws).with(["P_g": 0])
      let outputs = point.outputs(strategy)
      let terms = outputs.terms.filter { $0.output == "cost" }.map(\.value.value)
      let money = terms.reduce(0) { $0 + $1.magnitude }
      #expect((terms.reduce(0, +) - outputs["cost"].value).magnitude <= 1e-12 * money, "seed \(Self.seed + 12)")
      let p = point.parameters(.buy)
      let legacy = p.F0 * p.D0 / (p.p_m0 * p.U_m) * p.w_m0 / 1e6
      let limit = max(point.given["P_cap"] ?? 0, legacy)
      #expect(outputs["peak_power"].value <= limit * (1 + 1e-9), "\(strategy), seed \(Self.seed + 12)")
    }
  }

  /// Outputs agree to 1e-12 of the money or the quantity there is. Unit cost and the static break-even
  /// are of a normal market.
  private func expectSame(
    _ a: ChipStrategyPoint, _ b: ChipStrategyPoint, _ strategy: String, seed: UInt64
  ) {
    let (x, y) = (a.outputs(strategy), b.outputs(strategy))
    let money = y.terms.reduce(0) { $0 + $1.value.value.magnitude }
    let units = y["vendor_units"].value + y["custom_units"].value + 1
    let capital = (1...10).reduce(1) { $0 + y["capital_\($1)"].value }
    for output in ChipStrategy().declaration.outputs {
      let (p, q) = (x[output.name].value, y[output.name].value)
      let scale: Double
      switch output.name {
      case "cogs", "breakeven_volume", "breakeven_quarter": continue
      case "work", "peak_power": scale = q.magnitude
      case "unmet": scale = q.magnitude + y["work"].value
      case "vendor_units", "custom_units": scale = units
      case "lcoc", "train_token_cost", "serve_token_cost": scale = q.magnitude * money / y["cost"].value.magnitude
      case let name where name.hasPrefix("capital_"): scale = capital
      default: scale = money
      }
      let isSame = p == q || (p - q).magnitude <= 1e-12 * scale
      #expect(isSame, "\(strategy) \(output.name) \(p) \(q), seed \(seed): \(a.given)")
    }
  }
}
