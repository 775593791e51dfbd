import Formulas
import Models
import Sweeps

/// One uncertain input in words: family, p5, p50, p95 and mean, computed by the transform that the sweep uses.
struct UncertainSummary {
  var name: String
  var unit: String
  var family: String
  /// One, or one for each step of a path.
  var dimensions: [Int]
  var p5: Double
  var p50: Double
  var p95: Double
  var mean: Double

  /// One row, or one for each case of a `per` distribution. A path is one row whatever its length.
  static func rows(
    of input: UncertainInput, dimensions: [Int], in declaration: ModelDeclaration
  ) -> [UncertainSummary] {
    let length = declaration.input(input.input)?.length
    let name = input.input + (length.map { "[0..\($0 - 1)]" } ?? "")
    if case .perAxis(let axis, let cases) = input.distribution {
      return cases.map { branch in
        row("\(name) at \(axis) \(branch.value.label)", input.input, branch.distribution, dimensions, declaration)
      }
    }
    return [row(name, input.input, input.distribution, dimensions, declaration)]
  }

  private static func row(
    _ name: String, _ input: String, _ distribution: Distribution, _ dimensions: [Int],
    _ declaration: ModelDeclaration
  ) -> UncertainSummary {
    let transform = InputTransform(distribution, input: input, declaration: declaration)
    return UncertainSummary(
      name: name, unit: declaration.input(input)?.unit ?? "1", family: distribution.family,
      dimensions: dimensions,
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
    return "\(name): \(family), \(figures)\(unit) (\(place))"
  }

  var json: JSON {
    .object(
      [
        .init("family", .string(family)), .init("unit", .string(unit)), .init("p5", .number(p5)),
        .init("p50", .number(p50)), .init("p95", .number(p95)), .init("mean", .number(mean)),
        .init("dimension", .integer(Int64(dimensions.first ?? 0))),
      ] + (dimensions.count == 1 ? [] : [.init("dimensions", .array(dimensions.map { .integer(Int64($0)) }))]))
  }

  /// `dimension 3`, or the first and last of a path.
  private var place: String {
    guard let first = dimensions.first, let last = dimensions.last, dimensions.count > 1 else {
      return "dimension \(dimensions.first ?? 0)"
    }
    // A dimension that the writer pinned may lie between.
    let gap = last - first == dimensions.count - 1 ? "" : ", without those pinned"
    return "a draw each, dimensions \(first)..\(last)\(gap)"
  }

  private static func text(_ value: Double) -> String { ReadableNumber.text(value, digits: 4) }
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
