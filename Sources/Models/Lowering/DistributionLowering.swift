import Formulas
import Sweeps
import Synchronization

/// Distributions as transforms of one uniform draw, written over traced lanes with our own functions, so that every host
/// finds the same bits. Parameters that depend on the cell alone end up in code that runs once a cell.
struct DistributionLowering {
  let declaration: ModelDeclaration
  /// Inputs that are not uncertain, for `per` cases.
  let inputs: [String: TracedLane]

  /// A family whose members differ only in numbers.
  enum Family: Hashable {
    case constant, normal, lognormal, logitNormal, uniform, loguniform, triangular
  }

  func value(of distribution: Distribution, input: String, uniform: TracedLane) -> TracedLane {
    if let (family, parameters) = parametric(distribution) { return transform(family, parameters, uniform) }
    switch distribution {
    case .pert(let min, let mode, let max):
      let shapes = InputTransform.pertShapes(min: min, mode: mode, max: max)
      let table = Self.betaTable(alpha: shapes.alpha, beta: shapes.beta)
      return TracedLane(min).addingProduct(TracedLane(max - min), uniform.quantile(of: table))
    case .beta(let alpha, let beta): return uniform.quantile(of: Self.betaTable(alpha: alpha, beta: beta))
    case .discrete(let values): return discrete(values, input, uniform)
    case .data(let points): return (uniform * Double(points.count)).floor().lookup(in: points)
    case .clipped(let inner, let low, let high):
      let value = value(of: inner, input: input, uniform: uniform)
      return TracedLane.minimum(TracedLane.maximum(value, TracedLane(low)), TracedLane(high))
    case .perAxis(let axis, let cases): return perCase(axis, cases, input, uniform)
    case .constant, .normal, .lognormal, .logitNormal, .uniform, .loguniform, .triangular:
      preconditionFailure("a parametric family has parameters")
    }
  }

  /// Tables by their parameters: building one takes milliseconds, and options and passes ask for the same ones.
  private static let betaTables = Mutex<[SIMD2<Double>: QuantileTable]>([:])

  private static func betaTable(alpha: Double, beta: Double) -> QuantileTable {
    let key = SIMD2(alpha, beta)
    if let known = betaTables.withLock({ $0[key] }) { return known }
    let table = QuantileTable.beta(alpha: alpha, beta: beta)
    betaTables.withLock { $0[key] = table }
    return table
  }

  // MARK: Families

  func parametric(_ distribution: Distribution) -> (Family, [TracedLane])? {
    switch distribution {
    case .constant(let value): return (.constant, [TracedLane(value)])
    case .normal(.moments(let mean, let sd)): return (.normal, [TracedLane(mean), TracedLane(sd)])
    case .normal(.interval(let interval)):
      return (.normal, Self.centred(TracedLane(interval.low), TracedLane(interval.high), interval))
    case .lognormal(.median(let median, let sigma)):
      return (.lognormal, [TracedLane.log(TracedLane(median)), TracedLane(sigma)])
    case .lognormal(.interval(let interval)):
      let (low, high) = (TracedLane.log(TracedLane(interval.low)), TracedLane.log(TracedLane(interval.high)))
      return (.lognormal, Self.centred(low, high, interval))
    case .logitNormal(let interval):
      let (low, high) = (Self.logit(interval.low), Self.logit(interval.high))
      return (.logitNormal, Self.centred(low, high, interval))
    case .uniform(let low, let high): return (.uniform, [TracedLane(low), TracedLane(high - low)])
    case .loguniform(let low, let high):
      let (low, high) = (TracedLane.log(TracedLane(low)), TracedLane.log(TracedLane(high)))
      return (.loguniform, [low, high - low])
    case .triangular(let min, let mode, let max):
      return (.triangular, [TracedLane(min), TracedLane(mode), TracedLane(max)])
    case .pert, .beta, .discrete, .data, .clipped, .perAxis: return nil
    }
  }

  private func transform(_ family: Family, _ parameters: [TracedLane], _ uniform: TracedLane) -> TracedLane {
    func normal() -> TracedLane {
      parameters[0].addingProduct(parameters[1], TracedLane.normalQuantile(uniform))
    }
    switch family {
    case .constant: return parameters[0]
    case .normal: return normal()
    case .lognormal: return TracedLane.exp(normal())
    case .logitNormal: return 1 / (1 + TracedLane.exp(-normal()))
    case .uniform: return parameters[0].addingProduct(parameters[1], uniform)
    case .loguniform: return TracedLane.exp(parameters[0].addingProduct(parameters[1], uniform))
    case .triangular: return Self.triangular(parameters, uniform)
    }
  }

  /// Mean and standard deviation of the normal whose central interval is [low, high].
  private static func centred(_ low: TracedLane, _ high: TracedLane, _ interval: Interval) -> [TracedLane] {
    let edge = TracedLane.normalQuantile(TracedLane((1 + interval.coverage) / 2))
    return [(low + high) / 2, (high - low) / (edge * 2)]
  }

  private static func logit(_ fraction: Double) -> TracedLane {
    TracedLane.log(TracedLane(fraction) / TracedLane(1 - fraction))
  }

  private static func triangular(_ parameters: [TracedLane], _ uniform: TracedLane) -> TracedLane {
    let (min, mode, max) = (parameters[0], parameters[1], parameters[2])
    let width = max - min
    let isRising = uniform * width .< mode - min
    // The radicand is chosen before its root, which costs more than the choice.
    let below = uniform * (width * (mode - min))
    let above = (1 - uniform) * (width * (max - mode))
    let distance = above.replacing(with: below, where: isRising).squareRoot()
    return (max - distance).replacing(with: min + distance, where: isRising)
  }

  /// The first value whose cumulative weight, in units of 2^-52, lies above the draw.
  private func discrete(_ values: [WeightedValue], _ input: String, _ uniform: TracedLane) -> TracedLane {
    var cumulative = 0.0
    let thresholds = values.dropLast().map { value -> Double in
      cumulative += value.weight
      return (cumulative * 0x1p52).rounded() * 0x1p-52
    }
    let numbers = values.map { declaration.number($0.value, of: input) }
    var result = TracedLane(numbers[numbers.count - 1])
    for index in thresholds.indices.reversed() {
      result = result.replacing(with: TracedLane(numbers[index]), where: uniform .< thresholds[index])
    }
    return result
  }

  /// The case of the axis or decision at hand. Cases of one family differ in parameters alone, so one transform serves.
  private func perCase(
    _ axis: String, _ cases: [AxisCase], _ input: String, _ uniform: TracedLane
  ) -> TracedLane {
    guard let position = inputs[axis] else { preconditionFailure("unchecked per \(axis)") }
    func choose(_ candidates: [TracedLane]) -> TracedLane {
      zip(cases, candidates).dropFirst().reduce(candidates[0]) { chosen, next in
        chosen.replacing(with: next.1, where: position .== declaration.number(next.0.value, of: axis))
      }
    }
    let members = cases.map { parametric($0.distribution) }
    if let family = members[0]?.0, members.allSatisfy({ $0?.0 == family }) {
      let parameters = members.compactMap { $0?.1 }
      return transform(family, parameters[0].indices.map { index in choose(parameters.map { $0[index] }) }, uniform)
    }
    return choose(cases.map { value(of: $0.distribution, input: input, uniform: uniform) })
  }
}
