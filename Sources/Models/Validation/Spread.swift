import Formulas

/// How far published figures lie from what a fit foretells: the logarithms of their ratios, as fitted rows show them.
struct Spread: Hashable, Sendable {
  /// Standard deviation of the logarithms, with as many degrees of freedom as rows less constants.
  var deviation: Double
  var rows: Int
  var constants: Int

  /// Half the logarithmic width of the interval in which nine of ten further rows fall: Student's t, widened by what
  /// the constants themselves may be off.
  var reach: Double {
    let freedom = Double(rows - constants)
    let quantile = StudentT(degreesOfFreedom: freedom).quantile(0.95)
    return quantile * deviation * (1 + Double(constants) / Double(rows)).squareRoot()
  }

  /// The interval about a foretold figure, in its unit.
  func interval(about value: Double) -> ClosedRange<Double> { Self.interval(about: value, reach: reach) }

  /// The interval of a factor `exp(reach)` either way.
  static func interval(about value: Double, reach: Double) -> ClosedRange<Double> {
    let factor = Elementary.exp(reach)
    return (value / factor)...(value * factor)
  }
}
