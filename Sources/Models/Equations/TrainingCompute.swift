import Formulas

/// Floating-point operations of training a transformer, and the time they take.
///
/// Sources: Kaplan et al. 2020 (6ND); Chowdhery et al. 2022 (PaLM), appendix B (attention and MFU); Narayanan et al.
/// 2021 (parameter count and FLOPs of a Megatron iteration).
enum TrainingCompute {
  /// Parameters of a GPT-style dense model with learned positions. Narayanan et al. 2021, equation 2.
  static func gptParameters<L: Lane>(layers: L, hidden: L, vocabulary: L, sequence: L) -> L {
    let matrices = 12 * layers * hidden * hidden
    let biases = 13 / (12 * hidden)
    let embeddings = (vocabulary + sequence) / (12 * layers * hidden)
    return matrices * (1 + biases + embeddings)
  }

  /// FLOP a token needs in the matrices, forward and backward: 6 for every active parameter.
  static func matrixFLOPPerToken<L: Lane>(activeParameters: L) -> L { 6 * activeParameters }

  /// FLOP a token needs in attention scores, forward and backward. `factor` is 12 for all pairs, 6 for the causal half.
  static func attentionFLOPPerToken<L: Lane>(factor: L, layers: L, hidden: L, sequence: L) -> L {
    (factor * layers) * (hidden * sequence)
  }

  /// FLOP of a run: FLOP per token times tokens processed, epochs counted.
  static func total<L: Lane>(perToken: L, tokens: L) -> L { perToken * tokens }

  /// FLOP of answering with a model: 2 for every active parameter and token.
  static func inference<L: Lane>(activeParameters: L, tokens: L) -> L { 2 * activeParameters * tokens }

  /// Compute with selected data over compute without: the gain saves it, choosing costs some of it.
  ///
  /// Evans et al. 2024 (JEST, arXiv:2406.17711): up to 10 times less compute in multimodal pretraining; the reference
  /// model and the scoring are the overhead.
  static func dataSelection<L: Lane>(gain: L, overhead: L) -> L { 1 / gain + overhead }

  /// FLOP of one Megatron iteration over `batch` sequences, without recomputation: 72 B s L h^2 (1 + s/6h + V/12Lh).
  static func megatronModelFLOP<L: Lane>(layers: L, hidden: L, vocabulary: L, sequence: L, batch: L) -> L {
    let scores = sequence / (6 * hidden)
    let logits = vocabulary / (12 * layers * hidden)
    return 72 * batch * sequence * layers * hidden * hidden * (1 + scores + logits)
  }

  /// The same with full activation recomputation, which the hardware really executes: 96 B s L h^2 (1 + s/6h + V/16Lh).
  static func megatronHardwareFLOP<L: Lane>(layers: L, hidden: L, vocabulary: L, sequence: L, batch: L) -> L {
    let scores = sequence / (6 * hidden)
    let logits = vocabulary / (16 * layers * hidden)
    return 96 * batch * sequence * layers * hidden * hidden * (1 + scores + logits)
  }

  /// Model FLOPs utilisation: FLOP/s of the model over the peak of all chips.
  static func utilisation<L: Lane>(flopPerSecond: L, chips: L, peak: L) -> L { flopPerSecond / (chips * peak) }

  /// Whole-run utilisation: the steady one less lost work, less idle allocation, less tokens processed but not counted.
  static func wholeRunUtilisation<L: Lane>(steady: L, goodput: L, busy: L, counted: L) -> L {
    steady * (busy * counted) * goodput
  }

  /// Chip-hours of a run at a whole-run utilisation of the peak (FLOP/s).
  static func chipHours<L: Lane>(compute: L, peak: L, utilisation: L) -> L {
    compute / (3600 * peak * utilisation)
  }

  /// Days on `chips` chips.
  static func days<L: Lane>(chipHours: L, chips: L) -> L { chipHours / (24 * chips) }

  /// Days of a run given the time of one step.
  static func days<L: Lane>(tokens: L, tokensPerStep: L, stepSeconds: L) -> L {
    tokens / tokensPerStep * stepSeconds / 86400
  }
}
