import Formulas
import Sweeps

/// Fills rows with the uniforms of consecutive samples.
struct DrawRows {
  let design: Sample.Design
  let seed: UInt64
  let draws: [Workload.Draw]
  let sobolTables: SobolTables
  private let roundKeys: PhiloxKeys
  private var replicate: UInt64?

  init(design: Sample.Design, seed: UInt64, draws: [Workload.Draw]) {
    self.design = design
    self.seed = seed
    self.draws = draws
    sobolTables = SobolTables(draws: design == .sobol ? draws.count : 0)
    roundKeys = PhiloxKeys(seed: seed)
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
      for vector in 0..<min(8, count - index) { row[index + vector] = uniform(low[vector].differing(common)) }
      index += 8
      group += 1
    }
  }

  @inline(__always)
  private func random(_ row: Row, _ key: UInt32, _ replicate: UInt32, _ first: UInt64, _ count: Int) {
    let start = PhiloxStart(roundKeys, key: key, replicate: replicate, first: first / 2)
    var index = 0
    while index + 4 <= count {
      // Two at a time: one waits for its products while the other one works.
      var near = start.state(UInt64(index) &* 4)
      var far = start.state(UInt64(index) &* 4 &+ 8)
      near.advance(roundKeys, &far)
      store(near, row + index, 2)
      store(far, row + index + 2, 2)
      index += 4
    }
    while index < count {
      var (state, unused) = (start.state(UInt64(index) &* 4), start.state(0))
      state.advance(roundKeys, &unused)
      store(state, row + index, count - index)
      index += 2
    }
  }

  @inline(__always)
  private func store(_ state: PhiloxState, _ row: Row, _ room: Int) {
    let (low, high) = interleave(state.even, state.odd)
    row[0] = uniform(low)
    if room > 1 { row[1] = uniform(high) }
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
    Self.uniform(scaled: k.either(SIMD8(repeating: SobolTables.one)))
  }

  /// (k + 1/2) 2^-52 from the bits of 1 + k 2^-52, exactly.
  @inline(__always)
  static func uniform(scaled bits: SIMD8<UInt64>) -> VectorLane {
    // 1 + k 2^-52 less 1 - 2^-53: a number of 53 bits, so nothing is rounded.
    VectorLane(unsafeBitCast(bits, to: SIMD8<Double>.self).minus(SIMD8(repeating: 0x1.fffffffffffffp-1)))
  }
}

/// The two keys of each of the ten rounds, in memory: a round reads them as it needs them.
private final class PhiloxKeys {
  fileprivate let keys: UnsafeMutablePointer<UInt64>

  init(seed: UInt64) {
    keys = .allocate(capacity: 20)
    var (key0, key1) = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    for round in 0..<10 {
      (keys + 2 * round).initialize(to: UInt64(key0))
      (keys + 2 * round + 1).initialize(to: UInt64(key1))
      key0 &+= 0x9E37_79B9
      key1 &+= 0xBB67_AE85
    }
  }

  deinit { keys.deallocate() }

  @inline(__always)
  func key0(_ round: Int) -> UInt64 { keys[2 &* round] }
  @inline(__always)
  func key1(_ round: Int) -> UInt64 { keys[2 &* round &+ 1] }
}

/// The first two rounds for counters that differ in their lowest 32 bits alone: half of their products are then those
/// of numbers that all counters share.
private struct PhiloxStart {
  /// The first counter.
  private let first: UInt64
  /// What joins the two words with a product of their own, in the first and in the second round.
  private let third: UInt64
  private let second: (x: UInt64, z: UInt64)
  /// The last word after the second round.
  private let last: UInt64

  @inline(__always)
  init(_ keys: PhiloxKeys, key: UInt32, replicate: UInt32, first: UInt64) {
    let low: UInt64 = 0xFFFF_FFFF
    self.first = first
    let product1 = PhiloxState.multiplier1 &* UInt64(key)
    let x = (product1 >> 32) ^ (first >> 32) ^ keys.key0(0)
    third = UInt64(replicate) ^ keys.key1(0)
    let product0 = PhiloxState.multiplier0 &* x
    second = ((product1 & low) ^ keys.key0(1), (product0 >> 32) ^ keys.key1(1))
    last = product0 & low
  }

  /// After two rounds from counter `first` + `offset` and the seven behind it.
  @inline(__always)
  func state(_ offset: UInt64) -> PhiloxState {
    let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    let half = SIMD8<UInt64>(repeating: 32)
    let counter = SIMD8(repeating: first &+ offset).either(SIMD8(0, 1, 2, 3, 4, 5, 6, 7))
    let product0 = SIMD8(repeating: PhiloxState.multiplier0).product(counter.both(low))
    let third = product0.right(half).differing(SIMD8(repeating: third))
    let product1 = SIMD8(repeating: PhiloxState.multiplier1).product(third.both(low))
    return PhiloxState(
      x: product1.right(half).differing(SIMD8(repeating: second.x)), y: product1,
      z: product0.differing(SIMD8(repeating: second.z)), w: SIMD8(repeating: last))
  }
}

/// Philox4x32-10 on eight counters, that is sixteen samples. Only the low half of each word counts: products read no
/// more, and what piles up above them is cut off at the end.
private struct PhiloxState {
  static let multiplier0: UInt64 = 0xD251_1F53
  static let multiplier1: UInt64 = 0xCD9E_8D57
  private var x: SIMD8<UInt64>
  private var y: SIMD8<UInt64>
  private var z: SIMD8<UInt64>
  private var w: SIMD8<UInt64>

  @inline(__always)
  init(x: SIMD8<UInt64>, y: SIMD8<UInt64>, z: SIMD8<UInt64>, w: SIMD8<UInt64>) {
    (self.x, self.y, self.z, self.w) = (x, y, z, w)
  }

  /// Rounds 2 to 9 of this and another one, written out: a loop would move every word in every round.
  @inline(__always)
  mutating func advance(_ keys: PhiloxKeys, _ other: inout Self) {
    advance(keys, &other, 2)
    advance(keys, &other, 3)
    advance(keys, &other, 4)
    advance(keys, &other, 5)
    advance(keys, &other, 6)
    advance(keys, &other, 7)
    advance(keys, &other, 8)
    advance(keys, &other, 9)
  }

  @inline(__always)
  private mutating func advance(_ keys: PhiloxKeys, _ other: inout Self, _ round: Int) {
    let (key0, key1) = (SIMD8(repeating: keys.key0(round)), SIMD8(repeating: keys.key1(round)))
    advance(key0, key1)
    other.advance(key0, key1)
  }

  @inline(__always)
  private mutating func advance(_ key0: SIMD8<UInt64>, _ key1: SIMD8<UInt64>) {
    let low = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    let half = SIMD8<UInt64>(repeating: 32)
    let product0 = SIMD8(repeating: Self.multiplier0).product(x.both(low))
    let product1 = SIMD8(repeating: Self.multiplier1).product(z.both(low))
    x = product1.right(half).differing(y).differing(key0)
    z = product0.right(half).differing(w).differing(key1)
    y = product1
    w = product0
  }

  /// The 52-bit lattice points of the even samples.
  @inline(__always)
  var even: SIMD8<UInt64> { Self.join(high: y, low: x) }

  @inline(__always)
  var odd: SIMD8<UInt64> { Self.join(high: w, low: z) }

  @inline(__always)
  private static func join(high: SIMD8<UInt64>, low: SIMD8<UInt64>) -> SIMD8<UInt64> {
    let word = low.both(SIMD8(repeating: 0xFFFF_FFFF))
    return high.left(SIMD8(repeating: 32)).either(word).right(SIMD8(repeating: 12))
  }
}

/// Inside an aligned block, point i0 + j is point i0 XOR a combination that depends on j alone. With j split into 64
/// groups of 8 vectors, that is one XOR a vector.
final class SobolTables {
  /// The bits of 1, whose mantissa takes a point.
  static let one: UInt64 = 0x3FF0_0000_0000_0000
  /// Of the replicate at hand.
  fileprivate(set) var sequences: [SobolSequence]
  /// For each draw 8 vectors: the combinations of samples 0 ..< 64.
  let low: UnsafeMutablePointer<SIMD8<UInt64>>
  /// For each draw 64 words: the combinations of samples 0, 64, 128, ...
  let high: UnsafeMutablePointer<UInt64>

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
