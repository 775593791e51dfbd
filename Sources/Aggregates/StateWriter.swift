/// Appends numbers in their one canonical form.
struct StateWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// Seven bits a byte, lowest first, the high bit on all but the last (LEB128).
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The lowest bytes of a word, lowest first.
  mutating func word(_ value: UInt64, byteCount: Int = 8) {
    for index in 0..<byteCount { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }

  /// The bits of a finite number.
  mutating func double(_ value: Double) { word(value.bitPattern) }

  /// How many bytes, then the bytes, lowest first; none for 0.
  mutating func counted(_ value: UInt128) {
    let byteCount = (128 - value.leadingZeroBitCount + 7) / 8
    byte(UInt8(byteCount))
    word(UInt64(truncatingIfNeeded: value), byteCount: min(byteCount, 8))
    word(UInt64(truncatingIfNeeded: value >> 64), byteCount: max(byteCount - 8, 0))
  }
}
