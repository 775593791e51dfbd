import Formulas

/// Memory of one GPU of a parallel layout (bytes), on the fullest stage.
///
/// Sources: Korthikanti et al. 2022, arXiv:2205.05198 (activations); Rajbhandari et al. 2020, arXiv:1910.02054 (ZeRO).
enum LayoutMemory {
  /// Weights and gradients.
  static func weights<L: Lane>(parameters: L, bytesPerParameter: L) -> L { parameters * bytesPerParameter }

  /// Master weights and moments; ZeRO divides them by the copies of the model.
  static func optimizer<L: Lane>(parameters: L, bytesPerParameter: L, shards: L) -> L {
    parameters * bytesPerParameter / shards
  }

  /// Activations that a layer keeps for the backward pass of one sequence.
  ///
  /// For a GPT layer: s h (10 + 24/t + 5 a s/(h t)) without recomputation, 10 divided by t too under sequence
  /// parallelism; s h (10 + 24/t) with selective recomputation; 2 s h (its input) with full recomputation. 24/t is 2
  /// bytes for queries, keys, values and what attention gives, and for two feed-forward widths (three when gated);
  /// gated layers have no dropout masks, so 8 in place of 10. A fused attention kernel keeps no scores; selective
  /// recomputation then repeats the norms and the activation function instead (Megatron-Core, recompute modules).
  static func layerActivations<L: Lane>(
    _ shape: TransformerShape<L>, tensor: L, sequenceParallel: L, fused: L
  ) -> PerRecompute<L> {
    let sequence = shape.sequence
    let shards = L(1).replacing(with: tensor, where: sequenceParallel .== 1)
    let replicated = (10 - 2 * shape.gated) * shape.hidden
    let heads = (4 * shape.heads + 4 * shape.keyValueHeads) * shape.headWidth
    let perExpert = (4 + 2 * shape.gated) * shape.feedForward
    let split = heads + (shape.expertsPerToken + shape.sharedExperts) * perExpert
    let kept = sequence * (replicated / shards + split / tensor)
    let activated = (shape.expertsPerToken + shape.sharedExperts) * (2 * shape.feedForward)
    let cheap = sequence * (4 * shape.hidden / shards + activated / tensor)
    let scores = 5 * shape.heads * sequence * sequence / tensor
    let isFused = fused .== 1
    return PerRecompute(
      none: (kept + scores).replacing(with: kept, where: isFused),
      selective: kept.replacing(with: kept - cheap, where: isFused), full: 2 * sequence * shape.hidden / shards)
  }

  /// Layers' worth of one microbatch's activations that the first stage holds at once: L (1 + (p - 1)/(p v)) when
  /// interleaved, L with one piece a GPU, one stage more for DualPipe; never more than all of its microbatches.
  static func layersInFlight<L: Lane>(
    layersPerStage: L, pipeline: L, interleave: L, microbatches: L, schedule: L
  ) -> L {
    let pieces = ((pipeline - 1) / interleave).replacing(with: L(0), where: interleave .<= 1)
    let both = L(0).replacing(with: L(1), where: schedule .== 3)
    return layersPerStage * L.minimum(microbatches, pipeline + pieces + both)
  }

  /// Logits of one sequence in single precision, which the last stage keeps.
  static func logits<L: Lane>(_ shape: TransformerShape<L>, tensor: L) -> L {
    4 * shape.sequence * shape.vocabulary / tensor
  }
}
