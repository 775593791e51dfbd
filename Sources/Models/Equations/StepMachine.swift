import Formulas

/// Rates and shares of the machine a step runs on, as it is used: efficiencies are already in them.
struct StepMachine<L: Lane> {
  var gpus: L
  var gpusPerNode: L
  /// Rate of the matrix products of a large layer (FLOP/s).
  var matrixRate: L
  /// Memory bandwidth (B/s).
  var memoryRate: L
  /// Times a kept activation crosses the memory, all readings and writings of a step together.
  var activationPasses: L
  /// Time a layer takes for a microbatch beside its bytes and operations (s): launches, ramps, the ends of kernels.
  var layerLatency: L
  /// Bandwidth within a node and to the network, one way (B/s).
  var nodeLink: L
  var network: L
  /// Shares of the communication that nothing hides.
  var exposedTensor: L
  var exposedData: L
  var exposedExpert: L
  /// 1 where the parts of a layer that tensor parallelism leaves whole are split along the sequence.
  var sequenceParallel: L
  /// 1 where attention is one kernel that keeps no scores.
  var fused: L
  /// The position of the schedule in `PipelineSchedule.names`.
  var schedule: L
  /// 1 where the optimizer is divided over the copies of the model (ZeRO-1).
  var zero: L
  /// GPUs over which a layer's routed experts are spread; 0 takes as many as there are experts or copies.
  var expertParallel: L
  /// Weights and gradients, and the optimizer's own (bytes for a parameter).
  var weightBytes: L
  var optimizerBytes: L
  /// Gradients reduced and weights gathered in a step (bytes for a parameter).
  var syncBytes: L

  /// The link of a group of this many neighbouring GPUs: the node's while it fits in one.
  func link(across group: L) -> L { network.replacing(with: nodeLink, where: group .<= gpusPerNode) }
}

/// Time of one sequence in one layer, under a tensor-parallel degree (s): operations, memory traffic, collectives.
///
/// Sources: Korthikanti et al. 2022 (four all-reduces a layer, two more with full recomputation; sequence parallelism
/// moves the same bytes); Williams et al. 2009 (roofline). A fused attention kernel skips the masked half of the
/// scores and repeats one of its six products in the backward pass (Dao 2023, arXiv:2307.08691): 7/12 of all.
struct LayerTime<L: Lane> {
  let matrices: L
  let scores: L
  /// Operations done twice to save memory.
  let repeated: PerRecompute<L>
  let traffic: PerRecompute<L>
  let collectives: PerRecompute<L>
  /// Output matrix and its logits, on the last stage only.
  let logits: L
  let logitsTraffic: L
  /// Bytes kept for the backward pass.
  let activations: PerRecompute<L>

  init(_ shape: TransformerShape<L>, _ machine: StepMachine<L>, tensor: L) {
    let perToken = shape.sequence / (tensor * machine.matrixRate)
    let isFused = machine.fused .== 1
    let pairs = shape.layerAttentionFLOPPerToken(factor: L(12).replacing(with: L(7), where: isFused))
    matrices = shape.layerMatrixFLOPPerToken * perToken
    scores = pairs * perToken
    let third = scores / 3
    repeated = PerRecompute(
      none: L(0), selective: third.replacing(with: L(0), where: isFused), full: matrices / 3 + third)
    logits = shape.outputFLOPPerToken * perToken

    let kept = LayoutMemory.layerActivations(
      shape, tensor: tensor, sequenceParallel: machine.sequenceParallel, fused: machine.fused)
    let perByte = machine.activationPasses / machine.memoryRate
    traffic = PerRecompute(
      none: kept.none * perByte, selective: (kept.none + (kept.none - kept.selective) / 3) * perByte,
      full: kept.none * (4.0 / 3) * perByte)
    logitsTraffic = LayoutMemory.logits(shape, tensor: tensor) * perByte
    activations = kept

    let bytes = 2 * shape.sequence * shape.hidden
    let allReduce = 2 * (tensor - 1) / tensor * bytes / machine.link(across: tensor) * machine.exposedTensor
    collectives = PerRecompute(none: 4 * allReduce, selective: 4 * allReduce, full: 6 * allReduce)
  }
}
