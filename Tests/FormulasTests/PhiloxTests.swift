import Formulas
import Sweeps
import Testing

/// The generator against its authors' known answers, and the layout of counter and key.
@Suite struct PhiloxTests {
  /// Random123, tests/kat_vectors (BSD-3, D. E. Shaw Research).
  private static let knownAnswers: [(rounds: Int, counter: [UInt32], key: [UInt32], words: [UInt32])] = [
    (10, [0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    (
      10, [.max, .max, .max, .max], [.max, .max], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    ),
    (
      10, [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    ),
    (7, [0, 0, 0, 0], [0, 0], [0x5f6f_b709, 0x0d89_3f64, 0x4f12_1f81, 0x4f73_0a48]),
    (
      7, [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
      [0x4dfc_caba, 0x190a_87f0, 0xc473_62ba, 0xb6b5_242a]
    ),
  ]

  @Test(arguments: knownAnswers.indices)
  func `Philox4x32 gives the published vectors`(row: Int) {
    let answer = Self.knownAnswers[row]
    let words = Philox.words(counter: SIMD4(answer.counter), key: (answer.key[0], answer.key[1]), rounds: answer.rounds)
    #expect(words == SIMD4(answer.words))
  }

  /// By rational arithmetic over an independent Philox that gives the vectors above.
  @Test(
    arguments: [
      (2026, 0xe2af_c05d, 0, 0, 0x1.899be49273837p-1), (2026, 0xe2af_c05d, 0, 1, 0x1.b5e646db6274fp-1),
      (2026, 0xe2af_c05d, 0, 8_589_934_592, 0x1.3f32f2a409d3fp-1), (0, 0, 0, 0, 0x1.c2d38b1acc4fdp-1),
    ] as [(UInt64, UInt32, UInt32, UInt64, Double)])
  func `a draw is a pure function of seed, key, replicate and sample`(
    seed: UInt64, key: UInt32, replicate: UInt32, sample: UInt64, expected: Double
  ) {
    let draw = Workload.Draw(key: key, dimension: 0)
    #expect(draw.uniform(design: .random, seed: seed, replicate: replicate, sample: sample) == expected)
    #expect(draw.uniform(design: .grid, seed: seed, replicate: replicate, sample: sample) == expected)
  }

  /// Words of an independent Philox at sample 99,999,999,999 of `power_price`, replicate 3: an odd sample takes words 2, 3.
  @Test func `counter and key are laid out as documented`() {
    let point = Uniform.random(seed: 2026, key: FNV1a.hash32("power_price"), replicate: 3, sample: 99_999_999_999)
    #expect(FNV1a.hash32("power_price") == 0x2499_a6a4)
    #expect(point == 0x8fc4_bec4_54e7_4ae7 >> 12)
    let even = Uniform.random(seed: 2026, key: 0x2499_a6a4, replicate: 3, sample: 99_999_999_998)
    #expect(even == 0xd316_ad38_ab10_a67c >> 12)
  }

  @Test func `a uniform lies inside the unit interval and its complement is a uniform`() {
    #expect(Uniform.value(0) == 0x1p-53)
    #expect(Uniform.value((1 << 52) - 1) == 1 - 0x1p-53)
    let seed: UInt64 = 5
    var random = GraphRandom(seed: seed)
    for _ in 0..<10_000 {
      let k = random.next() >> 12
      #expect(1 - Uniform.value(k) == Uniform.value((1 << 52) - 1 - k), "seed \(seed)")
      #expect(Uniform.value(k) == Double(2 * k + 1) * 0x1p-53, "seed \(seed)")
    }
  }

  @Test func `any bit of seed, key, replicate or sample changes the draw`() {
    let base = Uniform.random(seed: 9, key: 8, replicate: 7, sample: 6)
    var seen: Set<UInt64> = [base]
    for bit in 0..<64 { seen.insert(Uniform.random(seed: 9 ^ (1 << UInt64(bit)), key: 8, replicate: 7, sample: 6)) }
    for bit in 0..<64 { seen.insert(Uniform.random(seed: 9, key: 8, replicate: 7, sample: 6 ^ (1 << UInt64(bit)))) }
    for bit in 0..<32 { seen.insert(Uniform.random(seed: 9, key: 8 ^ (1 << UInt32(bit)), replicate: 7, sample: 6)) }
    for bit in 0..<32 { seen.insert(Uniform.random(seed: 9, key: 8, replicate: 7 ^ (1 << UInt32(bit)), sample: 6)) }
    #expect(seen.count == 193)
  }
}
