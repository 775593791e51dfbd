import Formulas
import Sweeps

/// Sobol' points of samples in any order, eight draws at a time.
///
/// A vector holds one sample's points in eight dimensions, so wherever in the block a sample lies its points are two
/// loads and an XOR. Eight samples become eight rows in registers.
final class OrderedSobol {
  /// For each draw its group and its lane there; draws that are used one after the other share a group.
  private var columns: [Int: (group: Int, lane: Int)] = [:]
  private let groups: Int
  /// For each group the combinations of samples 0 ..< 64 and of samples 0, 64, 128, ...
  private let low: UnsafeMutablePointer<SIMD8<UInt64>>
  private let high: UnsafeMutablePointer<SIMD8<UInt64>>
  /// For each group the first point of the block at hand, as a number from 1 to 2.
  private let bases: UnsafeMutablePointer<SIMD8<UInt64>>
  /// The rows of one group for one chunk, and which these are.
  private let rows: Row
  private var held: (group: Int, chunk: Int) = (-1, -1)
  private var replicate: UInt64?
  /// One more than a chunk: rows a power of two apart would all meet in a few sets of the caches.
  private static let rowVectors = chunkVectors + 1

  /// - Parameter draws: in the order in which they are used.
  init(draws: [Int]) {
    groups = (draws.count + 7) / 8
    for (index, draw) in draws.enumerated() { columns[draw] = (index / 8, index % 8) }
    low = .allocate(capacity: groups * 64 + 1)
    high = .allocate(capacity: groups * 64 + 1)
    bases = .allocate(capacity: groups + 1)
    low.initialize(repeating: SIMD8(repeating: 0), count: groups * 64 + 1)
    high.initialize(repeating: SIMD8(repeating: 0), count: groups * 64 + 1)
    bases.initialize(repeating: SIMD8(repeating: 0), count: groups + 1)
    rows = .filled(8 * Self.rowVectors, with: 0.5)
  }

  deinit {
    low.deallocate()
    high.deallocate()
    bases.deallocate()
    rows.deallocate()
  }

  /// Goes on to the block that begins with a sample.
  func start(replicate: UInt64, block: UInt64, _ tables: SobolTables) {
    held = (-1, -1)
    if self.replicate != replicate { load(tables) }
    self.replicate = replicate
    for (draw, column) in columns {
      bases[column.group][column.lane] = tables.sequences[draw].point(block) | SobolTables.one
    }
  }

  private func load(_ tables: SobolTables) {
    for (draw, column) in columns {
      let points = UnsafeMutableRawPointer(tables.low + draw * 8).assumingMemoryBound(to: UInt64.self)
      for index in 0..<64 {
        low[column.group * 64 + index][column.lane] = points[index]
        high[column.group * 64 + index][column.lane] = tables.high[draw * 64 + index]
      }
    }
  }

  /// Uniforms of the samples at `places` of the block, the chunk's `count` vectors of them.
  func fill(_ row: Row, draw: Int, chunk: Int, places: UnsafePointer<UInt16>, count: Int) {
    guard let column = columns[draw] else { return }
    if held != (column.group, chunk) {
      transpose(column.group, places, count)
      held = (column.group, chunk)
    }
    row.update(from: rows + column.lane * Self.rowVectors, count: count)
  }

  @inline(never)
  private func transpose(_ group: Int, _ places: UnsafePointer<UInt16>, _ count: Int) {
    let (low, high, base) = (low + group &* 64, high + group &* 64, bases[group])
    for vector in 0..<count {
      let places = places + vector &* 8
      @inline(__always)
      func points(_ lane: Int) -> SIMD8<UInt64> {
        let sample = Int(places[lane])
        return low[sample & 63].differing(high[sample >> 6]).differing(base)
      }
      let (a, b) = Self.pairs(points(0), points(1))
      let (c, d) = Self.pairs(points(2), points(3))
      let (e, f) = Self.pairs(points(4), points(5))
      let (g, h) = Self.pairs(points(6), points(7))
      store(Self.fours(a, c), Self.fours(e, g), first: 0, at: vector)
      store(Self.fours(b, d), Self.fours(f, h), first: 1, at: vector)
    }
  }

  typealias Two = (SIMD8<UInt64>, SIMD8<UInt64>)

  /// Even and odd lanes of two vectors, alternating.
  @inline(__always)
  private static func pairs(_ a: SIMD8<UInt64>, _ b: SIMD8<UInt64>) -> Two {
    (
      SIMD8(a[0], b[0], a[2], b[2], a[4], b[4], a[6], b[6]), SIMD8(a[1], b[1], a[3], b[3], a[5], b[5], a[7], b[7])
    )
  }

  /// Even and odd pairs of lanes of two vectors, alternating.
  @inline(__always)
  private static func fours(_ a: SIMD8<UInt64>, _ b: SIMD8<UInt64>) -> Two {
    (
      SIMD8(a[0], a[1], b[0], b[1], a[4], a[5], b[4], b[5]), SIMD8(a[2], a[3], b[2], b[3], a[6], a[7], b[6], b[7])
    )
  }

  /// Rows `first`, `first` + 2, + 4 and + 6 from their halves: samples 0 ..< 4 and 4 ..< 8.
  @inline(__always)
  private func store(_ a: Two, _ b: Two, first: Int, at vector: Int) {
    let row = rows + (first &* Self.rowVectors &+ vector)
    row[0] = Self.uniform(a.0.lowHalf, b.0.lowHalf)
    row[2 &* Self.rowVectors] = Self.uniform(a.1.lowHalf, b.1.lowHalf)
    row[4 &* Self.rowVectors] = Self.uniform(a.0.highHalf, b.0.highHalf)
    row[6 &* Self.rowVectors] = Self.uniform(a.1.highHalf, b.1.highHalf)
  }

  @inline(__always)
  private static func uniform(_ low: SIMD4<UInt64>, _ high: SIMD4<UInt64>) -> VectorLane {
    DrawRows.uniform(scaled: SIMD8(lowHalf: low, highHalf: high))
  }
}
