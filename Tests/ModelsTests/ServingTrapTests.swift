import Formulas
import Sweeps
import Testing

@testable import Models

/// Figures in circulation that mislead whoever takes them as they stand.
@Suite struct ServingTrapTests {
  /// Model cards of small Llamas count hours of long contexts and waiting: 0.16 of the peak, not 0.35.
  @Test func `hours of a small model trained on many tokens are not predicted with a large one's utilisation`() throws {
    let compute = TrainingCompute.matrixFLOPPerToken(activeParameters: ScalarLane(8.03e9)) * 15e12
    let implied = TrainingCompute.utilisation(
      flopPerSecond: compute / (1.3e6 * 3600), chips: ScalarLane(1), peak: ScalarLane(989e12)
    ).value
    #expect((0.14...0.165).contains(implied), "\(implied)")
    let small = Utilisation.wholeRun(parameters: 8.03e9, tokens: 15e12).share
    let large = Utilisation.wholeRun(parameters: 4.05e11, tokens: 15e12).share
    #expect(large / implied > 2)
    #expect(small < 0.7 * large)
  }

  /// Llama 3's text prints (0.53, 0.29) for the legend's (0.537, 0.299): 37% fewer tokens.
  @Test func `rounded constants of a scaling law move its optimum by more than a fifth`() {
    let compute = ScalarLane(3.8e25)
    func llama(_ exponent: Double, _ scale: Double) -> Double {
      (ScalarLane.pow(compute, ScalarLane(exponent)) * scale).value
    }
    #expect((llama(0.53, 0.29) / llama(0.537, 0.299) - 0.635).magnitude < 0.01)

    let law = ScalingLaw<ScalarLane>.published(ScalarLane(1))
    var rounded = law
    rounded.parameterExponent = ScalarLane(0.34)
    rounded.tokenExponent = ScalarLane(0.28)
    rounded.parameterScale = ScalarLane(406.4)
    rounded.tokenScale = ScalarLane(410.7)
    let budget = ScalarLane(5.76e23)
    let ratio = rounded.optimalParameters(compute: budget).value / law.optimalParameters(compute: budget).value
    #expect((ratio - 1).magnitude > 0.19, "\(ratio)")
  }

  /// A widely copied estimate of GPT-4 says "$0.0049 cents per 1k tokens" on 128 A100: it can only mean dollars. Eight
  /// chips share a layer there and sixteen groups follow each other, so an all-reduce takes 14 hops, not 254.
  @Test func `a thousand tokens of GPT-4 cost about half a cent, not half a hundredth of one`() throws {
    let run = try Evaluation(
      ServingCost(),
      given: [
        "chip": .choice("A100 SXM4 80GB"), "precision": .choice("bf16"), "params": .number(1.8e12),
        "active_params": .number(2.8e11), "layers": .number(120), "tensor_parallel": .number(128),
        "chips": .number(128), "prompt_tokens": .number(7192), "output_tokens": .number(1000), "kv_bytes": .number(2),
        "kv_heads": .number(128), "link_domain": .number(128), "hop_latency": .number(0.6e-6 * 14 / 254),
        "gpu_hour_price": .number(1),
        "utilisation": .number(0.6),
      ])
    let perThousand = try #require(run["cost_per_million_tokens"]) / 1000
    #expect(perThousand > 0.0049 / 5 && perThousand < 0.0049 * 5, "\(perThousand)")
    #expect(perThousand > 20 * 0.000049)
  }
}
