import Formulas

/// How a model is spread over GPUs, and how its batch is cut.
///
/// Source: Narayanan et al. 2021 (tensor, pipeline and data parallelism, interleaved stages).
struct ParallelLayout<L: Lane> {
  /// GPUs that share each matrix.
  var tensor: L
  /// Stages the layers are cut into; the last may hold fewer.
  var pipeline: L
  /// Copies of the model.
  var data: L
  /// Sequences that pass through a stage together.
  var microbatch: L
  /// Pieces a GPU's layers are cut into, so that the pipeline fills sooner.
  var interleave: L
  /// 0 none, 1 selective (attention scores), 2 full.
  var recompute: L

  /// Microbatches of a step through one pipeline.
  func microbatches(batch: L) -> L { batch / (data * microbatch) }

  /// Whole layers on the fullest stage.
  static func layersPerStage(_ layers: L, pipeline: L) -> L { -(-(layers / pipeline)).floor() }

  /// Whether no stage is left without a layer when each takes as many as the fullest.
  static func fillsEveryStage(_ layers: L, pipeline: L) -> L.Mask {
    ((pipeline - 1) * layersPerStage(layers, pipeline: pipeline)) .< layers
  }

  /// Whether a whole number divides another.
  static func divides(_ divisor: L, _ number: L) -> L.Mask {
    let quotient = number / divisor
    return quotient .== quotient.floor()
  }
}

/// A figure for each way to save activations: keep all, repeat the attention scores, repeat the layer.
struct PerRecompute<L: Lane> {
  var none: L
  var selective: L
  var full: L

  /// The figure of a layout's choice.
  subscript(choice: L) -> L {
    none.replacing(with: selective, where: choice .== 1).replacing(with: full, where: choice .== 2)
  }
}

/// Which work a pipeline overlaps to shorten its bubble.
enum PipelineSchedule {
  static let names = ["interleaved", "1f1b", "zero_bubble", "dualpipe"]

  /// Time the pipeline stands idle in a step, in units of a stage's time for a microbatch.
  ///
  /// One forward one backward: p - 1, over the interleaving (Narayanan et al. 2021). Zero bubble (ZB-H1, Qi et al.
  /// 2023, arXiv:2401.10241): (p - 1)(F + B - W), a third of it where forward, input gradient and weight gradient take
  /// equal time. DualPipe (DeepSeek-V3, arXiv:2412.19437): (p/2 - 1)(F&B + B - 3W) with B = 2F and W = F.
  static func bubble<L: Lane>(schedule: L, pipeline: L, interleave: L) -> L {
    let stages = (pipeline - 1) * schedule.lookup(in: [1, 1, 1.0 / 3, 1]) / interleave
    let both = L.maximum(pipeline / 2 - 1, L(0)) * (2.0 / 3)
    return stages.replacing(with: both, where: schedule .== 3)
  }

  /// Copies of the weights a GPU holds: DualPipe feeds the pipeline from both ends.
  static func weightCopies<L: Lane>(schedule: L) -> L { schedule.lookup(in: [1, 1, 1, 2]) }
}
