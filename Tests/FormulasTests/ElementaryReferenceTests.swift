import Formulas
import Testing

/// The elementary functions against 60-digit values in every binade of their domain.
struct ElementaryReferenceTests {
  struct Reference {
    let x: ScalarLane
    let y: ScalarLane
    let nearest: Double
    /// What the nearest double exceeds the true value by, in ulp.
    let excess: Double
  }

  static func references(_ function: ElementaryFunction) throws -> [Reference] {
    try Fixture.rows("elementary", skippingHeader: false).filter { $0[0] == function.rawValue }.map { row in
      let numbers = try row[1...3].map { Double(bitPattern: try #require(UInt64($0, radix: 16))) }
      return Reference(
        x: ScalarLane(numbers[0]), y: ScalarLane(numbers[1]), nearest: numbers[2], excess: try #require(Double(row[4])))
    }
  }

  @Test(
    arguments: [
      (ElementaryFunction.exp, 0.85), (.log, 0.8), (.pow, 0.75), (.normalCDF, 8), (.normalQuantile, 4.5),
    ])
  func `a function stays within its stated ulp in every binade`(_ function: ElementaryFunction, _ limit: Double) throws
  {
    let references = try Self.references(function)
    #expect(references.count > 600)
    var worst = (error: 0.0, x: 0.0)
    for reference in references {
      let value = function(reference.x, reference.y).value
      let error = ((value - reference.nearest) / reference.nearest.ulp + reference.excess).magnitude
      if !(error <= worst.error) { worst = (error, reference.x.value) }
    }
    #expect(worst.error <= limit, "\(function) is \(worst.error) ulp off at \(worst.x)")
  }

  @Test(arguments: [ElementaryFunction.normalCDF, .normalQuantile])
  func `a normal function stays within 2e-15 of the value`(_ function: ElementaryFunction) throws {
    for reference in try Self.references(function) where reference.nearest.isNormal {
      let value = function(reference.x, reference.y).value
      let error = ((value - reference.nearest) / reference.nearest).magnitude
      #expect(error < 1.9e-15, "\(function) at \(reference.x.value)")
    }
  }

  @Test func `centre and tail of the quantile give the bits of the whole`() throws {
    for reference in try Self.references(.normalQuantile) {
      let p = reference.x
      let part =
        ScalarLane.isInNormalQuantileCentre(p).isTrue
        ? ScalarLane.normalQuantileCentre(p) : ScalarLane.normalQuantileTail(p)
      #expect(part == ScalarLane.normalQuantile(p), "p = \(p.value)")
    }
  }

  @Test func `the near tail of the quantile gives the bits of both tails`() throws {
    let near = try Self.references(.normalQuantile).map(\.x).filter {
      ScalarLane.isInNormalQuantileNearTail($0).isTrue && !ScalarLane.isInNormalQuantileCentre($0).isTrue
    }
    #expect(near.count > 20)
    for p in near + [ScalarLane(0x1p-36), ScalarLane(1 - 0x1p-36)] {
      #expect(ScalarLane.normalQuantileNearTail(p) == ScalarLane.normalQuantileTail(p), "p = \(p.value)")
    }
    let far: [Double] = [Double(0x1p-36).nextDown, 1 - 0x1p-37, 0, 1, -1, 2, .nan]
    for p in far { #expect(!ScalarLane.isInNormalQuantileNearTail(ScalarLane(p)).isTrue, "p = \(p)") }
  }

  @Test func `a moderate exponential gives the bits of any`() throws {
    let moderate = try Self.references(.exp).map(\.x).filter { ScalarLane.isModerateExponent($0).isTrue }
    #expect(moderate.count > 600)
    for x in moderate + [708, -708].map({ ScalarLane($0) }) {
      #expect(ScalarLane.moderateExponential(x) == ScalarLane.exp(x), "x = \(x.value)")
    }
    for x in [Double(708).nextUp, -800, .infinity, .nan] {
      #expect(!ScalarLane.isModerateExponent(ScalarLane(x)).isTrue, "x = \(x)")
    }
  }
}
