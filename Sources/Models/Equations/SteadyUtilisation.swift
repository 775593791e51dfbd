import Formulas

/// Share of a chip's peak that training reaches in steady state, from what decides it: how wide the matrices are, how
/// many tokens a chip works on at once, and whether activations are computed again.
///
/// Three half-saturations in a product, fitted on the first, third, fifth ... row of each chip in the MosaicML
/// llm-foundry throughput tables (A100 and H100, 125M to 70B parameters); a test fits them again.
enum SteadyUtilisation {
  /// Model width at which half of the ceiling is reached.
  static let halfWidth = 896.5
  /// Tokens of a chip's microbatch at which half of the ceiling is reached: below, weights arrive too slowly.
  static let halfTokens = 1307.5
  /// Of BF16 peaks: the share that an endless matrix reaches, by what the names of measured chips begin with.
  static let ceilings = ["A100 SXM": 0.8466, "H100 SXM": 0.6198]

  /// - Parameters:
  ///   - ceiling: What an endless matrix reaches on the chip.
  ///   - recomputed: Share of the activations computed again in the backward pass; all of them cost a third more FLOP
  ///     that do not count.
  static func share<L: Lane>(ceiling: L, hidden: L, microbatchTokens: L, recomputed: L) -> L {
    let width = 1 + halfWidth / hidden
    let batch = 1 + halfTokens / microbatchTokens
    return ceiling / (width * batch * (1 + recomputed / 3))
  }
}
