import Formulas

/// How many whole dies can be placed on a wafer, by search over placements instead of by formula.
///
/// Source: Graening et al. 2025 (CATCH): rows are tried as blocks of one row, two rows and so on beside the wafer's
/// diameter. Rows are numbered by the height of their outer edge, in half pitches above the diameter, and the search is
/// written out up to `highestRow`; a die so flat that more rows fit gets the analytic count.
enum WaferPlacement {
  /// Half pitches from the diameter to the rim that the written-out search covers: square dies from 44 mm2 up on a
  /// wafer of 300 mm.
  static let highestRow = 44
  /// Rows in the central block of a grid, at most.
  static let largestBlock = 14

  /// A wafer, and dies with their scribe line (mm).
  struct Layout<L: Lane> {
    let radius: L
    let scribe: L
    /// Pitch along a row, and from row to row.
    let x: L
    let y: L
    /// Half the chord at the outer edge of each row, zero outside the wafer.
    let halfChords: [L]

    /// - Parameter aspect: Width of the die over its height.
    init(radiusMM: L, dieAreaMM2: L, aspect: L, scribeMM: L) {
      let width = (dieAreaMM2 * aspect).squareRoot()
      radius = radiusMM
      scribe = scribeMM
      x = width + scribeMM
      y = dieAreaMM2 / width + scribeMM
      var chords: [L] = []
      for row in 0...highestRow {
        let height = y * (Double(row) / 2) - scribe / 2
        chords.append(L.maximum(radius * radius - height * height, L(0)).squareRoot())
      }
      halfChords = chords
    }

    /// Height of a row's outer edge (mm).
    func height(_ row: Int) -> L { y * (Double(row) / 2) - scribe / 2 }

    /// Whether every row that fits is written out.
    var isCovered: L.Mask { radius .<= height(highestRow + 1) }
  }

  /// Dies where every row slides freely along itself (rows need not line up): the better of a row on the diameter and
  /// two rows beside it.
  static func staggered<L: Lane>(_ layout: Layout<L>) -> L {
    func dies(_ row: Int) -> L {
      let count = ((2 * layout.halfChords[row] + layout.scribe) / layout.x).floor()
      return L(0).replacing(with: count, where: layout.y * (Double(row) / 2) .< layout.radius)
    }
    var odd = dies(1)
    for row in stride(from: 3, through: highestRow, by: 2) { odd = odd + 2 * dies(row) }
    var even = L(0)
    for row in stride(from: 2, through: highestRow, by: 2) { even = even + 2 * dies(row) }
    return L.maximum(odd, even)
  }

  /// Dies on a common grid, so that one saw cut runs through the wafer: the best central block of rows, each beginning
  /// at the rim, with the rows above and below it aligned to the block.
  static func grid<L: Lane>(_ layout: Layout<L>) -> L {
    let radius = layout.radius
    let squared = radius * radius
    let first = radius - L.maximum(squared - layout.y * layout.y / 4, L(0)).squareRoot()
    let reach = radius - first - layout.x
    let crossover = L.maximum(squared - reach * reach, L(0)).squareRoot()
    var best = L(0)
    for block in 1...largestBlock {
      let isAllowed = layout.y * (Double(block) / 2) .< crossover
      best = best.replacing(with: L.maximum(best, dies(layout, block: block)), where: isAllowed)
    }
    return best
  }

  private static func dies<L: Lane>(_ layout: Layout<L>, block: Int) -> L {
    let inRow = ((2 * layout.halfChords[block] + layout.scribe) / layout.x).floor()
    var total = inRow * Double(block) + farSide(layout, block: block, inRow: inRow)
    let blockLeft = layout.radius - layout.halfChords[block]
    for row in stride(from: block + 2, through: highestRow, by: 2) {
      let left = layout.radius - layout.halfChords[row]
      let shift = -((blockLeft - left) / layout.x).floor() * layout.x
      let chord = 2 * layout.halfChords[row] - (shift + blockLeft - left)
      let fitting = L.maximum((chord / layout.x).floor(), L(0))
      total = total + 2 * L(0).replacing(with: fitting, where: layout.height(row) .< layout.radius)
    }
    return total
  }

  /// Rows of the block nearer to the diameter than its outermost may hold one die more at the far end.
  private static func farSide<L: Lane>(_ layout: Layout<L>, block: Int, inRow: L) -> L {
    let squared = layout.radius * layout.radius
    let end = inRow * layout.x - layout.halfChords[block] + layout.x
    var extra = L(0)
    for row in 0..<block {
      let low = layout.y * Double(row) - layout.height(block)
      let high = low + layout.y
      let fits = (end * end + low * low .<= squared) .& (end * end + high * high .<= squared)
      extra = extra + L(0).replacing(with: L(1), where: fits)
    }
    return extra
  }
}
