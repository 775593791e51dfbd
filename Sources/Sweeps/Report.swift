/// One question of a sweep, answered by one table.
public struct Report: Hashable, Sendable {
  public var name: String
  public var question: Question
  /// Axes and decisions that stay dimensions of the table, in this order.
  public var by: [String]
  /// Axes and decisions held at one value; an axis value need not lie on the axis.
  public var at: [FixedInput]
  /// Scenarios (for `best`: options of a scenario) for which this is false do not take part.
  public var filter: Expression?

  public init(name: String, question: Question, by: [String], at: [FixedInput] = [], filter: Expression? = nil) {
    self.name = name
    self.question = question
    self.by = by
    self.at = at
    self.filter = filter
  }

  public enum Question: Hashable, Sendable {
    /// Statistics of a value over the scenarios of each cell.
    case statistics(of: Expression, [Statistic])
    /// The share of scenarios in which a predicate holds.
    case probability(Expression)
    /// Which option of the `over` decisions is best, how often, and what choosing another costs.
    case best(Goal, of: Expression, over: [String])
  }

  public enum Goal: String, Hashable, Sendable, CaseIterable {
    case min, max
  }
}

/// A statistic of a value over scenarios. Fractions are in (0, 1).
public enum Statistic: Hashable, Sendable {
  case mean
  /// Sample standard deviation (n - 1).
  case sd
  /// Skewness g1 and excess kurtosis g2.
  case skewness, kurtosis
  case min, max
  /// The smallest x with F(x) >= q (Hyndman-Fan 1), from the bit-pattern histogram.
  case quantile(Double)
  /// Expected shortfall: for level >= 0.5 the mean above that quantile, below 0.5 the mean under it.
  case cvar(Double)

  /// As written in a sweep file: `mean`, `p5`, `p99.9`, `cvar95`.
  public var label: String {
    switch self {
    case .mean: "mean"
    case .sd: "sd"
    case .skewness: "skewness"
    case .kurtosis: "kurtosis"
    case .min: "min"
    case .max: "max"
    case .quantile(let fraction): "p" + Self.percent(fraction)
    case .cvar(let fraction): "cvar" + Self.percent(fraction)
    }
  }

  /// Percent without a trailing `.0`; fractions come from decimal percents, so multiplying back is rounded to 1e-9.
  private static func percent(_ fraction: Double) -> String {
    let scaled = (fraction * 1e11).rounded() / 1e9
    return scaled == scaled.rounded() ? String(Int(scaled)) : String(scaled)
  }
}
