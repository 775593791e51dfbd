extension ElementaryLane {
  /// x to the y for x >= 0. Measured at most 0.71 ulp from the true value over the whole double range.
  ///
  /// 1 where y is 0 or x is 1, whatever the other; NaN for x below 0 (-0 counts as 0) and otherwise for NaN;
  /// 0 and +inf where the result leaves the range. The logarithm is carried to about 2^-65 so that
  /// y * log(x) is right to a small part of an ulp of the result.
  @inlinable @inline(__always)
  public static func pow(_ x: Self, _ y: Self) -> Self {
    let (logarithm, logarithmLow) = logarithmPair(x)
    let high = logarithm.withLimits(ofLogarithmOf: x)
    let product = y * high
    let clamped = maximum(Self(-746), minimum(Self(710), product))
    let productLow = (-product).addingProduct(y, high).addingProduct(y, logarithmLow)
    // Outside the range the low part means nothing and may be NaN.
    let low = Self(0).replacing(with: productLow, where: product .== clamped)
    let isOne = (y .== Self(0)) .| (x .== Self(1))
    return scaledExponential(clamped, low).value
      .withOneNaN(whereNaN: product)
      .replacing(with: Self(1), where: isOne)
  }

  /// x to the -y for finite x >= 1 and y >= 0, as exp(-y log x): within 1 + y log x ulp, and never below 1e-307.
  /// NaN for NaN.
  @inlinable @inline(__always)
  public static func reciprocalPower(_ x: Self, _ y: Self) -> Self {
    let product = -(y * finiteLogarithm(x))
    return moderateExponential(maximum(Self(-706), product)).withOneNaN(whereNaN: x + product)
  }
}
