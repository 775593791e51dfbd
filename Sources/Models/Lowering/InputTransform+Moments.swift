import Aggregates
import Formulas
import Sweeps

extension InputTransform {
  public struct Moments: Hashable, Sendable {
    public var mean: Double
    public var variance: Double

    init(_ mean: Double, _ variance: Double) {
      self.mean = mean
      self.variance = variance
    }
  }

  /// Mean and variance in closed form, by quadrature for the logit-normal (1e-12); nil for clipped inputs and for
  /// `perAxis`.
  public var moments: Moments? {
    switch distribution {
    case .constant(let value): Moments(value, 0)
    case .normal, .lognormal, .logitNormal: normalMoments
    case .uniform(let low, let high): Moments(low + (high - low) / 2, (high - low) * (high - low) / 12)
    case .loguniform(let low, let high): Self.loguniform(low, high)
    case .triangular(let min, let mode, let max):
      Moments(
        (min + mode + max) / 3,
        ((mode - min) * (mode - min) + (max - mode) * (max - mode) + (max - min) * (max - min)) / 36)
    case .pert(let min, let mode, let max): Self.pert(min, mode, max)
    case .beta(let alpha, let beta):
      Moments(alpha / (alpha + beta), alpha * beta / ((alpha + beta) * (alpha + beta) * (alpha + beta + 1)))
    case .discrete(let values): Self.weighted(values.map { (declaration.number($0.value, of: input), $0.weight) })
    case .data(let points): Self.weighted(points.map { ($0, 1 / Double(points.count)) })
    case .clipped, .perAxis: nil
    }
  }

  /// The shapes of the beta distribution behind a PERT input: mean (min + 4 mode + max) / 6 (Malcolm et al. 1959).
  public static func pertShapes(min: Double, mode: Double, max: Double) -> (alpha: Double, beta: Double) {
    (1 + 4 * (mode - min) / (max - min), 1 + 4 * (max - mode) / (max - min))
  }

  private var normalMoments: Moments? {
    let lowering = DistributionLowering(declaration: declaration, inputs: [:])
    guard let (family, parameters) = lowering.parametric(distribution), parameters.count == 2,
      let centre = parameters[0].constant, let sd = parameters[1].constant
    else { return nil }
    switch family {
    case .normal: return Moments(centre, sd * sd)
    case .lognormal:
      let mean = Elementary.exp(centre + sd * sd / 2)
      return Moments(mean, mean * mean * (Elementary.exp(sd * sd) - 1))
    case .logitNormal: return Self.logitNormal(centre, sd)
    case .constant, .uniform, .loguniform, .triangular: return nil
    }
  }

  private static func loguniform(_ low: Double, _ high: Double) -> Moments {
    let width = Elementary.log(high / low)
    let mean = (high - low) / width
    return Moments(mean, (high - low) * (high + low) / (2 * width) - mean * mean)
  }

  private static func pert(_ min: Double, _ mode: Double, _ max: Double) -> Moments {
    let mean = (min + 4 * mode + max) / 6
    return Moments(mean, (mean - min) * (max - mean) / 7)
  }

  private static func weighted(_ values: [(value: Double, weight: Double)]) -> Moments {
    let mean = ExactSum(values.map { $0.value * $0.weight }).value
    return Moments(mean, ExactSum(values.map { $0.weight * ($0.value - mean) * ($0.value - mean) }).value)
  }

  /// The trapezoid rule over the normal score, which converges faster than any power for a smooth function under a
  /// normal density: steps of 1/32 from -10 to 10.
  private static func logitNormal(_ centre: Double, _ sd: Double) -> Moments {
    weighted(
      (-320...320).map { index in
        let z = Double(index) / 32
        let density = Elementary.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
        return (1 / (1 + Elementary.exp(-(centre + sd * z))), density / 32)
      })
  }
}
