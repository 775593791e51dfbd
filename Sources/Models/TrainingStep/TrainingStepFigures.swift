import Formulas

/// Where the time of a step goes (s). Parts of the slowest stage, all microbatches together, and the bubble beside.
struct StepParts<L: Lane> {
  let matrices: L
  let scores: L
  let repeated: L
  let traffic: L
  let latency: L
  let collectives: L
  let exchange: L
  let handOver: L
  let overhang: L
  let bubble: L
  let synchronization: L
  let update: L

  init(_ stage: StageTime<L>, _ layout: ParallelLayout<L>, batch: L, schedule: L) {
    let microbatches = layout.microbatches(batch: batch)
    let sequences = batch / layout.data
    let inLayers = stage.layersPerStage * sequences
    matrices = inLayers * stage.layer.matrices
    scores = inLayers * stage.layer.scores
    repeated = inLayers * stage.layer.repeated[layout.recompute]
    traffic = inLayers * stage.layer.traffic[layout.recompute]
    collectives = inLayers * stage.layer.collectives[layout.recompute]
    latency = microbatches * stage.latency
    exchange = sequences * stage.exchange[layout.recompute]
    handOver = sequences * (layout.interleave * stage.handOver)
    overhang = sequences * stage.overhang[layout.recompute]
    let idle = PipelineSchedule.bubble(
      schedule: schedule, pipeline: layout.pipeline, interleave: layout.interleave)
    let perMicrobatch =
      layout.microbatch * (stage.sequence[layout.recompute] + layout.interleave * stage.handOver) + stage.latency
    bubble = perMicrobatch * idle
    synchronization = stage.weights.synchronization
    update = stage.weights.update
  }
}

/// Where the memory of a GPU goes (bytes).
struct StepBytes<L: Lane> {
  let weights: L
  let optimizer: L
  let activations: L
  let logits: L

  init(_ stage: StageTime<L>, _ layout: ParallelLayout<L>, batch: L, schedule: L) {
    let inFlight = LayoutMemory.layersInFlight(
      layersPerStage: stage.layersPerStage, pipeline: layout.pipeline, interleave: layout.interleave,
      microbatches: layout.microbatches(batch: batch), schedule: schedule)
    weights = stage.weights.memory
    optimizer = stage.weights.optimizerMemory
    let kept = inFlight * stage.layer.activations[layout.recompute] + stage.working[layout.recompute]
    activations = layout.microbatch * kept
    logits = layout.microbatch * stage.logitsMemory
  }

  var sum: L { weights + optimizer + activations + logits }
}

/// What follows from the best layout. Infinite time, no throughput and no layout (all degrees 0) where none fits.
struct TrainingStepFigures<L: Lane> {
  let parts: StepParts<L>
  let bytes: StepBytes<L>
  let layout: ParallelLayout<L>
  let time: L
  let tokensPerSecond: L
  let ratePerGPU: L
  let utilisation: L
  let hardwareUtilisation: L
  let memory: L
  let memoryMargin: L
  let days: L
  let chipHours: L
  let cost: L
  private let hasNone: L.Mask
  private let finiteTime: L

  init(_ input: ModelInputs<L>, _ point: TrainingStepPoint<L>, _ search: LayoutSearch<L>) {
    let shape = point.shape
    let machine = point.machine
    let found = search.layout
    let layer = LayerTime(shape, machine, tensor: found.tensor)
    let stage = StageTime(
      shape, machine, layer, tensor: found.tensor, pipeline: found.pipeline, data: found.data)
    let batch = input["batch"]
    parts = StepParts(stage, found, batch: batch, schedule: machine.schedule)
    bytes = StepBytes(stage, found, batch: batch, schedule: machine.schedule)
    let none = search.time .== L(.infinity)
    hasNone = none
    time = search.time
    let seconds = time.replacing(with: L(1), where: none)
    finiteTime = seconds
    func orInfinite(_ value: L) -> L { value.replacing(with: L(.infinity), where: none) }
    func orZero(_ value: L) -> L { value.replacing(with: L(0), where: none) }

    layout = ParallelLayout(
      tensor: orZero(found.tensor), pipeline: orZero(found.pipeline), data: orZero(found.data),
      microbatch: orZero(found.microbatch), interleave: orZero(found.interleave), recompute: orZero(found.recompute))
    let factor = input["attention"].lookup(in: [6, 12])
    let flop = shape.modelFLOP(batch: batch, factor: factor)
    let repeated = shape.recomputedFLOP(batch: batch, factor: factor)
    let isFused = machine.fused .== 1
    let selective = repeated.selective.replacing(with: L(0), where: isFused)
    let executed = flop + PerRecompute(none: L(0), selective: selective, full: repeated.full)[found.recompute]
    ratePerGPU = orZero(flop / (seconds * machine.gpus * 1e12))
    utilisation = orZero(
      TrainingCompute.utilisation(flopPerSecond: flop / seconds, chips: machine.gpus, peak: point.peak))
    hardwareUtilisation = orZero(
      TrainingCompute.utilisation(flopPerSecond: executed / seconds, chips: machine.gpus, peak: point.peak))
    let tokensPerStep = batch * shape.sequence
    tokensPerSecond = orZero(tokensPerStep / seconds)
    memory = orInfinite((bytes.sum + point.runtimeBytes) / 1e9)
    memoryMargin = (point.request.memory - bytes.sum).replacing(with: L(-.infinity), where: none) / 1e9
    let wall = TrainingCompute.days(
      tokens: input["tokens"], tokensPerStep: tokensPerStep, stepSeconds: seconds)
    days = orInfinite(wall)
    chipHours = orInfinite(wall * 24 * machine.gpus)
    cost = orInfinite(
      HardwareCost.rental(
        chipHours: wall * 24 * machine.gpus, hourlyPrice: input["gpu_hour_price"], discount: L(0)))
  }

  /// A part as a share of the step; 0 where there is none.
  func share(_ part: L) -> L { (part / finiteTime).replacing(with: L(0), where: hasNone) }

  /// A part of an output that is infinite where no layout fits.
  func term(_ part: L) -> L { part.replacing(with: L(.infinity), where: hasNone) }
}
