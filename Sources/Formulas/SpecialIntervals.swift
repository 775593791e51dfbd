/// Student's t distribution, for the error bar of a mean over few replicates.
public struct StudentT: Hashable, Sendable {
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// The t below which lies probability p: within 1e-13 relative. -inf at 0, +inf at 1, NaN outside.
  public func quantile(_ p: Double) -> Double {
    guard degreesOfFreedom > 0, p >= 0, p <= 1 else { return .nan }
    let tail = min(p, 1 - p)
    // t² / (ν + t²) is beta distributed with shapes 1/2 and ν/2 and exceeds its value with probability 2 * tail.
    let squared = BetaDistribution(alpha: 0.5, beta: degreesOfFreedom / 2)
      .quantile(at: .init(below: 1 - 2 * tail, above: 2 * tail))
    let t = (degreesOfFreedom * squared.value / squared.complement).squareRoot()
    return p < 0.5 ? -t : t
  }
}

/// The exact interval for a probability from a count (Clopper and Pearson, 1934).
public enum ClopperPearson {
  /// The two-sided interval: each side misses with at most half of 1 - confidence.
  public static func interval(events: Int, of trials: Int, confidence: Double) -> (lower: Double, upper: Double) {
    let miss = (1 - confidence) / 2
    return (
      lowerBound(events: events, of: trials, miss: miss),
      upperBound(events: events, of: trials, confidence: 1 - miss)
    )
  }

  /// The one-sided upper bound.
  public static func upperBound(events: Int, of trials: Int, confidence: Double) -> Double {
    guard events < trials else { return 1 }
    return BetaDistribution(alpha: Double(events + 1), beta: Double(trials - events)).quantile(confidence)
  }

  private static func lowerBound(events: Int, of trials: Int, miss: Double) -> Double {
    guard events > 0 else { return 0 }
    return BetaDistribution(alpha: Double(events), beta: Double(trials - events + 1)).quantile(miss)
  }
}

/// Which sorted values of an independent sample bound a quantile, whatever the distribution.
public enum OrderStatistics {
  /// Ranks from 1 such that the quantile lies between those two values with at least the confidence.
  ///
  /// A side is nil when no value of so small a sample bounds it.
  public static func ranks(count: Int, quantile: Double, confidence: Double) -> (lower: Int?, upper: Int?) {
    let miss = (1 - confidence) / 2
    let below = binomialQuantile(count, quantile, Probability(below: miss, above: 1 - miss))
    let above = binomialQuantile(count, quantile, Probability(below: 1 - miss, above: miss))
    return (below > 0 ? below : nil, above < count ? above + 1 : nil)
  }

  private typealias Probability = BetaDistribution.Probability

  /// The smallest k with P(X <= k) at least the target, X binomial.
  private static func binomialQuantile(_ count: Int, _ share: Double, _ target: Probability) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      // P(X <= k) = I_{1-p}(n - k, k + 1).
      let reached = BetaDistribution(alpha: Double(count - middle), beta: Double(middle + 1))
        .probability(at: .init(value: 1 - share, complement: share))
      let isEnough = target.below <= target.above ? reached.below >= target.below : reached.above <= target.above
      if isEnough { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
