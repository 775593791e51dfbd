/// A positive number as 2^exponent * significand with the significand in [sqrt(1/2), sqrt 2).
@usableFromInline
struct BinaryParts<L: ElementaryLane> {
  @usableFromInline let exponent: L
  @usableFromInline let significand: L

  /// For x > 0, finite, subnormal or normal; anything else gives finite numbers without meaning.
  @inlinable @inline(__always)
  init(_ x: L) {
    let isSubnormal = x .< L(0x1p-1022)
    let normal = x.replacing(with: x * L(0x1p54), where: isSubnormal)
    let rootHalf: UInt64 = 0x3fe6_a09e_667f_3bcd
    let moved = normal.bitPattern &+ L.Bits(0x3ff0_0000_0000_0000 - rootHalf)
    significand = L(bitPattern: (moved & L.Bits(0x000f_ffff_ffff_ffff)) &+ L.Bits(rootHalf))
    // The biased exponent in the lowest bits of 2^52 is a whole number after a subtraction.
    let biased = L(bitPattern: moved.shiftedRight(by: 52) | L.Bits(0x1p52.bitPattern))
    let bias = L(0x1p52 + 1023).replacing(with: L(0x1p52 + 1023 + 54), where: isSubnormal)
    exponent = biased - bias
  }
}

extension ElementaryLane {
  /// The natural logarithm. Measured at most 0.77 ulp from the true value over the whole range, subnormal numbers included.
  ///
  /// -inf at 0, +inf at +inf, NaN below 0 and for NaN. With f = m - 1 and s = f / (2 + f):
  /// log(m) = f - (f²/2 - s * (f²/2 + R)), R from the series of the inverse hyperbolic tangent.
  @inlinable @inline(__always)
  public static func log(_ x: Self) -> Self { finiteLogarithm(x).withLimits(ofLogarithmOf: x) }

  /// `log` for finite x > 0; elsewhere a number without meaning.
  @inlinable @inline(__always)
  static func finiteLogarithm(_ x: Self) -> Self {
    let parts = BinaryParts(x)
    let f = parts.significand - Self(1)
    let s = f / (parts.significand + Self(1))
    let z = s * s
    let halfSquare = f * f * Self(0.5)
    let low = (parts.exponent * Self(ln2Low)).addingProduct(s, halfSquare.addingProduct(z, inverseTangentTail(z)))
    return (f - (halfSquare - low)).addingProduct(parts.exponent, Self(ln2High))
  }

  @inlinable @inline(__always)
  static var ln2High: Double { 0x1.62e42fefa2000p-1 }
  @inlinable @inline(__always)
  static var ln2Low: Double { 0x1.9ef35793c7673p-41 }

  /// (atanh(s) / s - 1) * 2 / z for z = s² <= 0.0295: minimax, 2^-66 of the logarithm.
  @inlinable @inline(__always)
  static func inverseTangentTail(_ z: Self) -> Self {
    let square = z * z
    let even = Self(0x1.0f5cae7c74e31p-3)
      .times(square, plus: 0x1.745cde31779f4p-3)
      .times(square, plus: 0x1.249249242b3ffp-2)
      .times(square, plus: 0x1.5555555555555p-1)
    let odd = Self(0x1.0f642ad339d60p-3)
      .times(square, plus: 0x1.3b20ac84ee905p-3)
      .times(square, plus: 0x1.c71c725905910p-3)
      .times(square, plus: 0x1.9999999999dffp-2)
    return odd.times(z, plus: even)
  }

  /// self, with the logarithm's values at 0, +inf, below 0 and at NaN put in.
  @inlinable @inline(__always)
  func withLimits(ofLogarithmOf x: Self) -> Self {
    replacing(with: x, where: x .== Self(.infinity))
      .replacing(with: Self(.nan), where: .!(Self(0) .<= x))
      .replacing(with: Self(-.infinity), where: x .== Self(0))
  }

  /// log(x) for finite x > 0 as a sum of two numbers, to about 2^-65 of it.
  @inlinable @inline(__always)
  static func logarithmPair(_ x: Self) -> (high: Self, low: Self) {
    let parts = BinaryParts(x)
    let m = parts.significand
    let f = m - Self(1)
    // s = f / (m + 1) as a pair.
    let sum = m + Self(1)
    let sumLow = m - (sum - Self(1))
    let reciprocal = Self(1) / sum
    let s = f * reciprocal
    let sLow = f.addingProduct(-s, sum).addingProduct(-s, sumLow) * reciprocal
    // v = z * (2/3 + z * T(z)) with z = s², as a pair.
    let z = s * s
    let zLow = (-z).addingProduct(s, s).addingProduct(s + s, sLow)
    let rest = inverseTangentRest(z).times(z, plus: 0x1.5555555555555p-55)
    let w = Self(0x1.5555555555555p-1) + rest
    let wLow = rest - (w - Self(0x1.5555555555555p-1))
    let v = z * w
    let vLow = (-v).addingProduct(z, w).addingProduct(z, wLow).addingProduct(zLow, w)
    // log(m) = s * (2 + v).
    let g = s * v
    let gLow = (-g).addingProduct(s, v).addingProduct(s, vLow).addingProduct(sLow, v)
    let twice = s + s
    let logarithm = twice + g
    let logarithmLow = (g - (logarithm - twice)) + (gLow + (sLow + sLow))
    // Plus the exponent times ln 2, whose high part is exact and zero or the larger one.
    let base = parts.exponent * Self(ln2High)
    let total = base + logarithm
    let totalLow = (logarithm - (total - base)) + logarithmLow.addingProduct(parts.exponent, Self(ln2Low))
    let high = total + totalLow
    return (high, totalLow - (high - total))
  }

  /// (atanh(s) / s - 1 - z/3) * 2 / z² for z = s² <= 0.0295: minimax, 2^-73 of the logarithm.
  @inlinable @inline(__always)
  static func inverseTangentRest(_ z: Self) -> Self {
    let square = z * z
    let even = Self(0x1.de330e5c4a8c9p-4)
      .times(square, plus: 0x1.3b1362a8bcbdap-3)
      .times(square, plus: 0x1.c71c71c5801d2p-3)
      .times(square, plus: 0x1.9999999999996p-2)
    let odd = Self(0x1.eb148ff957890p-4)
      .times(square, plus: 0x1.1120b7dac5029p-3)
      .times(square, plus: 0x1.745d18327e441p-3)
      .times(square, plus: 0x1.2492492493037p-2)
    return odd.times(z, plus: even)
  }
}
