import Formulas

/// Losses in the tail, and what an order earns on average.
enum FinanceRisk {
  private static let inverseRootTwoPi = 0.398942280401432677939946

  static func normalDensity<L: Lane>(_ z: L) -> L { L.exp(-(z * z) * 0.5) * inverseRootTwoPi }

  /// The loss that is exceeded with probability 1 - level, and the mean of the losses above it.
  struct Tail<L: Lane> {
    let quantile: L
    let mean: L

    /// Of a normal loss.
    init(normalMean mean: L, sd: L, level: L) {
      let z = L.normalQuantile(level)
      quantile = mean + sd * z
      self.mean = mean + sd * (normalDensity(z) / (1 - level))
    }

    /// Of a loss whose logarithm is normal.
    init(logMean: L, logSD: L, level: L) {
      let z = L.normalQuantile(level)
      quantile = L.exp(logMean + logSD * z)
      mean = L.exp(logMean + logSD * logSD * 0.5) * (L.normalCDF(logSD - z) / (1 - level))
    }

    /// One of two, by a mask.
    init(_ other: Self, _ chosen: Self, where mask: L.Mask) {
      quantile = other.quantile.replacing(with: chosen.quantile, where: mask)
      mean = other.mean.replacing(with: chosen.mean, where: mask)
    }
  }

  /// Mean profit of an order when demand is normal and the rest goes at the salvage value (Cachon & Terwiesch, ch. 14);
  /// infinite for an order without bound.
  static func newsvendorProfit<L: Lane>(order: L, mean: L, sd: L, price: L, cost: L, salvage: L) -> L {
    let isUnbounded = order .== L(.infinity)
    let safeOrder = order.replacing(with: L(0), where: isUnbounded)
    let isSure = sd .<= 0
    let z = (safeOrder - mean) / sd.replacing(with: L(1), where: isSure)
    let short = sd * (normalDensity(z) - z * L.normalCDF(-z))
    let sold = (mean - short).replacing(with: L.minimum(mean, safeOrder), where: isSure)
    return ((price - salvage) * sold - (cost - salvage) * safeOrder)
      .replacing(with: L(.infinity), where: isUnbounded)
  }
}
