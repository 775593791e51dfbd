/// The quantile function of a distribution as a table: workers read it and never iterate.
///
/// The table stands over the normal score z of u, from -8.25 to 8.25 in equal segments, so that both tails are as fine
/// as log u asks for and inputs drawn through a Gaussian copula need no u at all. Each node holds the value and its
/// first two derivatives over one segment; between nodes runs the quintic through both (3 doubles a node, 6 read).
public struct QuantileTable: Hashable, Sendable {
  /// Three numbers a node: value, derivative, half the second derivative, in units of one segment.
  public let values: [Double]

  /// How many segments; a power of two from 64 to 1,024.
  public var segments: Int { values.count / 3 - 1 }

  /// Half the width of the table in normal scores: just beyond the score of 2^-53.
  public static var reach: Double { 8.25 }

  init(nodes: [Node]) { values = nodes.flatMap { [$0.value, $0.slope, $0.halfCurvature] } }

  /// A table from its numbers, as sent by another host: nil unless they are a table this type could have made.
  public init?(values: [Double]) {
    let segments = values.count / 3 - 1
    guard values.count % 3 == 0, [64, 128, 256, 512, 1_024].contains(segments) else { return nil }
    guard values.allSatisfy(\.isFinite) else { return nil }
    guard (1...segments).allSatisfy({ values[3 * $0 - 3] <= values[3 * $0] }) else { return nil }
    self.values = values
  }

  /// The value below which lies probability u. The table ends at 2^-53 and 1 - 2^-53; beyond it its end value holds.
  public func evaluate(_ u: Double) -> Double { evaluate(normal: Elementary.normalQuantile(u)) }

  /// The value at the normal score z: `evaluate(normalCDF(z))` without the detour. NaN for NaN.
  public func evaluate(normal z: Double) -> Double {
    values.withUnsafeBufferPointer { nodes in
      guard let base = nodes.baseAddress else { return .nan }
      // At least 65 nodes stand here by both initialisers, and the evaluation reads only those of its segments.
      return Self.evaluate(normal: ScalarLane(z), nodes: base, segments: segments).value
    }
  }

  /// The value at the normal score z for every lane, from a table's `values`. Rises with z up to rounding (1e-15).
  @inlinable @inline(__always)
  public static func evaluate<L: ElementaryLane>(normal z: L, nodes: UnsafePointer<Double>, segments: Int) -> L {
    let count = Double(segments)
    let place = L.maximum(z + L(reach), L(0)) * L(count / (2 * reach))
    let index = L.minimum(place.floor(), L(count - 1))
    let t = L.minimum(place - index, L(1))
    let first = index * L(3)
    let start = L.load(nodes, at: first)
    let slope = L.load(nodes + 1, at: first)
    let halfCurvature = L.load(nodes + 2, at: first)
    let end = L.load(nodes + 3, at: first)
    let endSlope = L.load(nodes + 4, at: first)
    let endHalf = L.load(nodes + 5, at: first)
    // What the parabola at the start misses at the end: in value, slope and half curvature.
    let a = end - start - slope - halfCurvature
    let b = endSlope - slope - (halfCurvature + halfCurvature)
    let c = endHalf - halfCurvature
    let cubic = (c - L(4) * b).addingProduct(L(10), a)
    let quartic = (L(7) * b - (c + c)).addingProduct(L(-15), a)
    let quintic = (c - L(3) * b).addingProduct(L(6), a)
    let curve = quintic.times(t, plus: quartic).times(t, plus: cubic).times(t, plus: halfCurvature)
      .times(t, plus: slope).times(t, plus: start)
    return L.minimum(L.maximum(curve, start), end).withOneNaN(whereNaN: z)
  }
}
