import Aggregates
import Formulas
import Sweeps

/// Computes runs of blocks of one sweep, one thread.
///
/// For a block of samples the draws and everything that depends on them alone are computed once and kept while
/// consecutive blocks of other cells use them. Nothing is allocated inside a block, and no scenario leaves it.
public final class Engine {
  private let workload: Workload
  private var passes: [PassEngine]

  public init(_ workload: Workload) {
    self.workload = workload
    passes = workload.passes.map { PassEngine($0, workload) }
  }

  /// Adds blocks `range` of the plan to a state, all but some samples, which are neither evaluated nor counted. After
  /// each block `proceed` is asked; false ends the run. Blocks that samples are left out of take longer.
  /// - Returns: the end of the blocks computed, `range.upper` unless stopped.
  @discardableResult
  public func run(
    _ range: BlockRange, without: [SamplePlace], into state: inout SweepState, proceed: (_ done: UInt64) -> Bool
  ) -> UInt64 {
    var block = range.lower
    var start: UInt64 = 0
    for (index, pass) in workload.passes.enumerated() {
      let end = start + pass.numbering.blockCount
      while block < min(end, range.upper), block >= start {
        let left = without.isEmpty ? [] : Self.samples(without, of: block)
        if left.isEmpty {
          passes[index].run(block - start, pass: index, into: &state)
        } else {
          _ = passes[index].step(block - start, pass: index, without: left, oneByOne: false, into: &state) { _ in true }
        }
        block += 1
        if !proceed(block) {
          passes[index].flushBins(pass: index, into: &state)
          return block
        }
      }
      passes[index].flushBins(pass: index, into: &state)
      start = end
    }
    return block
  }

  /// Adds one block of the plan to a state, evaluating its samples one after the other, each alone. Before each of them
  /// `proceed` is told how many of the block are done; false ends the run.
  /// - Returns: whether the block is in the state; where it is not, the state is as it was.
  public func runCarefully(
    _ block: UInt64, without: [SamplePlace], into state: inout SweepState, proceed: (_ samplesDone: UInt32) -> Bool
  ) -> Bool {
    var start: UInt64 = 0
    for (index, pass) in workload.passes.enumerated() {
      let end = start + pass.numbering.blockCount
      if block >= start, block < end {
        let isDone = passes[index].step(
          block - start, pass: index, without: Self.samples(without, of: block), oneByOne: true, into: &state,
          proceed: proceed)
        passes[index].flushBins(pass: index, into: &state)
        return isDone
      }
      start = end
    }
    return false
  }

  private static func samples(_ places: [SamplePlace], of block: UInt64) -> Set<UInt32> {
    Set(places.lazy.filter { $0.block == block }.map(\.sample))
  }
}

/// The code, storage and folds of one pass.
private final class PassEngine {
  private let pass: Workload.Pass
  private let storage: BatchStorage
  private let cellSteps: StepList
  private let sampleSteps: StepList
  private let scenarioSteps: StepList
  private let measures: [MeasureScratch]
  private var draws: DrawRows
  private let order: SampleOrder?
  /// Where samples are computed in another order: for each measure the block's values and truths.
  private let outputs: [OutputRows]
  private lazy var sampleWalk = SampleSteps(pass.program, draws: draws.draws.count, measures: measures.count)
  private var currentSamples: (replicate: UInt64, first: UInt64)?
  private var currentCell: UInt64?
  private var pivots: [UInt64: [Double]] = [:]
  private var pivotTile: UInt64?
  /// Cells whose bins are still in the scratches.
  private var unflushed: UnflushedBins

  init(_ pass: Workload.Pass, _ workload: Workload) {
    self.pass = pass
    let storage = BatchStorage(pass.program)
    self.storage = storage
    cellSteps = storage.steps(pass.program.cellCode)
    sampleSteps = storage.steps(pass.program.sampleCode)
    scenarioSteps = storage.steps(pass.program.scenarioCode)
    unflushed = UnflushedBins(pass.measures)
    measures = pass.measures.map { [slots = unflushed.slots] in MeasureScratch($0, slots: slots) }
    draws = DrawRows(design: workload.design, seed: workload.seed, draws: workload.draws)
    order = SampleOrder(pass.program, draws)
    outputs = order == nil ? [] : pass.measures.map { _ in OutputRows() }
    runCentralSample()
  }

  func run(_ block: UInt64, pass index: Int, into state: inout SweepState) {
    let place = pass.numbering.place(of: block)
    if !unflushed.takes(place) { flushBins(pass: index, into: &state) }
    setCell(place.cell)
    let pivot = pivots(of: place.cell)
    let chunks = Int((place.count + UInt64(chunkVectors * 8) - 1) / UInt64(chunkVectors * 8))
    if currentSamples?.replicate != place.replicate || currentSamples?.first != place.firstSample {
      draws.start(replicate: place.replicate)
      for chunk in 0..<chunks {
        if let order, order.startsStretch(chunk) { order.start(place, chunk: chunk, draws) }
        runSamples(chunk, place)
      }
      currentSamples = (place.replicate, place.firstSample)
    }
    for (measure, scratch) in measures.enumerated() {
      scratch.start(pivot: pivot[measure], slot: unflushed.slot(of: place.cell))
    }
    for chunk in 0..<chunks {
      let first = chunk * chunkVectors * 8
      runScenarios(chunk, first: first, samples: min(chunkVectors * 8, Int(place.count) - first))
    }
    if order != nil { foldOutputs(Int(place.count)) }
    handOver(place, pass: index, into: &state)
  }

  /// Computes a block in small steps, without some of its samples.
  /// - Returns: false, with nothing folded, where `proceed` ended it.
  func step(
    _ block: UInt64, pass index: Int, without: Set<UInt32>, oneByOne: Bool, into state: inout SweepState,
    proceed: (_ samplesDone: UInt32) -> Bool
  ) -> Bool {
    let place = pass.numbering.place(of: block)
    let left = without.filter { UInt64($0) < place.count }
    guard left.count < Int(place.count) else { return true }
    if !unflushed.takes(place) { flushBins(pass: index, into: &state) }
    setCell(place.cell)
    let pivot = pivots(of: place.cell)
    // Steps use the rows of the first chunk.
    currentSamples = nil
    draws.start(replicate: place.replicate)
    let isDone = sampleWalk.walk(place, draws, without: left, oneByOne: oneByOne, proceed: proceed) { samples, draw in
      sampleSteps.run(chunk: 0, count: 1) { row, index in row[0] = draw(index) }
      scenarioSteps.forEach { step, role in
        if role.measure >= 0 {
          let filter = role.isFiltered ? step.pointee.b.row(0)[0] : nil
          sampleWalk.put(step.pointee.a.row(0)[0], filter, measure: role.measure, samples: samples)
        } else {
          step.pointee.run(chunk: 0, count: 1)
        }
      }
    }
    guard isDone else { return false }
    for (measure, scratch) in measures.enumerated() {
      scratch.start(pivot: pivot[measure], slot: unflushed.slot(of: place.cell))
    }
    sampleWalk.fold(Int(place.count), without: left, into: measures)
    handOver(place, pass: index, into: &state)
    return true
  }

  /// Adds the block in the scratches to the state, all but its bins.
  private func handOver(_ place: Numbering.Place, pass index: Int, into state: inout SweepState) {
    state.withCell(pass: index, replicate: Int(place.replicate), cell: Int(place.cell)) { cell in
      for (measure, scratch) in measures.enumerated() {
        scratch.flush(into: &cell[measure], firstSample: place.firstSample)
      }
    }
    unflushed.add(place, isFull: measures.contains(where: \.isFull))
  }

  /// Hands the bins of all cells of the tile over to the state.
  func flushBins(pass index: Int, into state: inout SweepState) {
    for cell in unflushed.cells {
      state.withCell(pass: index, replicate: Int(unflushed.replicate), cell: Int(cell)) { state in
        for (measure, scratch) in measures.enumerated() {
          scratch.flushBins(of: unflushed.slot(of: cell), into: &state[measure])
        }
      }
    }
    unflushed.clear()
  }

  private func setCell(_ cell: UInt64) {
    guard currentCell != cell else { return }
    currentCell = cell
    var rest = cell
    for axis in pass.coordinates.indices.reversed() {
      let values = pass.coordinates[axis]
      if let scalar = pass.program.coordinates[axis] {
        storage.scalars[scalar] = VectorLane(values[Int(rest % UInt64(values.count))])
      }
      rest /= UInt64(values.count)
    }
    cellSteps.forEach { step, _ in step.pointee.run(chunk: 0, count: 1) }
  }

  private func runSamples(_ chunk: Int, _ place: Numbering.Place) {
    let left = Int(place.count) - chunk * chunkVectors * 8
    let count = min(chunkVectors, (left + 7) / 8)
    let first = place.firstSample + UInt64(chunk * chunkVectors * 8)
    sampleSteps.run(chunk: chunk, count: count) { row, draw in
      if let order {
        order.fill(row, draw: draw, chunk: chunk, count: count)
      } else {
        draws.fill(row, draw: draw, replicate: place.replicate, first: first, count: count)
      }
    }
  }

  private func runScenarios(_ chunk: Int, first: Int, samples: Int) {
    let count = (samples + 7) / 8
    scenarioSteps.forEach { step, role in
      if role.measure >= 0 {
        let filter = role.isFiltered ? step.pointee.b.row(chunk) : nil
        if let order {
          outputs[role.measure].put(step.pointee.a.row(chunk), filter, chunk: chunk, count: count, order)
        } else {
          measures[role.measure].fold(step.pointee.a.row(chunk), filter: filter, first: first, samples: samples)
        }
      } else {
        step.pointee.run(chunk: chunk, count: count)
      }
    }
  }

  /// Folds a block whose values were put back into the order of its samples.
  private func foldOutputs(_ count: Int) {
    scenarioSteps.forEach { _, role in
      guard role.measure >= 0 else { return }
      for first in stride(from: 0, to: count, by: chunkVectors * 8) {
        let rows = outputs[role.measure]
        measures[role.measure].fold(
          rows.values + first / 8, filter: role.isFiltered ? rows.filter + first / 8 : nil, first: first,
          samples: min(chunkVectors * 8, count - first))
      }
    }
  }

  /// The value of every measure in the cell's central scenario, in which each draw is 1/2: what sums of powers are
  /// taken about. It depends on the cell alone, so every worker finds the same bits.
  private func pivots(of cell: UInt64) -> [Double] {
    let tile = cell / Numbering.tileCells
    if pivotTile != tile {
      pivotTile = tile
      pivots.removeAll(keepingCapacity: true)
    }
    if let known = pivots[cell] { return known }
    var found = [Double](repeating: 0, count: measures.count)
    scenarioSteps.forEach { step, role in
      if role.measure >= 0 {
        found[role.measure] = step.pointee.a.row(BatchStorage.centralChunk)[0].values[0]
      } else {
        step.pointee.run(chunk: BatchStorage.centralChunk, count: 1)
      }
    }
    pivots[cell] = found
    return found
  }

  private func runCentralSample() {
    sampleSteps.run(chunk: BatchStorage.centralChunk, count: 1) { row, _ in row[0] = VectorLane(0.5) }
  }
}

/// A measure's values of a block, and which of them take part.
private final class OutputRows {
  let values = Row.filled(blockVectors, with: 0)
  let filter = Row.filled(blockVectors, with: 0)

  deinit {
    values.deallocate()
    filter.deallocate()
  }

  func put(_ row: Row, _ filter: Row?, chunk: Int, count: Int, _ order: SampleOrder) {
    order.putBack(row, chunk: chunk, count: count, into: values)
    if let filter { order.putBack(filter, chunk: chunk, count: count, into: self.filter) }
  }
}

/// Which cells have bins in the scratches: cells of one tile in one replicate, for a bounded number of blocks.
private struct UnflushedBins {
  /// Cells that find room side by side.
  let slots: Int
  /// Blocks of a cell that may share its bins.
  let blockLimit: UInt64
  private(set) var cells: Set<UInt64> = []
  private(set) var replicate: UInt64 = 0
  private var tile: UInt64 = 0
  private var firstSample: UInt64 = 0
  private var isFull = false

  /// - Parameter measures: what a cell keeps; all cells' bins together stay under 64 MiB.
  init(_ measures: [Measure]) {
    let bytes = measures.reduce(1) { $0 + HistogramScratch.bytes($1) }
    slots = max(1, min(Int(Numbering.tileCells), (64 << 20) / bytes))
    blockLimit = measures.map(HistogramScratch.blockLimit).min() ?? 1
  }

  /// The place of a cell among those side by side: consecutive cells never meet in one.
  func slot(of cell: UInt64) -> Int { Int(cell % Numbering.tileCells) % slots }

  /// Whether a block's bins may join; otherwise they are handed over first.
  func takes(_ place: Numbering.Place) -> Bool {
    guard !cells.isEmpty else { return true }
    guard cells.contains(place.cell) || cells.count < slots else { return false }
    let reach = blockLimit * Numbering.blockSamples
    let isNear = place.firstSample >= firstSample && place.firstSample - firstSample < reach
    return !isFull && place.replicate == replicate && place.cell / Numbering.tileCells == tile && isNear
  }

  mutating func add(_ place: Numbering.Place, isFull: Bool) {
    if cells.isEmpty {
      (replicate, tile, firstSample) = (place.replicate, place.cell / Numbering.tileCells, place.firstSample)
    }
    cells.insert(place.cell)
    self.isFull = self.isFull || isFull
  }

  mutating func clear() {
    cells.removeAll(keepingCapacity: true)
    isFull = false
  }
}
