import Formulas
import Sweeps
import Testing

@testable import Models

/// What holds of the layout search at random points.
@Suite struct TrainingStepSearchTests {
  private static let seed: UInt64 = 20_260_722

  /// Random clusters and models of round sizes, so that layouts exist.
  private struct Points {
    var draws: Draws

    init(seed: UInt64) { draws = Draws(seed: seed) }

    private mutating func pick(_ values: [Double]) -> ScalarLane {
      ScalarLane(values[Int(draws.next() % UInt64(values.count))])
    }

    mutating func next() -> [String: ScalarLane] {
      var point = draws.point(of: TrainingStep().declaration)
      let heads = pick([16, 32, 64, 96, 128])
      let gpus = pick([8, 32, 96, 256, 768, 2520, 4096])
      let changes: [String: ScalarLane] = [
        "layers": pick([12, 24, 32, 48, 80, 96, 105, 126]), "heads": heads, "hidden": heads * 128,
        "head_dim": pick([0]),
        "kv_heads": pick([0, 8]), "ffn": pick([0]), "gpus": gpus, "gpus_per_node": pick([4, 8]),
        "batch": gpus * pick([1, 2, 4]), "sequence_length": pick([2048, 4096]), "vocabulary": pick([51200, 128_256]),
        "experts": pick([1, 1, 8]), "experts_per_token": pick([1, 2]), "shared_experts": pick([0]),
        "expert_parallel": pick([0]), "tensor": pick([0]), "pipeline": pick([0]), "microbatch": pick([0]),
        "interleave": pick([0]), "recompute": pick([0]), "peak_flops": pick([0, 312e12]), "hbm": pick([0, 80, 192]),
        "kernel_efficiency": pick([0, 0.5]), "memory_overhead": pick([3]), "usable_memory": pick([0.95]),
        "weight_bytes": pick([6]), "optimizer_bytes": pick([12]),
      ]
      point.merge(changes) { $1 }
      return point
    }
  }

  private func outputs(_ point: [String: ScalarLane]) -> ModelOutputs<ScalarLane> {
    TrainingStep().outputs(ModelInputs(point))
  }

  @Test func `no given layout that fits is faster than the search`() throws {
    var points = Points(seed: Self.seed)
    var compared = 0
    for _ in 0..<150 {
      let point = points.next()
      let found = outputs(point)
      for _ in 0..<12 {
        var given = point
        for (name, list) in [
          ("tensor", [1.0, 2, 4, 8]), ("pipeline", [1, 2, 3, 4, 6, 8, 12, 16, 32, 64]), ("microbatch", [1, 2, 4, 8]),
          ("interleave", [1, 2]), ("recompute", [1, 2, 3]),
        ] {
          given[name] = ScalarLane(list[Int(points.draws.next() % UInt64(list.count))])
        }
        let one = outputs(given)["step_time"].value
        guard one.isFinite else { continue }
        compared += 1
        #expect(found["step_time"].value <= one, "seed \(Self.seed)")
      }
    }
    #expect(compared > 50, "seed \(Self.seed): \(compared)")
  }

  @Test func `giving the layout that was found gives the same step`() throws {
    var points = Points(seed: Self.seed + 1)
    var compared = 0
    for _ in 0..<150 {
      var point = points.next()
      let found = outputs(point)
      guard found["step_time"].value.isFinite else { continue }
      compared += 1
      for name in ["tensor", "pipeline", "microbatch", "interleave"] { point[name] = found["layout_" + name] }
      point["recompute"] = found["layout_recompute"] + 1
      let again = outputs(point)
      for name in ["step_time", "memory_per_gpu", "mfu", "bubble_share"] {
        #expect(again[name].value == found[name].value, "\(name), seed \(Self.seed + 1)")
      }
    }
    #expect(compared > 20, "seed \(Self.seed + 1): \(compared)")
  }

  @Test func `a step is never slower with more bandwidth, peak, memory or overlap`() throws {
    var points = Points(seed: Self.seed + 2)
    for _ in 0..<150 {
      var point = points.next()
      point["peak_flops"] = ScalarLane(500e12)
      point["node_bandwidth"] = ScalarLane(450)
      point["network_bandwidth"] = ScalarLane(400)
      point["hbm"] = ScalarLane(80)
      let before = outputs(point)["step_time"].value
      for name in [
        "peak_flops", "node_bandwidth", "network_bandwidth", "hbm", "efficiency_factor", "tensor_overlap",
        "data_overlap", "expert_overlap",
      ] {
        var better = point
        better[name] = point[name].map { name.hasSuffix("overlap") ? ($0 + 1) / 2 : $0 * 1.3 }
        #expect(outputs(better)["step_time"].value <= before, "\(name), seed \(Self.seed + 2)")
      }
    }
  }

  @Test func `memory of a layout falls with tensor, pipeline and data degrees`() throws {
    let base: [String: Value] = [
      "layers": .number(96), "heads": .number(96), "hidden": .number(12288), "ffn": .number(0),
      "hbm": .number(1e6), "microbatch": .number(1), "interleave": .number(1), "batch": .number(768),
      "recompute": .choice("full"),
    ]
    func memory(tensor: Double, pipeline: Double, data: Double) throws -> Double {
      let given: [String: Value] = [
        "tensor": .number(tensor), "pipeline": .number(pipeline), "gpus": .number(tensor * pipeline * data),
      ]
      return try #require(try Evaluation(TrainingStep(), given: base.merging(given) { $1 })["memory_per_gpu"])
    }
    for data in [1.0, 4, 16] {
      let start = try memory(tensor: 2, pipeline: 4, data: data)
      #expect(try memory(tensor: 4, pipeline: 4, data: data) < start)
      #expect(try memory(tensor: 2, pipeline: 8, data: data) < start)
      #expect(try memory(tensor: 2, pipeline: 4, data: data * 2) < start)
    }
  }

  @Test func `no output and no term is NaN at ten thousand points`() throws {
    var points = Points(seed: Self.seed + 3)
    var finite = 0
    for index in 0..<10_000 {
      let outputs = outputs(points.next())
      finite += outputs["step_time"].value.isFinite ? 1 : 0
      let bad = outputs.values.filter { $0.value.value.isNaN }.map(\.name)
      let badTerms = outputs.terms.filter { $0.value.value.isNaN }.map(\.name)
      guard bad.isEmpty, badTerms.isEmpty else {
        Issue.record("NaN in \(bad) \(badTerms) at point \(index) of seed \(Self.seed + 3)")
        return
      }
    }
    #expect(finite > 2000, "seed \(Self.seed + 3): \(finite)")
  }

  /// Nodes of the graph of the default point, some of its inputs drawn and some taken from axes.
  private func nodes(draws: [String], axes: [String]) -> Int {
    let recorder = TracedLane.Recorder()
    var values: [String: TracedLane] = [:]
    for input in TrainingStep.inputs { values[input.name] = TracedLane(input.number(of: input.defaultValue) ?? 0) }
    for (index, name) in draws.enumerated() { values[name] = recorder.draw(index) }
    for (index, name) in axes.enumerated() { values[name] = recorder.coordinate(index) }
    let outputs = TrainingStep().outputs(ModelInputs(values))
    for output in outputs.values { _ = output.value.node(in: recorder) }
    return recorder.graph.operations.count
  }

  @Test func `a graph leaves out layouts that do not divide, and stays small where all may`() {
    let draws = ["efficiency_factor", "network_efficiency", "data_overlap"]
    let known = nodes(draws: draws, axes: [])
    let open = nodes(draws: draws, axes: ["gpus", "layers", "batch"])
    #expect(known < 8_000 && known < open / 3, "\(known) \(open)")
    #expect(open < 60_000, "\(open)")
  }
}
