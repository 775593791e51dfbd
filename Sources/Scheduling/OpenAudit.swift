import Sweeps
import Wire

/// A result that was counted and is computed once more elsewhere, to see whether the bytes are the same.
struct OpenAudit: Hashable, Sendable {
  /// Who computed the blocks, and what came out.
  struct Witness: Hashable, Sendable {
    var host: String
    var session: Session
    var fingerprint: Fingerprint
  }
  let sweep: SweepID
  let blocks: BlockRange
  /// When it last came to wait for a lease; later where none could go out meanwhile.
  var waitsSince: Moment
  var witnesses: [Witness]
  /// Leases that came to nothing, since the last witness.
  var tries = 0
  var isLeased = false

  var hosts: [String] { witnesses.map(\.host) }
}

/// 128 bits of a state, keyed so that nobody outside can aim at equal ones.
struct Fingerprint: Hashable, Sendable {
  private var low: UInt64
  private var high: UInt64
  private let count: Int

  init(of bytes: [UInt8], seed: UInt64) {
    low = scattered(seed)
    high = scattered(~seed)
    count = bytes.count
    var word: UInt64 = 0
    for (place, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if place % 8 == 7 { take(word) }
    }
    take(word)
  }

  private mutating func take(_ word: UInt64) {
    low = scattered(low ^ word)
    high = scattered(high &+ word &* 0x9E37_79B9_7F4A_7C15)
  }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection that scatters bits.
func scattered(_ word: UInt64) -> UInt64 {
  var z = word &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
  return z ^ z >> 31
}

extension Policy {
  /// Whether a result is audited: by sweep and first block alone, so that nobody can lie in what nobody will look at.
  func audits(_ spec: SpecHash, from block: UInt64) -> Bool {
    guard auditShare > 0 else { return false }
    var hash = scattered(auditSeed)
    for byte in spec.bytes.prefix(8) { hash = scattered(hash ^ UInt64(byte)) }
    return Double(scattered(hash ^ block) >> 11) * 0x1p-53 < auditShare
  }
}
