/// A binary number of any size, for finishing exact sums: products and differences without rounding, so that a
/// variance loses nothing to cancellation.
struct ExactNumber {
  /// Little-endian, without zero limbs at either end; empty for zero.
  private var magnitude: [UInt64]
  /// The weight of the first limb is 2^(64 lowest).
  private var lowest: Int
  private(set) var isNegative: Bool

  private init(magnitude: [UInt64], lowest: Int, isNegative: Bool) {
    let first = magnitude.firstIndex { $0 != 0 } ?? magnitude.endIndex
    let last = magnitude.lastIndex { $0 != 0 } ?? magnitude.startIndex - 1
    self.magnitude = first <= last ? Array(magnitude[first...last]) : []
    self.lowest = lowest + first
    self.isNegative = isNegative && first <= last
  }

  init(_ integer: UInt64) { self.init(magnitude: [integer], lowest: 0, isNegative: false) }

  /// - Precondition: the value is finite.
  init(value: Double) {
    self = ExactSum(CollectionOfOne(value)).exact
  }

  init(_ limbs: LimbWindow) {
    let isNegative = limbs.isNegative
    var carry = isNegative
    let magnitude = (0..<limbs.count).map { position in
      guard isNegative else { return limbs[position] }
      let (limb, overflow) = (~limbs[position]).addingReportingOverflow(carry ? 1 : 0)
      carry = overflow
      return limb
    }
    self.init(magnitude: magnitude, lowest: limbs.lowest, isNegative: isNegative)
  }

  var isZero: Bool { magnitude.isEmpty }

  /// One above the exponent of the leading bit: the number is below 2^bitEnd in size.
  private var bitEnd: Int {
    guard let top = magnitude.last else { return .min }
    return 64 * (lowest + magnitude.count) - top.leadingZeroBitCount
  }

  /// Rounded once to the nearest double (ties to even) if that is not subnormal.
  var value: Double {
    let (significand, exponent) = scaled
    return Double(sign: .plus, exponent: exponent, significand: significand)
  }

  /// The number as significand 2^exponent with the significand rounded to a double of size 1 ... 2; zero as 0.
  var scaled: (significand: Double, exponent: Int) {
    guard let top = magnitude.last else { return (0, 0) }
    let zeros = top.leadingZeroBitCount
    let next = magnitude.count > 1 ? magnitude[magnitude.count - 2] : 0
    var lead = top << zeros | next >> (64 - zeros)
    // What is cut off only matters for ties: one bit at the end stands for it.
    if next << zeros != 0 || magnitude.count > 2 { lead |= 1 }
    let significand = Double(sign: .plus, exponent: -63, significand: Double(lead))
    return (isNegative ? -significand : significand, bitEnd - 1)
  }

  static prefix func - (a: ExactNumber) -> ExactNumber {
    ExactNumber(magnitude: a.magnitude, lowest: a.lowest, isNegative: !a.isNegative)
  }

  static func - (a: ExactNumber, b: ExactNumber) -> ExactNumber { a + (-b) }

  static func + (a: ExactNumber, b: ExactNumber) -> ExactNumber {
    if a.isZero { return b }
    if b.isZero { return a }
    let lowest = min(a.lowest, b.lowest)
    let end = max(a.lowest + a.magnitude.count, b.lowest + b.magnitude.count) + 1
    let (x, y) = (a.aligned(lowest, end), b.aligned(lowest, end))
    if a.isNegative == b.isNegative {
      return ExactNumber(magnitude: sum(x, y), lowest: lowest, isNegative: a.isNegative)
    }
    return y.lexicographicallyPrecedesFromTop(x)
      ? ExactNumber(magnitude: difference(x, y), lowest: lowest, isNegative: a.isNegative)
      : ExactNumber(magnitude: difference(y, x), lowest: lowest, isNegative: b.isNegative)
  }

  static func * (a: ExactNumber, b: ExactNumber) -> ExactNumber {
    var product = [UInt64](repeating: 0, count: a.magnitude.count + b.magnitude.count)
    for (i, x) in a.magnitude.enumerated() {
      var carry: UInt64 = 0
      for (j, y) in b.magnitude.enumerated() {
        // At most (2^64 - 1)^2 + 2 (2^64 - 1), which is 2^128 - 1.
        let term = UInt128(x) * UInt128(y) + UInt128(product[i + j]) + UInt128(carry)
        product[i + j] = UInt64(truncatingIfNeeded: term)
        carry = UInt64(term >> 64)
      }
      product[i + b.magnitude.count] = carry
    }
    return ExactNumber(magnitude: product, lowest: a.lowest + b.lowest, isNegative: a.isNegative != b.isNegative)
  }

  private func aligned(_ first: Int, _ end: Int) -> [UInt64] {
    var limbs = [UInt64](repeating: 0, count: end - first)
    limbs.replaceSubrange((lowest - first)..<(lowest - first + magnitude.count), with: magnitude)
    return limbs
  }

  private static func sum(_ x: [UInt64], _ y: [UInt64]) -> [UInt64] {
    var carry = false
    return zip(x, y).map { a, b in
      let (partial, first) = a.addingReportingOverflow(b)
      let (limb, second) = partial.addingReportingOverflow(carry ? 1 : 0)
      carry = first || second
      return limb
    }
  }

  /// x - y for x >= y.
  private static func difference(_ x: [UInt64], _ y: [UInt64]) -> [UInt64] {
    var borrow = false
    return zip(x, y).map { a, b in
      let (partial, first) = a.subtractingReportingOverflow(b)
      let (limb, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
      borrow = first || second
      return limb
    }
  }
}

extension [UInt64] {
  /// Whether this little-endian magnitude is smaller than the other of the same length.
  fileprivate func lexicographicallyPrecedesFromTop(_ other: [UInt64]) -> Bool {
    reversed().lexicographicallyPrecedes(other.reversed())
  }
}
