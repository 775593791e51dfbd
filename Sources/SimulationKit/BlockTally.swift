import Scheduling
import Sweeps
import Wire

/// The simplest exact state: scenarios counted, and two sums of scattered block numbers. A block missing, doubled or
/// exchanged for another changes the bytes.
public struct BlockTally: MergedState, Hashable, Sendable {
  private var scenarios: UInt64 = 0
  private var sum: UInt64 = 0
  private var sumOfScattered: UInt64 = 0

  public init(layout: StateLayout) {}

  /// The state of a run of blocks, in which these samples were left out.
  public init(of blocks: BlockRange, sizes: BlockSizes, without: [SamplePlace] = []) {
    scenarios = sizes.scenarios(in: blocks) - UInt64(without.count)
    for block in blocks.lower..<blocks.upper {
      sum &+= block
      sumOfScattered &+= mixed(block)
    }
    for place in without { sumOfScattered &-= mixed(place.block << 32 | UInt64(place.sample) | 1 << 63) }
  }

  public mutating func merge(encoded: [UInt8], scenarios expected: UInt64) throws(MergeError) {
    guard encoded.count == 24 else { throw .damaged("it has \(encoded.count) bytes, not 24") }
    var words: InlineArray<3, UInt64> = [0, 0, 0]
    for (place, byte) in encoded.enumerated() { words[place / 8] = words[place / 8] << 8 | UInt64(byte) }
    guard words[0] == expected else { throw .otherCoverage(expected: expected, found: words[0]) }
    scenarios += words[0]
    sum &+= words[1]
    sumOfScattered &+= words[2]
  }

  public func encode() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    for word in [scenarios, sum, sumOfScattered] {
      for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(56 - place * 8))) }
    }
    return bytes
  }
}
