import Formulas
import Models
import Sweeps

/// Special functions and the intervals made of them.
extension StatisticsAnswers {
  static let functions = [
    Topic("inverse normal CDF") { try normalQuantile($0) },
    Topic("normal CDF") { inputs in
      let x = try inputs.number("x")
      return try value(of: "cumulative", at: x, scalar: Elementary.normalCDF(x))
    },
    Topic("Student t") { inputs in
      .number(StudentT(degreesOfFreedom: try inputs.number("df")).quantile(try inputs.number("p")))
    },
    Topic("Clopper-Pearson") { try clopperPearson($0) },
    Topic("order-statistic 95% CI") { try orderStatistics($0) },
    Topic("Wilks") { try wilks($0) },
  ]

  private static func normalQuantile(_ inputs: StatisticsInputs) throws -> Computed? {
    // `p=0.1 taken as the nearest binary64 = 0x1.999999999999ap-4`: the last number is the one that was meant.
    guard let p = try inputs.numbers(0).last, p > 0, p < 1 else { throw StatisticsInputs.Missing(name: "p") }
    return try value(of: "quantile", at: p, scalar: Elementary.normalQuantile(p))
  }

  /// An output of the reference model at x through the vectors of the compute core, which must have the bits of the
  /// scalar function; both numbers as text where they differ.
  private static func value(of output: String, at x: Double, scalar: Double) throws -> Computed {
    // A second value on the axis keeps the first from being folded before the core sees it.
    let sweep = Sweep(
      name: "known-answers", model: ModelReference(name: "known-answers", version: 1), seed: 1,
      axes: [Axis(input: "x", values: [.number(x), .number(x / 2)])],
      sample: Sample(design: .grid, size: 1, replicates: 1),
      reports: [Report(name: output, question: .statistics(of: .name(output), [.min]), by: ["x"])])
    let vector = try ReferenceSweep(sweep).figure("min").value
    guard vector == scalar else { return .text("\(scalar) by one lane, \(vector) by eight") }
    return .number(vector)
  }

  private static func clopperPearson(_ inputs: StatisticsInputs) throws -> Computed? {
    let counts = try inputs.numbers(0, atLeast: 2)
    let trials = try StatisticsInputs.whole(counts[1], 1...1_000_000_000, "a count of trials")
    let events = try StatisticsInputs.whole(counts[0], 0...trials, "a count of events")
    if inputs.row.quantity.hasPrefix("upper") {
      return .number(ClopperPearson.upperBound(events: events, of: trials, confidence: 0.95))
    }
    let interval = ClopperPearson.interval(events: events, of: trials, confidence: 0.95)
    return .numbers([interval.lower, interval.upper])
  }

  private static func orderStatistics(_ inputs: StatisticsInputs) throws -> Computed? {
    let count = try StatisticsInputs.whole(inputs.number("n"), 1...1_000_000_000, "a sample")
    let ranks = OrderStatistics.ranks(count: count, quantile: try inputs.number("q"), confidence: 0.95)
    guard let lower = ranks.lower, let upper = ranks.upper else { return nil }
    return .numbers([Double(lower), Double(upper)])
  }

  /// The smallest sample whose largest value (or, two-sided, whose second largest) bounds the 95% quantile with 95%
  /// confidence: one side of an interval that misses 5% on each.
  private static func wilks(_ inputs: StatisticsInputs) throws -> Computed? {
    guard inputs.row.quantity.hasPrefix("smallest n") else { return nil }
    let order = inputs.row.inputs.hasPrefix("two-sided") ? 2 : 1
    let smallest = (1...1000).first { count in
      guard let rank = OrderStatistics.ranks(count: count, quantile: 0.95, confidence: 0.90).upper else { return false }
      return rank <= count - order + 1
    }
    return smallest.map { .number(Double($0)) }
  }
}
