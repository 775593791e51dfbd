import Testing

@testable import Aggregates

@Suite struct ExtremesTests {
  @Test func `ties go to the smallest sample, in every order`() {
    var random = TestRandom.seeded()
    let seen: [(Double, UInt64)] = [(3, 10), (1, 11), (2, 12), (1, 13), (3, 9), (3, 14)]
    for _ in 0..<20 {
      var extremes = Extremes()
      for (value, sample) in seen.shuffled(using: &random) { extremes.add(value, sample: sample) }
      #expect(extremes.minimum == Extreme(value: 1, sample: 11))
      #expect(extremes.maximum == Extreme(value: 3, sample: 9))
    }
  }

  @Test func `zero has no sign`() {
    var extremes = Extremes()
    extremes.add(0, sample: 5)
    extremes.add(-0.0, sample: 3)
    #expect(extremes.minimum == Extreme(value: 0, sample: 3))
    #expect(extremes.maximum == Extreme(value: 0, sample: 3))
    #expect(extremes.minimum?.value.sign == .plus)
  }

  @Test func `merging is the same from both sides and nothing adds nothing`() {
    var (a, b) = (Extremes(), Extremes())
    a.add(-1e300, sample: 1)
    a.add(5, sample: 2)
    b.add(5, sample: 1)
    var (ab, ba) = (a, b)
    ab.merge(b)
    ba.merge(a)
    #expect(ab == ba)
    #expect(ab.maximum == Extreme(value: 5, sample: 1))
    ab.merge(Extremes())
    #expect(ab == ba)
  }
}

@Suite struct EstimateTests {
  @Test func `replicates give their mean and the t interval`() throws {
    let estimate = try #require(Estimate(replicates: [1, 2, 3, 4], t: 3.182446305284263))
    #expect(estimate.value == 2.5)
    expect(estimate.halfWidth, 3.182446305284263 * (5.0 / 12).squareRoot(), 1e-15)
  }

  @Test func `one replicate has no error bar and a bad one no answer`() throws {
    #expect(try #require(Estimate(replicates: [7], t: 2)).halfWidth == nil)
    #expect(Estimate(replicates: [], t: 2) == nil)
    #expect(Estimate(replicates: [1, .nan], t: 2) == nil)
    #expect(try #require(Estimate(replicates: [0.1, 0.1, 0.1], t: 2)).halfWidth ?? 1 < 1e-16)
  }
}
