import Sweeps
import Testing
import Wire

@Suite struct BlockSizesTests {
  @Test func `scenarios of any run of blocks add up as block by block`() throws {
    let strips = [
      BlockSizes.Strips(count: 3, scenariosPerStrip: 10_000), BlockSizes.Strips(count: 5, scenariosPerStrip: 4096),
      BlockSizes.Strips(count: 4, scenariosPerStrip: 7),
    ]
    let sizes = try #require(BlockSizes(strips.compactMap { $0 }))
    var one: [UInt64] = []
    for _ in 0..<3 { one += [4096, 4096, 1808] }
    one += [4096, 4096, 4096, 4096, 4096, 7, 7, 7, 7]
    #expect(sizes.blockCount == UInt64(one.count))
    #expect(sizes.scenarioCount == one.reduce(0, +))
    for lower in 0...one.count {
      for upper in lower...one.count {
        #expect(sizes.scenarios(in: BlockRange(UInt64(lower), UInt64(upper))) == one[lower..<upper].reduce(0, +))
      }
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8] as [UInt64])
  func `tiles count row by row, and repetitions follow each other`(tile: UInt64) throws {
    let strips = BlockSizes.Strips(
      count: 5, scenariosPerStrip: 23, scenariosPerBlock: 10, stripsPerTile: tile, repetitions: 3)
    let sizes = try #require(BlockSizes([strips].compactMap { $0 }))
    var one: [UInt64] = []
    for _ in 0..<3 {
      for first in stride(from: 0, to: UInt64(5), by: Int(tile)) {
        for row in [10, 10, 3] as [UInt64] { one += [UInt64](repeating: row, count: Int(min(tile, 5 - first))) }
      }
    }
    #expect(sizes.blockCount == UInt64(one.count))
    #expect(sizes.scenarioCount == one.reduce(0, +))
    for block in one.indices {
      #expect(sizes.scenarios(in: BlockRange(UInt64(block), UInt64(block) + 1)) == one[block], "block \(block)")
    }
  }

  @Test func `sizes that are empty or beyond 63 bits are refused`() throws {
    #expect(BlockSizes([]) == nil)
    #expect(BlockSizes.Strips(count: 0, scenariosPerStrip: 1) == nil)
    #expect(BlockSizes.Strips(count: 1, scenariosPerStrip: 0) == nil)
    #expect(BlockSizes.Strips(count: 1 << 32, scenariosPerStrip: 1 << 32) == nil)
    let half = try #require(BlockSizes.Strips(count: 1 << 31, scenariosPerStrip: 1 << 31))
    #expect(BlockSizes([half, half]) == nil)
  }
}
