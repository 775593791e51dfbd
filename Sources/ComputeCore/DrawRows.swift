import Formulas
import Sweeps

/// Fills rows with the uniforms of consecutive samples.
struct DrawRows {
  let design: Sample.Design
  let seed: UInt64
  let draws: [Workload.Draw]
  private let sobolTables: SobolTables
  private var replicate: UInt64?

  init(design: Sample.Design, seed: UInt64, draws: [Workload.Draw]) {
    self.design = design
    self.seed = seed
    self.draws = draws
    sobolTables = SobolTables(draws: design == .sobol ? draws.count : 0)
  }

  mutating func start(replicate: UInt64) {
    guard design == .sobol, self.replicate != replicate else { return }
    self.replicate = replicate
    for (index, draw) in draws.enumerated() {
      sobolTables.load(
        index,
        SobolSequence(dimension: draw.dimension)
          .scrambled(seed: seed, key: draw.key, replicate: UInt32(truncatingIfNeeded: replicate)))
    }
  }

  /// Uniforms of samples `first` ..< `first` + 8 `count`; `first` is a multiple of the block size.
  func fill(_ row: Row, draw: Int, replicate: UInt64, first: UInt64, count: Int) {
    switch design {
    case .sobol: sobol(row, draw, first, count)
    case .random, .grid: random(row, draws[draw].key, UInt32(truncatingIfNeeded: replicate), first, count)
    }
  }

  @inline(__always)
  private func sobol(_ row: Row, _ draw: Int, _ first: UInt64, _ count: Int) {
    let block = first & ~(Numbering.blockSamples - 1)
    let base = sobolTables.sequences[draw].point(block)
    let low = sobolTables.low + draw &* 8
    let high = sobolTables.high + draw &* 64
    var group = Int(first - block) / 64
    var index = 0
    while index < count {
      let common = SIMD8(repeating: base ^ high[group])
      for vector in 0..<min(8, count - index) { row[index + vector] = uniform(low[vector] ^ common) }
      index += 8
      group += 1
    }
  }

  @inline(__always)
  private func random(_ row: Row, _ key: UInt32, _ replicate: UInt32, _ first: UInt64, _ count: Int) {
    let lanes = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
    var index = 0
    while index < count {
      let half = SIMD8(repeating: first / 2 + UInt64(index) * 4) &+ lanes
      let (even, odd) = philox(half, key, replicate)
      let (low, high) = interleave(even, odd)
      row[index] = uniform(low)
      if index + 1 < count { row[index + 1] = uniform(high) }
      index += 2
    }
  }

  /// Philox4x32-10 on eight counters: the 52-bit lattice points of the even and the odd sample of each.
  @inline(__always)
  private func philox(
    _ half: SIMD8<UInt64>, _ key: UInt32, _ replicate: UInt32
  ) -> (even: SIMD8<UInt64>, odd: SIMD8<UInt64>) {
    typealias Words = SIMD8<UInt64>
    let mask = Words(repeating: 0xFFFF_FFFF)
    var (x, y) = (half & mask, half &>> 32)
    var (z, w) = (Words(repeating: UInt64(key)), Words(repeating: UInt64(replicate)))
    var key0 = UInt32(truncatingIfNeeded: seed)
    var key1 = UInt32(truncatingIfNeeded: seed >> 32)
    for _ in 0..<10 {
      let product0 = Words(repeating: 0xD251_1F53) &* (x & mask)
      let product1 = Words(repeating: 0xCD9E_8D57) &* (z & mask)
      x = (product1 &>> 32) ^ y ^ Words(repeating: UInt64(key0))
      z = (product0 &>> 32) ^ w ^ Words(repeating: UInt64(key1))
      y = product1 & mask
      w = product0 & mask
      key0 &+= 0x9E37_79B9
      key1 &+= 0xBB67_AE85
    }
    return ((y &<< 32 | x) &>> 12, (w &<< 32 | z) &>> 12)
  }

  @inline(__always)
  private func interleave(
    _ even: SIMD8<UInt64>, _ odd: SIMD8<UInt64>
  ) -> (SIMD8<UInt64>, SIMD8<UInt64>) {
    (
      SIMD8(even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3]),
      SIMD8(even[4], odd[4], even[5], odd[5], even[6], odd[6], even[7], odd[7])
    )
  }

  /// (k + 1/2) 2^-52, exactly.
  @inline(__always)
  private func uniform(_ k: SIMD8<UInt64>) -> VectorLane {
    let scaled = unsafeBitCast(k | SIMD8(repeating: 0x3FF0_0000_0000_0000), to: SIMD8<Double>.self)
    return VectorLane((scaled - 1) + SIMD8(repeating: 0x1p-53))
  }
}

/// Inside an aligned block, point i0 + j is point i0 XOR a combination that depends on j alone. With j split into 64
/// groups of 8 vectors, that is one XOR a vector.
private final class SobolTables {
  /// Of the replicate at hand.
  fileprivate var sequences: [SobolSequence]
  /// For each draw 8 vectors: the combinations of samples 0 ..< 64.
  fileprivate let low: UnsafeMutablePointer<SIMD8<UInt64>>
  /// For each draw 64 words: the combinations of samples 0, 64, 128, ...
  fileprivate let high: UnsafeMutablePointer<UInt64>

  init(draws: Int) {
    sequences = Array(repeating: SobolSequence(dimension: 0), count: draws)
    low = .allocate(capacity: 8 * draws + 1)
    high = .allocate(capacity: 64 * draws + 1)
  }

  deinit {
    low.deallocate()
    high.deallocate()
  }

  func load(_ draw: Int, _ sequence: SobolSequence) {
    sequences[draw] = sequence
    for vector in 0..<8 {
      var points = SIMD8<UInt64>(repeating: 0)
      for lane in 0..<8 { points[lane] = sequence.point(UInt64(vector * 8 + lane)) ^ sequence.shift }
      (low + draw * 8 + vector).initialize(to: points)
    }
    for group in 0..<64 {
      (high + draw * 64 + group).initialize(to: sequence.point(UInt64(group * 64)) ^ sequence.shift)
    }
  }
}
