/// The distribution of an uncertain input, in the model's unit. Every family is a monotone transform of one uniform draw,
/// so an input consumes exactly one dimension whatever its family.
public indirect enum Distribution: Hashable, Sendable {
  case constant(Double)
  case normal(NormalParameters)
  /// The logarithm is normal; parameters as an interval are quantiles of the value itself.
  case lognormal(LognormalParameters)
  /// The logit is normal; stays inside (0, 1). The interval gives quantiles of the value itself.
  case logitNormal(Interval)
  case uniform(low: Double, high: Double)
  case loguniform(low: Double, high: Double)
  case triangular(min: Double, mode: Double, max: Double)
  /// Beta scaled to [min, max] with mean (min + 4 mode + max) / 6 (Malcolm et al. 1959).
  case pert(min: Double, mode: Double, max: Double)
  case beta(alpha: Double, beta: Double)
  /// Values with weights that sum to 1, chosen by inversion in declared order.
  case discrete([WeightedValue])
  /// Equally likely points of a data column, sorted ascending; inversion gives the point of rank ceil(u n).
  case data([Double])
  /// The inner distribution censored to [low, high]: what falls outside takes the bound.
  case clipped(Distribution, low: Double, high: Double)
  /// One distribution for every value of an axis or decision; all share the same uniform draw.
  case perAxis(input: String, [AxisCase])
}

/// A central interval: quantiles (1 - coverage)/2 and (1 + coverage)/2 of the value.
public struct Interval: Hashable, Sendable {
  public var low: Double
  public var high: Double
  /// Probability inside the interval: 0.9 unless the writer says otherwise.
  public var coverage: Double

  public init(low: Double, high: Double, coverage: Double = 0.9) {
    self.low = low
    self.high = high
    self.coverage = coverage
  }
}

public enum NormalParameters: Hashable, Sendable {
  case interval(Interval)
  case moments(mean: Double, sd: Double)
}

public enum LognormalParameters: Hashable, Sendable {
  case interval(Interval)
  /// `median` in the input's unit, `sigma` the standard deviation of the natural logarithm.
  case median(Double, sigma: Double)
}

public struct WeightedValue: Hashable, Sendable {
  public var value: Value
  public var weight: Double

  public init(value: Value, weight: Double) {
    self.value = value
    self.weight = weight
  }
}

public struct AxisCase: Hashable, Sendable {
  public var value: Value
  public var distribution: Distribution

  public init(value: Value, distribution: Distribution) {
    self.value = value
    self.distribution = distribution
  }
}
