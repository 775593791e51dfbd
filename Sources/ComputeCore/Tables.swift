import Formulas

/// What the steps of a pass read beside rows.
final class TableStorage {
  let lookups: [LookupTable]
  let quantiles: [QuantileStorage]
  let tail = TailStorage()

  init(_ program: Program) {
    lookups = program.tables.map(LookupTable.init)
    quantiles = program.quantileTables.map(QuantileStorage.init)
  }
}

/// A table in the batch storage, for loading without bounds checks after one clamp.
final class LookupTable {
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
  @inline(never)
  func rows(_ out: Row, _ positions: Row, _ count: Int) {
    for index in 0..<count {
      let clamped = VectorLane.minimum(VectorLane.maximum(positions[index], VectorLane(0)), VectorLane(last))
      out[index] = VectorLane.load(entries, at: clamped)
    }
  }
}

/// The nodes of a quantile table in the batch storage.
final class QuantileStorage {
  private let nodes: UnsafeMutablePointer<Double>
  private let segments: Int

  init(_ table: QuantileTable) {
    nodes = .allocate(capacity: table.values.count)
    nodes.initialize(from: table.values, count: table.values.count)
    segments = table.segments
  }

  deinit { nodes.deallocate() }

  @inline(never)
  func rows(_ out: Row, _ scores: Row, _ count: Int) {
    for index in 0..<count {
      out[index] = QuantileTable.evaluate(normal: scores[index], nodes: nodes, segments: segments)
    }
  }
}

/// The normal quantile of a row: the centre formula on every lane, then the tails, 15% of uniform draws, gathered into
/// full vectors, computed and put back.
final class TailStorage {
  private let positions: UnsafeMutablePointer<Int32>
  private let values: Row
  private let flags: UnsafeMutablePointer<SIMD8<Int64>>

  init() {
    flags = .allocate(capacity: chunkVectors)
    positions = .allocate(capacity: chunkVectors * 8 + 8)
    values = .allocate(capacity: chunkVectors + 1)
    values.initialize(repeating: VectorLane(0.5), count: chunkVectors + 1)
  }

  deinit {
    flags.deallocate()
    positions.deallocate()
    values.deallocate()
  }

  @inline(never)
  func quantileRows(_ out: Row, _ p: Row, _ count: Int) {
    let found = gather(p, count)
    UnaryLoop<NormalQuantileCentre>.rows(out, p, count)
    UnaryLoop<NormalQuantileTail>.rows(values, values, (found &+ 7) / 8)
    let results = UnsafeMutableRawPointer(out).assumingMemoryBound(to: Double.self)
    let scalars = UnsafeMutableRawPointer(values).assumingMemoryBound(to: Double.self)
    for index in 0..<found { results[Int(positions[index])] = scalars[index] }
  }

  /// Collects the probabilities outside the centre; returns how many.
  @inline(never)
  private func gather(_ p: Row, _ count: Int) -> Int {
    for index in 0..<count {
      let isTail = .!VectorLane.isInNormalQuantileCentre(p[index])
      flags[index] = SIMD8(repeating: 0).replacing(with: 1, where: isTail.isTrue)
    }
    let flag = UnsafeMutableRawPointer(flags).assumingMemoryBound(to: Int64.self)
    var found = 0
    for index in 0..<(count &* 8) {
      // Written always, kept only when the lane is in a tail: no branch on data.
      positions[found] = Int32(truncatingIfNeeded: index)
      found &+= Int(flag[index])
    }
    let scalars = UnsafeMutableRawPointer(values).assumingMemoryBound(to: Double.self)
    let source = UnsafeMutableRawPointer(p).assumingMemoryBound(to: Double.self)
    for index in 0..<found { scalars[index] = source[Int(positions[index])] }
    return found
  }
}

enum NormalQuantileCentre: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { VectorLane.normalQuantileCentre(a) }
}
enum NormalQuantileTail: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { VectorLane.normalQuantileTail(a) }
}
