import Formulas

/// A decoder-only transformer by its widths: what it holds and what a token costs.
///
/// Dense, grouped-query (fewer key and value heads) and mixture-of-experts models are one form. A plain feed-forward
/// part has two matrices, biases and learned positions (GPT, Megatron: Narayanan et al. 2021, equation 2); a gated one
/// has three matrices and no biases (Llama, Mixtral).
struct TransformerShape<L: Lane> {
  var layers: L
  var hidden: L
  var heads: L
  /// Key and value heads; all heads without grouping.
  var keyValueHeads: L
  var headWidth: L
  /// Width of the feed-forward part, of one expert where there are several.
  var feedForward: L
  /// 1 gated, 0 plain.
  var gated: L
  var vocabulary: L
  var sequence: L
  /// Routed experts of a layer, 1 for a dense model.
  var experts: L
  /// Routed experts a token passes through.
  var expertsPerToken: L
  /// Experts every token passes through besides.
  var sharedExperts: L
  /// 1 where the output matrix is its own, 0 where it is the input embedding.
  var untied: L

  /// Heads times their width.
  var attentionWidth: L { heads * headWidth }

  /// Query, key, value and output matrices of a layer.
  var attentionParameters: L { hidden * headWidth * (2 * heads + 2 * keyValueHeads) }

  /// Matrices of one expert.
  var expertParameters: L { (2 + gated) * (hidden * feedForward) }

  private var routerParameters: L { (hidden * experts).replacing(with: L(0), where: experts .<= 1) }

  /// Norms and biases of a layer.
  private var smallParameters: L { (13 - 11 * gated) * hidden }

  /// Parameters of a layer that every data-parallel rank holds: all but the routed experts.
  var commonLayerParameters: L {
    attentionParameters + routerParameters + smallParameters + (sharedExperts * expertParameters)
      + expertParameters.replacing(with: L(0), where: experts .> 1)
  }

  /// Parameters of a layer's routed experts; 0 for a dense model.
  var routedLayerParameters: L { (experts * expertParameters).replacing(with: L(0), where: experts .<= 1) }

  /// Weights of a layer's matrices that a token passes through.
  var activeMatrices: L {
    attentionParameters + routerParameters + (expertsPerToken + sharedExperts) * expertParameters
  }

  /// One embedding matrix.
  var embeddingParameters: L { vocabulary * hidden }

  private var otherParameters: L {
    (1 + untied) * embeddingParameters + (gated + (1 - gated) * sequence) * hidden
  }

  /// Every parameter.
  var parameters: L { layers * (commonLayerParameters + routedLayerParameters) + otherParameters }

  /// Parameters a token passes through.
  var activeParameters: L {
    parameters
      - (layers * ((experts - expertsPerToken) * expertParameters)).replacing(with: L(0), where: experts .<= 1)
  }

  // MARK: Operations

  /// FLOP a token needs in the matrices of one layer, forward and backward.
  var layerMatrixFLOPPerToken: L { TrainingCompute.matrixFLOPPerToken(activeParameters: activeMatrices) }

  /// FLOP a token needs in the attention scores of one layer; factor 12 for all pairs, 6 for the causal half.
  func layerAttentionFLOPPerToken(factor: L) -> L {
    TrainingCompute.attentionFLOPPerToken(factor: factor, layers: L(1), hidden: attentionWidth, sequence: sequence)
  }

  /// FLOP a token needs in the output matrix.
  var outputFLOPPerToken: L { TrainingCompute.matrixFLOPPerToken(activeParameters: embeddingParameters) }

  /// Model FLOP of a step over `batch` sequences. With factor 12, four times the width in a plain feed-forward part and
  /// no grouping this is 72 B s L h^2 (1 + s/6h + V/12Lh).
  func modelFLOP(batch: L, factor: L) -> L {
    let layer = layerMatrixFLOPPerToken + layerAttentionFLOPPerToken(factor: factor)
    return batch * sequence * (layers * layer + outputFLOPPerToken)
  }

  /// FLOP a step repeats to save memory: a third of the layers in full, a third of the attention scores selectively.
  func recomputedFLOP(batch: L, factor: L) -> PerRecompute<L> {
    let scores = layerAttentionFLOPPerToken(factor: factor)
    let perStep = batch * sequence * layers / 3
    return PerRecompute(
      none: L(0), selective: perStep * scores, full: perStep * (layerMatrixFLOPPerToken + scores))
  }
}
