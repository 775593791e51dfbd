/// exp of something as fraction * 2^k, not yet multiplied out: a result in the subnormal range then rounds only once.
public struct ScaledExponential<L: ElementaryLane> {
  /// In [0.7, 1.42].
  public let fraction: L
  /// 2^floor(k/2) and 2^ceil(k/2): each a normal number where 2^k need not be.
  @usableFromInline let scales: (L, L)

  @inlinable @inline(__always)
  init(fraction: L, scales: (L, L)) {
    self.fraction = fraction
    self.scales = scales
  }

  @inlinable @inline(__always)
  public var value: L { fraction * scales.0 * scales.1 }

  /// The exponential times `factor`, for a factor well inside the normal range.
  @inlinable @inline(__always)
  public func times(_ factor: L) -> L { fraction * factor * scales.0 * scales.1 }
}

/// How many times ln 2 goes into an exponent, and the two halves of that power of two.
@usableFromInline
struct BinaryExponent<L: ElementaryLane> {
  @usableFromInline let count: L
  @usableFromInline let scales: (L, L)

  /// For |x| < 1400. Adding 1.5 * 2^52 rounds to a whole number, which then stands in the lowest bits.
  @inlinable @inline(__always)
  init(of x: L) {
    let magic = 0x1.8p52
    let shifted = L(magic).addingProduct(x, L(0x1.71547652b82fep+0))
    count = shifted - L(magic)
    let biased = shifted.bitPattern &- L.Bits(magic.bitPattern - 2048)
    let lowHalf = biased.shiftedRight(by: 1)
    let highHalf = biased &- lowHalf
    scales = (
      L(bitPattern: (lowHalf &- L.Bits(1)).shiftedLeft(by: 52)),
      L(bitPattern: (highHalf &- L.Bits(1)).shiftedLeft(by: 52))
    )
  }

  /// x - count * ln 2 without the low part of ln 2; exact.
  @inlinable @inline(__always)
  func remainder(of x: L) -> L { x.addingProduct(count, L(-0x1.62e42fefa2000p-1)) }

  /// -count times the low part of ln 2.
  @inlinable @inline(__always)
  static var minusLowLn2: L { L(-0x1.9ef35793c7673p-41) }
}

extension ElementaryLane {
  /// e to the x. Measured at most 0.84 ulp from the true value over the whole range, subnormal results included.
  ///
  /// +inf above 709.78, 0 below -745.13, NaN for NaN.
  @inlinable @inline(__always)
  public static func exp(_ x: Self) -> Self {
    let clamped = maximum(Self(-746), minimum(Self(710), x))
    let exponent = BinaryExponent(of: clamped)
    let fraction = exponentialFraction(clamped, exponent.count)
    return ScaledExponential(fraction: fraction, scales: exponent.scales).value.withOneNaN(whereNaN: x)
  }

  /// Whether `moderateExponential` answers for x.
  @inlinable @inline(__always)
  public static func isModerateExponent(_ x: Self) -> Mask { x.magnitude() .<= Self(708) }

  /// `exp` for |x| <= 708, to the same bits: 2^k is then one normal number, and nothing wants clamping.
  @inlinable @inline(__always)
  public static func moderateExponential(_ x: Self) -> Self {
    let magic = 0x1.8p52
    let shifted = Self(magic).addingProduct(x, Self(0x1.71547652b82fep+0))
    let count = shifted - Self(magic)
    let scale = Self(bitPattern: shifted.bitPattern.shiftedLeft(by: 52) &+ Bits(1023 << 52))
    return exponentialFraction(x, count) * scale
  }

  /// exp(x) / 2^count for |x - count ln 2| <= ln 2 / 2.
  @inlinable @inline(__always)
  static func exponentialFraction(_ x: Self, _ count: Self) -> Self {
    let remainder = x.addingProduct(count, Self(-0x1.62e42fefa2000p-1))
    let correction = count * BinaryExponent<Self>.minusLowLn2
    let r = remainder + correction
    return Self(1) + (remainder + correction.addingProduct(r * r, exponentialTail(r)))
  }

  /// exp(high + low) for |high| < 1400 and |low| far below 1: about 0.52 ulp in the fraction.
  @inlinable @inline(__always)
  static func scaledExponential(_ high: Self, _ low: Self) -> ScaledExponential<Self> {
    let exponent = BinaryExponent(of: high)
    let remainder = exponent.remainder(of: high)
    let correction = low.addingProduct(exponent.count, BinaryExponent<Self>.minusLowLn2)
    let r = remainder + correction
    let sum = Self(1) + remainder
    let lost = remainder - (sum - Self(1))
    let fraction = sum + (lost + correction.addingProduct(r * r, exponentialTail(r)))
    return ScaledExponential(fraction: fraction, scales: exponent.scales)
  }

  /// (exp(r) - 1 - r) / r^2 for |r| <= ln 2 / 2: minimax, 2^-63 of exp(r).
  @inlinable @inline(__always)
  static func exponentialTail(_ r: Self) -> Self {
    let square = r * r
    let even = Self(0x1.20d1e8448a114p-29)
      .times(square, plus: 0x1.27e40b7dda9c9p-22)
      .times(square, plus: 0x1.a01a01fcc14e5p-16)
      .times(square, plus: 0x1.6c16c16c07de4p-10)
      .times(square, plus: 0x1.555555555556fp-5)
      .times(square, plus: 0.5)
    let odd = Self(0x1.af7a72c5e41a5p-26)
      .times(square, plus: 0x1.71dde78e66d29p-19)
      .times(square, plus: 0x1.a01a01b7035d1p-13)
      .times(square, plus: 0x1.111111110e30ep-7)
      .times(square, plus: 0x1.555555555555dp-3)
    return odd.times(r, plus: even)
  }
}
