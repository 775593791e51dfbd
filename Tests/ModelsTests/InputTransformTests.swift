import Sweeps
import Testing

@testable import Models

@Suite struct InputTransformTests {
  private let declaration = ModelDeclaration(
    name: "m", version: 1, question: "?",
    inputs: [
      InputDeclaration(
        name: "x", symbol: "x", unit: "1", kind: .real, default: .number(0), source: "none", doc: "a number")
    ], outputs: [])

  private func transform(_ distribution: Distribution) -> InputTransform {
    InputTransform(distribution, input: "x", declaration: declaration)
  }

  /// Mean and variance by the midpoint rule over equal probabilities.
  private func midpoint(_ transform: InputTransform) -> (mean: Double, variance: Double) {
    let points = 20_000
    let values = (0..<points).map { transform.value(at: (Double($0) + 0.5) / Double(points)) }
    let mean = values.reduce(0, +) / Double(points)
    return (mean, values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(points))
  }

  @Test(arguments: [
    Distribution.constant(3),
    .normal(.interval(Interval(low: -1, high: 3))),
    .normal(.moments(mean: 5, sd: 2)),
    .lognormal(.interval(Interval(low: 2, high: 8))),
    .lognormal(.median(4, sigma: 0.3)),
    .logitNormal(Interval(low: 0.1, high: 0.8, coverage: 0.8)),
    .uniform(low: -2, high: 5),
    .loguniform(low: 1, high: 50),
    .triangular(min: 1, mode: 2, max: 5),
    .pert(min: 10, mode: 20, max: 50),
    .beta(alpha: 2, beta: 5),
    .discrete([
      WeightedValue(value: .number(1), weight: 0.5), WeightedValue(value: .number(4), weight: 0.3),
      WeightedValue(value: .number(10), weight: 0.2),
    ]),
    .data([1, 2, 2, 7]),
  ])
  func `mean and variance are those of the draws`(distribution: Distribution) throws {
    let transform = transform(distribution)
    let moments = try #require(transform.moments)
    let (mean, variance) = midpoint(transform)
    #expect((moments.mean - mean).magnitude < 1e-4 * max(1, mean.magnitude), "\(distribution): \(moments.mean) \(mean)")
    #expect(
      (moments.variance - variance).magnitude <= 3e-3 * variance, "\(distribution): \(moments.variance) \(variance)")
  }

  @Test func `what has no closed form has no moments`() {
    #expect(transform(.clipped(.normal(.moments(mean: 0, sd: 1)), low: -1, high: 1)).moments == nil)
  }

  @Test func `a PERT input has the mean of its three points`() {
    let shapes = InputTransform.pertShapes(min: 10, mode: 20, max: 50)
    #expect(shapes.alpha == 2 && shapes.beta == 4)
  }
}
