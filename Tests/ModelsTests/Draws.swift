import Formulas
import Sweeps

@testable import Models

/// Random values of declared inputs for tests: rough draws from the default distributions, seeded.
struct Draws {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Inside (0, 1).
  mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// One value for every input of a model: choices at random, distributions drawn, the rest near their default.
  mutating func point(of declaration: ModelDeclaration) -> [String: ScalarLane] {
    var values: [String: ScalarLane] = [:]
    for input in declaration.inputs { values[input.name] = ScalarLane(value(of: input)) }
    return values
  }

  /// The same as inputs, every step of a path with a draw of its own.
  mutating func inputs(of declaration: ModelDeclaration) -> ModelInputs<ScalarLane> {
    let values = point(of: declaration)
    var paths: [String: [ScalarLane]] = [:]
    for input in declaration.inputs {
      guard let length = input.length else { continue }
      paths[input.name] = (0..<length).map { _ in ScalarLane(value(of: input)) }
    }
    return ModelInputs(declaration, given: values, paths: paths)
  }

  /// A value inside the input's limit.
  private mutating func value(of input: InputDeclaration) -> Double {
    guard let limit = input.limit else { return unlimited(input) }
    for _ in 0..<100 {
      let value = unlimited(input)
      if limit.allows(value) { return value }
    }
    return input.number(of: input.defaultValue) ?? 0
  }

  private mutating func unlimited(_ input: InputDeclaration) -> Double {
    if case .choice(let names) = input.kind { return (uniform() * Double(names.count)).rounded(.down) }
    if let distribution = input.distribution { return draw(distribution) }
    let value = input.number(of: input.defaultValue) ?? 0
    switch input.kind {
    case .positive: return value * Self.exp(uniform() - 0.5)
    case .fraction: return uniform() < 0.5 ? value : uniform()
    case .real: return value + uniform() - 0.5
    case .count(let minimum): return Double(minimum) + (value * 2 * uniform()).rounded(.down)
    case .choice: return value
    }
  }

  private mutating func draw(_ distribution: Distribution) -> Double {
    switch distribution {
    case .constant(let value): return value
    case .normal(.interval(let interval)): return middle(interval) + normal() * (interval.high - interval.low) / 3.29
    case .normal(.moments(let mean, let sd)): return mean + normal() * sd
    case .lognormal(.interval(let interval)):
      let low = Self.log(interval.low)
      let high = Self.log(interval.high)
      return Self.exp((low + high) / 2 + normal() * (high - low) / 3.29)
    case .lognormal(.median(let median, let sigma)): return median * Self.exp(normal() * sigma)
    case .logitNormal(let interval): return interval.low + uniform() * (interval.high - interval.low)
    case .uniform(let low, let high): return low + uniform() * (high - low)
    case .loguniform(let low, let high): return low * Self.exp(uniform() * Self.log(high / low))
    case .triangular(let low, _, let high), .pert(let low, _, let high):
      return low + (uniform() + uniform()) / 2 * (high - low)
    case .beta: return uniform()
    case .discrete(let values):
      guard case .number(let value) = values[Int(next() % UInt64(values.count))].value else { return 0 }
      return value
    case .data(let values): return values[Int(next() % UInt64(values.count))]
    case .clipped(let inner, let low, let high): return min(max(draw(inner), low), high)
    case .perAxis(_, let cases): return draw(cases[0].distribution)
    }
  }

  private func middle(_ interval: Interval) -> Double { (interval.low + interval.high) / 2 }
  private mutating func normal() -> Double { ScalarLane.normalQuantile(ScalarLane(uniform())).value }
  private static func exp(_ x: Double) -> Double { ScalarLane.exp(ScalarLane(x)).value }
  private static func log(_ x: Double) -> Double { ScalarLane.log(ScalarLane(x)).value }
}
