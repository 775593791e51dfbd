import Formulas

/// The weights of the fullest stage on one GPU: the memory they take, and the work they are once a step.
struct StageWeights<L: Lane> {
  /// Weights and gradients, and the optimizer's own (bytes).
  let memory: L
  let optimizerMemory: L
  /// Reduction of gradients and gathering of weights over the copies of the model, and the update (s).
  let synchronization: L
  let update: L

  /// - Parameters:
  ///   - layers: Layers of the stage.
  ///   - isOneStage: Whether the stage holds both embeddings, if there are two; else one.
  ///   - spread: GPUs over which the routed experts are spread, on top of tensor parallelism.
  init(
    _ shape: TransformerShape<L>, _ machine: StepMachine<L>, layers: L, isOneStage: L.Mask, tensor: L, data: L,
    spread: L
  ) {
    let embeddings = L(1).replacing(with: 1 + shape.untied, where: isOneStage) * shape.embeddingParameters
    let common = (layers * shape.commonLayerParameters + embeddings) / tensor
    let routed = layers * shape.routedLayerParameters / (tensor * spread)
    let moved = common * (1 - 1 / data) + routed * L.maximum(1 - spread / data, L(0))
    synchronization =
      moved * machine.syncBytes / machine.link(across: tensor * data) * machine.exposedData

    let shards = L(1).replacing(with: data, where: machine.zero .== 1)
    let expertShards = L.maximum(shards / spread, L(1))
    // Gradient, two moments and the master weight are read; the last three and the weight are written.
    update = (common / shards + routed / expertShards) * 30 / machine.memoryRate
    memory =
      PipelineSchedule.weightCopies(schedule: machine.schedule)
      * LayoutMemory.weights(parameters: common + routed, bytesPerParameter: machine.weightBytes)
    optimizerMemory =
      LayoutMemory.optimizer(parameters: common, bytesPerParameter: machine.optimizerBytes, shards: shards)
      + LayoutMemory.optimizer(parameters: routed, bytesPerParameter: machine.optimizerBytes, shards: expertShards)
  }
}
