import Formulas

/// The fastest layout that fits, found by trying all of a fixed list.
///
/// Tensor degrees 1, 2, 4, 8; pipelines of 1, 2, 3, 4, 6, 8, 12, 16, 32, 64 stages and of 4, 3 or 2 layers a stage
/// where these divide the layers; microbatches of 1, 2, 4, 8 sequences: 208 combinations. Each is tried with one, two
/// and all pieces a GPU, and with the lightest recomputation that fits: less recomputation is never slower and never
/// smaller, so the others need no trial. A degree the user gives takes the place of its list. Ties go to the earlier.
struct LayoutSearch<L: Lane> {
  /// Time of the best layout (s); infinite where none fits.
  let time: L
  let layout: ParallelLayout<L>
  /// Least memory of any layout that divides (bytes), if it was asked for; infinite where none does.
  let leastMemory: L

  static var tensors: [Double] { [1, 2, 4, 8] }
  static var pipelines: [Double] { [1, 2, 3, 4, 6, 8, 12, 16, 32, 64] }
  static var layersOfAStage: [Double] { [4, 3, 2] }
  static var microbatches: [Double] { [1, 2, 4, 8] }
  static var interleaves: [Double] { [1, 2] }

  /// - Parameter weighsMemory: also finds the least memory, for those who ask why none fits.
  init(
    _ shape: TransformerShape<L>, _ machine: StepMachine<L>, _ request: LayoutRequest<L>, weighsMemory: Bool = false
  ) {
    var walk = Walk(shape: shape, machine: machine, request: request, weighsMemory: weighsMemory)
    for index in Self.tensors.indices { walk.visit(tensor: index) }
    time = walk.best
    layout = walk.layout
    leastMemory = walk.leastMemory
  }
}

/// What the user fixed of a layout, what it must divide, and the memory it may use.
struct LayoutRequest<L: Lane> {
  /// 0 leaves a degree to the search.
  var tensor: L
  var pipeline: L
  var microbatch: L
  var interleave: L
  /// 0 search, 1 none, 2 selective, 3 full.
  var recompute: L
  /// Sequences of a step.
  var batch: L
  /// Bytes of one GPU.
  var memory: L
}

/// A running minimum over layouts: the best time so far and the number of its layout.
///
/// A layout's number is ((tensor x pipelines + pipeline) x microbatches + microbatch) x interleaves + interleave, times 3,
/// plus the recomputation. A layout known not to divide is passed over: it could not become the best.
private struct Walk<L: Lane> {
  let shape: TransformerShape<L>
  let machine: StepMachine<L>
  let request: LayoutRequest<L>
  let weighsMemory: Bool
  private(set) var best = L(.infinity)
  private(set) var leastMemory = L(.infinity)
  private var number = L(0)

  init(shape: TransformerShape<L>, machine: StepMachine<L>, request: LayoutRequest<L>, weighsMemory: Bool) {
    self.shape = shape
    self.machine = machine
    self.request = request
    self.weighsMemory = weighsMemory
  }

  private static var pipelineCount: Int { LayoutSearch<L>.pipelines.count + LayoutSearch<L>.layersOfAStage.count }
  private static var microbatchCount: Int { LayoutSearch<L>.microbatches.count }
  private static var interleaveCount: Int { LayoutSearch<L>.interleaves.count + 1 }

  /// A number of a list, or the user's in place of the first; the mask is false for what the user's replaces.
  private func choice(_ listed: L, given: L, isFirst: Bool) -> (value: L, isOpen: L.Mask) {
    (given.orIfZero(listed), (given .<= 0) .| (L(isFirst ? 1 : 0) .> 0))
  }

  mutating func visit(tensor index: Int) {
    let (tensor, isOpen) = choice(L(LayoutSearch<L>.tensors[index]), given: request.tensor, isFirst: index == 0)
    let isTensor = isOpen .& ParallelLayout.divides(tensor, shape.heads) .& ParallelLayout.divides(tensor, machine.gpus)
    guard !isTensor.isNever else { return }
    let layer = LayerTime(shape, machine, tensor: tensor)
    for stages in 0..<Self.pipelineCount {
      let (pipeline, isPipeline) = pipeline(stages)
      visit(
        layer, tensor: tensor, pipeline: pipeline, mask: isTensor .& isPipeline,
        number: index * Self.pipelineCount + stages)
    }
  }

  private func pipeline(_ index: Int) -> (L, L.Mask) {
    let fixed = LayoutSearch<L>.pipelines
    guard index >= fixed.count else { return choice(L(fixed[index]), given: request.pipeline, isFirst: index == 0) }
    let size = L(LayoutSearch<L>.layersOfAStage[index - fixed.count])
    let (stages, isOpen) = choice(shape.layers / size, given: request.pipeline, isFirst: false)
    return (stages, isOpen .& ParallelLayout.divides(size, shape.layers))
  }

  private mutating func visit(_ layer: LayerTime<L>, tensor: L, pipeline: L, mask: L.Mask, number: Int) {
    let isShape =
      mask .& ParallelLayout.divides(tensor * pipeline, machine.gpus)
      .& ParallelLayout.fillsEveryStage(shape.layers, pipeline: pipeline)
    guard !isShape.isNever else { return }
    let data = machine.gpus / (tensor * pipeline)
    let stage = StageTime(shape, machine, layer, tensor: tensor, pipeline: pipeline, data: data)
    for (index, listed) in LayoutSearch<L>.microbatches.enumerated() {
      let (microbatch, isOpen) = choice(L(listed), given: request.microbatch, isFirst: index == 0)
      let perPipeline = request.batch / (data * microbatch)
      let isWhole = isShape .& isOpen .& (stage.expertParallel .<= data) .& (perPipeline .== perPipeline.floor())
      guard !isWhole.isNever else { continue }
      visit(
        stage, pipeline: pipeline, microbatch: microbatch, microbatches: perPipeline, mask: isWhole,
        number: number * Self.microbatchCount + index)
    }
  }

  private mutating func visit(
    _ stage: StageTime<L>, pipeline: L, microbatch: L, microbatches: L, mask: L.Mask, number: Int
  ) {
    let listed = LayoutSearch<L>.interleaves.map { L($0) } + [stage.layersPerStage]
    for (index, listed) in listed.enumerated() {
      let (interleave, isOpen) = choice(listed, given: request.interleave, isFirst: index == 0)
      let canInterleave =
        (pipeline .> 1) .& (machine.schedule .== 0) .& ParallelLayout.divides(interleave, stage.layersPerStage)
        .& ParallelLayout.divides(pipeline, microbatches)
      let isPossible = mask .& isOpen .& ((interleave .<= 1) .| canInterleave)
      guard !isPossible.isNever else { continue }
      consider(
        stage, pipeline: pipeline, microbatch: microbatch, microbatches: microbatches, interleave: interleave,
        mask: isPossible, number: Double((number * Self.interleaveCount + index) * 3))
    }
  }

  private mutating func consider(
    _ stage: StageTime<L>, pipeline: L, microbatch: L, microbatches: L, interleave: L, mask: L.Mask, number: Double
  ) {
    let inFlight = LayoutMemory.layersInFlight(
      layersPerStage: stage.layersPerStage, pipeline: pipeline, interleave: interleave, microbatches: microbatches,
      schedule: machine.schedule)
    var least = leastMemory
    func fits(_ choice: Double, _ part: (PerRecompute<L>) -> L) -> L.Mask {
      let isAllowed = (request.recompute .<= 0) .| (request.recompute .== choice)
      let bytes = stage.memory(
        activations: part(stage.layer.activations), working: part(stage.working), inFlight: inFlight,
        microbatch: microbatch)
      if weighsMemory { least = least.replacing(with: bytes, where: mask .& isAllowed .& (bytes .< least)) }
      return isAllowed .& (bytes .<= request.memory)
    }
    let none = fits(1, \.none)
    let selective = fits(2, \.selective)
    let full = fits(3, \.full)
    leastMemory = least
    let isPossible = mask .& (none .| selective .| full)
    guard !isPossible.isNever else { return }
    let bubble = PipelineSchedule.bubble(schedule: machine.schedule, pipeline: pipeline, interleave: interleave)
    let sequence = stage.sequence.full.replacing(with: stage.sequence.selective, where: selective)
      .replacing(with: stage.sequence.none, where: none)
    let time = stage.step(
      sequence: sequence, microbatch: microbatch, interleave: interleave, rounds: microbatches + bubble)
    let choice = L(number + 2).replacing(with: L(number + 1), where: selective)
      .replacing(with: L(number), where: none)
    let isBetter = isPossible .& (time .< best)
    best = best.replacing(with: time, where: isBetter)
    self.number = self.number.replacing(with: choice, where: isBetter)
  }

  /// The layout of the number of the best.
  var layout: ParallelLayout<L> {
    let places = [3, Self.interleaveCount, Self.microbatchCount, Self.pipelineCount, LayoutSearch<L>.tensors.count]
    var rest = number
    let digits = places.map { base -> L in
      let above = (rest / Double(base)).floor()
      defer { rest = above }
      return rest - above * Double(base)
    }
    let tensor = request.tensor.orIfZero(digits[4].lookup(in: LayoutSearch<L>.tensors))
    let fixed = LayoutSearch<L>.pipelines
    let sizes = fixed.map { _ in 1.0 } + LayoutSearch<L>.layersOfAStage
    let stages = digits[3].lookup(in: fixed).replacing(
      with: shape.layers / digits[3].lookup(in: sizes), where: digits[3] .>= Double(fixed.count))
    let pipeline = request.pipeline.orIfZero(stages)
    let pieces = digits[1].lookup(in: LayoutSearch<L>.interleaves).replacing(
      with: ParallelLayout.layersPerStage(shape.layers, pipeline: pipeline),
      where: digits[1] .>= Double(LayoutSearch<L>.interleaves.count))
    return ParallelLayout(
      tensor: tensor, pipeline: pipeline, data: machine.gpus / (tensor * pipeline),
      microbatch: request.microbatch.orIfZero(digits[2].lookup(in: LayoutSearch<L>.microbatches)),
      interleave: request.interleave.orIfZero(pieces), recompute: digits[0])
  }
}
