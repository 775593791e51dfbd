import Formulas

/// A row of vectors in the batch storage.
typealias Row = UnsafeMutablePointer<VectorLane>

/// Vectors in a chunk: the stretch of samples that one instruction works on before the next one runs. Short enough for
/// the rows of a chunk to stay in the first-level cache, long enough to pay for reading the instruction.
let chunkVectors = 32

/// Loops over rows. Operands are rows or splats; a splat is loaded once.
enum Rows {
  @inline(__always)
  static func unary(
    _ out: Row, _ a: Row, _ count: Int, _ operation: (VectorLane) -> VectorLane
  ) {
    for index in 0..<count { out[index] = operation(a[index]) }
  }

  @inline(__always)
  static func binary(
    _ out: Row, _ a: Row, _ b: Row, splatA: Bool, splatB: Bool, _ count: Int,
    _ operation: (VectorLane, VectorLane) -> VectorLane
  ) {
    if splatA {
      let first = a[0]
      for index in 0..<count { out[index] = operation(first, b[index]) }
    } else if splatB {
      let second = b[0]
      for index in 0..<count { out[index] = operation(a[index], second) }
    } else {
      for index in 0..<count { out[index] = operation(a[index], b[index]) }
    }
  }

  @inline(__always)
  static func ternary(
    _ out: Row, _ a: Row, _ b: Row, _ c: Row, steps: (Int, Int, Int), _ count: Int,
    _ operation: (VectorLane, VectorLane, VectorLane) -> VectorLane
  ) {
    for index in 0..<count {
      out[index] = operation(a[index &* steps.0], b[index &* steps.1], c[index &* steps.2])
    }
  }
}
