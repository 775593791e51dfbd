import Formulas
import Sweeps
import Testing

@testable import Models

/// What a uniform draw becomes: quantiles of every family, by hand or by closed form.
@Suite struct LoweringDistributionTests {
  private static let declaration = ChipBreakeven().declaration

  private func transform(_ distribution: Distribution, input: String = "volume") -> InputTransform {
    InputTransform(distribution, input: input, declaration: Self.declaration)
  }

  private func isClose(_ a: Double, _ b: Double, _ relative: Double = 4e-15) -> Bool {
    (a - b).magnitude <= relative * max(a.magnitude, b.magnitude)
  }

  @Test(arguments: [0.5, 0.8, 0.9, 0.99])
  func `an interval's ends are its quantiles, whatever the family`(coverage: Double) {
    let interval = Interval(low: 0.2, high: 0.7, coverage: coverage)
    let families: [Distribution] = [
      .normal(.interval(interval)), .lognormal(.interval(interval)), .logitNormal(interval),
    ]
    for family in families {
      let transform = transform(family)
      #expect(isClose(transform.value(at: (1 - coverage) / 2), 0.2, 1e-14), "\(family)")
      #expect(isClose(transform.value(at: (1 + coverage) / 2), 0.7, 1e-14), "\(family)")
    }
    #expect(isClose(transform(families[0]).value(at: 0.5), 0.45))
    #expect(isClose(transform(families[1]).value(at: 0.5), (0.2 * 0.7).squareRoot()))
  }

  @Test func `moments, medians and bounds are where they are written`() {
    #expect(transform(.normal(.moments(mean: 3, sd: 2))).value(at: 0.5) == 3)
    #expect(isClose(transform(.normal(.moments(mean: 3, sd: 2))).value(at: 0.841344746068543), 5))
    #expect(isClose(transform(.lognormal(.median(7, sigma: 0.5))).value(at: 0.5), 7))
    #expect(transform(.uniform(low: 2, high: 6)).value(at: 0.25) == 3)
    #expect(isClose(transform(.loguniform(low: 1, high: 10_000)).value(at: 0.5), 100))
    #expect(transform(.constant(5)).value(at: 0.123) == 5)
  }

  /// F(mode) = (mode - min) / (max - min), and the inverse is a square root on either side.
  @Test func `a triangle rises to its mode and falls to its maximum`() {
    let triangle = transform(.triangular(min: 5, mode: 12, max: 45))
    #expect(isClose(triangle.value(at: 7.0 / 40), 12))
    #expect(isClose(triangle.value(at: 7.0 / 160), 8.5))
    #expect(isClose(triangle.value(at: 1 - 33.0 / 160), 28.5))
    #expect(isClose(transform(.triangular(min: 0, mode: 0, max: 1)).value(at: 0.75), 0.5))
    #expect(isClose(transform(.triangular(min: 0, mode: 1, max: 1)).value(at: 0.25), 0.5))
  }

  /// Beta(1, b) has the quantile 1 - (1 - u)^(1/b); PERT with its mode at the minimum is 5 (1 - u)^... of beta(1, 5).
  @Test func `beta and PERT are their closed forms where they have one`() {
    for u in [0.001, 0.3, 0.5, 0.9, 0.999] {
      let closed = 1 - Elementary.pow(1 - u, 0.2)
      #expect((transform(.beta(alpha: 1, beta: 5)).value(at: u) - closed).magnitude < 1e-10)
      let pert = transform(.pert(min: 10, mode: 10, max: 30)).value(at: u)
      #expect((pert - (10 + 20 * closed)).magnitude < 2e-9)
      let mirrored = transform(.pert(min: 10, mode: 30, max: 30)).value(at: 1 - u)
      #expect((mirrored - (30 - 20 * closed)).magnitude < 2e-9)
    }
  }

  @Test func `weights choose by inversion in declared order`() {
    let values = [("N5", 0.25), ("N4", 0), ("N3", 0.5), ("N2", 0.25)]
    let weighted = values.enumerated().map { WeightedValue(value: .number(Double($0)), weight: $1.1) }
    let transform = transform(.discrete(weighted))
    #expect(transform.value(at: 0x1p-53) == 0)
    #expect(transform.value(at: 0.25 - 0x1p-53) == 0)
    #expect(transform.value(at: 0.25 + 0x1p-53) == 2)
    #expect(transform.value(at: 0.75 - 0x1p-53) == 2)
    #expect(transform.value(at: 0.75 + 0x1p-53) == 3)
    #expect(transform.value(at: 1 - 0x1p-53) == 3)
  }

  @Test func `a data column gives the point of rank ceil(u n)`() {
    for count in [1, 2, 3, 7, 1000] {
      let points = (1...count).map(Double.init)
      let transform = transform(.data(points))
      #expect(transform.value(at: 0x1p-53) == 1)
      #expect(transform.value(at: 1 - 0x1p-53) == Double(count))
      for rank in 1...count {
        #expect(transform.value(at: (Double(rank) - 0.5) / Double(count)) == Double(rank))
      }
    }
  }

  @Test func `clipping moves what falls outside to the bound and leaves the rest`() {
    let inner = Distribution.normal(.moments(mean: 0, sd: 1))
    let (free, clipped) = (transform(inner), transform(.clipped(inner, low: -1, high: 0.5)))
    #expect(clipped.value(at: 0.01) == -1)
    #expect(clipped.value(at: 0.99) == 0.5)
    for u in [0.2, 0.5, 0.6] { #expect(clipped.value(at: u) == free.value(at: u)) }
  }

  @Test func `every family is monotone in its draw`() {
    let interval = Interval(low: 0.2, high: 0.7)
    let families: [Distribution] = [
      .normal(.interval(interval)), .lognormal(.interval(interval)), .logitNormal(interval), .uniform(low: 1, high: 9),
      .loguniform(low: 1, high: 9), .triangular(min: 1, mode: 2, max: 9), .pert(min: 1, mode: 2, max: 9),
      .beta(alpha: 2, beta: 0.7), .data([1, 2, 2, 9]), .clipped(.uniform(low: 0, high: 9), low: 1, high: 2),
    ]
    for family in families {
      let transform = transform(family)
      let values = (0..<2000).map { transform.value(at: (Double($0) + 0.5) / 2000) }
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }, "\(family)")
    }
  }

  /// One family with other parameters is one transform of chosen parameters; other families are chosen after it.
  @Test func `the case of the axis at hand is the one that is drawn, with its own bits`() throws {
    let recorder = TracedLane.Recorder()
    let axis = recorder.coordinate(0)
    let lowering = DistributionLowering(declaration: Self.declaration, inputs: ["life": axis])
    let mixtures: [[Distribution]] = [
      [.uniform(low: 0, high: 1), .uniform(low: 5, high: 6), .uniform(low: -4, high: 9)],
      [.lognormal(.median(2, sigma: 0.1)), .triangular(min: 1, mode: 2, max: 3), .constant(7)],
      [.pert(min: 1, mode: 2, max: 3), .pert(min: 4, mode: 5, max: 6), .data([1, 8])],
    ]
    for cases in mixtures {
      let keyed = zip([3.0, 4, 5], cases).map { AxisCase(value: .number($0), distribution: $1) }
      for (key, distribution) in zip([3.0, 4, 5], cases) {
        let constant = DistributionLowering(declaration: Self.declaration, inputs: ["life": TracedLane(key)])
        for u in [0.1, 0.5, 0.77] {
          let chosen = constant.value(
            of: .perAxis(input: "life", keyed), input: "volume", uniform: TracedLane(u))
          #expect(chosen.constant == transform(distribution).value(at: u))
        }
      }
      let traced = lowering.value(of: .perAxis(input: "life", keyed), input: "volume", uniform: recorder.draw(0))
      #expect(traced.constant == nil)
    }
  }

  @Test func `parameters of one family that differ by cell are chosen once a cell`() {
    let recorder = TracedLane.Recorder()
    let lowering = DistributionLowering(declaration: Self.declaration, inputs: ["life": recorder.coordinate(0)])
    let cases = [1.0, 2, 3].map {
      AxisCase(value: .number($0), distribution: .lognormal(.median($0, sigma: $0 / 10)))
    }
    let value = lowering.value(of: .perAxis(input: "life", cases), input: "volume", uniform: recorder.draw(0))
    let program = Program(
      graph: recorder.graph, outputs: [.init(value: value.node(in: recorder), filter: nil)], axisCount: 1)
    #expect(program.sampleCode.map(\.code) == [.draw(0), .unary(.normalQuantile)])
    #expect(
      program.scenarioCode.map(\.code) == [.ternary(.addingProduct), .unary(.exp), .fold(measure: 0, filtered: false)])
  }
}
