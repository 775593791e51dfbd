import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct FinanceTests {
  private static let seed: UInt64 = 20_260_401

  private func evaluate(_ given: [String: Value]) throws -> Evaluation { try Evaluation(FinanceModel(), given: given) }

  private func lanes(_ values: [Double]) -> [ScalarLane] { values.map { ScalarLane($0) } }

  private func internalRate(_ flows: [Double], times: [Double]? = nil) -> InternalRate<ScalarLane> {
    let times = times ?? flows.indices.map(Double.init)
    return InternalRate(lanes(flows), times: lanes(times), horizon: ScalarLane(times.last ?? 0))
  }

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * max(1, b.magnitude)
  }

  @Test func `at its internal rate an investment is worth nothing`() {
    var draws = Draws(seed: Self.seed)
    for _ in 0..<300 {
      var flows = [-1000.0]
      for _ in 0..<12 { flows.append(300 * draws.uniform() - 20) }
      let found = internalRate(flows)
      guard found.roots.value > 0 else { continue }
      let worth = CashFlow.presentValue(lanes(flows), rate: found.rate).value
      let scale = CashFlow.presentValue(lanes(flows.map(\.magnitude)), rate: found.rate).value
      #expect(worth.magnitude < 1e-9 * scale, "\(found.rate.value), seed \(Self.seed)")
      #expect(found.roots.value <= CashFlow.signChanges(lanes(flows)).value)
    }
  }

  @Test func `an investment with two internal rates says so`() throws {
    let run = try evaluate([
      "investment": .number(1600), "cash_flow": .path([10_000, -10_000]), "periods": .number(2),
    ])
    #expect(run["irr_roots"] == 2 && run["sign_changes"] == 2)
    #expect(isClose(run["irr"], 0.25, within: 1e-10))
    #expect(isClose(internalRate([0, 0, -5000, 1000, 2000, 4000]).rate.value, 0.1567, within: 1e-2))
  }

  @Test func `flows that never break even have no internal rate, and the reason is given`() throws {
    let loss = try evaluate(["cash_flow": .number(-1)])
    #expect(loss["irr"] == -1 && loss["irr_roots"] == 0)
    #expect(loss.infeasible.count == 1 && loss.infeasible[0].hasPrefix("cash_flow: "))
    let gift = try evaluate(["investment": .number(0)])
    #expect(gift["irr"] == .infinity && gift["irr_roots"] == 0)
  }

  @Test func `with a year of 365 days between payments dates change nothing`() throws {
    let run = try evaluate(["interval": .number(365)])
    #expect(isClose(run["xnpv"], try #require(run["npv"]), within: 1e-12))
    #expect(isClose(run["xirr"], try #require(run["irr"]), within: 1e-9))
    let centuries = try evaluate(["interval": .number(36_525)])
    #expect(try #require(centuries["xirr"]) > -1 && #require(centuries["xirr"]) < 0.02)
  }

  @Test func `worth scales with the flows and the internal rate does not`() throws {
    let one = try evaluate([:])
    let ten = try evaluate(["investment": .number(10_000), "cash_flow": .number(3000)])
    #expect(isClose(ten["npv"], 10 * (try #require(one["npv"])), within: 1e-12))
    #expect(isClose(ten["irr"], try #require(one["irr"]), within: 1e-10))
  }

  @Test func `steps after the last period count for nothing`() throws {
    let short = try evaluate(["cash_flow": .path([500, 600, 700]), "periods": .number(2)])
    let shorter = try evaluate(["cash_flow": .path([500, 600]), "periods": .number(2)])
    #expect(short["npv"] == shorter["npv"] && short["irr"] == shorter["irr"])
  }

  @Test func `learning adds up to the sum of its units`() {
    for rate in [0.0, 0.05, 0.2, 0.5, 0.9] {
      var sum = 0.0
      for unit in 1...3000 {
        sum +=
          Finance.wrightCost(first: ScalarLane(100), learningRate: ScalarLane(rate), units: ScalarLane(Double(unit)))
          .value
        guard [1, 2, 10, 15, 16, 17, 40, 3000].contains(unit) else { continue }
        let total = Finance.wrightTotal(
          first: ScalarLane(100), learningRate: ScalarLane(rate), units: ScalarLane(Double(unit))
        ).value
        #expect((total - sum).magnitude < 1e-12 * sum, "\(rate) \(unit)")
      }
    }
  }

  @Test func `assets lose value as their rules say`() throws {
    let run = try evaluate(["asset_price": .number(1000), "asset_age": .number(3), "asset_life": .number(6)])
    #expect(run["straight_line_value"] == 500)
    #expect(isClose(run["balance_value"], 1000 * 0.8584 * 0.8584 * 0.8584, within: 1e-12))
    #expect(isClose(run["declining_value"], 380.189396, within: 1e-8))
    #expect(isClose(run["capital_charge"], 0.3223619, within: 1e-6))
    #expect(try evaluate(["asset_age": .number(9), "asset_life": .number(6)])["straight_line_value"] == 0)
  }

  @Test func `waiting is worth more the wider the two prices lie apart`() throws {
    var last = -1.0
    for spread in [0.0, 50, 100, 150, 200] {
      let run = try evaluate(["price_up": .number(200 + spread), "price_down": .number(200 - spread)])
      let flexibility = try #require(run["flexibility"])
      #expect(flexibility >= max(last, 0))
      last = flexibility
    }
    let free = try evaluate(["discount_rate": .number(0)])
    #expect(free["wait_value"] == .infinity && free["flexibility"] == 0 && !free.infeasible.isEmpty)
  }

  @Test func `the order earns most on average`() throws {
    let run = try evaluate([:])
    let order = try #require(run["order_quantity"])
    func profit(_ order: Double) -> Double {
      FinanceRisk.newsvendorProfit(
        order: ScalarLane(order), mean: ScalarLane(3192), sd: ScalarLane(1181), price: ScalarLane(180),
        cost: ScalarLane(110), salvage: ScalarLane(90)
      ).value
    }
    #expect(run["order_profit"] == profit(order))
    #expect(profit(order) > profit(order - 30) && profit(order) > profit(order + 30))
    #expect(isClose(run["fractile"], 7.0 / 9, within: 1e-12))
    let sure = try evaluate(["demand_sd": .number(0)])
    #expect(isClose(sure["order_profit"], 70 * 3192, within: 1e-12))
    let safe = try evaluate(["salvage": .number(120)])
    #expect(safe["order_quantity"] == .infinity && safe["order_profit"] == .infinity && safe["fractile"] == 1)
  }

  @Test func `the tail lies beyond its quantile`() throws {
    for law in ["normal", "lognormal"] {
      for level in [0.01, 0.5, 0.95, 0.999] {
        let run = try evaluate(["loss_law": .choice(law), "tail_level": .number(level)])
        #expect(try #require(run["expected_shortfall"]) > #require(run["value_at_risk"]))
      }
    }
  }
}
