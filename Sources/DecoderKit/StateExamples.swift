import Aggregates
import Sweeps

/// Layouts with every kind of measure, and states under them.
enum StateExamples {
  static let layouts: [StateLayout] = [
    StateLayout(passes: [.init(replicates: 1, cells: 4, measures: [.event])]),
    StateLayout(passes: [
      .init(replicates: 2, cells: 5, measures: [.quantity(full(mantissaBits: 5)), .event]),
      .init(
        replicates: 1, cells: 3,
        measures: [
          .quantity(QuantityMeasure(momentOrder: 1)), .quantity(QuantityMeasure(momentOrder: 0, extremes: true)),
        ]),
    ]),
    StateLayout(passes: [.init(replicates: 16, cells: 1 << 40, measures: [.quantity(full(mantissaBits: 7))])]),
    StateLayout(passes: [
      .init(replicates: 1, cells: 0, measures: [.event]),
      .init(
        replicates: 1, cells: 2,
        measures: [
          .quantity(QuantityMeasure(momentOrder: 2, histogram: HistogramShape(mantissaBits: 0, sums: false))),
          .quantity(QuantityMeasure(momentOrder: 0, histogram: HistogramShape(mantissaBits: 20, sums: true))),
        ]),
    ]),
  ]

  private static func full(mantissaBits: Int) -> QuantityMeasure {
    QuantityMeasure(
      momentOrder: 4, histogram: HistogramShape(mantissaBits: mantissaBits, sums: true), extremes: true)
  }

  /// Eight made-up scenarios in each of the first cells of every pass.
  static func state(_ layout: StateLayout, cells: Range<Int> = 0..<3) -> SweepState {
    var state = SweepState(layout: layout)
    for (pass, shape) in layout.passes.enumerated() {
      for cell in cells.clamped(to: 0..<shape.cells) {
        let name = CellName(pass: pass, replicate: cell % shape.replicates, cell: cell)
        state.withCell(pass: name.pass, replicate: name.replicate, cell: name.cell) { fold(into: &$0, shape.measures) }
      }
    }
    return state
  }

  /// Inputs of the decoder `state`.
  static func bodies() -> [[UInt8]] {
    layouts.enumerated().map { index, layout in [UInt8(index)] + state(layout).encode().dropFirst(8).dropLast(4) }
  }

  /// The cells as a whole state, with the header and checksum they should have.
  static func sealed(_ cells: some Sequence<UInt8>, layout: StateLayout) -> [UInt8] {
    let bytes = SweepState(layout: layout).encode().prefix(8) + cells
    let checksum = CRC32C.checksum(of: Array(bytes).span)
    return bytes + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> UInt32(8 * $0)) }
  }

  /// The valid ones of eight scenarios.
  private static let values = [-3.5, 0, 1, 1.25, 7e9]

  private static func fold(into cell: inout CellState, _ measures: [Measure]) {
    for (index, measure) in measures.enumerated() {
      cell[index].tally = Tally(valid: UInt64(values.count), excluded: 2, nan: 1)
      guard case .quantity = measure else {
        cell[index].hits = 3
        continue
      }
      var sums = (0.0, 0.0, 0.0, 0.0)
      for (sample, value) in values.enumerated() {
        let distance = value - 1
        sums.0 += distance
        sums.1 += distance * distance
        sums.2 += distance * distance * distance
        sums.3 += distance * distance * distance * distance
        cell[index].histogram?.add(value)
        cell[index].extremes?.add(value, sample: UInt64(sample))
      }
      cell[index].moments.add(count: UInt64(values.count), pivot: 1, blockSums: sums)
    }
  }
}
