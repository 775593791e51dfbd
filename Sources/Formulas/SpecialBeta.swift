/// The beta distribution on (0, 1): the regularised incomplete beta function, its density and its inverse.
public struct BetaDistribution: Hashable, Sendable {
  public let alpha: Double
  public let beta: Double
  /// log of sqrt(ab / 2π(a+b)) * exp(δ(a+b) - δ(a) - δ(b)): what the powers need besides their exponent.
  private let logPrefactor: Double

  /// Both shapes are positive and finite; otherwise every answer is NaN.
  public init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
    let shapes = alpha / (alpha + beta) * beta
    logPrefactor =
      0.5 * Elementary.log(shapes) - Gamma.halfLog2Pi + Gamma.stirlingCorrection(alpha + beta)
      - (Gamma.stirlingCorrection(alpha) + Gamma.stirlingCorrection(beta))
  }

  /// A point of (0, 1) with its distance to 1, each to full relative accuracy.
  public struct Point: Hashable, Sendable {
    public var value: Double
    public var complement: Double

    public init(value: Double, complement: Double) {
      self.value = value
      self.complement = complement
    }
    public init(_ value: Double) { self.init(value: value, complement: 1 - value) }

    var mirrored: Point { Point(value: complement, complement: value) }
  }

  /// The two sides of a probability, each to full relative accuracy.
  public struct Probability: Hashable, Sendable {
    public var below: Double
    public var above: Double

    public init(below: Double, above: Double) {
      self.below = below
      self.above = above
    }
    var mirrored: Probability { Probability(below: above, above: below) }
  }

  var mirrored: BetaDistribution { BetaDistribution(alpha: beta, beta: alpha) }
  var isValid: Bool { alpha > 0 && beta > 0 && alpha < .infinity && beta < .infinity }

  /// The probabilities below and above a point: within 1e-13 relative where alpha + beta is below a million.
  public func probability(at point: Point) -> Probability {
    guard isValid, point.value >= 0, point.complement >= 0 else { return Probability(below: .nan, above: .nan) }
    guard point.value > 0 else { return Probability(below: 0, above: 1) }
    guard point.complement > 0 else { return Probability(below: 1, above: 0) }
    if point.value * beta <= alpha * point.complement {
      let below = powers(at: point) * continuedFraction(point)
      return Probability(below: below, above: 1 - below)
    }
    let above = powers(at: point) * mirrored.continuedFraction(point.mirrored)
    return Probability(below: 1 - above, above: above)
  }

  /// The regularised incomplete beta function I_x(alpha, beta).
  public func cumulative(_ x: Double) -> Double { probability(at: Point(x)).below }

  /// The density; 0 outside (0, 1).
  public func density(at point: Point) -> Double {
    guard point.value > 0, point.complement > 0 else { return 0 }
    return powers(at: point) / point.value / point.complement
  }

  /// x^a (1-x)^b / B(a, b). The exponents' large parts cancel in the text, not in the arithmetic.
  func powers(at point: Point) -> Double { Elementary.exp(logPowers(at: point)) }

  func logPowers(at point: Point) -> Double {
    let (a, b) = (alpha, beta)
    let product = a * point.complement
    let productLow = (-product).addingProduct(a, point.complement)
    let distance = (-product).addingProduct(b, point.value) - productLow
    return logPrefactor + a * Self.excess(distance / a, point.value, (a + b) / a)
      + b * Self.excess(-distance / b, point.complement, (a + b) / b)
  }

  /// log(r) - (r - 1) for r = 1 + offset = x * scale, by whichever form keeps the accuracy.
  private static func excess(_ offset: Double, _ x: Double, _ scale: Double) -> Double {
    offset.magnitude < 0.5
      ? Elementary.log1pMinusX(offset) : Elementary.log(x) + Elementary.log(scale) - offset
  }

  /// I_x * B / (x^a (1-x)^b) for x at or below the mean: the fraction of DiDonato and Morris (1992),
  /// "Algorithm 708", equation 9, by the modified Lentz rule.
  private func continuedFraction(_ point: Point) -> Double {
    let (a, b, x) = (alpha, beta, point.value)
    let gap = a * point.complement - b * x + 1
    var fraction = a * gap / (a + 1)
    var (c, d) = (fraction, 0.0)
    var m = 1.0
    while m < 1e7 {
      let odd = a + 2 * m - 1
      let numerator = (a + m - 1) / odd * ((a + b + m - 1) / odd) * m * (b - m) * x * x
      let denominator = m + m * (b - m) * x / odd + (a + m) * (gap + m * (1 + point.complement)) / (odd + 2)
      d = 1 / denominator.addingProduct(numerator, d)
      c = denominator + numerator / c
      let factor = c * d
      fraction *= factor
      // Also ends on NaN.
      guard (factor - 1).magnitude >= 0x1p-52 else { break }
      m += 1
    }
    return 1 / fraction
  }
}
