/// SplitMix64 (Steele, Lea and Flood 2014): the one source of chance in a simulation.
public struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return mixed(state)
  }

  /// A number in [0, 1).
  public mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// True with this probability.
  public mutating func chance(_ probability: Double) -> Bool { fraction() < probability }

  public mutating func duration(in milliseconds: ClosedRange<Double>) -> Duration {
    let span = milliseconds.upperBound - milliseconds.lowerBound
    return .nanoseconds(Int64((milliseconds.lowerBound + span * fraction()) * 1e6))
  }
}

/// The finaliser of SplitMix64: a bijection that scatters bits.
func mixed(_ word: UInt64) -> UInt64 {
  var z = word
  z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
  return z ^ z >> 31
}
