/// The checksum CRC-32C (Castagnoli polynomial 0x1EDC6F41, reflected), eight bytes at a time.
///
/// Source: IETF RFC 3720, appendix B.4; the eight tables are the "slicing-by-8" of Kounavis and Berry (2005).
public enum CRC32C {
  /// The checksum of some bytes; finds every burst error of up to 32 bits.
  public static func checksum(of bytes: Span<UInt8>) -> UInt32 {
    let tables = tables.span
    var crc: UInt32 = .max
    var position = 0
    while bytes.count - position >= 8 {
      var low = crc
      var high: UInt32 = 0
      for index in 0..<4 {
        low ^= UInt32(bytes[position + index]) << UInt32(8 * index)
        high |= UInt32(bytes[position + 4 + index]) << UInt32(8 * index)
      }
      crc = 0
      for index in 0..<4 {
        crc ^= tables[256 * (7 - index) + Int(low >> UInt32(8 * index) & 0xff)]
        crc ^= tables[256 * (3 - index) + Int(high >> UInt32(8 * index) & 0xff)]
      }
      position += 8
    }
    for index in position..<bytes.count {
      crc = crc >> 8 ^ tables[Int((crc ^ UInt32(bytes[index])) & 0xff)]
    }
    return ~crc
  }

  /// Table t, entry b: what byte b contributes when t more bytes follow it.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1 }
      tables[byte] = crc
    }
    for index in 256..<tables.count {
      let previous = tables[index - 256]
      tables[index] = previous >> 8 ^ tables[Int(previous & 0xff)]
    }
    return tables
  }()
}
