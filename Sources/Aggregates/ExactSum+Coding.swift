/// An exact sum as bytes: how many, the place of the first (counted from 2^-1088), and the number in two's complement,
/// lowest first, without bytes at either end that say nothing. Zero is the count 0 alone.
extension ExactSum {
  /// The limb of 2^-1088, below which no double has bits.
  private static let firstLimb = -17
  /// From 2^-1088 to the sign of 2^64 largest doubles.
  private static let placeCount = 8 * 36

  func encode(into out: inout StateWriter) {
    let number = limbs.trimmed
    guard number.count > 0 else { return out.varint(0) }
    let sign = UInt8(truncatingIfNeeded: number.signLimb)
    var first = 0
    while number.byte(first) == 0 { first += 1 }
    var last = 8 * number.count - 1
    while last > first, number.byte(last) == sign, (number.byte(last - 1) ^ sign) >> 7 == 0 { last -= 1 }
    out.varint(UInt64(last - first + 1))
    out.varint(UInt64(8 * (number.lowest - Self.firstLimb) + first))
    for place in first...last { out.byte(number.byte(place)) }
  }

  /// Reads a sum of `terms` doubles at most.
  init(from input: inout StateReader, terms: UInt64) throws(StateError) {
    let byteCount = try input.count(ofSize: 1)
    guard byteCount > 0 else {
      self.init()
      return
    }
    let place = try input.varint()
    guard byteCount <= Self.placeCount, place <= UInt64(Self.placeCount - byteCount) else {
      throw input.fault(.sumOutOfRange)
    }
    let limbs = try Self.limbs(from: &input, place: Int(place), byteCount: byteCount)
    self.init(limbs: limbs)
    // Every term is below 2^1024.
    guard limbs.bitEnd <= 1024 + UInt64.bitWidth - terms.leadingZeroBitCount else { throw input.fault(.sumOutOfRange) }
  }

  private static func limbs(
    from input: inout StateReader, place: Int, byteCount: Int
  ) throws(StateError) -> LimbWindow {
    let inset = place % 8
    let limbCount = (inset + byteCount + 7) / 8
    var limbs = LimbWindow(lowest: place / 8 + firstLimb, count: limbCount)
    limbs[0] = try input.word(byteCount: min(8 - inset, byteCount)) << UInt64(8 * inset)
    for position in 1..<limbCount {
      limbs[position] = try input.word(byteCount: min(8, inset + byteCount - 8 * position))
    }
    let used = UInt64((inset + byteCount - 1) % 8 + 1)
    let unused = 64 - 8 * used
    let top = Int64(bitPattern: limbs[limbCount - 1] << unused) >> Int64(unused)
    limbs[limbCount - 1] = UInt64(bitPattern: top)
    let sign = UInt8(truncatingIfNeeded: limbs.signLimb)
    let (first, last) = (limbs.byte(inset), limbs.byte(inset + byteCount - 1))
    let isSignNeeded = byteCount == 1 || last != sign || (limbs.byte(inset + byteCount - 2) ^ sign) >> 7 == 1
    guard first != 0, isSignNeeded else { throw input.fault(.notCanonical) }
    return limbs
  }
}

extension LimbWindow {
  /// A byte of the window, counted from its lowest.
  @inline(__always)
  fileprivate func byte(_ place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: self[place / 8] >> UInt64(8 * (place % 8)))
  }
}
