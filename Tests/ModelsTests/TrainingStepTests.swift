import Formulas
import Sweeps
import Testing

@testable import Models

@Suite struct TrainingStepTests {
  private func evaluate(_ given: [String: Value] = [:]) throws -> Evaluation {
    try Evaluation(TrainingStep(), given: given)
  }

  private func output(_ name: String, _ given: [String: Value] = [:]) throws -> Double {
    try #require(try evaluate(given)[name])
  }

  /// GPT-3's shape on A100s, as Korthikanti et al. 2022 ran it.
  private let gpt: [String: Value] = [
    "layers": .number(96), "hidden": .number(12288), "heads": .number(96), "kv_heads": .number(0), "ffn": .number(0),
    "feed_forward": .choice("plain"), "embeddings": .choice("tied"), "vocabulary": .number(51200),
    "sequence_length": .number(2048), "batch": .number(64), "gpus": .number(64),
    "chip": .choice("A100 SXM4 80GB"), "attention": .choice("full"), "attention_kernel": .choice("unfused"),
    "tensor_overlap": .number(0), "data_overlap": .number(0), "optimizer_sharding": .choice("none"),
    "tensor": .number(8), "pipeline": .number(8), "microbatch": .number(1), "interleave": .number(3),
  ]

  private func with(_ changes: [String: Value]) -> [String: Value] { gpt.merging(changes) { $1 } }

  @Test func `the default is Llama 3 405B, at the utilisation it published`() throws {
    let run = try evaluate()
    #expect(run["parameters"] == 405_853_388_800)
    #expect((try #require(run["mfu"]) / 0.41 - 1).magnitude < 0.15)
    #expect(try #require(run["memory_margin"]) >= 0)
  }

  @Test func `a layout's degrees multiply to the GPUs`() throws {
    for gpus in [8.0, 96, 1536, 2520, 16384] {
      let run = try evaluate(["gpus": .number(gpus), "batch": .number(gpus * 2), "hbm": .number(1e6)])
      let product = try ["layout_tensor", "layout_pipeline", "layout_data"].reduce(1) { $0 * (try #require(run[$1])) }
      #expect(product == gpus)
    }
  }

  @Test func `degrees that do not multiply to the GPUs are refused with the reason`() throws {
    let run = try evaluate(with(["tensor": .number(8), "pipeline": .number(16), "gpus": .number(192)]))
    #expect(run["step_time"] == .infinity)
    #expect(run["layout_tensor"] == 0)
    #expect(
      run.infeasible == [
        "tensor: 8 with pipeline 16 does not divide gpus, 192; the degrees must multiply to the number of GPUs"
      ])
  }

  /// Megatron-LM 2021 prints operations with recomputation: three quarters of them are the model's.
  @Test func `with full recomputation hardware utilisation is four thirds of the model's`() throws {
    let full = try evaluate(with(["recompute": .choice("full")]))
    let ratio = try #require(full["hfu"]) / (try #require(full["mfu"]))
    #expect(ratio > 1.32 && ratio < 4.0 / 3)
    let none = try evaluate(with(["recompute": .choice("none"), "hbm": .number(1000)]))
    #expect(none["hfu"] == none["mfu"])
  }

  @Test func `counting all attention pairs raises the utilisation and not the time`() throws {
    let causal = try evaluate(["attention": .choice("causal")])
    let full = try evaluate(["attention": .choice("full")])
    #expect(causal["step_time"] == full["step_time"])
    #expect(try #require(causal["mfu"]) < (try #require(full["mfu"])))
  }

  @Test func `tensor parallelism beyond a node goes over the network`() throws {
    let wide = with(["tensor": .number(16), "pipeline": .number(4), "interleave": .number(1)])
    let split = try output("tensor_share", wide)
    let joined = try output("tensor_share", wide.merging(["gpus_per_node": .number(16)]) { $1 })
    #expect(split > 3 * joined)
  }

  @Test func `a model too large says by how many gigabytes`() throws {
    let run = try evaluate(with(["hbm": .number(40), "recompute": .choice("full")]))
    #expect(run["cost"] == .infinity)
    #expect(run["mfu"] == 0)
    let reason = try #require(run.infeasible.first)
    #expect(reason.hasPrefix("hbm: the leanest layout needs ") && reason.contains("GB too much"))
    let needed = try #require(reason.split(separator: " ").compactMap { Double($0) }.first)
    let roomy = try evaluate(with(["hbm": .number((needed + 3) / 0.95 + 0.2), "recompute": .choice("full")]))
    #expect(roomy["step_time"]?.isFinite == true)
    let tight = try evaluate(with(["hbm": .number((needed + 3) / 0.95 - 0.2), "recompute": .choice("full")]))
    #expect(tight["step_time"] == .infinity)
  }

  @Test(arguments: [
    (["tensor": Value.number(7)], "tensor: 7 does not divide heads, 96"),
    (["pipeline": .number(5)], "tensor: 8 with pipeline 5 does not divide gpus, 64"),
    (["layers": .number(10), "interleave": .number(1)], "pipeline: 8 leaves a stage without layers: 10 layers, 2 a"),
    (["microbatch": .number(3)], "microbatch: 3 on 1 copies does not divide batch, 64"),
    (["interleave": .number(5)], "interleave: 5 needs more than one stage"),
    (["schedule": .choice("zero_bubble")], "interleave: 3 needs the schedule interleaved, not zero_bubble"),
    (["experts": .number(4), "experts_per_token": .number(8)], "experts_per_token: 8 is more than experts, 4"),
    (["precision": .choice("fp8")], "precision: A100 SXM4 80GB has no published fp8 peak; it has bf16"),
    (["experts": .number(8), "expert_parallel": .number(4), "hbm": .number(1e6)], "expert_parallel: 4 is more than"),
  ])
  func `what makes a layout impossible is named`(changes: [String: Value], reason: String) throws {
    let run = try evaluate(with(changes))
    #expect(run["step_time"] == .infinity)
    #expect(run.infeasible.contains { $0.hasPrefix(reason) }, "\(run.infeasible)")
  }

  @Test func `a bubble is (p - 1) over m v of the useful time, a third with zero bubble`() throws {
    func parts(_ changes: [String: Value]) throws -> (bubble: Double, useful: Double) {
      let run = try evaluate(with(changes.merging(["hbm": .number(1e6)]) { $1 }))
      let terms = run.terms.filter { $0.output == "step_time" }
      let bubble = try #require(terms.first { $0.name == "bubble" }).value
      let once = terms.filter { ["data_synchronization", "update", "bubble"].contains($0.name) }
      return (bubble, try #require(run["step_time"]) - once.reduce(0) { $0 + $1.value })
    }
    let interleaved = try parts([:])
    #expect((interleaved.bubble / interleaved.useful - 7.0 / (64 * 3)).magnitude < 1e-12)
    let plain = try parts(["interleave": .number(1)])
    #expect((plain.bubble / plain.useful - 7.0 / 64).magnitude < 1e-12)
    let zero = try parts(["interleave": .number(1), "schedule": .choice("zero_bubble")])
    #expect((zero.bubble / zero.useful - 7.0 / 64 / 3).magnitude < 1e-12)
    let dual = try parts(["interleave": .number(1), "schedule": .choice("dualpipe")])
    #expect((dual.bubble / dual.useful - 2.0 / 64).magnitude < 1e-12)
  }

  @Test func `a mixture of experts exchanges tokens and spreads its weights`() throws {
    let moe: [String: Value] = [
      "layers": .number(32), "hidden": .number(4096), "heads": .number(32), "kv_heads": .number(8),
      "ffn": .number(14336), "vocabulary": .number(32000), "experts": .number(8), "experts_per_token": .number(2),
      "gpus": .number(64), "batch": .number(256), "tensor": .number(1), "pipeline": .number(1),
    ]
    let run = try evaluate(moe)
    #expect(try #require(run["expert_share"]) > 0)
    let alone = try evaluate(moe.merging(["expert_parallel": .number(1), "hbm": .number(1e6)]) { $1 })
    #expect(alone["expert_share"] == 0)
    #expect(try #require(alone["memory_per_gpu"]) > 2 * (try #require(run["memory_per_gpu"])))
  }
}
