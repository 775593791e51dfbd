import Formulas

/// Time and memory of the fullest pipeline stage, under tensor and pipeline degrees.
///
/// A step takes (m + bubble) times what the slowest stage takes for a microbatch, then the gradients are reduced and
/// the weights updated. The last stage also has the output matrix: it is the slowest unless it holds a layer less.
struct StageTime<L: Lane> {
  let layer: LayerTime<L>
  let weights: StageWeights<L>
  let layersPerStage: L
  /// GPUs over which the routed experts are spread.
  let expertParallel: L
  /// One sequence in the slowest stage (s).
  let sequence: PerRecompute<L>
  /// Part of it that only the last stage has.
  let overhang: PerRecompute<L>
  /// Part of it in which tokens go to their experts and back.
  let exchange: PerRecompute<L>
  /// One sequence handed to the next piece of the pipeline and back (s), for each piece of a GPU.
  let handOver: L
  /// Launches and ramps of a microbatch (s).
  let latency: L
  /// Bytes of the logits for one sequence; on the first stage only where it is also the last.
  let logitsMemory: L

  init(
    _ shape: TransformerShape<L>, _ machine: StepMachine<L>, _ layer: LayerTime<L>, tensor: L, pipeline: L, data: L
  ) {
    let layers = ParallelLayout.layersPerStage(shape.layers, pipeline: pipeline)
    let isOneStage = pipeline .<= 1
    let spread = machine.expertParallel.orIfZero(L.minimum(shape.experts, data))
    let exchange = Self.exchange(shape, machine, layers: layers, tensor: tensor, spread: spread)
    // The last stage holds a layer less where the stages do not divide the layers: room for the output matrix.
    let spare = L.minimum(layers * pipeline - shape.layers, L(1))
    let plain = layer.matrices + layer.scores
    func last(_ repeated: L) -> L { L.maximum(layer.logits - spare * (plain + repeated), L(0)) + layer.logitsTraffic }
    let overhang = PerRecompute(
      none: last(layer.repeated.none), selective: last(layer.repeated.selective), full: last(layer.repeated.full))
    func all(_ part: (PerRecompute<L>) -> L) -> L {
      layers * (plain + part(layer.repeated) + part(layer.traffic) + part(layer.collectives)) + part(exchange)
        + part(overhang)
    }
    self.layer = layer
    self.exchange = exchange
    self.overhang = overhang
    layersPerStage = layers
    expertParallel = spread
    sequence = PerRecompute(none: all(\.none), selective: all(\.selective), full: all(\.full))
    handOver = (4 * shape.sequence * shape.hidden / tensor / machine.network)
      .replacing(with: L(0), where: isOneStage)
    latency = layers * machine.layerLatency
    logitsMemory = LayoutMemory.logits(shape, tensor: tensor).replacing(with: L(0), where: .!isOneStage)
    weights = StageWeights(
      shape, machine, layers: layers, isOneStage: isOneStage, tensor: tensor, data: data, spread: spread)
  }

  /// A token goes to its experts and back, forward and backward; a recomputed layer sends it once more.
  private static func exchange(
    _ shape: TransformerShape<L>, _ machine: StepMachine<L>, layers: L, tensor: L, spread: L
  ) -> PerRecompute<L> {
    let bytes = 2 * shape.sequence * shape.hidden
    let leaving = shape.expertsPerToken * bytes / tensor * (1 - 1 / spread)
    let oneWay = leaving / machine.link(across: tensor * spread) * machine.exposedExpert
    let stage = (layers * oneWay).replacing(with: L(0), where: shape.experts .<= 1)
    return PerRecompute(none: 4 * stage, selective: 4 * stage, full: 6 * stage)
  }

  /// Time of a step (s) whose slowest stage takes `sequence` for one sequence.
  ///
  /// - Parameter rounds: microbatches and the bubble, in microbatch times.
  func step(sequence: L, microbatch: L, interleave: L, rounds: L) -> L {
    (microbatch * (sequence + interleave * handOver) + latency) * rounds + (weights.synchronization + weights.update)
  }

  /// Bytes of a layout that keeps `activations` for a layer and sequence; a recomputed layer stands there in full once.
  func memory(activations: L, working: L, inFlight: L, microbatch: L) -> L {
    weights.memory + weights.optimizerMemory + microbatch * (inFlight * activations + working + logitsMemory)
  }

  /// Activations of one layer that full recomputation holds while it repeats it.
  var working: PerRecompute<L> { PerRecompute(none: L(0), selective: L(0), full: layer.activations.none) }
}
