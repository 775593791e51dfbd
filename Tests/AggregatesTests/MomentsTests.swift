import Testing

@testable import Aggregates

/// Central sums by the pairwise formulas of Pébay (SAND2008-6212): an oracle that takes another road.
private struct PebaySums {
  var n = 0.0
  var mean = 0.0
  var m2 = 0.0
  var m3 = 0.0
  var m4 = 0.0

  init(_ values: [Double]) {
    for value in values { merge(PebaySums(one: value)) }
  }

  private init(one value: Double) { (n, mean) = (1, value) }

  mutating func merge(_ b: PebaySums) {
    let a = self
    n = a.n + b.n
    let d = b.mean - a.mean
    mean = a.mean + d * b.n / n
    m2 = a.m2 + b.m2 + d * d * a.n * b.n / n
    m3 = a.m3 + b.m3 + d * d * d * a.n * b.n * (a.n - b.n) / (n * n) + 3 * d * (a.n * b.m2 - b.n * a.m2) / n
    let ab = a.n * a.n - a.n * b.n + b.n * b.n
    m4 = a.m4 + b.m4 + d * d * d * d * a.n * b.n * ab / (n * n * n)
    m4 += 6 * d * d * (a.n * a.n * b.m2 + b.n * b.n * a.m2) / (n * n) + 4 * d * (a.n * b.m3 - b.n * a.m3) / n
  }
}

@Suite struct MomentsTests {
  @Test func `a dozen numbers have the moments of exact fractions`() {
    let moments = Self.moments([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], pivot: 4)
    expect(moments.mean, 4.3333333333333333, 1e-14)
    expect(moments.variance, 6.4242424242424242, 1e-14)
    expect(moments.standardDeviation, 6.4242424242424242.squareRoot(), 1e-14)
    expect(moments.skewness, 0.37838947804733203, 1e-14)
    expect(moments.kurtosis, -0.72623709505161979, 1e-14)
  }

  @Test(
    arguments: [
      ([1, 2, 3, 4], [10, 20, 30], (10, 730, 7200, 184354)),
      ([1_000_000_001, 1_000_000_002], [1_000_000_003], (1_000_000_002, 2, 0, 2)),
      ([5], [7, 7, 7, 7], (6.6, 3.2, -3.84, 6.656)),
    ] as [([Double], [Double], (Double, Double, Double, Double))])
  func `merged parts have the central sums of the whole`(
    a: [Double], b: [Double], expected: (Double, Double, Double, Double)
  ) throws {
    for pivot in [0, a[0]] {
      var merged = Self.moments(a, pivot: pivot)
      try merged.merge(Self.moments(b, pivot: pivot))
      let n = Double(a.count + b.count)
      expect(merged.mean, expected.0, 1e-15)
      // Far from the values, squares are rounded before they are summed; that is what the pivot is for.
      guard pivot != 0 else { continue }
      expect(merged.variance, expected.1 / (n - 1), 1e-14)
      let m2 = expected.1 / n
      expect(merged.skewness, expected.2 / n / (m2 * m2.squareRoot()), 1e-13)
      expect(merged.kurtosis, expected.3 / n / (m2 * m2) - 3, 1e-13)
    }
  }

  @Test func `random values agree with Pébay's formulas`() throws {
    var random = TestRandom.seeded()
    for _ in 0..<50 {
      let shift = random.bell() * 10
      let values = (0..<Int.random(in: 4...300, using: &random)).map { _ in shift + random.bell() * random.bell() }
      let moments = Self.moments(values, pivot: values[0])
      let oracle = PebaySums(values)
      expect(moments.mean, oracle.mean, 1e-12)
      expect(moments.variance, oracle.m2 / (oracle.n - 1), 1e-12)
      let m2 = oracle.m2 / oracle.n
      let skewness = oracle.m3 / oracle.n / (m2 * m2.squareRoot())
      let kurtosis = oracle.m4 / oracle.n / (m2 * m2) - 3
      #expect(abs(try #require(moments.skewness) - skewness) < 1e-10)
      #expect(abs(try #require(moments.kurtosis) - kurtosis) < 1e-9)
    }
  }

  @Test func `the variance of numbers near 1e9 keeps all its digits`() {
    let values: [Double] = [1000000000.3333334, 999999999.8571428, 1000000000.5]
    expect(Self.moments(values, pivot: 1e9).variance, 0.11130009874284970, 1e-15)
    expect(Self.moments(values, pivot: values[0]).variance, 0.11130009874284970, 1e-15)
  }

  @Test func `cancellation in the finish loses nothing`() {
    // With pivot 0 the sums are exact for whole numbers, and the variance is a difference of numbers 10^12 times larger.
    let values: [Double] = (0..<1000).map { 1e6 + Double($0 % 2) }
    expect(Self.moments(values, pivot: 0).variance, 250.0 / 999, 4e-16)
    expect(Self.moments([-3e200, 3e200], pivot: 0).mean, 0, 0)
  }

  @Test func `constant values have no skewness and no spread`() {
    let moments = Self.moments([2.5, 2.5, 2.5], pivot: 2)
    #expect(moments.variance == 0)
    #expect(moments.skewness == nil)
    #expect(moments.kurtosis == nil)
  }

  @Test func `too few values or too low an order have no answer`() {
    #expect(Moments(order: 4).mean == nil)
    #expect(Self.moments([1], pivot: 0).variance == nil)
    #expect(Self.moments([1, 2], pivot: 0, order: 0).mean == nil)
    #expect(Self.moments([1, 2], pivot: 0, order: 1).variance == nil)
    #expect(Self.moments([1, 2, 4], pivot: 0, order: 2).skewness == nil)
    #expect(Self.moments([1, 2, 4], pivot: 0, order: 3).kurtosis == nil)
  }

  @Test func `a power that overflows spoils only itself, whoever saw it`() throws {
    let huge = Self.moments([1e160, 2e160], pivot: 0)
    #expect(huge.mean == 1.5e160)
    #expect(huge.variance == nil)
    let small = Self.moments([1, 2, 3], pivot: 0)
    var (ab, ba) = (huge, small)
    try ab.merge(small)
    try ba.merge(huge)
    #expect(ab == ba)
    #expect(ab.mean != nil)
    #expect(ab.variance == nil)
  }

  @Test func `sums about different pivots are not merged`() throws {
    var moments = Self.moments([1, 2], pivot: 1)
    let before = moments
    #expect(throws: StateError.differentPivots(ours: 1, theirs: 2)) { try moments.merge(Self.moments([3], pivot: 2)) }
    #expect(throws: StateError.differentRecipes) { try moments.merge(Self.moments([3], pivot: 1, order: 2)) }
    #expect(moments == before)
    try moments.merge(Moments(order: 4))
    #expect(moments == before, "An empty state has no pivot yet.")
    var empty = Moments(order: 4)
    try empty.merge(before)
    #expect(empty == before)
  }

  static func moments(_ values: [Double], pivot: Double, order: Int = 4) -> Moments {
    var moments = Moments(order: order)
    for value in values {
      let d = value - pivot
      moments.add(count: 1, pivot: pivot, blockSums: (d, d * d, d * d * d, d * d * d * d))
    }
    return moments
  }
}

/// Expects a number within a relative distance.
func expect(
  _ actual: Double?, _ expected: Double, _ tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let actual else {
    Issue.record("No number; expected \(expected).", sourceLocation: sourceLocation)
    return
  }
  #expect(abs(actual - expected) <= tolerance * abs(expected), sourceLocation: sourceLocation)
}
