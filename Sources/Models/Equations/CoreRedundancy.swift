import Formulas

/// Yield of a die whose cores are partly spare: it is sold when the rest of it and enough cores are good.
///
/// Source: the binomial form used for redundancy in memories and multi-core dies (Koren & Koren 1998, Defect tolerance
/// in VLSI circuits).
enum CoreRedundancy {
  /// Bad cores the sum is written out for.
  static let mostSpares = 24

  /// The probability that at most `spares` of `cores` are bad, when each is good with `coreYield`: in [0, 1].
  static func enoughCores<L: Lane>(coreYield: L, cores: L, spares: L) -> L {
    // A yield this small leaves no core; it keeps the odds finite.
    let good = L.maximum(coreYield, L(1e-12))
    let odds = (1 - good) / good
    var term = L.pow(good, cores)
    var sum = term
    for bad in 1...mostSpares {
      term = L.maximum(term * (odds * (cores - Double(bad - 1)) / Double(bad)), L(0))
      sum = sum + L(0).replacing(with: term, where: spares .>= Double(bad))
    }
    return L.minimum(sum, L(1))
  }

  /// Yield of a die of equal cores and an uncore that must be good.
  ///
  /// - Parameters:
  ///   - uncoreYield: of the part that cannot be switched off.
  ///   - coreYield: of one core.
  static func yield<L: Lane>(uncoreYield: L, coreYield: L, cores: L, spares: L) -> L {
    uncoreYield * enoughCores(coreYield: coreYield, cores: cores, spares: spares)
  }
}
