/// The elementary functions on plain numbers: the same bits as on `ScalarLane` and on every vector of lanes.
public enum Elementary {
  /// e to the x.
  @inlinable
  public static func exp(_ x: Double) -> Double { ScalarLane.exp(ScalarLane(x)).value }

  /// The natural logarithm.
  @inlinable
  public static func log(_ x: Double) -> Double { ScalarLane.log(ScalarLane(x)).value }

  /// x to the y for x >= 0.
  @inlinable
  public static func pow(_ x: Double, _ y: Double) -> Double { ScalarLane.pow(ScalarLane(x), ScalarLane(y)).value }

  /// The standard normal distribution function.
  @inlinable
  public static func normalCDF(_ x: Double) -> Double { ScalarLane.normalCDF(ScalarLane(x)).value }

  /// The inverse of `normalCDF` on (0, 1).
  @inlinable
  public static func normalQuantile(_ p: Double) -> Double { ScalarLane.normalQuantile(ScalarLane(p)).value }

  /// log(1 + x) without the loss near 0; within 3 ulp.
  public static func log1p(_ x: Double) -> Double {
    if x.magnitude < 0.5 { return x + log1pMinusX(x) }
    return log(1 + x)
  }

  /// log(1 + x) - x for x > -1, with full relative accuracy near 0.
  public static func log1pMinusX(_ x: Double) -> Double {
    guard x.magnitude < 0.5 else { return log(1 + x) - x }
    // With s = x / (2 + x): log(1 + x) = 2 atanh(s) and 2s - x = -x s.
    let s = x / (2 + x)
    return 2 * s * inverseTangentExcess(s) - x * s
  }

  /// atanh(s) / s - 1 for |s| <= 1/2, by its series.
  static func inverseTangentExcess(_ s: Double) -> Double {
    let square = s * s
    var (power, sum, divisor) = (square, 0.0, 3.0)
    while power > sum * 0x1p-56 {
      sum += power / divisor
      power *= square
      divisor += 2
    }
    return sum
  }
}
