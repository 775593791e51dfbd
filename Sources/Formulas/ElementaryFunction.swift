/// The functions every host must compute to the same bits, by name: for self-tests and comparisons.
public enum ElementaryFunction: String, CaseIterable, Sendable {
  case exp, log, pow, normalCDF, normalQuantile

  /// The function at x, for `pow` x to the y.
  @inlinable @inline(__always)
  public func callAsFunction<L: ElementaryLane>(_ x: L, _ y: L) -> L {
    switch self {
    case .exp: L.exp(x)
    case .log: L.log(x)
    case .pow: L.pow(x, y)
    case .normalCDF: L.normalCDF(x)
    case .normalQuantile: L.normalQuantile(x)
    }
  }
}
