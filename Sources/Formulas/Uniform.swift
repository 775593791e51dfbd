import Sweeps

/// The 52-bit lattice of uniform draws: u = (k + 1/2) 2^-52, always inside (0, 1), exactly representable, and 1 - u is
/// the draw of the complement of k.
public enum Uniform {
  public static let bits = 52

  public static func value(_ k: UInt64) -> Double {
    // 1 + k 2^-52 by its bits, less one, is k 2^-52; adding the half step is exact too.
    (Double(bitPattern: k | 0x3FF0_0000_0000_0000) - 1) + 0x1p-53
  }

  /// The lattice point of sample `sample` under independent draws: even samples take words 0 and 1, odd ones words 2
  /// and 3.
  public static func random(seed: UInt64, key: UInt32, replicate: UInt32, sample: UInt64) -> UInt64 {
    let words = words(seed: seed, key: key, replicate: replicate, sample: sample)
    let (low, high) = sample & 1 == 0 ? (words.x, words.y) : (words.z, words.w)
    return (UInt64(high) << 32 | UInt64(low)) >> 12
  }

  /// The random words that an even sample shares with the odd one after it. Counter: (i/2 low, i/2 high, draw key,
  /// replicate); key: the seed.
  public static func words(seed: UInt64, key: UInt32, replicate: UInt32, sample: UInt64) -> SIMD4<UInt32> {
    let half = sample >> 1
    return Philox.words(
      counter: SIMD4(UInt32(truncatingIfNeeded: half), UInt32(truncatingIfNeeded: half >> 32), key, replicate),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
  }
}

extension Workload.Draw {
  /// The uniform of one scenario, by random access: the oracle of the core's block-wise generators.
  public func uniform(design: Sample.Design, seed: UInt64, replicate: UInt32, sample: UInt64) -> Double {
    switch design {
    case .sobol:
      Uniform.value(
        SobolSequence(dimension: dimension).scrambled(seed: seed, key: key, replicate: replicate).point(sample))
    case .random, .grid:
      Uniform.value(Uniform.random(seed: seed, key: key, replicate: replicate, sample: sample))
    }
  }
}
