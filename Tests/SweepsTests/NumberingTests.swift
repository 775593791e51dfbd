import Sweeps
import Testing

/// The numbers of blocks: every sample of every cell in exactly one block, in an order that shares draws.
@Suite struct NumberingTests {
  private static let shapes: [Numbering] = {
    var random = ShapeRandom(20_261_122)
    let edges = [
      Numbering(replicates: 1, cells: 1, samples: 1), Numbering(replicates: 1, cells: 64, samples: 4096),
      Numbering(replicates: 2, cells: 65, samples: 4097), Numbering(replicates: 3, cells: 128, samples: 8191),
      Numbering(replicates: 2, cells: 63, samples: 12_288),
    ]
    return edges
      + (0..<60).map { _ in
        Numbering(
          replicates: UInt64.random(in: 1...4, using: &random), cells: UInt64.random(in: 1...200, using: &random),
          samples: UInt64.random(in: 1...20_000, using: &random))
      }
  }()

  @Test(arguments: shapes)
  func `blocks and places are one to one, and the counts add up`(numbering: Numbering) {
    var seen: Set<Numbering.Place> = []
    var samples: UInt64 = 0
    for block in 0..<numbering.blockCount {
      let place = numbering.place(of: block)
      seen.insert(place)
      samples += place.count
      let ends = [place.firstSample, place.firstSample + place.count - 1]
      for sample in ends {
        #expect(numbering.block(replicate: place.replicate, cell: place.cell, sample: sample) == block)
      }
      #expect(place.replicate < numbering.replicates && place.cell < numbering.cells)
      #expect(place.firstSample % Numbering.blockSamples == 0)
      #expect((1...Numbering.blockSamples).contains(place.count))
    }
    #expect(UInt64(seen.count) == numbering.blockCount)
    #expect(samples == numbering.replicates * numbering.cells * numbering.samples)
  }

  @Test func `the cells of a tile follow each other on the same draws`() {
    let numbering = Numbering(replicates: 2, cells: 100, samples: 10_000)
    for block in 1..<numbering.blockCount {
      let (before, here) = (numbering.place(of: block - 1), numbering.place(of: block))
      let sharesDraws = before.replicate == here.replicate && before.firstSample == here.firstSample
      let isNewStretch = here.cell % Numbering.tileCells == 0
      #expect(isNewStretch || (sharesDraws && here.cell == before.cell + 1), "block \(block)")
    }
  }

  @Test func `numbers of the largest sweeps do not overflow`() {
    let numbering = Numbering(replicates: 1024, cells: 1 << 24, samples: 1 << 28)
    let last = numbering.blockCount - 1
    #expect(numbering.blockCount == 1 << 50)
    let place = numbering.place(of: last)
    #expect((place.replicate, place.cell) == (1023, 1 << 24 - 1))
    #expect((place.firstSample, place.count) == (1 << 28 - 4096, 4096))
    #expect(numbering.block(replicate: 1023, cell: 1 << 24 - 1, sample: 1 << 28 - 1) == last)
  }
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) from a fixed seed.
private struct ShapeRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
