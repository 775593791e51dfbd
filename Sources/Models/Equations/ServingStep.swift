import Formulas

/// Memory and time of generating tokens with a transformer, many requests at once.
///
/// A decode step reads the weights and the key-value caches of its batch once and multiplies every token by every
/// active parameter; prompts are worked in between (continuous batching). Sources: Pope et al. 2022 (arXiv:2211.05102)
/// for the bounds, DeepSeek-V2 (arXiv:2405.04434) for the latent cache, NVIDIA NCCL's cost model for all-reduces.
enum ServingStep {
  // MARK: Memory

  /// Key-value cache of one token (bytes).
  static func cacheBytes<L: Lane>(layers: L, keyValueHeads: L, headDimension: L, bytes: L) -> L {
    2 * layers * keyValueHeads * headDimension * bytes
  }

  /// Cache of one token with latent attention (bytes): the latent and the part that carries the position.
  static func latentCacheBytes<L: Lane>(layers: L, latent: L, rope: L, bytes: L) -> L {
    layers * (latent + rope) * bytes
  }

  /// Copies of the cache among chips that share a layer: with more chips than heads each head is kept more than once.
  static func cacheCopies<L: Lane>(tensorParallel: L, keyValueHeads: L) -> L {
    L.maximum(L(1), tensorParallel / keyValueHeads)
  }

  /// Tokens a request holds in the cache, on average over its life.
  static func heldTokens<L: Lane>(prompt: L, output: L) -> L { prompt + output / 2 }

  /// Requests that fit in memory beside the weights; negative where not even those fit.
  static func requestsInMemory<L: Lane>(usableBytes: L, weightBytes: L, requestBytes: L) -> L {
    (usableBytes - weightBytes) / requestBytes
  }

  /// Parameters that a batch reads: all of a dense model; of experts those that some token of the batch is sent to.
  static func touchedParameters<L: Lane>(parameters: L, active: L, batch: L) -> L {
    let routed = L.minimum(active / parameters, L(1))
    let untouched = L.pow(1 - routed, batch)
    return active + (parameters - active) * (1 - untouched)
  }

  // MARK: Work

  /// Width of a decoder whose layers hold 12 h^2 parameters.
  static func hidden<L: Lane>(active: L, layers: L) -> L { (active / (12 * layers)).squareRoot() }

  /// Products of one token with the weights (FLOP).
  static func tokenFLOP<L: Lane>(active: L) -> L { 2 * active }

  /// Scores and sums of one token that looks at `context` tokens (FLOP).
  static func attentionFLOP<L: Lane>(layers: L, hidden: L, context: L) -> L { 4 * layers * hidden * context }

  /// Scores and sums of a prompt (FLOP): the tokens behind the cached share look at all before them.
  static func promptAttentionFLOP<L: Lane>(layers: L, hidden: L, prompt: L, cached: L) -> L {
    2 * layers * hidden * prompt * prompt * (1 - cached * cached)
  }

  // MARK: Communication

  /// Seconds that the all-reduces of one token take (two a layer of 16-bit values), by bandwidth alone.
  static func reduceSecondsPerToken<L: Lane>(layers: L, hidden: L, tensorParallel: L, link: L) -> L {
    let share = (tensorParallel - 1) / tensorParallel
    return 2 * layers * (2 * share * (2 * hidden)) / link
  }

  /// Seconds that the all-reduces of one pass take however small they are: a start and 2(t - 1) hops round a ring.
  static func reduceLatency<L: Lane>(layers: L, tensorParallel: L, start: L, hop: L) -> L {
    let each = start + 2 * (tensorParallel - 1) * hop
    return L(0).replacing(with: 2 * layers * each, where: tensorParallel .> 1)
  }

  // MARK: Time

  /// Seconds to move bytes at a share of a bandwidth, or to do FLOP at a share of a peak.
  static func seconds<L: Lane>(_ amount: L, rate: L, efficiency: L) -> L { amount / (rate * efficiency) }
}
