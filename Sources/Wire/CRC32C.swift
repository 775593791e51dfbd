/// CRC-32C (Castagnoli polynomial 0x1EDC6F41, reflected; RFC 3720 appendix B.4).
enum CRC32C {
  /// The checksum. Complexity: O(bytes), eight at a time.
  static func of(_ bytes: [UInt8]) -> UInt32 {
    let span = bytes.span
    let tables = tables.span
    var crc = UInt32.max
    var at = 0
    while at + 8 <= span.count {
      var word: UInt64 = 0
      for lane in 0..<8 { word |= UInt64(span[at + lane]) << UInt64(lane * 8) }
      word ^= UInt64(crc)
      crc = 0
      for lane in 0..<8 { crc ^= tables[(7 - lane) * 256 + Int(UInt8(truncatingIfNeeded: word >> UInt64(lane * 8)))] }
      at += 8
    }
    while at < span.count {
      crc = tables[Int(UInt8(truncatingIfNeeded: crc) ^ span[at])] ^ crc >> 8
      at += 1
    }
    return ~crc
  }

  /// Eight tables of 256: table k advances a byte past k more zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0x82F6_3B78 }
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }()
}
