/// What an earlier sweep has computed of another that asks for more: more samples, replicates or cells, other reports.
///
/// Both draw the same, so a sample of a cell has the same inputs in either and a block the same samples: what is known
/// of a block need not be computed again, and the result is the same to the bit.
public struct Reuse: Hashable, Sendable {
  /// Cells of a pass that a pass of the earlier sweep visits too.
  public struct Share: Hashable, Sendable {
    public struct Cell: Hashable, Sendable {
      public var number: Int
      /// Its number in the earlier pass.
      public var earlier: Int
    }

    public var pass: Int
    public var earlierPass: Int
    /// For each measure of the pass, its place in the earlier pass.
    public var measures: [Int]
    /// Ascending.
    public var cells: [Cell]
  }

  /// Replicates that both have.
  public var replicates: Int
  public var shares: [Share]
  /// The blocks of the later sweep that are known.
  public var blocks: BlockSet
  /// Its scenarios in them, over all options.
  public var scenarios: UInt64

  /// Runs of blocks that are kept track of; beyond, cells between others that are new are computed again.
  static let runLimit = 1 << 16

  /// - Parameters:
  ///   - earlier: a sweep of which every block is computed.
  ///   - without: samples of it that were left out. Their cells are computed again.
  /// - Throws: `ReuseError` where nothing can be reused.
  public init(of earlier: Plan, for plan: Plan, without: [SamplePlace] = []) throws(ReuseError) {
    if let difference = plan.sweep.difference(from: earlier.sweep) { throw ReuseError(difference) }
    let (before, now) = (earlier.sweep.sample.sizePerReplicate, plan.sweep.sample.sizePerReplicate)
    guard before == now || before % Numbering.blockSamples == 0 else {
      throw ReuseError(
        "it has \(before) scenarios in a replicate, which is no whole number of blocks of \(Numbering.blockSamples); "
          + "only a sweep of as many can reuse it")
    }
    guard before <= now else {
      throw ReuseError("it has \(before) scenarios in a replicate, more than the \(now) of this sweep")
    }
    replicates = min(earlier.sweep.sample.replicates, plan.sweep.sample.replicates)
    shares = []
    blocks = BlockSet()
    scenarios = 0
    var start: UInt64 = 0
    for (number, pass) in plan.passes.enumerated() {
      let match = earlier.passes.indices.compactMap { plan.share(number, with: $0, of: earlier, without: without) }
        .max { $0.cells.count < $1.cells.count }
      if var share = match {
        let runs = pass.numbering.runs(
          of: &share.cells, samples: before, replicates: UInt64(replicates), atMost: Self.runLimit)
        for run in runs { blocks.insert(BlockRange(start + run.lower, start + run.upper)) }
        scenarios += UInt64(share.cells.count) * UInt64(pass.options.count) * UInt64(replicates) * before
        if !share.cells.isEmpty { shares.append(share) }
      }
      start += pass.numbering.blockCount
    }
    guard !blocks.isEmpty else {
      throw ReuseError("no cell of it has all the statistics that this sweep asks for there")
    }
  }
}

/// Why nothing of an earlier sweep can be reused.
public struct ReuseError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}

extension Sweep {
  /// What makes its scenarios others than those of an earlier sweep; nil if all are the same where both have them.
  fileprivate func difference(from earlier: Sweep) -> String? {
    guard model == earlier.model else {
      return "it asks \(earlier.model.name)@\(earlier.model.version), and this sweep \(model.name)@\(model.version)"
    }
    let parts: [(name: String, isSame: Bool)] = [
      ("seed", seed == earlier.seed), ("uncertain", uncertain == earlier.uncertain), ("fixed", fixed == earlier.fixed),
      ("derive", derived == earlier.derived), ("where", filter == earlier.filter),
      ("decide", decisions == earlier.decisions), ("sample.design", sample.design == earlier.sample.design),
    ]
    let others = parts.filter { !$0.isSame }.map(\.name)
    guard others.isEmpty else { return "its scenarios are others: \(others.joined(separator: ", ")) differ" }
    guard axes.map(\.input) == earlier.axes.map(\.input) else {
      return "it varies other inputs (\(earlier.axes.map(\.input).joined(separator: ", "))) or in another order"
    }
    return nil
  }
}

extension Plan {
  /// What a pass of an earlier plan has of one of this; nil if not every measure or no cell.
  fileprivate func share(_ number: Int, with other: Int, of earlier: Plan, without: [SamplePlace]) -> Reuse.Share? {
    let (pass, known) = (passes[number], earlier.passes[other])
    let measures = pass.measures.map { known.measures.firstIndex(of: $0) }
    guard !measures.contains(nil) else { return nil }
    let positions = pass.axisPositions.indices.map { axis in
      pass.axisPositions[axis].map { position in
        known.axisPositions[axis].firstIndex { earlier.axisValues[axis][$0] == axisValues[axis][position] }
      }
    }
    let lacking = Set(
      without.compactMap { place -> Int? in
        let (index, block) = earlier.locate(place.block)
        return index == other ? Int(known.numbering.place(of: block).cell) : nil
      })
    var cells: [Reuse.Share.Cell] = []
    for cell in 0..<Int(pass.numbering.cells) {
      var same: Int? = 0
      for (axis, position) in pass.coordinates(of: cell).enumerated() {
        guard let so = same, let there = positions[axis][position] else {
          same = nil
          break
        }
        same = so * known.axisPositions[axis].count + there
      }
      if let same, !lacking.contains(same) { cells.append(.init(number: cell, earlier: same)) }
    }
    guard !cells.isEmpty else { return nil }
    return Reuse.Share(pass: number, earlierPass: other, measures: measures.compactMap { $0 }, cells: cells)
  }
}

extension Numbering {
  /// The blocks that hold the first samples of some cells, ascending.
  ///
  /// - Parameters:
  ///   - cells: ascending. Those of a tile are dropped where they take too many runs.
  ///   - samples: all samples of the pass, or a whole number of blocks.
  fileprivate func runs(
    of cells: inout [Reuse.Share.Cell], samples: UInt64, replicates: UInt64, atMost limit: Int
  ) -> [BlockRange] {
    let blocks = (samples + Self.blockSamples - 1) / Self.blockSamples
    // For each tile its runs of neighbours, half open.
    var tiles: [(tile: UInt64, runs: [BlockRange])] = []
    for cell in cells.map({ UInt64($0.number) }) {
      let tile = cell / Self.tileCells
      if tiles.last?.tile != tile { tiles.append((tile, [])) }
      let last = tiles.count - 1
      if let run = tiles[last].runs.last, run.upper == cell {
        tiles[last].runs[tiles[last].runs.count - 1] = BlockRange(run.lower, cell + 1)
      } else {
        tiles[last].runs.append(BlockRange(cell, cell + 1))
      }
    }
    var room = UInt64(limit)
    var dropped: Set<UInt64> = []
    // Whole tiles first: they are worth the most.
    for takesWhole in [true, false] {
      tiles.removeAll { tile, runs in
        guard isWhole(tile, runs) == takesWhole else { return false }
        let needed = takesWhole ? (blocks == blocksPerCell ? 0 : replicates) : replicates * blocks * UInt64(runs.count)
        guard needed <= room else {
          dropped.insert(tile)
          return true
        }
        room -= needed
        return false
      }
    }
    if !dropped.isEmpty { cells.removeAll { dropped.contains(UInt64($0.number) / Self.tileCells) } }
    var result: [BlockRange] = []
    for replicate in 0..<replicates {
      for (tile, runs) in tiles {
        let width = width(of: tile)
        let first = block(replicate: replicate, cell: tile * Self.tileCells, sample: 0)
        guard !isWhole(tile, runs) else {
          result.append(BlockRange(first, first + width * blocks))
          continue
        }
        for layer in 0..<blocks {
          let start = first + layer * width
          for run in runs {
            result.append(
              BlockRange(start + run.lower % Self.tileCells, start + run.lower % Self.tileCells + run.count))
          }
        }
      }
    }
    return result
  }

  private func width(of tile: UInt64) -> UInt64 { min(Self.tileCells, cells - tile * Self.tileCells) }

  private func isWhole(_ tile: UInt64, _ runs: [BlockRange]) -> Bool {
    runs.count == 1 && runs[0].count == width(of: tile)
  }
}
