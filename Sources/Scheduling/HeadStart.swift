import Sweeps

/// What of a sweep is counted before anybody computes: blocks that it shares with an earlier one.
public struct HeadStart: Hashable, Sendable {
  public var blocks: BlockSet
  /// The encoded state of exactly these blocks.
  public var state: [UInt8]

  public init(blocks: BlockSet, state: [UInt8]) {
    self.blocks = blocks
    self.state = state
  }
}
