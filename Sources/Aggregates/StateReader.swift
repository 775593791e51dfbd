/// Reads what `StateWriter` wrote from bytes that nobody vouches for: every step may fail, none goes past the end, and
/// only the canonical form of a number is taken.
struct StateReader {
  private let bytes: [UInt8]
  private(set) var position: Int
  /// One above the last byte that may be read.
  private let end: Int

  /// - Precondition: `position <= end <= bytes.count`.
  init(_ bytes: [UInt8], from position: Int, to end: Int) {
    self.bytes = bytes
    self.position = position
    self.end = end
  }

  var remaining: Int { end - position }

  func fault(_ fault: StateError.Fault) -> StateError { .unreadable(fault, offset: position) }

  @inline(__always)
  mutating func byte() throws(StateError) -> UInt8 {
    guard position < end else { throw fault(.truncated) }
    defer { position += 1 }
    return bytes[position]
  }

  @inline(__always)
  mutating func varint() throws(StateError) -> UInt64 {
    let first = try byte()
    return first < 0x80 ? UInt64(first) : try longVarint(first)
  }

  private mutating func longVarint(_ first: UInt8) throws(StateError) -> UInt64 {
    var value = UInt64(first & 0x7f)
    for shift in stride(from: UInt64(7), through: 63, by: 7) {
      let next = try byte()
      value |= UInt64(next & 0x7f) << shift
      guard next < 0x80 else { continue }
      // The last byte carries something, and the tenth only one bit.
      guard next > 0, shift < 63 || next == 1 else { throw fault(.notCanonical) }
      return value
    }
    throw fault(.notCanonical)
  }

  /// A varint that counts things of at least `size` bytes each, so no more than what is left can hold.
  mutating func count(ofSize size: Int) throws(StateError) -> Int {
    let count = try varint()
    guard count <= UInt64(remaining / size) else { throw fault(.truncated) }
    return Int(count)
  }

  /// Up to eight bytes, lowest first.
  @inline(__always)
  mutating func word(byteCount: Int = 8) throws(StateError) -> UInt64 {
    guard remaining >= byteCount else { throw fault(.truncated) }
    var value: UInt64 = 0
    if end - position >= 8 {
      for index in 0..<8 { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
      if byteCount < 8 { value &= 1 << UInt64(8 * byteCount) - 1 }
    } else {
      for index in 0..<byteCount { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    }
    position += byteCount
    return value
  }

  /// A finite number; zero only without a sign.
  mutating func double() throws(StateError) -> Double {
    let value = Double(bitPattern: try word())
    guard value.isFinite else { throw fault(.notFinite) }
    guard value != 0 || value.sign == .plus else { throw fault(.notCanonical) }
    return value
  }

  @inline(__always)
  mutating func counted() throws(StateError) -> UInt128 {
    let byteCount = Int(try byte())
    guard byteCount <= 16 else { throw fault(.notCanonical) }
    let low = try word(byteCount: min(byteCount, 8))
    let high = byteCount > 8 ? try word(byteCount: byteCount - 8) : 0
    let value = UInt128(high) << 64 | UInt128(low)
    guard byteCount == 0 || value >> UInt128(8 * (byteCount - 1)) > 0 else { throw fault(.notCanonical) }
    return value
  }
}
