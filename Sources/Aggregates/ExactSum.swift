/// A sum of doubles without any rounding: a wide integer that keeps every bit that was added, so the order of adding and
/// merging cannot matter. `value` is the correctly rounded sum, as Python's `math.fsum` gives it.
///
/// Only the limbs in use are stored. The idea of a superaccumulator is Kulisch's; see R. M. Neal, "Fast exact summation
/// using small and large superaccumulators", arXiv:1505.05571 (2015).
public struct ExactSum: Hashable, Sendable {
  var limbs = LimbWindow()

  /// Zero.
  public init() {}

  /// The exact sum of these finite values.
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  init(limbs: LimbWindow) { self.limbs = limbs }

  public var isZero: Bool { (0..<limbs.count).allSatisfy { limbs[$0] == 0 } }

  public var isNegative: Bool { limbs.isNegative }

  /// The sum, rounded once to the nearest double (ties to even); infinite beyond the largest double.
  public var value: Double { exact.value }

  /// The sum as a number for exact arithmetic.
  var exact: ExactNumber { ExactNumber(limbs) }

  /// Adds one value exactly.
  ///
  /// - Precondition: the value is finite; NaN and infinities belong in the tally.
  public mutating func add(_ value: Double) {
    precondition(value.isFinite, "Only finite values can be summed exactly; count others in the tally.")
    let biased = Int(value.exponentBitPattern)
    let significand = value.significandBitPattern | (biased > 0 ? 1 << 52 : 0)
    guard significand != 0 else { return }
    add(significand, exponent: max(biased, 1) - 1075, negative: value.sign == .minus)
  }

  /// Adds magnitude 2^exponent, or takes it off.
  mutating func add(_ magnitude: UInt64, exponent: Int, negative: Bool) {
    let shift = UInt64(exponent & 63)
    let low = magnitude &<< shift
    let high = shift == 0 ? 0 : magnitude &>> (64 &- shift)
    addLimbs(low, high, at: exponent >> 6, negative: negative)
  }

  /// Adds magnitude 2^exponent, or takes it off.
  mutating func add(_ magnitude: UInt128, exponent: Int, negative: Bool) {
    add(UInt64(truncatingIfNeeded: magnitude), exponent: exponent, negative: negative)
    add(UInt64(magnitude >> 64), exponent: exponent + 64, negative: negative)
  }

  /// Adds every term of the other sum.
  public mutating func merge(_ other: ExactSum) {
    guard other.limbs.count > 0 else { return }
    let roomy = limbs.hasHeadroom && other.limbs.hasHeadroom
    limbs.widen(toInclude: other.limbs.lowest, max(limbs.end, other.limbs.end) + (roomy ? 0 : 1))
    let offset = other.limbs.lowest - limbs.lowest
    let sign = other.limbs.signLimb
    var carry: UInt64 = 0
    for position in offset..<limbs.count {
      let term = position - offset < other.limbs.count ? other.limbs[position - offset] : sign
      let (partial, first) = limbs[position].addingReportingOverflow(term)
      let (sum, second) = partial.addingReportingOverflow(carry)
      limbs[position] = sum
      carry = first || second ? 1 : 0
    }
  }

  private mutating func addLimbs(_ low: UInt64, _ high: UInt64, at index: Int, negative: Bool) {
    // The window's last limb takes less than 2^62 of anything added: a third limb is there when `high` is not small.
    limbs.widen(toInclude: index, index + (high >> 62 == 0 ? 2 : 3))
    if !limbs.hasHeadroom { limbs.widen(toInclude: limbs.lowest, limbs.end + 1) }
    let first = index - limbs.lowest
    if negative {
      subtract(low, high, at: first)
    } else {
      add(low, high, at: first)
    }
  }

  private mutating func add(_ low: UInt64, _ high: UInt64, at first: Int) {
    let (sum, overflow) = limbs[first].addingReportingOverflow(low)
    limbs[first] = sum
    let (next, carryOne) = limbs[first + 1].addingReportingOverflow(high)
    let (top, carryTwo) = next.addingReportingOverflow(overflow ? 1 : 0)
    limbs[first + 1] = top
    var carry = carryOne || carryTwo
    var position = first + 2
    while carry, position < limbs.count {
      limbs[position] &+= 1
      carry = limbs[position] == 0
      position += 1
    }
  }

  private mutating func subtract(_ low: UInt64, _ high: UInt64, at first: Int) {
    let (difference, overflow) = limbs[first].subtractingReportingOverflow(low)
    limbs[first] = difference
    let (next, borrowOne) = limbs[first + 1].subtractingReportingOverflow(high)
    let (top, borrowTwo) = next.subtractingReportingOverflow(overflow ? 1 : 0)
    limbs[first + 1] = top
    var borrow = borrowOne || borrowTwo
    var position = first + 2
    while borrow, position < limbs.count {
      limbs[position] &-= 1
      borrow = limbs[position] == .max
      position += 1
    }
  }
}
