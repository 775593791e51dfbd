import Formulas

/// A lookup table in the batch storage, for gathering without bounds checks after one clamp.
final class TableStorage {
  private let entries: UnsafeMutablePointer<Double>
  private let last: Double

  init(_ values: [Double]) {
    precondition(!values.isEmpty, "a lookup table has at least one entry")
    entries = .allocate(capacity: values.count)
    entries.initialize(from: values, count: values.count)
    last = Double(values.count - 1)
  }

  deinit { entries.deallocate() }

  /// The entries at whole positions; the nearest one outside the table.
  @inline(__always)
  func entries(at position: VectorLane) -> VectorLane {
    let clamped = VectorLane.minimum(VectorLane.maximum(position, VectorLane(0)), VectorLane(last))
    var result = VectorLane(0)
    for lane in 0..<8 { result.value[lane] = entries[Int(clamped.value[lane])] }
    return result
  }
}

/// Room for the lanes of a chunk that need the tail of the normal quantile.
final class TailStorage {
  let positions: UnsafeMutablePointer<Int32>
  let values: Row

  init() {
    positions = .allocate(capacity: chunkVectors * 8 + 8)
    values = .allocate(capacity: chunkVectors + 1)
    values.initialize(repeating: VectorLane(0.5), count: chunkVectors + 1)
  }

  deinit {
    positions.deallocate()
    values.deallocate()
  }
}

/// The normal quantile of a row: the centre formula on every lane, then the tails, 15% of uniform draws, gathered into
/// full vectors, computed and put back.
@inline(__always)
func normalQuantile(_ out: Row, _ p: Row, _ count: Int, _ tail: TailStorage) {
  let scalars = UnsafeMutableRawPointer(tail.values).assumingMemoryBound(to: Double.self)
  var found = 0
  for index in 0..<count {
    let (central, isTail) = VectorLane.normalQuantileCentre(p[index])
    let probability = p[index]
    out[index] = central
    for lane in 0..<8 {
      // Written always, kept only when the lane is in a tail: no branch on data.
      tail.positions[found] = Int32(truncatingIfNeeded: index &* 8 &+ lane)
      scalars[found] = probability.value[lane]
      found &+= isTail.bits[lane] ? 1 : 0
    }
  }
  let results = UnsafeMutableRawPointer(out).assumingMemoryBound(to: Double.self)
  for index in 0..<((found &+ 7) / 8) {
    tail.values[index] = VectorLane.normalQuantileTail(tail.values[index])
  }
  for index in 0..<found { results[Int(tail.positions[index])] = scalars[index] }
}
