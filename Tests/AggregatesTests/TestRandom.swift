/// SplitMix64 (Steele, Lea and Flood 2014): chance that a seed repeats.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A new seed, printed so that a failure can be repeated.
  static func seeded(_ test: String = #function) -> TestRandom {
    let seed = UInt64.random(in: 0..<1 << 32)
    print("\(test): seed \(seed)")
    return TestRandom(seed: seed)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// About normal, mean 0 and sd 1.
  mutating func bell() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) } }

  /// Any finite bit pattern.
  mutating func anyDouble() -> Double {
    while true {
      let value = Double(bitPattern: next())
      if value.isFinite { return value }
    }
  }
}
