import Formulas
import Testing

/// The special functions against mpmath and the published rows.
struct SpecialTests {
  @Test func `published quantiles and intervals are met to their tolerance`() throws {
    let rows = try Fixture.rows("statistics", skippingHeader: true)
    #expect(rows.count > 40)
    for row in rows {
      let reference = try #require(Double(row[4]))
      let tolerance = try #require(Double(row[5]))
      let value = try #require(Self.value(row))
      #expect((value - reference).magnitude <= tolerance * reference.magnitude, "\(row)")
    }
  }

  private static func value(_ row: [String]) -> Double? {
    guard let p = Double(row[1]) else { return nil }
    let words = row[0].split(separator: " ").compactMap { Double($0) }
    if words.count == 3 { return pertQuantile(p, words[0], words[1], words[2]) }
    let (first, second) = (Double(row[2]) ?? 0, Double(row[3]) ?? 0)
    let interval = { ClopperPearson.interval(events: Int(first), of: Int(second), confidence: p) }
    switch row[0] {
    case "normalQuantile": return Elementary.normalQuantile(p)
    case "normalCDF": return Elementary.normalCDF(p)
    case "beta": return BetaDistribution(alpha: first, beta: second).quantile(p)
    case "studentT": return StudentT(degreesOfFreedom: first).quantile(p)
    case "clopperPearsonOneSided":
      return ClopperPearson.upperBound(events: Int(first), of: Int(second), confidence: p)
    case "clopperPearsonLower": return interval().lower
    case "clopperPearsonUpper": return interval().upper
    case let other:
      Issue.record("no such quantity: \(other)")
      return nil
    }
  }

  private static func pertQuantile(_ p: Double, _ least: Double, _ mode: Double, _ most: Double) -> Double {
    let width = most - least
    let shape = BetaDistribution(alpha: 1 + 4 * (mode - least) / width, beta: 1 + 4 * (most - mode) / width)
    return least + width * shape.quantile(p)
  }

  @Test func `the incomplete beta function and log gamma are within 1e-13`() throws {
    let rows = try Fixture.rows("special", skippingHeader: true)
    #expect(rows.count == 250)
    for row in rows {
      let n = try row.map { try #require(Double($0)) }
      let reached = BetaDistribution(alpha: n[0], beta: n[1]).probability(at: .init(n[2]))
      #expect((reached.below / n[3] - 1).magnitude < 1e-13, "\(row)")
      #expect((reached.above / n[4] - 1).magnitude < 1e-13, "\(row)")
      #expect((Gamma.logarithm(n[0]) - n[5]).magnitude < 1e-14 * max(1, n[5].magnitude), "\(row)")
    }
  }

  @Test func `the inverse undoes the incomplete beta function`() throws {
    for row in try Fixture.rows("special", skippingHeader: true) {
      let n = try row.map { try #require(Double($0)) }
      let shape = BetaDistribution(alpha: n[0], beta: n[1])
      let point = shape.quantile(at: .init(below: n[3], above: n[4]))
      // The given probabilities are rounded; a point moves by that over the density.
      let slack = 2e-16 * min(n[3], n[4]) / shape.density(at: .init(n[2]))
      let smaller = min(n[2], 1 - n[2])
      #expect((point.value - n[2]).magnitude < 1e-13 * smaller + slack + 1e-16, "\(row)")
    }
  }

  @Test func `closed forms are met`() {
    for p in [0x1p-53, 1e-9, 0.1, 0.5, 0.9, 0.999] {
      // beta(1, b) and beta(a, 1) have powers for quantiles; one degree of freedom is Cauchy's.
      let power = BetaDistribution(alpha: 3, beta: 1).quantile(p)
      #expect((power / Elementary.pow(p, 1.0 / 3) - 1).magnitude < 1e-14)
      let exponential = BetaDistribution(alpha: 1, beta: 4).quantile(p)
      let expected = -Elementary.exp(0.25 * Elementary.log1p(-p)) + 1
      #expect((exponential - expected).magnitude < 1e-15)
    }
    #expect((StudentT(degreesOfFreedom: 1).quantile(0.75) - 1).magnitude < 1e-14)
    #expect(StudentT(degreesOfFreedom: 7).quantile(0.5) == 0)
    #expect(StudentT(degreesOfFreedom: 7).quantile(0) == -.infinity)
    #expect((Gamma.logarithm(0.5) - 0.5723649429247001).magnitude < 1e-14)
    #expect(Gamma.logarithm(-1).isNaN)
  }

  @Test func `order statistics bound a quantile at the published ranks`() {
    let ranks = OrderStatistics.ranks(count: 10_000, quantile: 0.95, confidence: 0.95)
    #expect(ranks == (9_457, 9_543))
  }

  @Test func `a sample too small for a side says so`() {
    let ranks = OrderStatistics.ranks(count: 10, quantile: 0.95, confidence: 0.95)
    #expect(ranks.lower == 8)
    #expect(ranks.upper == nil)
  }

  @Test func `shapes and probabilities outside their domain give NaN`() {
    #expect(BetaDistribution(alpha: -1, beta: 2).quantile(0.5).isNaN)
    #expect(BetaDistribution(alpha: .nan, beta: 2).quantile(0.5).isNaN)
    #expect(BetaDistribution(alpha: .infinity, beta: 2).cumulative(0.5).isNaN)
    #expect(BetaDistribution(alpha: 2, beta: 2).quantile(1.5).isNaN)
    #expect(Gamma.stirlingCorrection(-1).isNaN)
    #expect(StudentT(degreesOfFreedom: 0).quantile(0.5).isNaN)
  }
}
