import Formulas
import Sweeps
import Testing

@testable import Models

/// Which draw an input gets: by its name and its dimension, never by its company.
@Suite struct LoweringDrawsTests {
  private func sweep(_ inputs: [(String, Int?)], design: Sample.Design) -> Sweep {
    Sweep(
      name: "test", model: ModelReference(name: "training-cost", version: 2), seed: 99,
      uncertain: inputs.map {
        UncertainInput(input: $0.0, distribution: .uniform(low: 0, high: 1), dimension: $0.1)
      },
      sample: Sample(design: design, size: 64, replicates: 2), reports: [])
  }

  private func layout(_ sweep: Sweep) -> DrawLayout { DrawLayout(sweep, declaration: TrainingCost().declaration) }

  /// The uniforms of an input over some scenarios.
  private func uniforms(of input: String, in sweep: Sweep) -> [Double] {
    zip(sweep.uncertain, layout(sweep).draws).filter { $0.0.input == input }.flatMap { _, draw in
      (0..<64).map {
        draw.uniform(
          design: sweep.sample.design, seed: sweep.seed, replicate: UInt32($0 % 2), sample: UInt64($0))
      }
    }
  }

  @Test func `random draws of an input stay as inputs come, go and change places`() {
    let inputs = ["mfu", "power_price", "pue"].map { ($0, nil as Int?) }
    let all = uniforms(of: "mfu", in: sweep(inputs, design: .random))
    #expect(all.count == 64)
    #expect(uniforms(of: "mfu", in: sweep([inputs[0]], design: .random)) == all)
    #expect(uniforms(of: "mfu", in: sweep(inputs.reversed(), design: .random)) == all)
    #expect(uniforms(of: "pue", in: sweep(inputs, design: .random)) != all)
  }

  @Test func `Sobol' draws of an input with a pinned dimension stay as inputs come, go and change places`() {
    let inputs: [(String, Int?)] = [("mfu", 3), ("power_price", nil), ("pue", nil), ("tokens", 1)]
    let all = uniforms(of: "mfu", in: sweep(inputs, design: .sobol))
    #expect(all.count == 64)
    #expect(uniforms(of: "mfu", in: sweep([inputs[0]], design: .sobol)) == all)
    #expect(uniforms(of: "mfu", in: sweep(inputs.reversed(), design: .sobol)) == all)
    #expect(uniforms(of: "mfu", in: sweep([("mfu", 4)], design: .sobol)) != all)
  }

  @Test func `free inputs take the dimensions no one has pinned, in declared order`() {
    let inputs: [(String, Int?)] = [("a", nil), ("b", 1), ("c", nil), ("d", 4), ("e", nil), ("f", nil)]
    #expect(layout(sweep(inputs, design: .sobol)).draws.map(\.dimension) == [1, 0, 2, 3, 4, 5])
  }

  @Test func `no two inputs of a model share a draw's key`() {
    for model in Catalogue.models {
      let names = model.declaration.inputs.flatMap { input in
        input.length.map { (0..<$0).map(input.stepName) } ?? [input.name]
      }
      let keys = names.map(FNV1a.hash32)
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test func `FNV-1a gives its published values`() {
    #expect(FNV1a.hash32("") == 0x811c_9dc5)
    #expect(FNV1a.hash32("a") == 0xe40c_292c)
    #expect(FNV1a.hash32("foobar") == 0xbf9c_f968)
    #expect(FNV1a.hash32("mfu") == 0xe2af_c05d)
  }
}
