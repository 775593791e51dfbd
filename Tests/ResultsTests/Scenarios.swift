import Aggregates
import Foundation
import Sweeps

/// Random numbers of a seed (SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// Skewed positive values around `scale`.
  mutating func cost(scale: Double) -> Double {
    let u = Double.random(in: 0.001..<1, using: &self)
    let v = Double.random(in: 0.001..<1, using: &self)
    return scale * exp(0.4 * (-2 * log(u)).squareRoot() * cos(2 * .pi * v))
  }
}

extension SweepState {
  /// Takes in the values of one measure in one cell of one replicate; nil is an excluded scenario.
  mutating func add(_ values: [Double?], pass: Int = 0, replicate: Int, cell: Int, measure: Int) {
    withCell(pass: pass, replicate: replicate, cell: cell) { state in
      for (sample, value) in values.enumerated() { state[measure].add(value, sample: UInt64(sample)) }
    }
  }
}

extension MeasureState {
  fileprivate mutating func add(_ value: Double?, sample: UInt64) {
    guard let value else { return tally.excluded += 1 }
    switch value {
    case .infinity: tally.positiveInfinity += 1
    case -.infinity: tally.negativeInfinity += 1
    case _ where value.isNaN: tally.nan += 1
    default:
      tally.valid += 1
      let (x, pivot) = (value - 100, 100.0)
      if moments.order > 0 { moments.add(count: 1, pivot: pivot, blockSums: (x, x * x, x * x * x, x * x * x * x)) }
      histogram?.add(value)
      extremes?.add(value, sample: sample)
      if moments.order == 0, histogram == nil, extremes == nil { hits += value == 1 ? 1 : 0 }
    }
  }
}

/// Statistics by their textbook definitions, from the values themselves.
enum Textbook {
  static func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

  static func sd(_ x: [Double]) -> Double {
    let m = mean(x)
    return (x.reduce(0) { $0 + ($1 - m) * ($1 - m) } / Double(x.count - 1)).squareRoot()
  }

  /// The smallest x with F(x) >= q.
  static func quantile(_ x: [Double], _ q: Double) -> Double {
    x.sorted()[max(1, Int((q * Double(x.count)).rounded(.up))) - 1]
  }

  /// Half-width of the 95% interval over four replicates: t(3) at 0.975, Fisher and Yates 1938, table III: 3.182.
  static func halfWidth(ofFour estimates: [Double]) -> Double {
    precondition(estimates.count == 4, "the constant is for four replicates")
    return 3.182446305284263 * sd(estimates) / 2
  }
}

/// Whether two numbers agree to a relative tolerance.
func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
  a == b || abs(a - b) <= tolerance * max(abs(a), abs(b))
}
