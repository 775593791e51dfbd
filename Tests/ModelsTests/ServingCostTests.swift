import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct ServingCostTests {
  private func evaluate(_ given: [String: Value] = [:]) throws -> Evaluation {
    try Evaluation(ServingCost(), given: given)
  }

  private func isClose(_ a: Double?, _ b: Double, within tolerance: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= tolerance * b.magnitude
  }

  // MARK: Memory and time

  @Test func `a step reads weights and caches, multiplies and reduces`() throws {
    let run = try evaluate([
      "params": .number(1e10), "layers": .number(40), "hidden": .number(4096), "kv_heads": .number(8),
      "head_dim": .number(128), "concurrency": .number(16), "peak_flops": .number(1e15), "tensor_parallel": .number(2),
      "memory_bandwidth": .number(2e12), "bandwidth_efficiency": .number(0.8), "compute_efficiency": .number(0.5),
      "prompt_tokens": .number(100), "output_tokens": .number(200), "link_bandwidth": .number(4e11),
      "link_efficiency": .number(0.5), "step_overhead": .number(0.001), "reduce_latency": .number(1e-5),
      "hop_latency": .number(1e-6),
    ])
    let kv = 2.0 * 40 * 8 * 128
    #expect(run["kv_bytes_per_token"] == kv)
    #expect(run["batch"] == 16)
    let read = (1e10 + 16 * 200 * kv) / (2 * 2e12 * 0.8)
    let products = 16 * (2e10 + 4.0 * 40 * 4096 * 200) / (2 * 1e15 * 0.5)
    let reduce = 16 * (2.0 * 40 * 2 * 0.5 * 4096 * 2) / 2e11
    let fixed = 2 * 40 * (1e-5 + 2 * 1e-6) + 0.001
    let step = read + products + reduce + fixed
    #expect(isClose(run["step_time"], step, within: 1e-12))
    let prompt =
      (2e12 + 2.0 * 40 * 4096 * 100 * 100) / (2 * 1e15 * 0.5) + 100 * (2.0 * 40 * 2 * 0.5 * 4096 * 2) / 2e11
    #expect(isClose(run["prompt_time"], prompt, within: 1e-12))
    #expect(isClose(run["throughput"], 1 / (step / 16 + prompt / 200), within: 1e-12))
    #expect(isClose(run["time_per_token"], step + 16 * prompt / 200, within: 1e-12))
  }

  @Test func `a latent cache is that of DeepSeek-V3`() throws {
    let run = try evaluate([
      "layers": .number(61), "latent_dim": .number(512), "rope_dim": .number(64), "kv_bytes": .number(2),
    ])
    #expect(run["kv_bytes_per_token"] == 70272)
  }

  @Test func `a request alone reads the active experts, a large batch nearly all`() throws {
    let experts: [String: Value] = [
      "params": .number(6e11), "active_params": .number(3e10), "hidden": .number(7168), "layers": .number(61),
      "tensor_parallel": .number(8), "chips": .number(8), "chip": .choice("H200 SXM 141GB"), "kv_bytes": .number(1e-9),
      "step_overhead": .number(0), "prompt_tokens": .number(0), "reduce_latency": .number(0), "hop_latency": .number(0),
    ]
    func weights(_ batch: Double) throws -> Double {
      let run = try evaluate(experts.merging(["concurrency": .number(batch)]) { $1 })
      return try #require(run.terms.first { $0.output == "token_time" && $0.name == "weights" }).value * batch
    }
    let readRate = 8 * 4800e9 * ServingEfficiency.bandwidth
    #expect(isClose(try weights(1), 3e10 / readRate + 5.7e11 * 0.05 / readRate, within: 1e-9))
    #expect(isClose(try weights(500), 6e11 / readRate, within: 1e-6))
  }

  @Test func `more chips than heads keep the cache more than once`() throws {
    let few = try evaluate(["tensor_parallel": .number(8), "chips": .number(8), "kv_heads": .number(8)])
    let fewer = try evaluate(["tensor_parallel": .number(8), "chips": .number(8), "kv_heads": .number(4)])
    // Half the cache for each token, kept twice.
    #expect(isClose(fewer["memory_batch"], try #require(few["memory_batch"]), within: 1e-12))
  }

  @Test func `a replica wider than its links reach communicates over the network`() throws {
    let wide: [String: Value] = ["tensor_parallel": .number(16), "chips": .number(16)]
    let slow = try #require(try evaluate(wide)["throughput"])
    let fast = try #require(try evaluate(wide.merging(["link_domain": .number(72)]) { $1 })["throughput"])
    #expect(fast > 1.5 * slow)
  }

  @Test func `cached prompts are not worked again, and earn less`() throws {
    let none = try evaluate()
    let half = try evaluate(["cached_share": .number(0.5)])
    #expect(try #require(half["prompt_time"]) < 0.55 * (try #require(none["prompt_time"])))
    #expect(try #require(half["throughput"]) > (try #require(none["throughput"])))
  }

  // MARK: Money

  @Test func `DeepSeek's day of tokens earns what was published`() {
    let revenue = ServingPrices.revenue(
      hit: ScalarLane(342e9), miss: ScalarLane(266e9), output: ScalarLane(168e9), hitPrice: ScalarLane(0.14),
      missPrice: ScalarLane(0.55), outputPrice: ScalarLane(2.19))
    #expect(isClose(revenue.value, 562_027, within: 5e-4))
  }

  @Test func `cost of a million tokens is the hour over the tokens of an hour`() throws {
    let run = try evaluate(["gpu_hour_price": .number(3), "chips": .number(9), "utilisation": .number(0.5)])
    // Four whole replicas of two serve; the ninth chip is paid for and idle.
    let tokens = 4 * 3600 * 0.5 * (try #require(run["throughput"]))
    #expect(isClose(run["cost"], 27 / tokens * 1e6, within: 1e-12))
    #expect(isClose(run["cost_per_million_tokens"], 27 / tokens * 1e6 / 2, within: 1e-12))
  }

  @Test func `at the break-even load, price or size nothing is earned`() throws {
    let base = try evaluate(["utilisation": .number(0.3)])
    let load = try #require(base["breakeven_utilisation"])
    #expect(load < 1)
    #expect(try #require(try evaluate(["utilisation": .number(load)])["margin"]).magnitude < 1e-12)
    let factor = try #require(base["breakeven_price"]) / 2.19
    let priced = try evaluate([
      "utilisation": .number(0.3), "output_price": .number(2.19 * factor), "input_price": .number(0.55 * factor),
      "cached_price": .number(0.14 * factor),
    ])
    #expect(try #require(priced["margin"]).magnitude < 1e-12)

    // Weights that take no room and no time, so that size acts through products alone.
    let light: [String: Value] = [
      "weight_bytes": .number(1e-12), "hidden": .number(8192), "utilisation": .number(0.3), "params": .number(1e13),
      "active_params": .number(7e10), "concurrency": .number(64),
    ]
    let size = try #require(try evaluate(light)["breakeven_active_params"])
    let sized = try evaluate(light.merging(["active_params": .number(size)]) { $1 })
    #expect(size > 7e10)
    #expect(try #require(sized["margin"]).magnitude < 1e-6)
  }

  @Test func `an owned chip costs its capital, power and housing`() throws {
    let run = try evaluate([
      "tenure": .choice("own"), "server_price": .number(40500), "interconnect_share": .number(0.19),
      "hardware_life": .number(5), "discount_rate": .number(0.07), "tdp": .number(700),
      "server_power_ratio": .number(1.8), "average_power": .number(0.75), "pue": .number(1.1),
      "power_price": .number(0.08), "hosting_price": .number(100),
    ])
    let charge = 0.07 / (1 - Elementary.exp(-5 * Elementary.log(1.07)))
    let capital = 50000 * charge / 8766
    let energy = 0.7 * 1.8 * 0.75 * 1.1 * 0.08
    let hosting = 0.7 * 1.8 * 100 * 12 / 8766
    #expect(isClose(run["gpu_hour_cost"], capital + energy + hosting, within: 1e-12))
  }

  /// GPT-4.5 at 75 and 150 USD a million tokens: on which chips, at which size and load does it pay?
  @Test func `the question of GPT-4 point 5's price has an answer on three chips`() throws {
    for chip in ["H100 SXM5 80GB", "H200 SXM 141GB", "B200 SXM 180GB"] {
      var least = 0.0
      for active in [1e11, 3e11, 1e12] {
        let run = try evaluate([
          "chip": .choice(chip), "tenure": .choice("own"), "params": .number(2e12), "active_params": .number(active),
          "layers": .number(120), "tensor_parallel": .number(64), "chips": .number(64), "input_price": .number(75),
          "output_price": .number(150), "utilisation": .number(0.3),
        ])
        #expect(run.infeasible == [])
        let load = try #require(run["breakeven_utilisation"])
        #expect(load > least && load < 1, "\(chip) \(active) \(load)")
        #expect(try #require(run["margin"]) > 0)
        #expect(try #require(run["breakeven_active_params"]) > active)
        least = load
      }
    }
  }

  // MARK: Refusals

  @Test(
    arguments: [
      (["chip": "A100 SXM4 80GB"], [:], "precision: A100 SXM4 80GB has no published fp8 peak"),
      ([:], ["memory": 3e10], "tensor_parallel: weights and one request need"),
      ([:], ["chips": 1], "chips: 1.0 are fewer than tensor_parallel, 2.0"),
      ([:], ["utilisation": 0], "utilisation: 0 serves no token"),
      (["chip": "Trainium2"], [:], ""),
      (["chip": "Gaudi3"], ["gpu_hour_price": 0], "gpu_hour_price: no rental of Gaudi3 is published"),
      (["chip": "Trainium2", "tenure": "own"], [:], "server_price: no price of Trainium2 is published"),
      (["chip": "TPU v5p", "precision": "bf16"], [:], "link_bandwidth: none of TPU v5p is published"),
      (["chip": "Dojo D1", "precision": "bf16"], ["link_bandwidth": 1e11], "memory: none of Dojo D1 is published"),
      ([:], ["active_params": 1e12], "active_params: 1000000000000.0 is more than params"),
    ] as [([String: String], [String: Double], String)])
  func `what cannot be served or costed says why`(
    choices: [String: String], numbers: [String: Double], beginning: String
  ) throws {
    var given = choices.mapValues { Value.choice($0) }
    for (name, number) in numbers { given[name] = .number(number) }
    let run = try evaluate(given)
    guard !beginning.isEmpty else {
      #expect(run.infeasible == [])
      return
    }
    #expect(run.infeasible.count == 1, "\(run.infeasible)")
    #expect(run.infeasible.first?.hasPrefix(beginning) == true, "\(run.infeasible)")
    if !beginning.hasPrefix("active_params") { #expect(run["cost"] == .infinity) }
  }

  // MARK: Properties

  @Test func `throughput and margin move as they must`() throws {
    let seed: UInt64 = 20_261_122
    var draws = Draws(seed: seed)
    let model = ServingCost()
    let rules: [(input: String, output: String, rises: Bool)] = [
      ("memory_bandwidth", "throughput", true), ("peak_flops", "throughput", true),
      ("memory", "throughput", true), ("bandwidth_efficiency", "throughput", true),
      ("link_efficiency", "throughput", true), ("step_overhead", "throughput", false),
      ("hop_latency", "throughput", false), ("output_price", "margin", true), ("gpu_hour_price", "margin", false),
      ("utilisation", "margin", true), ("output_price", "breakeven_utilisation", false),
      ("power_price", "gpu_hour_cost", true), ("hardware_life", "gpu_hour_cost", false),
    ]
    for _ in 0..<10_000 {
      var values = draws.point(of: model.declaration)
      values["memory_bandwidth"] = ScalarLane(1e12 + 4e12 * draws.uniform())
      values["peak_flops"] = ScalarLane(1e14 + 2e15 * draws.uniform())
      values["memory"] = ScalarLane(8e10 + 1e11 * draws.uniform())
      let rule = rules[Int(draws.next() % UInt64(rules.count))]
      let before = model.outputs(ModelInputs(values))[rule.output].value
      let old = try #require(values[rule.input])
      values[rule.input] = old * 1.3
      let after = model.outputs(ModelInputs(values))[rule.output].value
      let slack = before.isFinite ? 1e-12 * before.magnitude : 0
      let isRight = rule.rises ? after >= before - slack : after <= before + slack
      #expect(isRight, "\(rule) \(before) \(after), seed \(seed)")
    }
  }
}
