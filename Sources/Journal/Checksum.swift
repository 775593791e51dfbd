/// CRC-32C (Castagnoli), RFC 3720 section 12.1 and appendix B.4: finds every burst error of up to 32 bits.
enum Checksum {
  /// The checksum of some bytes. About a gigabyte per second: eight bytes a turn, by eight tables.
  static func crc32c(_ bytes: [UInt8]) -> UInt32 {
    tables.withUnsafeBufferPointer { table in
      var crc = ~UInt32(0)
      let whole = bytes.count & ~7
      bytes.withUnsafeBytes { raw in
        for offset in stride(from: 0, to: whole, by: 8) {
          let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) ^ UInt64(crc)
          crc = 0
          for place in 0..<8 {
            crc ^= table[(7 - place) << 8 | Int(truncatingIfNeeded: word >> UInt64(place << 3) & 0xFF)]
          }
        }
        for byte in raw[whole...] { crc = crc >> 8 ^ table[Int((crc ^ UInt32(byte)) & 0xFF)] }
      }
      return ~crc
    }
  }

  /// Table `k`, entry `b`: the checksum of byte `b` followed by `k` zero bytes.
  private static let tables: [UInt32] = {
    let reversedPolynomial: UInt32 = 0x82F6_3B78
    var tables = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? reversedPolynomial : 0) }
    }
    for entry in 256..<2_048 {
      let before = tables[entry - 256]
      tables.append(before >> 8 ^ tables[Int(before & 0xFF)])
    }
    return tables
  }()
}
