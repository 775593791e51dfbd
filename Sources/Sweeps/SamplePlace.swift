/// One sample of a block, with all its cells' scenarios that the block holds.
public struct SamplePlace: Hashable, Sendable, Comparable {
  /// As the plan numbers blocks.
  public var block: UInt64
  /// Counted from the first of its block.
  public var sample: UInt32

  public init(block: UInt64, sample: UInt32) {
    self.block = block
    self.sample = sample
  }

  public static func < (a: Self, b: Self) -> Bool { (a.block, a.sample) < (b.block, b.sample) }
}
