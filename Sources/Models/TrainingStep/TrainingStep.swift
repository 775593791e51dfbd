import Formulas
import Sweeps

/// How long one optimizer step of a transformer takes on a cluster, and under which layout.
///
/// The chain is shape (parameters, operations) -> layer (operations, memory traffic, collectives) -> stage -> step, for
/// every layout of a list; the fastest that fits the memory is taken. Narayanan et al. 2021 and Korthikanti et al. 2022.
public struct TrainingStep: Model {
  public let declaration = ModelDeclaration(
    name: "training-step", version: 1,
    question: "How long does a training step take, under which parallel layout, and does it fit the memory?",
    inputs: TrainingStep.inputs, outputs: TrainingStep.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let point = TrainingStepPoint(input)
    let search = LayoutSearch(point.shape, point.machine, point.request)
    let step = TrainingStepFigures(input, point, search)
    let layout = step.layout
    return ModelOutputs(
      [
        "step_time": step.time, "mfu": step.utilisation, "hfu": step.hardwareUtilisation,
        "tokens_per_second": step.tokensPerSecond, "tflops_per_gpu": step.ratePerGPU, "memory_per_gpu": step.memory,
        "memory_margin": step.memoryMargin, "layout_tensor": layout.tensor, "layout_pipeline": layout.pipeline,
        "layout_data": layout.data, "layout_microbatch": layout.microbatch, "layout_interleave": layout.interleave,
        "layout_recompute": layout.recompute, "bubble_share": step.share(step.parts.bubble),
        "tensor_share": step.share(step.parts.collectives), "expert_share": step.share(step.parts.exchange),
        "pipeline_share": step.share(step.parts.handOver), "data_share": step.share(step.parts.synchronization),
        "parameters": point.shape.parameters, "active_parameters": point.shape.activeParameters, "days": step.days,
        "chip_hours": step.chipHours, "cost": step.cost,
      ],
      terms: [
        "step_time": [
          "matrices": step.term(step.parts.matrices), "attention": step.term(step.parts.scores),
          "recomputation": step.term(step.parts.repeated), "memory_traffic": step.term(step.parts.traffic),
          "latency": step.term(step.parts.latency), "tensor_collectives": step.term(step.parts.collectives),
          "expert_exchange": step.term(step.parts.exchange), "pipeline_transfers": step.term(step.parts.handOver),
          "last_stage": step.term(step.parts.overhang), "bubble": step.term(step.parts.bubble),
          "data_synchronization": step.term(step.parts.synchronization), "update": step.term(step.parts.update),
        ],
        "memory_per_gpu": [
          "weights_and_gradients": step.term(step.bytes.weights / 1e9),
          "optimizer": step.term(step.bytes.optimizer / 1e9),
          "activations": step.term(step.bytes.activations / 1e9), "logits": step.term(step.bytes.logits / 1e9),
          "runtime": step.term(point.runtimeBytes / 1e9),
        ],
      ])
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] { TrainingStepFeasibility(input).sentences }
}

/// The shape, the machine and the request of a point.
struct TrainingStepPoint<L: Lane> {
  let shape: TransformerShape<L>
  let machine: StepMachine<L>
  let request: LayoutRequest<L>
  /// Peak of one GPU (FLOP/s); 1 where the chip lacks the precision or its memory bandwidth.
  let peak: L
  let isUnknown: L.Mask
  /// Bytes of a GPU that are neither weights nor activations.
  let runtimeBytes: L

  init(_ input: ModelInputs<L>) {
    shape = TransformerShape(input)
    let chip = TrainingStepChip(input)
    peak = chip.peak
    isUnknown = chip.isUnknown
    machine = StepMachine(input, chip)
    runtimeBytes = input["memory_overhead"] * 1e9
    let usable = chip.memory * input["usable_memory"] - runtimeBytes
    request = LayoutRequest(
      tensor: input["tensor"], pipeline: input["pipeline"], microbatch: input["microbatch"],
      interleave: input["interleave"], recompute: input["recompute"], batch: input["batch"],
      memory: usable.replacing(with: L(-1), where: chip.isUnknown))
  }
}

extension TransformerShape {
  /// The shape that the inputs of `training-step` describe.
  init(_ input: ModelInputs<L>) {
    let hidden = input["hidden"]
    let heads = input["heads"]
    self.init(
      layers: input["layers"], hidden: hidden, heads: heads,
      keyValueHeads: input["kv_heads"].orIfZero(heads), headWidth: input["head_dim"].orIfZero(hidden / heads),
      feedForward: input["ffn"].orIfZero(4 * hidden), gated: input["feed_forward"], vocabulary: input["vocabulary"],
      sequence: input["sequence_length"], experts: input["experts"],
      expertsPerToken: L.minimum(input["experts_per_token"], input["experts"]), sharedExperts: input["shared_experts"],
      untied: input["embeddings"])
  }
}

/// Figures of the chip: the catalogue's unless given.
struct TrainingStepChip<L: Lane> {
  let peak: L
  let memory: L
  let memoryRate: L
  let nodeLink: L
  let network: L
  /// The catalogue has no peak in the precision, no memory or no bandwidth, and none is given.
  let isUnknown: L.Mask

  init(_ input: ModelInputs<L>) {
    let chip = input["chip"]
    let listed = AcceleratorPeak.flops(chip: chip, precision: input["precision"], fp8Speedup: input["fp8_speedup"])
    let given = input["peak_flops"].orIfZero(listed)
    let rate = chip.lookup(in: AcceleratorColumn.memoryBandwidth)
    memory = (input["hbm"] * 1e9).orIfZero(chip.lookup(in: AcceleratorColumn.memory))
    isUnknown = (given .<= 0) .| (memory .<= 0) .| (rate .<= 0)
    peak = given.replacing(with: L(1), where: given .<= 0)
    memoryRate = rate.replacing(with: L(1), where: rate .<= 0)
    // Without a published network, 400 Gbit/s; without a link of its own, a node is no faster than the network.
    let published = chip.lookup(in: AcceleratorColumn.network)
    network = (input["network_bandwidth"] * 1e9 / 8).orIfZero(published.orIfZero(L(50e9)))
    nodeLink = (input["node_bandwidth"] * 1e9).orIfZero(chip.lookup(in: AcceleratorColumn.nodeLink).orIfZero(network))
  }
}

extension StepMachine {
  init(_ input: ModelInputs<L>, _ chip: TrainingStepChip<L>) {
    let listed = input["chip"].lookup(in: StepCalibration.efficiencies)
    let efficiency = input["kernel_efficiency"].orIfZero(listed) * input["efficiency_factor"]
    self.init(
      gpus: input["gpus"], gpusPerNode: input["gpus_per_node"], matrixRate: chip.peak * efficiency,
      memoryRate: chip.memoryRate, activationPasses: input["activation_passes"],
      layerLatency: input["layer_latency"] / 1000, nodeLink: chip.nodeLink * input["node_efficiency"],
      network: chip.network * input["network_efficiency"], exposedTensor: 1 - input["tensor_overlap"],
      exposedData: 1 - input["data_overlap"], exposedExpert: 1 - input["expert_overlap"],
      sequenceParallel: input["sequence_parallel"], fused: input["attention_kernel"], schedule: input["schedule"],
      zero: input["optimizer_sharding"], expertParallel: input["expert_parallel"],
      weightBytes: input["weight_bytes"], optimizerBytes: input["optimizer_bytes"], syncBytes: input["sync_bytes"])
  }
}
