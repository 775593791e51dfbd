import Formulas
import Testing

/// What the elementary functions answer at the ends of their domains.
struct ElementaryEdgeTests {
  static let inf = Double.infinity
  static let tiny = Double.leastNonzeroMagnitude
  static let huge = Double.greatestFiniteMagnitude

  static let exponentials: [(Double, Double)] = [
    (0.0, 1.0), (-0.0, 1), (709.782712893384, 0x1.fffffffffff2ap1023), (709.79, inf), (710, inf), (inf, inf),
    (huge, inf),
    (-745.13, tiny), (-745.14, 0), (-inf, 0), (-huge, 0), (tiny, 1),
  ]

  @Test(arguments: exponentials)
  func `exp has its limits`(_ x: Double, _ value: Double) { #expect(Elementary.exp(x) == value) }

  static let logarithms: [(Double, Double)] = [
    (1.0, 0.0), (0, -inf), (-0.0, -inf), (inf, inf), (tiny, -744.4400719213812), (huge, 709.782712893384),
  ]

  @Test(arguments: logarithms)
  func `log has its limits`(_ x: Double, _ value: Double) { #expect(Elementary.log(x) == value) }

  static let powers: [(Double, Double, Double)] = [
    (2.0, 10.0, 1_024.0), (2, -1_074, tiny), (2, -1_076, 0), (2, 1_024, inf), (10, 3, 1_000), (9, 0.5, 3),
    (0, 2, 0), (-0.0, 3, 0), (0, -1, inf), (0, 0, 1), (inf, 2, inf), (inf, -2, 0), (inf, 0, 1), (.nan, 0, 1),
    (1, inf, 1), (1, .nan, 1), (0.5, inf, 0), (0.5, -inf, inf), (2, inf, inf), (2, -inf, 0), (tiny, 1, tiny),
    (huge, 1, huge), (tiny, -1, inf), (huge, huge, inf), (huge, -huge, 0), (0.999, huge, 0), (0.999, -huge, inf),
    (0x1.fffffffffffffp-1, 0x1p63, 0), (0x1.0000000000001p0, 0x1p62, inf),
  ]

  @Test(arguments: powers)
  func `pow has its limits`(_ x: Double, _ y: Double, _ value: Double) { #expect(Elementary.pow(x, y) == value) }

  static let probabilities: [(Double, Double)] = [
    (0.0, 0.5), (-0.0, 0.5), (-inf, 0), (-39, 0), (9, 1), (40, 1), (inf, 1), (-38.46, tiny),
    (-38, 58_401_720 * tiny),
  ]

  @Test(arguments: probabilities)
  func `the normal distribution function has its limits`(_ x: Double, _ value: Double) {
    #expect((Elementary.normalCDF(x) - value).magnitude <= Self.tiny)
  }

  static let quantiles: [(Double, Double)] = [(0.5, 0.0), (0, -inf), (1, inf)]

  @Test(arguments: quantiles)
  func `the normal quantile has its limits`(_ p: Double, _ value: Double) {
    #expect(Elementary.normalQuantile(p) == value)
  }

  static let outside: [Double] = [
    Elementary.exp(.nan), Elementary.log(.nan), Elementary.log(-1), Elementary.log(-.infinity),
    Elementary.log(-.leastNonzeroMagnitude), Elementary.pow(.nan, 2), Elementary.pow(2, .nan), Elementary.pow(-2, 2),
    Elementary.normalCDF(.nan), Elementary.normalQuantile(.nan), Elementary.normalQuantile(-1e-300),
    Elementary.normalQuantile(1.0000000000000002), Elementary.exp(-.nan), Elementary.exp(.signalingNaN),
  ]

  @Test(arguments: outside)
  func `outside the domain there is one NaN`(_ value: Double) {
    #expect(value.bitPattern == Double.nan.bitPattern)
  }

  @Test(arguments: [ElementaryFunction.exp, .log, .normalCDF, .normalQuantile])
  func `a rising function rises`(_ function: ElementaryFunction) {
    let (low, high): (Double, Double) =
      switch function {
      case .exp: (-745, 709)
      case .log: (0.001, 3)
      case .pow, .normalCDF: (-37, 8)
      case .normalQuantile: (0.0001, 0.9999)
      }
    let steps = 20_000
    var last = -Double.infinity
    for step in 0...steps {
      let x = low + (high - low) * Double(step) / Double(steps)
      let value = function(ScalarLane(x), ScalarLane(1)).value
      #expect(value >= last, "\(function) at \(x)")
      last = value
    }
  }

  @Test func `the normal quantile is odd about one half to the bit`() {
    for k in 2...50 {
      let p = Double(sign: .plus, exponent: -k, significand: 1.375)
      #expect(Elementary.normalQuantile(1 - p) == -Elementary.normalQuantile(1 - (1 - p)))
    }
  }

  @Test func `lookup reads the nearest entry outside its table and the first for NaN`() {
    let table = [3.0, 5, 8]
    let read = [-Self.inf, -1, 0, 1, 2, 3, Self.inf, .nan].map { ScalarLane($0).lookup(in: table).value }
    #expect(read == [3, 3, 3, 5, 8, 8, 8, 3])
  }
}
