/// Philox4x32: a counter-based generator (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011). A draw is a pure function of counter and key, so any scenario can be replayed from its name.
public enum Philox {
  static let multiplier0: UInt64 = 0xD251_1F53
  static let multiplier1: UInt64 = 0xCD9E_8D57
  static let weyl0: UInt32 = 0x9E37_79B9
  static let weyl1: UInt32 = 0xBB67_AE85

  /// Four random words; ten rounds unless said otherwise.
  public static func words(
    counter: SIMD4<UInt32>, key: (UInt32, UInt32), rounds: Int = 10
  ) -> SIMD4<UInt32> {
    var counter = counter
    var (key0, key1) = key
    for _ in 0..<rounds {
      let product0 = multiplier0 &* UInt64(counter.x)
      let product1 = multiplier1 &* UInt64(counter.z)
      counter = SIMD4(
        UInt32(truncatingIfNeeded: product1 >> 32) ^ counter.y ^ key0, UInt32(truncatingIfNeeded: product1),
        UInt32(truncatingIfNeeded: product0 >> 32) ^ counter.w ^ key1, UInt32(truncatingIfNeeded: product0))
      key0 &+= weyl0
      key1 &+= weyl1
    }
    return counter
  }
}
