import Sweeps
import Testing

@testable import Models

@Suite struct TrainingCostTests {
  private func evaluate(_ given: [String: Value] = [:]) throws -> Evaluation {
    try Evaluation(TrainingCost(), given: given)
  }

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * b.magnitude
  }

  @Test func `the default run takes the hours Llama 3 point 1 405B published`() throws {
    #expect(isClose(try evaluate()["chip_hours"], 30.84e6, within: 0.01))
  }

  @Test func `GPT-4 amortized cost is Epoch's`() throws {
    let run = try evaluate([
      "chip": .choice("A100 SXM4 40GB"), "chips": .number(25000), "params": .number(2.15e25 / 6e13),
      "tokens": .number(1e13), "peak_flops": .number(2.15e25 / (57e6 * 3600)), "mfu": .number(1),
      "idle_share": .number(0),
      "node_failures": .number(0), "checkpoint_write": .number(1e-9), "server_price": .number(24875),
      "tdp": .number(400),
      "server_power_ratio": .number(2.03125), "average_power": .number(0.75), "pue": .number(1.25),
      "power_price": .number(0.0806), "years_owned": .number(1.746749),
    ])
    #expect(isClose(run["chip_hours"], 57e6, within: 1e-4))
    #expect(isClose(run["cost"], 40_155_934, within: 1e-3))
    #expect(isClose(run["energy_cost"], 3_499_488.3, within: 1e-3))
    #expect(isClose(run["upfront_cost"], 767_746_910, within: 1e-6))
  }

  @Test func `compute is 6ND, and attention adds 6LhT a token for the causal half`() throws {
    let plain = try evaluate(["params": .number(1e9), "tokens": .number(2e10)])
    #expect(plain["compute"] == 1.2e20)
    let shaped: [String: Value] = [
      "params": .number(1e9), "tokens": .number(2e10), "layers": .number(24), "hidden": .number(2048),
      "sequence_length": .number(2048),
    ]
    let causal = try evaluate(shaped)
    let full = try evaluate(shaped.merging(["attention": .choice("full")]) { $1 })
    #expect(isClose(causal["compute"], 1.2e20 + 6 * 24 * 2048 * 2048 * 2e10, within: 1e-14))
    #expect(isClose(full["compute"], 1.2e20 + 12 * 24 * 2048 * 2048 * 2e10, within: 1e-14))
  }

  @Test func `active parameters decide compute and all parameters the loss`() throws {
    let dense = try evaluate(["params": .number(6.71e11)])
    let sparse = try evaluate(["params": .number(6.71e11), "active_params": .number(3.7e10)])
    #expect(isClose(sparse["compute"], 6 * 3.7e10 * 1.56e13, within: 1e-14))
    #expect(sparse["loss"] == dense["loss"])
  }

  @Test func `the optimum at Gopher's budget is Besiroglu's`() throws {
    let run = try evaluate(["params": .number(5.76e23 / 6e12), "tokens": .number(1e12)])
    #expect(isClose(run["optimal_params"], 7.24e10, within: 1e-3))
    let ratio = try #require(run["optimal_tokens"]) / (try #require(run["optimal_params"]))
    #expect(isClose(ratio, 18.337, within: 1e-3))
  }

  @Test func `no other split of the same compute has a lower loss than the optimum`() throws {
    let best = try evaluate()
    let parameters = try #require(best["optimal_params"])
    let tokens = try #require(best["optimal_tokens"])
    let least = try #require(try evaluate(["params": .number(parameters), "tokens": .number(tokens)])["loss"])
    for factor in [0.5, 0.9, 1.1, 2] {
      let other = try evaluate(["params": .number(parameters * factor), "tokens": .number(tokens / factor)])
      #expect(try #require(other["loss"]) > least)
    }
  }

  @Test func `FP8 on a chip without it costs infinity and says why`() throws {
    let run = try evaluate(["chip": .choice("A100 SXM4 80GB"), "precision": .choice("fp8")])
    #expect(run["cost"] == .infinity)
    #expect(run["rental_cost"] == .infinity)
    #expect(run["development_cost"] == .infinity)
    #expect(run.infeasible.count == 1)
    #expect(run.infeasible.first?.contains("precision: A100 SXM4 80GB has no published fp8 peak") == true)
  }

  @Test func `a chip without a price can still be rented`() throws {
    let run = try evaluate(["chip": .choice("Trainium2")])
    #expect(run["cost"] == .infinity)
    #expect(run["cheapest_cost"] == run["rental_cost"])
    #expect(run["rental_cost"]?.isFinite == true)
    #expect(run.infeasible.count == 1)
  }

  @Test func `FP8 takes its speedup over BF16, or its own peak when that is zero`() throws {
    let bf16 = try #require(try evaluate()["chip_hours"])
    let sped = try #require(try evaluate(["precision": .choice("fp8"), "fp8_speedup": .number(1.5)])["chip_hours"])
    let peak = try #require(try evaluate(["precision": .choice("fp8"), "fp8_speedup": .number(0)])["chip_hours"])
    #expect(isClose(bf16 / sped, 1.5, within: 1e-12))
    #expect(isClose(bf16 / peak, 1979 / 989.4, within: 1e-12))
  }

  @Test func `the checkpoint interval is Daly's and no other gives more goodput`() throws {
    let run = try evaluate(["node_failures": .number(1 / (2048.0 * 3.093)), "checkpoint_write": .number(10)])
    #expect(isClose(run["checkpoint_interval"], 465.26, within: 1e-3))
    let best = try #require(run["goodput"])
    for seconds in [200.0, 400, 540, 1000] {
      let other = try evaluate([
        "node_failures": .number(1 / (2048.0 * 3.093)), "checkpoint_write": .number(10),
        "checkpoint_every": .number(seconds),
      ])
      #expect(try #require(other["goodput"]) < best)
    }
  }

  @Test func `without failures all time but checkpoints is useful`() throws {
    #expect(isClose(try evaluate(["node_failures": .number(0)])["goodput"], 1, within: 1e-6))
  }

  @Test func `a fleet that fails faster than it restarts never ends and says so`() throws {
    let run = try evaluate(["node_failures": .number(1)])
    #expect(run["days"] == .infinity)
    #expect(run.infeasible.contains { $0.hasPrefix("chips: 16384 chips fail every") })
  }

  @Test func `a three-year commitment takes its discount off the rental`() throws {
    let whole = try #require(try evaluate()["rental_cost"])
    let committed = try evaluate(["commitment": .choice("aws_3y")])
    #expect(isClose(committed["rental_cost"], whole * 0.36, within: 1e-12))
  }

  @Test func `a staff share is that share of the development cost`() throws {
    let run = try evaluate(["staff_share": .number(0.25)])
    let staff = try #require(run["staff_cost"])
    #expect(isClose(run["development_cost"], staff / 0.25, within: 1e-12))
  }
}
