import Formulas
import Foundation
import Models
import Sweeps

/// Axes and counts of sweeps, estimates by sampling, and what decisions are worth.
extension StatisticsAnswers {
  static let decisions = [
    Topic("grid axis") { try axis($0) },
    Topic("scenario count") { try scenarioCount($0) },
    Topic("QMC integrand") { try integral($0) },
    Topic("expected shortfall (CVaR)") { try expectedShortfall($0) },
    Topic("EVPI, two options") { try twoOptions($0, "evpi", position: 0) },
    Topic("win share, two options") { try twoOptions($0, "share", position: 1) },
    Topic("break-even") { try breakEven($0) },
    Topic("newsvendor-style probability") { try newsvendor($0) },
  ]

  // MARK: Sweeps

  private static func axis(_ inputs: StatisticsInputs) throws -> Computed? {
    let sweep = try ReferenceSweep(
      lines: """
        vary:
          x: "\(inputs.row.inputs)"
        report:
          r: {of: x, stats: [mean], by: [x]}
        """
    ).plan.sweep
    let values = sweep.axes[0].values.compactMap { value in
      if case .number(let number) = value { number } else { nil }
    }
    return .numbers(values + (inputs.row.quantity.contains("count") ? [Double(values.count)] : []))
  }

  /// Three axes, a sample of every replicate, and replicates: as a plan counts them.
  private static func scenarioCount(_ inputs: StatisticsInputs) throws -> Computed? {
    let lengths = try inputs.numbers(0, atLeast: 3).map { try StatisticsInputs.whole($0, 1...1000, "lengths of axes") }
    let sample = try StatisticsInputs.whole(inputs.numbers(1)[0], 1...(1 << 40), "a sample")
    let replicates = try StatisticsInputs.whole(inputs.numbers(2)[0], 1...1000, "replicates")
    let plan = try ReferenceSweep(
      lines: """
        vary:
          x: 1 .. \(lengths[0]) in \(lengths[0])
          y: 1 .. \(lengths[1]) in \(lengths[1])
          z: 1 .. \(lengths[2]) in \(lengths[2])
        uncertain:
          w: uniform(0, 1)
        sample: {design: sobol, size: \(sample * replicates), replicates: \(replicates)}
        report:
          r: {of: w, stats: [mean], by: [x, y, z]}
        """
    ).plan
    return .number(Double(plan.scenarioCount))
  }

  /// The integral by one scrambled set of 2^13 Sobol' points.
  private static func integral(_ inputs: StatisticsInputs) throws -> Computed? {
    guard inputs.row.inputs.hasPrefix("prod_{j=1..4}(1+(x_j-1/2))") else { return nil }
    let sweep = try ReferenceSweep(
      lines: """
        uncertain:
          x: uniform(0, 1)
          y: uniform(0, 1)
          z: uniform(0, 1)
          w: uniform(0, 1)
        sample: {design: sobol, size: 2^13, replicates: 1}
        report:
          r: {of: (1 + (x - 0.5)) * (1 + (y - 0.5)) * (1 + (z - 0.5)) * (1 + (w - 0.5)), stats: [mean]}
        """)
    return .number(try sweep.figure("mean").value)
  }

  /// `expected shortfall (CVaR), lognormal(0,0.5)`: the parameters are those of the normal.
  private static func expectedShortfall(_ inputs: StatisticsInputs) throws -> Computed? {
    let words = inputs.row.name.split { " ,()".contains($0) }
    guard words.count >= 3, let mean = Double(words[words.count - 2]), let sd = Double(words[words.count - 1]) else {
      throw StatisticsInputs.Missing(name: "the parameters of the normal")
    }
    let isLog = words[words.count - 3] == "lognormal"
    let distribution =
      isLog ? "amount: lognormal(median=\(Elementary.exp(mean)), sigma=\(sd))" : "x: normal(mean=\(mean), sd=\(sd))"
    let level = try StatisticsInputs.whole((inputs.numbers(0)[0] * 100).rounded(), 1...99, "a level in percent")
    let sweep = try ReferenceSweep(
      lines: """
        uncertain:
          \(distribution)
        sample: {design: sobol, size: 2^18, replicates: 16}
        report:
          r: {of: \(isLog ? "amount" : "x"), stats: [cvar\(level)]}
        """)
    return estimated(try sweep.figure("cvar\(level)"))
  }

  /// Option a is worth nothing, option b a normal number: a figure of a `best` report.
  private static func twoOptions(
    _ inputs: StatisticsInputs, _ variable: String, position: Int
  ) throws -> Computed? {
    let normal = try inputs.numbers(1, atLeast: 2)
    let sweep = try ReferenceSweep(
      lines: """
        decide:
          option: [a, b]
        uncertain:
          x: normal(mean=\(normal[0]), sd=\(normal[1]))
        sample: {design: sobol, size: 2^18, replicates: 16}
        report:
          r: {best: max worth, over: option}
        """)
    guard let found = try sweep.tables().first?.variable(variable), position < found.numbers.count else { return nil }
    // A share counts samples: where all replicates count alike, one sample of a replicate is still the resolution.
    let resolution = variable == "share" ? 0x1p-14 : 0
    return estimated((found.numbers[position], found.error.map { max($0[position], resolution) }))
  }

  /// A figure by sampling, which has an error that no closed form has: no row without a tolerance for estimates can
  /// be met by it.
  private static func estimated(_ figure: (value: Double, error: Double?)) -> Computed {
    let error = figure.error.map { String(format: " +- %.1g (95%%)", $0) } ?? ""
    return .notModelled(
      "this version samples it and the row allows a closed form alone: 2^18 scenarios give "
        + String(format: "%.8g", figure.value) + error)
  }

  // MARK: Money

  private static func breakEven(_ inputs: StatisticsInputs) throws -> Computed? {
    let (buy, build) = (try inputs.numbers(0), try inputs.numbers(1, atLeast: 2))
    let volume = BreakEven.volume(
      fixed: ScalarLane(build[0]), merchant: ScalarLane(buy[0]), customPerEquivalent: ScalarLane(build[1]))
    return .number(volume.value)
  }

  /// The probability that a lognormal demand exceeds the break-even volume.
  private static func newsvendor(_ inputs: StatisticsInputs) throws -> Computed? {
    let (fixed, saving) = (try inputs.numbers(0)[0], try inputs.numbers(1)[0])
    let demand = try Reference("amount", try inputs.quoted())
    let volume = BreakEven.volume(
      fixed: ScalarLane(fixed), merchant: ScalarLane(saving), customPerEquivalent: ScalarLane(0)
    ).value
    return .number(Elementary.normalCDF((demand.mu - Elementary.log(volume)) / demand.sigma))
  }
}
