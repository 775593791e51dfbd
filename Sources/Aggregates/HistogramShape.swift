import Sweeps

/// Where the bins of the bit-pattern histogram lie.
extension HistogramShape {
  /// Keys fit 32 bits up to 20 mantissa bits.
  var isUsable: Bool { (0...20).contains(mantissaBits) }

  /// The mantissa bits that tell values of one bin apart.
  var lowBitCount: Int { 52 - mantissaBits }

  var lowMask: UInt64 { 1 << UInt64(lowBitCount) - 1 }

  /// The first key that belongs to normal numbers; smaller ones go to bin 0.
  var firstNormalKey: Int { 1 << mantissaBits }

  /// One above the key of the largest double.
  var endKey: Int { 2047 << mantissaBits }

  /// The bin of a finite value.
  public func key(of value: Double) -> Int {
    let key = Int(value.magnitude.bitPattern >> UInt64(lowBitCount))
    guard key >= firstNormalKey else { return 0 }
    return value < 0 ? -key : key
  }

  /// The bin of values whose size has this key.
  func key(at key: Int, mirrored: Bool) -> Int32 {
    abs(key) < firstNormalKey ? 0 : Int32(mirrored ? -key : key)
  }

  /// The bin's edges as numbers; the upper edge of the last bin is infinite.
  public func edges(of key: Int) -> (lower: Double, upper: Double) {
    guard key != 0 else { return (-Double.leastNormalMagnitude, Double.leastNormalMagnitude) }
    let size = abs(key)
    let inner = Double(bitPattern: UInt64(size) << UInt64(lowBitCount))
    let outer = Double(bitPattern: UInt64(size + 1) << UInt64(lowBitCount))
    return key > 0 ? (inner, outer) : (-outer, -inner)
  }

  /// The value that stands for a bin [l, u): 2 l u / (l + u), never further than 1 / (2^(k+1) + 1) from any value of
  /// the bin, relative. 0 for bin 0.
  public func representative(of key: Int) -> Double {
    guard key != 0 else { return 0 }
    let step = 1 / Double(1 << mantissaBits)
    let inner = 1 + Double(abs(key) & (firstNormalKey - 1)) * step
    let outer = inner + step
    let value = Double(
      sign: .plus, exponent: (abs(key) >> mantissaBits) - 1023, significand: 2 * inner * outer / (inner + outer))
    return key > 0 ? value : -value
  }

  /// The exact sum of a bin's values is this magnitude times 2^exponent, negated for negative keys.
  func sum(of key: Int, count: UInt64, low: UInt128) -> (magnitude: UInt128, exponent: Int) {
    let significand = UInt64(abs(key) & (firstNormalKey - 1) | firstNormalKey) << UInt64(lowBitCount)
    return (UInt128(count) * UInt128(significand) + low, (abs(key) >> mantissaBits) - 1023 - 52)
  }
}
