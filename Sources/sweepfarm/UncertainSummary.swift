import Formulas
import Models
import Sweeps

/// One uncertain input in words: family, p5, p50, p95 and mean, computed by the transform that the sweep uses.
struct UncertainSummary {
  var name: String
  var unit: String
  var family: String
  var dimension: Int
  var p5: Double
  var p50: Double
  var p95: Double
  var mean: Double

  /// One row, or one for each case of a `per` distribution.
  static func rows(
    of input: UncertainInput, dimension: Int, in declaration: ModelDeclaration
  ) -> [UncertainSummary] {
    if case .perAxis(let axis, let cases) = input.distribution {
      return cases.map { branch in
        row(
          input.input + " at \(axis) \(branch.value.label)", input.input, branch.distribution, dimension, declaration)
      }
    }
    return [row(input.input, input.input, input.distribution, dimension, declaration)]
  }

  private static func row(
    _ name: String, _ input: String, _ distribution: Distribution, _ dimension: Int, _ declaration: ModelDeclaration
  ) -> UncertainSummary {
    let transform = InputTransform(distribution, input: input, declaration: declaration)
    return UncertainSummary(
      name: name, unit: declaration.input(input)?.unit ?? "1", family: distribution.family, dimension: dimension,
      p5: transform.value(at: 0.05), p50: transform.value(at: 0.5), p95: transform.value(at: 0.95),
      mean: transform.moments?.mean ?? midpointMean(transform))
  }

  /// The mean of a clipped input by the midpoint rule over equal probabilities; its error is far below what a person
  /// reads.
  private static func midpointMean(_ transform: InputTransform) -> Double {
    let points = 4096
    return (0..<points).reduce(0.0) { $0 + transform.value(at: (Double($1) + 0.5) / Double(points)) } / Double(points)
  }

  var sentence: String {
    let unit = unit == "1" ? "" : " \(unit)"
    let figures = "p5 \(Self.text(p5)), p50 \(Self.text(p50)), p95 \(Self.text(p95)), mean \(Self.text(mean))"
    return "\(name): \(family), \(figures)\(unit) (dimension \(dimension))"
  }

  var json: JSON {
    .object([
      .init("family", .string(family)), .init("unit", .string(unit)), .init("p5", .number(p5)),
      .init("p50", .number(p50)), .init("p95", .number(p95)), .init("mean", .number(mean)),
      .init("dimension", .integer(Int64(dimension))),
    ])
  }

  /// Four significant digits.
  private static func text(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return JSON.text(of: value) }
    var scale = 1.0
    while value.magnitude * scale < 1000 { scale *= 10 }
    while value.magnitude * scale >= 10_000 { scale /= 10 }
    return JSON.text(of: (value * scale).rounded() / scale)
  }
}

extension Distribution {
  /// The name of the family as a sweep file writes it.
  fileprivate var family: String {
    switch self {
    case .constant: "constant"
    case .normal: "normal"
    case .lognormal: "lognormal"
    case .logitNormal: "logit-normal"
    case .uniform: "uniform"
    case .loguniform: "loguniform"
    case .triangular: "triangular"
    case .pert: "PERT"
    case .beta: "beta"
    case .discrete: "discrete"
    case .data: "data"
    case .clipped(let inner, _, _): "clipped \(inner.family)"
    case .perAxis: "per case"
    }
  }
}
