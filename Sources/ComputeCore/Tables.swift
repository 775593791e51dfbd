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
  /// For each mask of eight lanes the numbers of those that are true, then anything.
  private let lanes: UnsafeMutablePointer<SIMD8<UInt16>>
  private let positions: UnsafeMutablePointer<UInt16>
  private let values: Row

  init() {
    lanes = .allocate(capacity: 256)
    for mask in 0..<256 {
      let numbers = (0..<8).filter { mask >> $0 & 1 == 1 }.map { UInt16($0) }
      (lanes + mask).initialize(to: SIMD8(numbers + Array(repeating: 0, count: 8 - numbers.count)))
    }
    positions = .allocate(capacity: chunkVectors * 8 + 8)
    values = .filled(chunkVectors + 1, with: 0.25)
  }

  deinit {
    lanes.deallocate()
    positions.deallocate()
    values.deallocate()
  }

  @inline(never)
  func quantileRows(_ out: Row, _ p: Row, _ count: Int) {
    let found = locate(p, count)
    let isNear = gather(p, found)
    UnaryLoop<NormalQuantileCentre>.rows(out, p, count)
    let vectors = (found &+ 7) / 8
    if isNear {
      UnaryLoop<NormalQuantileNearTail>.rows(values, values, vectors)
    } else {
      UnaryLoop<NormalQuantileTail>.rows(values, values, vectors)
    }
    let results = UnsafeMutableRawPointer(out).assumingMemoryBound(to: Double.self)
    let scalars = UnsafeMutableRawPointer(values).assumingMemoryBound(to: Double.self)
    for index in 0..<found { results[Int(positions[index])] = scalars[index] }
  }

  /// Notes the positions of the probabilities outside the centre; returns how many.
  @inline(never)
  private func locate(_ p: Row, _ count: Int) -> Int {
    var found = 0
    for index in 0..<count {
      let mask = (.!VectorLane.isInNormalQuantileCentre(p[index])).bits
      // Eight are written always, those of lanes in a tail are kept: no branch on data.
      let places = lanes[Int(mask)] &+ SIMD8(repeating: UInt16(truncatingIfNeeded: index &* 8))
      UnsafeMutableRawPointer(positions + found).storeBytes(of: places, as: SIMD8<UInt16>.self)
      found &+= mask.nonzeroBitCount
    }
    return found
  }

  /// Collects the probabilities at the positions, filled up to whole vectors; whether `normalQuantileNearTail` answers
  /// for all of them.
  @inline(never)
  private func gather(_ p: Row, _ found: Int) -> Bool {
    let scalars = UnsafeMutableRawPointer(values).assumingMemoryBound(to: Double.self)
    let source = UnsafeMutableRawPointer(p).assumingMemoryBound(to: Double.self)
    for index in 0..<found { scalars[index] = source[Int(positions[index])] }
    UnsafeMutableRawPointer(scalars + found).storeBytes(of: SIMD8(repeating: 0.25), as: SIMD8<Double>.self)
    var isFar = VectorMask(SIMDMask(repeating: false))
    for index in 0..<((found &+ 7) / 8) { isFar = isFar .| .!VectorLane.isInNormalQuantileNearTail(values[index]) }
    return isFar.bits == 0
  }
}

enum NormalQuantileCentre: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { VectorLane.normalQuantileCentre(a) }
}
enum NormalQuantileTail: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { VectorLane.normalQuantileTail(a) }
}
enum NormalQuantileNearTail: UnaryOperation {
  @inline(__always) static func apply(_ a: VectorLane) -> VectorLane { VectorLane.normalQuantileNearTail(a) }
}
