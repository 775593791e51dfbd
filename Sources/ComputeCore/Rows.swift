import Formulas
import Sweeps

/// A row of vectors in the batch storage.
typealias Row = UnsafeMutablePointer<VectorLane>

extension Row {
  /// A new row of equal vectors, each in one line of the cache: the type alone asks for a quarter of a line.
  static func filled(_ count: Int, with value: Double) -> Row {
    let row = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<VectorLane>.stride, alignment: 64)
      .bindMemory(to: VectorLane.self, capacity: count)
    row.initialize(repeating: VectorLane(value), count: count)
    return row
  }

  /// The row's numbers, one by one.
  @inline(__always)
  var numbers: UnsafeMutablePointer<Double> { UnsafeMutableRawPointer(self).assumingMemoryBound(to: Double.self) }
}

/// Vectors in a chunk: the stretch of samples that one instruction works on before the next one runs. Short enough for
/// the rows of a chunk to stay in the first-level cache, long enough to pay for reading the instruction.
let chunkVectors = 64

/// Vectors in a block.
let blockVectors = Int(Numbering.blockSamples) / 8

/// Arithmetic on one vector, a type each, so that every loop below is compiled for its own operation.
protocol UnaryOperation {
  static func apply(_ a: VectorLane) -> VectorLane
}
protocol BinaryOperation {
  static func apply(_ a: VectorLane, _ b: VectorLane) -> VectorLane
}
protocol TernaryOperation {
  static func apply(_ a: VectorLane, _ b: VectorLane, _ c: VectorLane) -> VectorLane
}

/// Loops over rows. Operands are rows or splats; a splat is loaded once.
enum UnaryLoop<Operation: UnaryOperation> {
  @inline(never)
  static func rows(_ out: Row, _ a: Row, _ count: Int) {
    for index in 0..<count { out[index] = Operation.apply(a[index]) }
  }
}

/// exp of what `argument` gives for each vector: the short way while every lane allows it, which nearly all do.
@inline(__always)
func exponentialRows(_ out: Row, _ count: Int, _ argument: (Int) -> VectorLane) {
  var index = 0
  while index < count {
    while index < count {
      let x = argument(index)
      guard VectorLane.isModerateExponent(x).bits == 0xFF else { break }
      out[index] = VectorLane.moderateExponential(x)
      index &+= 1
    }
    // The loop above ends at a vector with a lane for the long way, or at the end.
    if index < count {
      out[index] = VectorLane.exp(argument(index))
      index &+= 1
    }
  }
}

enum ExponentialLoop {
  @inline(never)
  static func rows(_ out: Row, _ a: Row, _ count: Int) { exponentialRows(out, count) { a[$0] } }
}

enum BinaryLoop<Operation: BinaryOperation> {
  @inline(never)
  static func rows(_ out: Row, _ a: Row, _ b: Row, _ count: Int) {
    for index in 0..<count { out[index] = Operation.apply(a[index], b[index]) }
  }

  @inline(never)
  static func splatFirst(_ out: Row, _ a: Row, _ b: Row, _ count: Int) {
    let first = a[0]
    for index in 0..<count { out[index] = Operation.apply(first, b[index]) }
  }

  @inline(never)
  static func splatSecond(_ out: Row, _ a: Row, _ b: Row, _ count: Int) {
    let second = b[0]
    for index in 0..<count { out[index] = Operation.apply(a[index], second) }
  }
}

enum TernaryLoop<Operation: TernaryOperation> {
  @inline(never)
  static func rows(_ out: Row, _ a: Row, _ b: Row, _ c: Row, steps: SIMD4<Int>, _ count: Int) {
    for index in 0..<count {
      out[index] = Operation.apply(a[index &* steps.x], b[index &* steps.y], c[index &* steps.z])
    }
  }
}
