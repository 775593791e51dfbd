import Formulas
import Sweeps
import Testing

@testable import Models

/// What holds at thousands of random points, whatever the numbers.
@Suite struct ChipStrategyPropertyTests {
  private static let seed: UInt64 = 20_261_123
  private static let count = 3_000
  private static let own = ["build", "codesign", "acquire", "hybrid"]

  private func points(_ seed: UInt64, _ body: (ChipStrategyPoint, inout Draws) -> Void) {
    var draws = Draws(seed: seed)
    for _ in 0..<Self.count {
      let point = ChipStrategyPoint(&draws)
      body(point, &draws)
    }
  }

  @Test func `a programme that costs nothing and makes nothing is buying, to the bit`() {
    points(Self.seed + 1) { point, draws in
      let none = point.with(["NRE": 0, "sw": 0, "acq": 0, "mask": 0, "integ": 0, "share": 0, "theta": 0])
      let buying = none.outputs("buy")
      let strategy = Self.own[Int(draws.next() % 4)]
      let outputs = none.outputs(strategy)
      for name in ["cost", "lcoc", "unmet", "vendor_units", "custom_units", "peak_power", "breakeven_quarter"] {
        #expect(outputs[name].value == buying[name].value, "\(strategy) \(name), seed \(Self.seed + 1)")
      }
    }
  }

  @Test func `a cancelled programme costs its design, masks and software to first silicon on top of buying`() {
    points(Self.seed + 2) { point, _ in
      let ended = point.with(["cancel": 1, "T_fab": 0.5, "des_cut": 0, "acq": 0, "integ": 0])
      let p = ended.parameters(.build)
      let tapeout = p.t0 + p.slip * p.T_des
      var money = 0.0
      for quarter in 0..<p.T {
        let (start, end) = (Double(quarter) * p.h, Double(quarter + 1) * p.h)
        func years(_ a: Double, _ b: Double) -> Double { max(0, min(end, b) - max(start, a)) }
        let paid =
          p.NRE / p.T_des * years(p.t0, tapeout) + p.mask / p.h * years(tapeout, tapeout + p.h)
          + p.sw * years(p.t0, tapeout + 0.5)
        money += paid * ScalarLane.pow(ScalarLane(1 + p.r), ScalarLane(-(Double(quarter) + 0.5) * p.h)).value
      }
      let (build, buy) = (ended.cost("build"), ended.cost("buy"))
      #expect((build - buy - money).magnitude <= 1e-10 * (buy.magnitude + money), "seed \(Self.seed + 2)")
      #expect(ended.outputs("build")["custom_units"].value == 0)
    }
  }

  @Test func `bargaining works from the own chip's volume on and not before`() {
    var (early, late) = (0, 0)
    points(Self.seed + 3) { point, _ in
      let (without, with) = (point.with(["theta": 0, "share": 0]), point.with(["theta": 0.3, "share": 0]))
      let (before, after) = (without.outputs("build"), with.outputs("build"))
      let p = point.parameters(.build)
      if p.cancel >= 0.5 || before["volume_quarter"].value >= Double(p.T) {
        early += 1
        #expect(before["cost"].value == after["cost"].value, "seed \(Self.seed + 3)")
      } else if before["vendor_units"].value > 0 {
        late += 1
        #expect(after["cost"].value <= before["cost"].value, "seed \(Self.seed + 3)")
      }
      #expect(with.cost("buy") == without.cost("buy") && with.cost("rent") == without.cost("rent"))
    }
    #expect(early > 200 && late > 1_000)
  }

  @Test func `money and demand scale together`() {
    let scaled = ["D0", "A_m0", "A_c0", "C0", "CR0", "NRE", "mask", "sw", "acq", "integ"]
    points(Self.seed + 4) { point, draws in
      let strategy = ChipStrategy.strategies[Int(draws.next() % 6)]
      let inputs = point.inputs(strategy)
      var larger: [String: Double] = [:]
      for symbol in scaled {
        guard let name = ChipStrategyPoint.names[symbol] else { continue }
        larger[symbol] = inputs[name].value * 7
      }
      let (small, large) = (point.outputs(strategy), point.with(larger).outputs(strategy))
      for name in ["cost", "unmet", "work", "peak_power", "residual"] {
        let (a, b) = (small[name].value * 7, large[name].value)
        let scale = max(a.magnitude, name == "cost" ? small["residual"].value : 0, small["work"].value * 1e-3)
        #expect((a - b).magnitude <= 1e-11 * scale, "\(name) \(strategy), seed \(Self.seed + 4)")
      }
      #expect((small["lcoc"].value - large["lcoc"].value).magnitude <= 1e-10 * large["lcoc"].value.magnitude)
    }
  }

  /// Demand that never grows, bought at once and used up at the horizon: what a chip costs over what it does.
  @Test func `steady buying costs its closed form`() {
    points(Self.seed + 9) { point, draws in
      let life = 1 + (draws.uniform() * 10).rounded(.down)
      let still = [
        "T": 4 * life, "L": life, "r": 0, "mu": 0, "sigma": 0, "ghat": 0, "headroom": 0, "F0": 0, "dec_m": 0, "C0": 0,
        "pen": 0, "psi": 0, "theta": 0, "lead_m": 0, "L_dc": 1e-9, "A_m0": 1e12, "A_mg": 0, "gam_p": 1, "gam_w": 1,
        "gam_P": 1, "gam_o": 1,
      ]
      let steady = point.with(still)
      let p = steady.parameters(.buy)
      let bought = p.P_m0 + p.o_m0
      let year = p.w_m0 / 1000 * p.load * 8766 * p.e_price + p.maint * bought
      let expected = (bought + p.w_m0 * p.c_dc + life * year) / (p.p_m0 * p.U_m * life)
      let found = steady.outputs("buy")["lcoc"].value
      #expect((found - expected).magnitude <= 1e-11 * expected, "\(found) \(expected), seed \(Self.seed + 9)")
    }
  }

  @Test func `without volatility shocks change nothing`() {
    points(Self.seed + 5) { point, draws in
      let strategy = ChipStrategy.strategies[Int(draws.next() % 6)]
      var calm = point.with(["sigma": 0])
      let shocked = calm.cost(strategy)
      calm.shocks = Array(repeating: 0, count: 40)
      #expect(calm.cost(strategy) == shocked, "\(strategy), seed \(Self.seed + 5)")
    }
  }

  @Test func `nothing is unmet when everything can be had at once`() {
    points(Self.seed + 6) { point, draws in
      let strategy = ChipStrategy.strategies[Int(draws.next() % 6)]
      let free = point.with(["A_m0": 1e15, "C0": 1e15, "CR0": 1e15, "lead_m": 0, "lead_c": 0])
      let outputs = free.outputs(strategy)
      #expect(outputs["unmet"].value == 0 && outputs["unmet_cost"].value == 0, "\(strategy), seed \(Self.seed + 6)")
      let bought = point.with(["A_m0": 1e15, "A_mg": 0, "C0": 0, "lead_m": 0, "headroom": 0, "F0": 0]).outputs("buy")
      #expect(bought["unmet"].value <= 1e-9 * bought["work"].value, "seed \(Self.seed + 6)")
    }
  }

  @Test func `yield is above zero and at most one, dies are not negative and units have a cost`() {
    points(Self.seed + 7) { point, draws in
      let unit = ChipStrategyUnit(point.with(["A_die": 858 * draws.uniform()]).inputs("build"))
      let yield = unit.yield(decay: ScalarLane(draws.uniform())).value
      let cost = unit.cost(year: ScalarLane(8 * draws.uniform()), age: ScalarLane(3 * draws.uniform())).value
      #expect(yield > 0 && yield <= 1, "\(yield), seed \(Self.seed + 7)")
      #expect(unit.diesPerWafer.value >= 0 && !unit.cannotBeMade.isTrue, "seed \(Self.seed + 7)")
      #expect(cost > 0 && cost.isFinite, "\(cost), seed \(Self.seed + 7)")
    }
  }

  /// What the kernel computes on the side changes nothing of what it computes anyway.
  @Test func `asking for details changes no bit, nor does who shares a call`() {
    var draws = Draws(seed: Self.seed + 8)
    for _ in 0..<200 {
      let point = ChipStrategyPoint(&draws)
      let calls = ChipStrategy.strategies.map { strategy in
        let input = point.inputs(strategy)
        let unit = ChipStrategyUnit(input)
        let kind = ScalarLane(min(2, input["strategy"].value))
        return (
          shared: ChipStrategyMarketInputs(input, unit: unit).values,
          own: ChipStrategyProgrammeInputs(input, kind: kind, cannotExist: ScalarMask(false)).values
        )
      }
      let together = Self.run(calls[0].shared, calls.flatMap(\.own), detailed: true)
      let plain = Self.run(calls[0].shared, calls.flatMap(\.own), detailed: false)
      let size = ChipStrategyKernel.outputs
      for (instance, call) in calls.enumerated() {
        let alone = Self.run(call.shared, call.own, detailed: false)
        for output in 0..<size where !ChipStrategyKernel.isDetailed(output: output) {
          let bits = plain[instance * size + output]
          #expect(bits == together[instance * size + output] && bits == alone[output], "\(instance) \(output)")
        }
      }
    }
  }

  private static func run(_ shared: [ScalarLane], _ own: [ScalarLane], detailed: Bool) -> [UInt64] {
    let instances = own.count / ChipStrategyKernel.ownInputs
    var steering = SIMD8<Int>(repeating: 0)
    for (index, input) in ChipStrategyKernel.steering.enumerated() {
      steering[index] = input.whole(shared[input.position].value)
    }
    var scratch = Array(
      repeating: ScalarLane(.nan), count: ChipStrategyKernel.scratchLanes(instances: instances))
    var results = Array(repeating: ScalarLane(.nan), count: instances * ChipStrategyKernel.outputs)
    var scratchSpan = scratch.mutableSpan
    var resultSpan = results.mutableSpan
    ChipStrategyKernel.run(
      shared: shared.span, own: own.span, instances: instances, steering: steering, detailed: detailed,
      scratch: &scratchSpan, results: &resultSpan)
    return results.map(\.value.bitPattern)
  }
}
