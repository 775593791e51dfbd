import Formulas
import Testing

@testable import Models

/// Parameter counts and operations of shapes against published sizes.
@Suite struct TransformerShapeTests {
  private typealias Shape = TransformerShape<ScalarLane>

  private func gated(
    layers: Double, hidden: Double, heads: Double, groups: Double, ffn: Double, vocabulary: Double, experts: Double = 1,
    active: Double = 1
  ) -> Shape {
    Shape(
      layers: ScalarLane(layers), hidden: ScalarLane(hidden), heads: ScalarLane(heads),
      keyValueHeads: ScalarLane(groups), headWidth: ScalarLane(hidden / heads), feedForward: ScalarLane(ffn),
      gated: ScalarLane(1), vocabulary: ScalarLane(vocabulary), sequence: ScalarLane(8192),
      experts: ScalarLane(experts), expertsPerToken: ScalarLane(active), sharedExperts: ScalarLane(0),
      untied: ScalarLane(1))
  }

  private func plain(layers: Double, hidden: Double, heads: Double, sequence: Double = 2048) -> Shape {
    Shape(
      layers: ScalarLane(layers), hidden: ScalarLane(hidden), heads: ScalarLane(heads),
      keyValueHeads: ScalarLane(heads), headWidth: ScalarLane(hidden / heads), feedForward: ScalarLane(4 * hidden),
      gated: ScalarLane(0), vocabulary: ScalarLane(51200), sequence: ScalarLane(sequence), experts: ScalarLane(1),
      expertsPerToken: ScalarLane(1), sharedExperts: ScalarLane(0), untied: ScalarLane(0))
  }

  @Test func `Llama models have exactly the parameters of their checkpoints`() {
    let sizes: [(Shape, Double)] = [
      (
        gated(layers: 126, hidden: 16384, heads: 128, groups: 8, ffn: 53248, vocabulary: 128_256), 405_853_388_800
      ),
      (gated(layers: 80, hidden: 8192, heads: 64, groups: 8, ffn: 28672, vocabulary: 128_256), 70_553_706_496),
      (gated(layers: 32, hidden: 4096, heads: 32, groups: 8, ffn: 14336, vocabulary: 128_256), 8_030_261_248),
      (gated(layers: 32, hidden: 4096, heads: 32, groups: 32, ffn: 11008, vocabulary: 32000), 6_738_415_616),
    ]
    for (shape, parameters) in sizes {
      #expect(shape.parameters.value == parameters)
      #expect(shape.activeParameters.value == parameters)
    }
  }

  @Test func `Mixtral 8x7B has 46 point 7 billion parameters, of which a token passes through 12 point 9`() {
    let mixtral = gated(
      layers: 32, hidden: 4096, heads: 32, groups: 8, ffn: 14336, vocabulary: 32000, experts: 8, active: 2)
    #expect(mixtral.parameters.value == 46_702_792_704)
    #expect((mixtral.activeParameters.value / 12.9e9 - 1).magnitude < 0.003)
  }

  @Test func `the general form is Megatron's for a plain shape`() {
    for (layers, hidden, heads) in [(24.0, 2304.0, 24.0), (96, 12288, 96), (128, 25600, 160)] {
      let shape = plain(layers: layers, hidden: hidden, heads: heads)
      let gpt = TrainingCompute.gptParameters(
        layers: ScalarLane(layers), hidden: ScalarLane(hidden), vocabulary: ScalarLane(51200),
        sequence: ScalarLane(2048))
      #expect((shape.parameters.value / gpt.value - 1).magnitude < 1e-14)
      let batch = ScalarLane(512)
      let model = TrainingCompute.megatronModelFLOP(
        layers: shape.layers, hidden: shape.hidden, vocabulary: shape.vocabulary, sequence: shape.sequence,
        batch: batch)
      let hardware = TrainingCompute.megatronHardwareFLOP(
        layers: shape.layers, hidden: shape.hidden, vocabulary: shape.vocabulary, sequence: shape.sequence,
        batch: batch)
      let flop = shape.modelFLOP(batch: batch, factor: ScalarLane(12))
      let repeated = shape.recomputedFLOP(batch: batch, factor: ScalarLane(12))
      #expect((flop.value / model.value - 1).magnitude < 1e-14)
      #expect(((flop + repeated.full).value / hardware.value - 1).magnitude < 1e-14)
      // Korthikanti et al. 2022: selective recomputation adds 4 B s^2 L h.
      let scores = 4 * 512 * 2048.0 * 2048 * layers * hidden
      #expect((repeated.selective.value / scores - 1).magnitude < 1e-14)
    }
  }

  @Test func `NVIDIA's parameter counts of the models in its tables follow from their shapes`() throws {
    let shapes = [
      "LLAMA3_8B": gated(layers: 32, hidden: 4096, heads: 32, groups: 8, ffn: 14336, vocabulary: 128_256),
      "LLAMA3_70B": gated(layers: 80, hidden: 8192, heads: 64, groups: 8, ffn: 28672, vocabulary: 128_256),
      "LLAMA3.1_405B": gated(layers: 126, hidden: 16384, heads: 128, groups: 8, ffn: 53248, vocabulary: 128_256),
      "LLAMA2_70B": gated(layers: 80, hidden: 8192, heads: 64, groups: 8, ffn: 28672, vocabulary: 32000),
    ]
    var count = 0
    for case .published(let row) in try Record.builtIn() {
      guard let shape = row.inputs["model"].flatMap({ shapes[$0] }), let text = row.inputs["params"],
        let parameters = Double(text)
      else { continue }
      count += 1
      #expect((shape.parameters.value / parameters - 1).magnitude < 1e-6, "\(row.name)")
    }
    #expect(count >= 6)
  }
}
