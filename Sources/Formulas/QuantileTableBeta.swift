extension QuantileTable {
  /// The beta distribution's quantile on (0, 1): within 1e-10 of the width from the 2^-53 to the 1 - 2^-53 quantile
  /// for shapes from 0.1 up.
  ///
  /// The table doubles its segments until halfway between its nodes it agrees to 5e-11 with the inverse incomplete
  /// beta function: 128 or 256 segments (3 to 6 KB) for usual shapes, a few milliseconds.
  ///
  /// Both shapes are positive and finite.
  public static func beta(alpha: Double, beta: Double) -> QuantileTable {
    let distribution = BetaDistribution(alpha: alpha, beta: beta)
    precondition(distribution.isValid, "beta(\(alpha), \(beta)): both shapes must be positive and finite")
    var segments = 64
    var points = (0...segments).map { distribution.point(atNormal: score($0, of: segments)) }
    while true {
      let nodes = points.enumerated().map { index, point in
        distribution.node(point, normal: score(index, of: segments), width: 2 * reach / Double(segments))
      }
      let table = QuantileTable(nodes: limited(nodes))
      let between = (0..<segments).map { distribution.point(atNormal: score(2 * $0 + 1, of: 2 * segments)) }
      if segments == 1_024 || table.agrees(with: between) { return table }
      points = points.indices.dropLast().flatMap { [points[$0], between[$0]] } + points.suffix(1)
      segments *= 2
    }
  }

  /// One line of the table before it is laid out.
  struct Node {
    var value: Double
    var slope: Double
    var halfCurvature: Double
  }

  /// Exact: the reach is 33/4 and the number of segments a power of two.
  private static func score(_ index: Int, of segments: Int) -> Double {
    2 * reach / Double(segments) * Double(index) - reach
  }

  private func agrees(with between: [BetaDistribution.Point]) -> Bool {
    let width = values[3 * segments] - values[0]
    return between.indices.allSatisfy { index in
      let z = Self.score(2 * index + 1, of: 2 * segments)
      return (evaluate(normal: z) - between[index].value).magnitude <= 5e-11 * width
    }
  }

  /// The nodes with slopes and curvatures cut back where a segment's quintic could fall.
  ///
  /// A quintic rises if its six Bernstein coefficients do. Only extreme shapes need the cut.
  private static func limited(_ nodes: [Node]) -> [Node] {
    var nodes = nodes
    for _ in nodes.indices {
      guard let segment = (0..<nodes.count - 1).first(where: { !rises(nodes[$0], nodes[$0 + 1]) }) else { break }
      for index in segment...(segment + 1) {
        let left = index > 0 ? nodes[index].value - nodes[index - 1].value : .infinity
        let right = index + 1 < nodes.count ? nodes[index + 1].value - nodes[index].value : .infinity
        nodes[index].slope = min(nodes[index].slope, 1.25 * min(left, right))
        nodes[index].halfCurvature = 0
      }
    }
    return nodes
  }

  private static func rises(_ start: Node, _ end: Node) -> Bool {
    if start.halfCurvature == 0, end.halfCurvature == 0 {
      let most = 1.25 * (end.value - start.value)
      return start.slope <= most && end.slope <= most
    }
    let middle = 0.4 * (start.slope + end.slope) + 0.1 * (start.halfCurvature - end.halfCurvature)
    return 2 * start.slope + start.halfCurvature >= 0 && 2 * end.slope - end.halfCurvature >= 0
      && middle <= end.value - start.value
  }
}

extension BetaDistribution {
  /// The point whose probability is that of the normal score z.
  func point(atNormal z: Double) -> Point {
    quantile(at: Probability(below: Elementary.normalCDF(z), above: Elementary.normalCDF(-z)))
  }

  /// The value over the normal score z with its derivatives: with P = x^a y^b / B, x' = φ(z) x y / P and
  /// x'' = -x' (z + φ(z) ((a - 1) y - (b - 1) x) / P).
  func node(_ point: Point, normal z: Double, width: Double) -> QuantileTable.Node {
    guard point.value > 0, point.complement > 0 else {
      return QuantileTable.Node(value: point.value, slope: 0, halfCurvature: 0)
    }
    let ratio = Elementary.exp(-0.5 * z * z - Gamma.halfLog2Pi - logPowers(at: point))
    let slope = ratio * point.value * point.complement
    let bend = z + ratio * ((alpha - 1) * point.complement - (beta - 1) * point.value)
    return QuantileTable.Node(
      value: point.value, slope: slope * width, halfCurvature: -0.5 * slope * bend * width * width)
  }
}
