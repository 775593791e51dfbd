import Formulas
import Sweeps
import Testing

@testable import Models

/// What holds at random points, whatever the numbers.
@Suite struct ChipStrategyPropertyTests {
  private static let seed: UInt64 = 20_261_123
  private static let own = ["build", "codesign", "acquire", "hybrid"]

  private func points(_ count: Int, _ seed: UInt64, _ body: (ChipStrategyPoint, inout Draws) -> Void) {
    var draws = Draws(seed: seed)
    for _ in 0..<count {
      let point = ChipStrategyPoint(&draws)
      body(point, &draws)
    }
  }

  /// A raised input never lowers the cost, or never raises it.
  @Test func `cost follows prices and burdens, and what helps lowers it`() {
    let burdens = ["P_m0", "wafer", "c_GB", "NRE", "e_price", "c_dc", "pen", "maint", "R0", "sw", "mask"]
    let helps = ["eta", "phi", "psi", "C0", "U_m"]
    points(1500, Self.seed) { point, draws in
      let strategy = ChipStrategy.strategies[Int(draws.next() % 6)]
      let parameters = point.parameters(.build)
      let symbol = (burdens + helps)[Int(draws.next() % UInt64(burdens.count + helps.count))]
      guard let input = ChipStrategy().declaration.input(symbol) else { return }
      let old = point.inputs(strategy)[input.name].value
      let before = point.cost(strategy)
      let raised = symbol == "psi" || symbol == "eta" || symbol == "U_m" ? old + (1 - old) * 0.3 : old * 1.25 + 1e-3
      // Renting more pays only where a missing PFLOP/s costs more than a rented one.
      if symbol == "C0" && parameters.pen < parameters.R0 { return }
      let change = point.with([symbol: raised]).cost(strategy) - before
      let rounding = 1e-11 * before.magnitude
      #expect(
        burdens.contains(symbol) ? change >= -rounding : change <= rounding, "\(symbol) \(strategy) \(point.given)")
    }
  }

  @Test func `a programme that costs nothing and makes nothing is buying, to the bit`() {
    points(300, Self.seed + 1) { point, _ in
      let none = point.with(["NRE": 0, "sw": 0, "acq": 0, "mask": 0, "integ": 0, "share": 0, "theta": 0])
      let buying = none.outputs("buy")
      for strategy in Self.own {
        let outputs = none.outputs(strategy)
        for name in ["cost", "lcoc", "unmet", "vendor_units", "custom_units", "peak_power", "breakeven_quarter"] {
          #expect(outputs[name].value == buying[name].value, "\(strategy) \(name), seed \(Self.seed + 1)")
        }
      }
    }
  }

  @Test func `a cancelled programme costs its design, masks and software to first silicon on top of buying`() {
    points(300, Self.seed + 2) { point, _ in
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
    points(400, Self.seed + 3) { point, _ in
      let (without, with) = (point.with(["theta": 0, "share": 0]), point.with(["theta": 0.3, "share": 0]))
      let (before, after) = (without.outputs("build"), with.outputs("build"))
      let p = point.parameters(.build)
      if p.cancel >= 0.5 || before["volume_quarter"].value >= Double(p.T) {
        early += 1
        #expect(before["cost"].value == after["cost"].value)
      } else if before["vendor_units"].value > 0 {
        late += 1
        #expect(after["cost"].value <= before["cost"].value)
      }
      #expect(with.cost("buy") == without.cost("buy") && with.cost("rent") == without.cost("rent"))
    }
    #expect(early > 20 && late > 100)
  }

  @Test func `money and demand scale together`() {
    let scaled = ["D0", "A_m0", "A_c0", "C0", "CR0", "NRE", "mask", "sw", "acq", "integ"]
    points(300, Self.seed + 4) { point, draws in
      let strategy = ChipStrategy.strategies[Int(draws.next() % 6)]
      let inputs = point.inputs(strategy)
      var larger: [String: Double] = [:]
      for symbol in scaled {
        guard let name = ChipStrategy().declaration.input(symbol)?.name else { continue }
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

  @Test func `without volatility shocks change nothing`() {
    points(200, Self.seed + 5) { point, draws in
      let strategy = ChipStrategy.strategies[Int(draws.next() % 6)]
      var calm = point.with(["sigma": 0])
      let shocked = calm.cost(strategy)
      calm.shocks = Array(repeating: 0, count: 40)
      #expect(calm.cost(strategy) == shocked)
    }
  }

  @Test func `nothing is unmet when everything can be had at once`() {
    points(200, Self.seed + 6) { point, draws in
      let strategy = ChipStrategy.strategies[Int(draws.next() % 6)]
      let free = point.with(["A_m0": 1e15, "C0": 1e15, "CR0": 1e15, "lead_m": 0, "lead_c": 0])
      let outputs = free.outputs(strategy)
      #expect(outputs["unmet"].value == 0 && outputs["unmet_cost"].value == 0, "\(strategy)")
      let bought = point.with(["A_m0": 1e15, "A_mg": 0, "C0": 0, "lead_m": 0, "headroom": 0, "F0": 0]).outputs("buy")
      #expect(bought["unmet"].value <= 1e-9 * bought["work"].value)
    }
  }

  @Test func `yield is above zero and at most one, dies are not negative and units have a cost`() {
    points(1000, Self.seed + 7) { point, draws in
      let unit = ChipStrategyUnit(point.with(["A_die": 858 * draws.uniform()]).inputs("build"))
      let decay = ScalarLane(draws.uniform())
      #expect(unit.yield(decay: decay).value > 0 && unit.yield(decay: decay).value <= 1)
      #expect(unit.diesPerWafer.value >= 0)
      #expect(unit.cost(year: ScalarLane(8 * draws.uniform()), age: ScalarLane(3 * draws.uniform())).value.isFinite)
    }
  }

  /// What the kernel computes on the side changes nothing of what it computes anyway.
  @Test func `asking for details changes no bit, nor does who shares a call`() {
    points(200, Self.seed + 8) { point, _ in
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
