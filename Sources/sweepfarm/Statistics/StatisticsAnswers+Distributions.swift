import Formulas
import Foundation
import Models
import Sweeps

/// Inputs as a sweep file writes them: quantiles, parameters and moments through the transform that every draw takes.
extension StatisticsAnswers {
  static let distributions = [
    Topic("lognormal from") { try answer($0, Reference("amount", try $0.quoted())) },
    Topic("logit-normal from") { try answer($0, Reference("share", try $0.quoted())) },
    Topic("normal from") { try answer($0, Reference("x", $0.row.inputs)) },
    Topic("triangular") { inputs in
      let p = try inputs.numbers(0, atLeast: 3)
      return try answer(inputs, Reference("x", "tri(\(p[0]), \(p[1]), \(p[2]))"))
    },
    Topic("PERT") { try pert($0) },
    Topic("beta") { inputs in
      let p = try inputs.numbers(0, atLeast: 2)
      let reference = try Reference("share", "beta(\(p[0]), \(p[1]))")
      return try betaQuantile(inputs, reference, (p[0], p[1]), low: 0, high: 1) ?? answer(inputs, reference)
    },
    Topic("loguniform") { inputs in
      let p = try inputs.numbers(0, atLeast: 2)
      return try answer(inputs, Reference("amount", "loguniform(\(p[0]), \(p[1]))"))
    },
    Topic("lognormal moments") { _ in
      .notModelled("an input's mean and variance are computed, its skewness and kurtosis are not")
    },
    Topic("discrete choice by inversion") { try choice($0) },
    Topic("discrete choice: 52-bit thresholds") { try thresholds($0) },
    Topic("discrete moments") { inputs in
      let numbers = try inputs.numbers(0, atLeast: 2)
      let half = numbers.count / 2
      let weights = zip(numbers, numbers[half...]).prefix(half).map { "\($0): \($1)" }
      return try answer(inputs, Reference("x", "{\(weights.joined(separator: ", "))}"))
    },
  ]

  /// An uncertain input of the reference model.
  struct Reference {
    let transform: InputTransform

    /// - Parameter distribution: as a sweep file has it.
    init(_ input: String, _ distribution: String) throws {
      let value = distribution.hasPrefix("{") ? distribution : "\"\(distribution)\""
      let sweep = try ReferenceSweep(
        lines: "uncertain:\n  \(input): \(value)\nreport:\n  r: {of: x, stats: [mean]}\n"
      ).plan.sweep
      transform = InputTransform(
        sweep.uncertain[0].distribution, input: input, declaration: ReferenceSweep.model.declaration)
    }

    func quantile(_ p: Double) -> Double { transform.value(at: p) }

    /// The standard deviation of the logarithm, from the 5% and 95% quantiles.
    var sigma: Double {
      (Elementary.log(quantile(0.95)) - Elementary.log(quantile(0.05)))
        / (Elementary.normalQuantile(0.95) - Elementary.normalQuantile(0.05))
    }

    /// The mean of the logarithm of a lognormal.
    var mu: Double { Elementary.log(quantile(0.5)) }
  }

  private static func answer(_ inputs: StatisticsInputs, _ reference: Reference) throws -> Computed? {
    let moments = reference.transform.moments
    switch inputs.row.quantity {
    case "quantile": return .number(reference.quantile(try inputs.number("p")))
    case "median": return .number(reference.quantile(0.5))
    case "p95": return .number(reference.quantile(0.95))
    case "p99": return .number(reference.quantile(0.99))
    case "mu of ln X": return .number(reference.mu)
    case "sigma of ln X": return .number(reference.sigma)
    case "mean": return moments.map { .number($0.mean) }
    case "sigma", "standard deviation": return moments.map { .number($0.variance.squareRoot()) }
    case "mean; variance": return moments.map { .numbers([$0.mean, $0.variance]) }
    default: return nil
    }
  }

  private static func pert(_ inputs: StatisticsInputs) throws -> Computed? {
    let p = try inputs.numbers(0, atLeast: 4)
    guard p[3] == 4 else { return .notModelled("a PERT input has lambda 4 in this version") }
    let reference = try Reference("x", "pert(\(p[0]), \(p[1]), \(p[2]))")
    let shapes = InputTransform.pertShapes(min: p[0], mode: p[1], max: p[2])
    guard inputs.row.quantity == "alpha; beta; mean" else {
      return try betaQuantile(inputs, reference, shapes, low: p[0], high: p[2]) ?? answer(inputs, reference)
    }
    return reference.transform.moments.map { .numbers([shapes.alpha, shapes.beta, $0.mean]) }
  }

  /// The quantile of a beta distribution on [low, high] as the root of the incomplete beta function, with a remark on
  /// how far the table lies that draws are read from; nil for another quantity.
  private static func betaQuantile(
    _ inputs: StatisticsInputs, _ reference: Reference, _ shapes: (alpha: Double, beta: Double), low: Double,
    high: Double
  ) throws -> Computed? {
    guard inputs.row.quantity == "quantile" else { return nil }
    let p = try inputs.number("p")
    let root = low + (high - low) * BetaDistribution(alpha: shapes.alpha, beta: shapes.beta).quantile(p)
    let distance = (reference.quantile(p) - root).magnitude / (high - low)
    return .numbers(
      [root],
      remark: "the root of the incomplete beta function; sweeps draw from a table of it, which lies "
        + String(format: "%.1g", distance) + " of the width away here")
  }

  // MARK: Choices

  /// `a:0.5` words as the weights of the reference model's choice, in declared order.
  private static func choice(_ inputs: StatisticsInputs) throws -> Computed? {
    let weights = inputs.row.inputs.split(separator: " ").filter { $0.contains(":") }
    guard let mark = inputs.row.quantity.firstRange(of: "u="),
      let uniform = Double(inputs.row.quantity[mark.upperBound...])
    else { throw StatisticsInputs.Missing(name: "u") }
    let pairs = weights.map { $0.split(separator: ":").joined(separator: ": ") }
    let reference = try Reference("option", "{\(pairs.joined(separator: ", "))}")
    guard case .choice(let names) = ReferenceSweep.model.declaration.input("option")?.kind,
      let position = Int(exactly: reference.quantile(uniform)), names.indices ~= position
    else { return nil }
    return .text(names[position])
  }

  /// How many lattice points k choose one of the first j values, for each j: found by halving, as the choice never
  /// falls while k rises.
  private static func thresholds(_ inputs: StatisticsInputs) throws -> Computed? {
    let weights = try inputs.numbers(0)
    let pairs = weights.enumerated().map { "\($0.offset): \($0.element)" }
    let reference = try Reference("x", "{\(pairs.joined(separator: ", "))}")
    let end: UInt64 = 1 << UInt64(Uniform.bits)
    let found = weights.indices.map { position -> UInt64 in
      var (low, high) = (UInt64(0), end)
      while low < high {
        let middle = (low + high) / 2
        if reference.quantile(Uniform.value(middle)) > Double(position) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    return .text(found.map(String.init).joined(separator: " "))
  }
}
