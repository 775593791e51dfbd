import Sweeps

@testable import Aggregates

/// Blocks of made-up scenarios, folded as a worker folds them: the same block gives the same contribution wherever it is
/// computed.
struct FoldedBlocks {
  static let layout = StateLayout(passes: [
    .init(
      replicates: 2, cells: 5,
      measures: [
        .quantity(
          QuantityMeasure(momentOrder: 4, histogram: HistogramShape(mantissaBits: 5, sums: true), extremes: true)),
        .event,
      ]),
    .init(
      replicates: 1, cells: 3,
      measures: [
        .quantity(QuantityMeasure(momentOrder: 1)), .quantity(QuantityMeasure(momentOrder: 0, extremes: true)),
      ]
    ),
  ])

  struct Block {
    var name: CellName
    var index: Int
  }

  let seed: UInt64

  /// Six blocks in every cell of the layout.
  var all: [Block] {
    Self.layout.passes.enumerated().flatMap { pass, shape in
      (0..<shape.replicates).flatMap { replicate in
        (0..<shape.cells).flatMap { cell in
          (0..<6).map { Block(name: CellName(pass: pass, replicate: replicate, cell: cell), index: $0) }
        }
      }
    }
  }

  func state(of blocks: [Block]) -> SweepState {
    var state = SweepState(layout: Self.layout)
    for block in blocks { fold(block, into: &state) }
    return state
  }

  /// Forty scenarios; some are excluded, some not finite.
  private func fold(_ block: Block, into state: inout SweepState) {
    let place = UInt64(block.name.pass * 1000 + block.name.replicate * 100 + block.name.cell * 10 + block.index)
    var random = TestRandom(seed: seed ^ place << 20)
    let pivot = Double(block.name.cell) - 1
    state.withCell(pass: block.name.pass, replicate: block.name.replicate, cell: block.name.cell) { cell in
      for measure in cell.measures.indices {
        let isEvent = Self.layout.passes[block.name.pass].measures[measure] == .event
        let values = (0..<40).map { _ in Self.value(isEvent: isEvent, using: &random) }
        Self.fold(values, isEvent: isEvent, pivot: pivot, firstSample: UInt64(block.index * 40), into: &cell[measure])
      }
    }
  }

  private static func value(isEvent: Bool, using random: inout TestRandom) -> Double? {
    switch UInt8.random(in: 0..<40, using: &random) {
    case 0: nil
    case 1: .nan
    case 2: .infinity
    case 3: -.infinity
    case 4: 0
    default: isEvent ? 1 : random.bell() * random.bell() * 10
    }
  }

  private static func fold(
    _ values: [Double?], isEvent: Bool, pivot: Double, firstSample: UInt64, into state: inout MeasureState
  ) {
    var valid: [Double] = []
    for (index, value) in values.enumerated() {
      guard let value else {
        state.tally.excluded += 1
        continue
      }
      switch value {
      case .infinity: state.tally.positiveInfinity += 1
      case -.infinity: state.tally.negativeInfinity += 1
      case _ where value.isNaN: state.tally.nan += 1
      default:
        state.tally.valid += 1
        valid.append(value)
        state.extremes?.add(value, sample: firstSample + UInt64(index))
      }
    }
    if isEvent {
      state.hits += UInt64(valid.count { $0 == 1 })
    } else {
      let d = valid.map { $0 - pivot }
      let sums = [d, d.map { $0 * $0 }, d.map { $0 * $0 * $0 }, d.map { $0 * $0 * $0 * $0 }].map { $0.reduce(0, +) }
      state.moments.add(count: UInt64(valid.count), pivot: pivot, blockSums: (sums[0], sums[1], sums[2], sums[3]))
      state.histogram?.addBlock(of: valid)
    }
  }
}
