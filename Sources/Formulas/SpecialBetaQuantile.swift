extension BetaDistribution {
  /// The x below which lies probability p: within 1e-13 relative. 0 at p = 0, 1 at p = 1, NaN outside.
  public func quantile(_ p: Double) -> Double { quantile(at: Probability(below: p, above: 1 - p)).value }

  /// The point with the given probability below and above it, each coordinate to full relative accuracy.
  public func quantile(at target: Probability) -> Point {
    guard isValid, target.below >= 0, target.above >= 0 else { return Point(.nan) }
    guard target.below > 0 else { return Point(value: 0, complement: 1) }
    guard target.above > 0 else { return Point(value: 1, complement: 0) }
    let half = probability(at: Point(0.5))
    let isLowerHalf = target.below < target.above ? target.below <= half.below : target.above >= half.above
    return isLowerHalf ? lowerHalfQuantile(target) : mirrored.lowerHalfQuantile(target.mirrored).mirrored
  }

  /// The point when it is known to be at most 1/2: Newton's rule on log probability over log x, kept in a bracket.
  private func lowerHalfQuantile(_ target: Probability) -> Point {
    // Far down, I_x = x^a / (a B) to the last bit.
    let logScale = logPowers(at: Point(value: 0x1p-80, complement: 1)) + alpha * 80 * Elementary.log(2)
    let smallest = (Elementary.log(target.below) + Elementary.log(alpha) - logScale) / alpha
    if smallest < -40 - Elementary.log(max(1, beta)) {
      let x = Elementary.exp(smallest)
      return Point(value: x, complement: 1 - x)
    }
    var (low, high) = (min(-50 - Elementary.log(max(1, beta)), smallest - 1), Elementary.log(0.5))
    var u = min(max(startingPoint(target), low), high)
    for _ in 0..<200 {
      let x = min(Elementary.exp(u), 0.5)
      let step = newtonStep(Point(value: x, complement: 1 - x), target)
      if step > 0 { low = u } else { high = u }
      let next = u + step
      if step.magnitude < 1e-9 {
        // One more quadratic step is below the last bit; added to x itself, not to its logarithm.
        let refined = min(x.addingProduct(x, step), 0.5)
        return Point(value: refined, complement: 1 - refined)
      }
      u = next > low && next < high ? next : 0.5 * (low + high)
    }
    let x = Elementary.exp(u)
    return Point(value: x, complement: 1 - x)
  }

  /// How far log x has to move for the smaller of the two log probabilities to fit.
  private func newtonStep(_ point: Point, _ target: Probability) -> Double {
    let reached = probability(at: point)
    // d(below) / d(log x) = x * density.
    let slope = point.value * density(at: point)
    return target.below <= target.above
      ? Self.logRatio(target.below, reached.below) * reached.below / slope
      : Self.logRatio(reached.above, target.above) * reached.above / slope
  }

  private static func logRatio(_ a: Double, _ b: Double) -> Double {
    let offset = (a - b) / b
    return offset.magnitude < 0.5 ? Elementary.log1p(offset) : Elementary.log(a) - Elementary.log(b)
  }

  /// log x by the normal approximation of the logit (Abramowitz and Stegun 26.5.22), good enough to start from.
  private func startingPoint(_ target: Probability) -> Double {
    let mean = alpha / (alpha + beta)
    guard alpha > 1, beta > 1 else { return Elementary.log(min(mean, 0.5)) }
    let z =
      target.below <= target.above
      ? Elementary.normalQuantile(target.below) : -Elementary.normalQuantile(target.above)
    let (s, t) = (1 / (2 * alpha - 1), 1 / (2 * beta - 1))
    let h = 2 / (s + t)
    let lambda = (z * z - 3) / 6
    let w = -z * (h + lambda).squareRoot() / h - (t - s) * (lambda + 5.0 / 6 - 2 / (3 * h))
    let guess = alpha / (alpha + beta * Elementary.exp(2 * w))
    return guess > 0 ? Elementary.log(min(guess, 0.5)) : Elementary.log(min(mean, 0.5))
  }
}
