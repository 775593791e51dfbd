import Sweeps

/// The aggregate of any set of blocks of a sweep: what a job sends back, what the coordinator keeps, and at the end what
/// the result is made of. It holds only the cells it has seen.
///
/// States of disjoint sets of blocks merge to the state of their union, in any order and grouping, to the bit.
public struct SweepState: Sendable {
  public let layout: StateLayout
  let numbering: CellNumbering
  /// Tells layouts apart in the header of the bytes.
  let tag: UInt32
  /// For every pass, a cell that has seen nothing.
  let blanks: [CellState]
  /// By cell number; may hold cells without scenarios, which do not count.
  private(set) var cells: [UInt64: CellState] = [:]

  /// Nothing seen yet.
  ///
  /// - Precondition: all passes together have fewer than 2^63 cells.
  public init(layout: StateLayout) {
    self.layout = layout
    numbering = CellNumbering(layout)
    tag = layout.tag
    blanks = layout.passes.map { CellState($0.measures) }
  }

  /// Nothing seen yet, of the layout of another.
  init(like other: SweepState) {
    (layout, numbering, tag, blanks) = (other.layout, other.numbering, other.tag, other.blanks)
  }

  /// Whether no scenario was seen.
  public var isEmpty: Bool { cells.values.allSatisfy(\.isEmpty) }

  /// Scenarios seen, over all cells: the check that a state covers the blocks it claims. `UInt64.max` if there are more.
  public var scenarioCount: UInt64 {
    cells.values.reduce(0) { sum, cell in
      let (next, overflow) = sum.addingReportingOverflow(cell.scenarioCount)
      return overflow ? .max : next
    }
  }

  /// Cells with scenarios.
  public var cellCount: Int { cells.values.count { !$0.isEmpty } }

  /// The names of the cells with scenarios, ascending.
  public var cellNames: [CellName] { occupied.map { numbering.name(of: $0) } }

  /// What is kept of a cell; nil if none of its scenarios was seen.
  ///
  /// - Precondition: the cell is in the layout.
  public subscript(pass pass: Int, replicate replicate: Int, cell cell: Int) -> CellState? {
    let state = cells[numbering.number(of: CellName(pass: pass, replicate: replicate, cell: cell))]
    return state.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Changes the state of a cell in place, starting it if this is its first block.
  ///
  /// - Precondition: the cell is in the layout.
  public mutating func withCell<Result>(
    pass: Int, replicate: Int, cell: Int, _ body: (inout CellState) throws -> Result
  ) rethrows -> Result {
    let number = numbering.number(of: CellName(pass: pass, replicate: replicate, cell: cell))
    return try body(&cells[number, default: blanks[pass]])
  }

  /// Takes in the other state; all of it or, on an error, nothing.
  public mutating func merge(_ other: SweepState) throws(StateError) {
    guard layout == other.layout else { throw .differentLayout }
    for (number, theirs) in other.cells { try cells[number]?.checkMerge(theirs) }
    for (number, theirs) in other.cells {
      if let index = cells.index(forKey: number) {
        try cells.values[index].merge(theirs)
      } else {
        cells[number] = theirs
      }
    }
  }

  /// Changes the state of a cell in place, starting it if it is new.
  mutating func withCell(
    _ number: UInt64, pass: Int, _ body: (inout CellState) throws(StateError) -> Void
  ) throws(StateError) {
    try body(&cells[number, default: blanks[pass]])
  }

  mutating func reserveCells(_ count: Int) { cells.reserveCapacity(count) }

  /// The numbers of the cells with scenarios, ascending.
  var occupied: [UInt64] {
    cells.compactMap { $0.value.isEmpty ? nil : $0.key }.sorted()
  }
}

/// The name of a cell of a state.
public struct CellName: Hashable, Sendable {
  public var pass: Int
  public var replicate: Int
  public var cell: Int

  public init(pass: Int, replicate: Int, cell: Int) {
    self.pass = pass
    self.replicate = replicate
    self.cell = cell
  }
}

/// Numbers the cells of a layout: pass by pass, replicate by replicate, cell by cell.
struct CellNumbering: Sendable {
  private let passes: [StateLayout.Pass]
  /// The number of the first cell of each pass.
  private let starts: [UInt64]
  /// One above the last number.
  let end: UInt64

  init(_ layout: StateLayout) {
    var starts: [UInt64] = []
    var end: UInt64 = 0
    for pass in layout.passes {
      starts.append(end)
      let (size, isTooLarge) = UInt64(pass.replicates).multipliedReportingOverflow(by: UInt64(pass.cells))
      precondition(!isTooLarge && size < 1 << 63 - end, "A layout has fewer than 2^63 cells.")
      end += size
    }
    passes = layout.passes
    self.starts = starts
    self.end = end
  }

  func number(of name: CellName) -> UInt64 {
    let pass = passes[name.pass]
    precondition((0..<pass.replicates).contains(name.replicate), "Replicate \(name.replicate) is not in the layout.")
    precondition((0..<pass.cells).contains(name.cell), "Cell \(name.cell) is not in the layout.")
    return starts[name.pass] + UInt64(name.replicate) * UInt64(pass.cells) + UInt64(name.cell)
  }

  /// The pass of a number below `end`; passes without cells are passed over.
  func pass(of number: UInt64) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= number { low = middle } else { high = middle }
    }
    return low
  }

  func name(of number: UInt64) -> CellName {
    let pass = pass(of: number)
    let (replicate, cell) = (number - starts[pass]).quotientAndRemainder(dividingBy: UInt64(passes[pass].cells))
    return CellName(pass: pass, replicate: Int(replicate), cell: Int(cell))
  }
}
