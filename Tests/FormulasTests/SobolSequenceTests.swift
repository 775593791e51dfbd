import Formulas
import Testing

/// Sobol' points against SciPy (`scipy.stats.qmc.Sobol(scramble=False)`: Joe and Kuo's D(6) numbers in Gray-code order),
/// and what a scramble must leave in place.
@Suite struct SobolSequenceTests {
  private func coordinates(_ index: UInt64, dimensions: Int) -> [Double] {
    (0..<dimensions).map { Double(SobolSequence(dimension: $0).point(index)) * 0x1p-52 }
  }

  @Test(
    arguments: [
      (0, [0, 0, 0, 0, 0, 0, 0, 0]),
      (2, [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75]),
      (4, [0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875]),
      (5, [0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375]),
      (6, [0.625, 0.125, 0.875, 0.625, 0.625, 0.875, 0.125, 0.125]),
      (7, [0.125, 0.625, 0.375, 0.125, 0.125, 0.375, 0.625, 0.625]),
      (8, [0.1875, 0.3125, 0.9375, 0.4375, 0.5625, 0.3125, 0.4375, 0.9375]),
      (
        12345,
        [
          0.64093017578125, 0.81341552734375, 0.16033935546875, 0.52679443359375, 0.88848876953125, 0.05889892578125,
          0.12725830078125, 0.11334228515625, 0.80181884765625, 0.42962646484375,
        ]
      ),
    ] as [(UInt64, [Double])])
  func `points are SciPy's`(index: UInt64, expected: [Double]) {
    #expect(coordinates(index, dimensions: expected.count) == expected)
  }

  @Test(
    arguments: [
      (8, [0, 0.5, 0.75, 0.25, 0.875, 0.375, 0.125, 0.625]), (9, [0, 0.5, 0.75, 0.25, 0.625, 0.125, 0.375, 0.875]),
    ] as [(Int, [Double])])
  func `dimensions 9 and 10 are SciPy's`(dimension: Int, expected: [Double]) {
    let sequence = SobolSequence(dimension: dimension)
    #expect((0..<8).map { Double(sequence.point($0)) * 0x1p-52 } == expected)
  }

  /// Direction numbers extended to 52 bits by the recurrence of Bratley and Fox; equals SciPy with `bits=52`.
  @Test(
    arguments: [
      (1_048_577, [2_251_806_256_136_192, 4_362_894_351_269_888, 808_723_014_483_968, 1_501_707_397_758_976]),
      (8_589_934_597, [3_940_649_674_735_616, 2_814_749_767_368_704, 3_733_958_668_058_624, 4_152_357_467_979_776]),
      (99_999_999_999, [2_865_337_958_400, 3_309_440_822_247_424, 1_959_023_392_948_224, 17_838_863_777_792]),
    ] as [(UInt64, [UInt64])])
  func `far points are found by random access`(index: UInt64, expected: [UInt64]) {
    #expect((0..<4).map { SobolSequence(dimension: $0).point(index) } == expected)
  }

  @Test func `the table is Joe and Kuo's`() {
    #expect(SobolSequence.dimensionCount == 21_201)
    #expect(SobolSequence.maximumDegree == 18)
    #expect(SobolSequence(dimension: 4).initialNumbers.prefix(8) == [1, 1, 1, 11, 31, 55, 61, 157])
  }

  @Test func `every direction number of every dimension is odd and in range`() {
    for dimension in stride(from: 0, to: SobolSequence.dimensionCount, by: 97) + [21_200] {
      for (j, number) in SobolSequence(dimension: dimension).initialNumbers.enumerated() {
        #expect(number & 1 == 1 && number < 1 << UInt64(j + 1), "dimension \(dimension), number \(j)")
      }
    }
  }

  @Test func `1,024 points of the first two dimensions hit each of the 1,024 dyadic boxes once, scrambled or not`() {
    let plain = (0..<2).map { SobolSequence(dimension: $0) }
    let scrambled = plain.enumerated().map { $1.scrambled(seed: 3, key: UInt32($0), replicate: 1) }
    for sequences in [plain, scrambled] {
      for width in 0...10 {
        let boxes = (0..<1024).map { index in
          [sequences[0].point(index) >> UInt64(52 - width), sequences[1].point(index) >> UInt64(42 + width)]
        }
        #expect(Set(boxes).count == 1024, "boxes of 2^-\(width) by 2^-\(10 - width)")
      }
    }
  }

  @Test(arguments: 0..<40)
  func `a scramble keeps every dimension stratified from any aligned start`(round: Int) {
    let seed = UInt64(round) + 424_242
    var random = GraphRandom(seed: seed)
    let dimension = Int.random(in: 0..<SobolSequence.dimensionCount, using: &random)
    let sequence = SobolSequence(dimension: dimension)
      .scrambled(seed: random.next(), key: UInt32(truncatingIfNeeded: random.next()), replicate: UInt32(round))
    for bits in [1, 3, 8, 12] as [UInt64] {
      let first = UInt64.random(in: 0..<1 << 30, using: &random) << bits
      let strata = Set((0..<1 << bits).map { sequence.point(first + $0) >> (52 - bits) })
      #expect(strata.count == 1 << bits, "seed \(seed), dimension \(dimension), 2^\(bits) points from \(first)")
    }
  }

  @Test func `scrambles differ by seed, name and replicate, and are the same for the same`() {
    let sequence = SobolSequence(dimension: 7)
    let names: [(UInt64, UInt32, UInt32)] = [(1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2), (1, 1, 0)]
    let scrambles = names.map { sequence.scrambled(seed: $0, key: $1, replicate: $2) }
    #expect(Set(scrambles.map(\.directions)).count == names.count)
    #expect(Set(scrambles.map(\.shift)).count == names.count)
    #expect(sequence.scrambled(seed: 1, key: 1, replicate: 1) == scrambles[0])
  }

  @Test func `a block is its first point XOR what depends on the place alone`() {
    let sequence = SobolSequence(dimension: 3).scrambled(seed: 1, key: 2, replicate: 3)
    let start = sequence.point(4096)
    for j in 0..<4096 as Range<UInt64> {
      #expect(sequence.point(4096 + j) == start ^ sequence.point(j) ^ sequence.shift)
    }
  }
}
