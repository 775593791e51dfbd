import Formulas

/// A function over x (and y) as this core's instruction set computes it, eight at a time.
///
/// For self-tests and comparisons; kernels call the functions on lanes. Both arrays have the same count.
public func vectorValues(_ function: ElementaryFunction, _ x: [Double], _ y: [Double]) -> [Double] {
  var values: [Double] = []
  values.reserveCapacity(x.count)
  for start in stride(from: 0, to: x.count, by: 8) {
    let count = min(8, x.count - start)
    let result = function(VectorLane(eight(x, start, count)), VectorLane(eight(y, start, count)))
    for lane in 0..<count { values.append(result.values[lane]) }
  }
  return values
}

/// A quantile table at normal scores as this core's instruction set computes it, eight at a time; for comparisons.
public func vectorValues(_ table: QuantileTable, normal scores: [Double]) -> [Double] {
  var values: [Double] = []
  values.reserveCapacity(scores.count)
  table.values.withUnsafeBufferPointer { nodes in
    // A table always has nodes, and the evaluation reads only those of its segments.
    guard let base = nodes.baseAddress else { return }
    for start in stride(from: 0, to: scores.count, by: 8) {
      let count = min(8, scores.count - start)
      let z = VectorLane(eight(scores, start, count))
      let result = QuantileTable.evaluate(normal: z, nodes: base, segments: table.segments)
      for lane in 0..<count { values.append(result.values[lane]) }
    }
  }
  return values
}

/// Up to eight numbers as a vector, filled up with ones.
private func eight(_ values: [Double], _ start: Int, _ count: Int) -> SIMD8<Double> {
  var lanes = SIMD8<Double>(repeating: 1)
  for lane in 0..<count { lanes[lane] = values[start + lane] }
  return lanes
}
