import Sweeps
import Testing
import Wire

/// A pass's numbering told as strips: cells are strips, tiles are tiles, replicates are repetitions.
@Suite struct NumberedStripsTests {
  @Test(
    arguments: [
      (1, 1, 1), (1, 64, 4096), (2, 65, 4097), (3, 128, 8191), (2, 63, 12_288), (4, 200, 5), (3, 70, 20_000),
    ] as [(UInt64, UInt64, UInt64)])
  func `the coordinator counts every block as the cores number it`(
    replicates: UInt64, cells: UInt64, samples: UInt64
  ) throws {
    let numbering = Numbering(replicates: replicates, cells: cells, samples: samples)
    let strips = try #require(
      BlockSizes.Strips(
        count: cells, scenariosPerStrip: samples, scenariosPerBlock: Numbering.blockSamples,
        stripsPerTile: Numbering.tileCells, repetitions: replicates))
    let sizes = try #require(BlockSizes([strips]))
    #expect(sizes.blockCount == numbering.blockCount)
    #expect(sizes.scenarioCount == replicates * cells * samples)
    for block in 0..<numbering.blockCount {
      #expect(sizes.scenarios(in: BlockRange(block, block + 1)) == numbering.place(of: block).count, "block \(block)")
    }
  }
}
