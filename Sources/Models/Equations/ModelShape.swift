import Formulas

/// How many parameters a transformer has, by its shape: attention with fewer key and value heads, plain or gated
/// feed-forward layers, experts.
///
/// Counts of the published Llama 2 and 3 and Mixtral shapes are met to the parameter (biases left out, as there).
struct ModelShape<L: Lane> {
  var layers: L
  /// Width of the residual stream.
  var hidden: L
  /// Query heads times their width.
  var attentionWidth: L
  /// Key and value heads over query heads: 1 without grouped queries.
  var keyValueShare: L
  var feedForward: L
  /// Matrices of a feed-forward block: 2 plain, 3 gated.
  var feedForwardMatrices: L
  /// Routed experts of a layer, of which `expertsPerToken` see a token; 1 and 1 in a dense model.
  var experts: L
  var expertsPerToken: L
  /// Experts every token passes.
  var sharedExperts: L
  var vocabulary: L
  /// Tables of the vocabulary's size: 2, or 1 where input and output share theirs.
  var embeddings: L

  /// All parameters.
  var parameters: L { count(experts: experts) }

  /// Parameters a token passes through.
  var activeParameters: L { count(experts: expertsPerToken) }

  /// The input table, from which a token takes one row without arithmetic; 0 where it is the output table too.
  var lookedUpParameters: L { (embeddings - 1) * (vocabulary * hidden) }

  private func count(experts used: L) -> L {
    let attention = hidden * attentionWidth * (2 + 2 * keyValueShare)
    let block = feedForwardMatrices * (hidden * feedForward)
    let router = (experts * hidden).replacing(with: L(0), where: experts .<= 1)
    let norms = (2 * layers + 1) * hidden
    return embeddings * (vocabulary * hidden) + layers * (attention + block * (used + sharedExperts) + router) + norms
  }
}
