import Sweeps

/// Exact sums of (x - pivot)^j for j = 1 ... order, and what follows from them: mean, variance, skewness, kurtosis.
///
/// A pivot near the mean keeps the powers small. It is a fixed part of a cell's recipe: sums about different pivots are
/// not merged. What is added is exact; nothing is rounded before the final division, so cancellation costs no digits.
public struct Moments: Hashable, Sendable {
  /// Values taken in; stays 0 for order 0.
  public internal(set) var count: UInt64 = 0
  /// What was subtracted from every value; 0 until the first is taken in.
  public internal(set) var pivot: Double = 0
  /// One sum for each j = 1 ... order.
  var sums: [ExactSum]
  /// Bit j - 1 is set once a block's sum of (x - pivot)^j was not finite; that sum then stays zero.
  var overflowed: UInt8 = 0

  /// - Precondition: the order is 0 ... 4.
  public init(order: Int) {
    precondition((0...4).contains(order), "Moments are kept to order 0 ... 4, not \(order).")
    sums = [ExactSum](repeating: ExactSum(), count: order)
  }

  /// The highest power that is summed.
  public var order: Int { sums.count }

  /// Takes in a block: the number of its valid values and the sums of (x - pivot)^j over them, j = 1 ... 4; those above
  /// the order are ignored. Does nothing for a count of 0.
  ///
  /// - Precondition: the pivot is finite and the same in every call.
  public mutating func add(count added: UInt64, pivot: Double, blockSums: (Double, Double, Double, Double)) {
    guard added > 0, order > 0 else { return }
    precondition(pivot.isFinite, "The pivot must be finite.")
    precondition(count == 0 || pivot == self.pivot, "A cell has one pivot for all its blocks.")
    self.pivot = pivot == 0 ? 0 : pivot
    count += added
    if order >= 1 { addTerm(blockSums.0, to: 0) }
    if order >= 2 { addTerm(blockSums.1, to: 1) }
    if order >= 3 { addTerm(blockSums.2, to: 2) }
    if order >= 4 { addTerm(blockSums.3, to: 3) }
  }

  private mutating func addTerm(_ term: Double, to index: Int) {
    if term.isFinite, !hasOverflowed(index) {
      sums[index].add(term)
    } else {
      markOverflow(index)
    }
  }

  /// Takes in the other's values.
  ///
  /// - Throws: `StateError.differentPivots`; nothing is changed then.
  public mutating func merge(_ other: Moments) throws(StateError) {
    try checkMerge(other)
    guard other.count > 0 else { return }
    pivot = other.pivot
    count += other.count
    for index in 0..<order {
      if other.hasOverflowed(index) || hasOverflowed(index) {
        markOverflow(index)
      } else {
        sums[index].merge(other.sums[index])
      }
    }
  }

  func checkMerge(_ other: Moments) throws(StateError) {
    guard order == other.order else { throw .differentRecipes }
    guard count == 0 || other.count == 0 || pivot == other.pivot else {
      throw .differentPivots(ours: pivot, theirs: other.pivot)
    }
  }

  /// Whether a block's sum of this power (index 0 for power 1) was beyond the doubles.
  func hasOverflowed(_ index: Int) -> Bool { overflowed >> UInt8(index) & 1 == 1 }

  mutating func markOverflow(_ index: Int) {
    overflowed |= 1 << UInt8(index)
    sums[index] = ExactSum()
  }
}

// MARK: Finishing

extension Moments {
  /// The arithmetic mean; nil without values, below order 1 and after overflow.
  public var mean: Double? {
    guard count > 0, let s1 = power(1) else { return nil }
    return ratio(n * ExactNumber(value: pivot) + s1, n)
  }

  /// The sample variance, with n - 1; nil below two values, below order 2 and after overflow.
  public var variance: Double? {
    guard count > 1, let a2 = central2 else { return nil }
    return ratio(a2, n * ExactNumber(count - 1))
  }

  /// The sample standard deviation: the root of the variance.
  public var standardDeviation: Double? { variance?.squareRoot() }

  /// Skewness g1 = m3 / m2^(3/2) of the central moments with 1/n; nil for constant values, below order 3 and after
  /// overflow.
  public var skewness: Double? {
    guard let a2 = central2, let a3 = central3, !a2.isZero else { return nil }
    let (s2, e2) = a2.scaled
    // The root needs an even exponent.
    let root = (e2 & 1 == 0 ? s2 : 2 * s2).squareRoot()
    let (s3, e3) = a3.scaled
    return Double(sign: .plus, exponent: e3 - e2 - (e2 >> 1), significand: s3 / (s2 * root))
  }

  /// Excess kurtosis g2 = m4 / m2^2 - 3 of the central moments with 1/n; nil for constant values, below order 4 and
  /// after overflow.
  public var kurtosis: Double? {
    guard let a2 = central2, let a4 = central4, !a2.isZero else { return nil }
    let square = a2 * a2
    return ratio(a4 - ExactNumber(3) * square, square)
  }

  private var n: ExactNumber { ExactNumber(count) }

  private func power(_ j: Int) -> ExactNumber? {
    guard j <= order, !hasOverflowed(j - 1) else { return nil }
    return sums[j - 1].exact
  }

  /// n^2 m2, exactly: n S2 - S1^2.
  private var central2: ExactNumber? {
    guard let s1 = power(1), let s2 = power(2) else { return nil }
    return n * s2 - s1 * s1
  }

  /// n^3 m3, exactly: n^2 S3 - 3 n S1 S2 + 2 S1^3.
  private var central3: ExactNumber? {
    guard let s1 = power(1), let s2 = power(2), let s3 = power(3) else { return nil }
    return n * n * s3 - ExactNumber(3) * n * s1 * s2 + ExactNumber(2) * s1 * s1 * s1
  }

  /// n^4 m4, exactly: n^3 S4 - 4 n^2 S1 S3 + 6 n S1^2 S2 - 3 S1^4.
  private var central4: ExactNumber? {
    guard let s1 = power(1), let s2 = power(2), let s3 = power(3), let s4 = power(4) else { return nil }
    let square = s1 * s1
    let low = n * n * (n * s4 - ExactNumber(4) * s1 * s3)
    return low + ExactNumber(6) * n * square * s2 - ExactNumber(3) * square * square
  }

  private func ratio(_ a: ExactNumber, _ b: ExactNumber) -> Double {
    let (x, y) = (a.scaled, b.scaled)
    return Double(sign: .plus, exponent: x.exponent - y.exponent, significand: x.significand / y.significand)
  }
}
