import Sweeps

/// Random distributions around an input's default.
extension RandomSweep {
  mutating func perAxis(_ input: InputDeclaration, _ keys: [Axis]) -> Distribution {
    guard chance(0.25), let key = keys.randomElement(using: &random) else { return distribution(input, nil) }
    let family = chance(0.6) ? below(8) : nil
    return .perAxis(
      input: key.input, key.values.map { AxisCase(value: $0, distribution: distribution(input, family)) })
  }

  /// - Parameter family: nil for any.
  private mutating func distribution(_ input: InputDeclaration, _ family: Int?) -> Distribution {
    switch input.kind {
    case .choice, .count:
      return .discrete(weighted((0...below(4)).map { _ in value(input) }))
    case .fraction: return fraction(family ?? below(8))
    case .positive: return positive(scale(input), family ?? below(8))
    case .real: return any(scale(input), family ?? below(9))
    }
  }

  private mutating func weighted(_ values: [Value]) -> [WeightedValue] {
    let weights = values.map { _ in chance(0.1) ? 0 : real(0.1...1) }
    let total = weights.reduce(0, +)
    return zip(values, weights).map {
      WeightedValue(value: $0, weight: total == 0 ? 1 / Double(values.count) : $1 / total)
    }
  }

  private mutating func fraction(_ family: Int) -> Distribution {
    let (low, high) = (real(0.01...0.4), real(0.5...0.99))
    switch family {
    case 0: return .uniform(low: low, high: high)
    case 1: return .beta(alpha: real(0.6...5), beta: real(0.6...5))
    case 2: return .pert(min: low, mode: (low + high) / 2, max: high)
    case 3: return .triangular(min: low, mode: high, max: high)
    case 4: return .clipped(.normal(.moments(mean: low, sd: 0.2)), low: 0.01, high: high)
    case 5: return .discrete(weighted([.number(low), .number(high), .number(0.5)]))
    case 6: return .data((0...below(6)).map { _ in real(0.1...0.9) }.sorted())
    default: return .logitNormal(Interval(low: low, high: high, coverage: real(0.5...0.98)))
    }
  }

  private mutating func positive(_ scale: Double, _ family: Int) -> Distribution {
    let (low, high) = (scale * real(0.4...0.9), scale * real(1.1...2.5))
    switch family {
    case 0: return .lognormal(.interval(Interval(low: low, high: high)))
    case 1: return .lognormal(.median(scale, sigma: real(0.1...0.8)))
    case 2: return .loguniform(low: low, high: high)
    case 3: return .pert(min: low, mode: scale, max: high)
    case 4: return .triangular(min: low, mode: scale, max: high)
    case 5: return .clipped(.lognormal(.median(scale, sigma: 1)), low: low, high: high)
    case 6: return .constant(scale)
    default: return .data((0...below(6)).map { _ in scale * real(0.5...2) }.sorted())
    }
  }

  private mutating func any(_ scale: Double, _ family: Int) -> Distribution {
    switch family {
    case 0: .normal(.moments(mean: real(-1...1), sd: real(0.1...2)))
    case 1: .normal(.interval(Interval(low: -scale, high: scale * 2, coverage: real(0.5...0.95))))
    case 2: .uniform(low: -scale, high: scale)
    case 3: .triangular(min: -scale, mode: 0, max: scale)
    case 4: .pert(min: -scale, mode: scale / 3, max: scale)
    case 5: .data([-0.0, 0, 1, scale].sorted())
    case 6: .clipped(.pert(min: -scale, mode: 0, max: scale), low: -scale / 2, high: scale / 2)
    default: .discrete(weighted([.number(-scale), .number(0), .number(scale)]))
    }
  }
}
