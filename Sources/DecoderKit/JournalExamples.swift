import Aggregates
import Sweeps
import Wire

/// Journals of a small sweep: three blocks of eight scenarios, one for each of the first cells.
enum JournalExamples {
  static func journals() -> [[UInt8]] {
    let sweep = Examples.sweep
    guard let ticket else { return [] }
    let begun: [Record] = [.opened(Epoch(1)), .submitted(ticket)]
    let first = Record.closed(sweep, BlockRange(0, 1), delta: state(0..<1))
    let rest = Record.closed(sweep, BlockRange(1, 3), delta: state(1..<3))
    let quarantined = Quarantined(place: SamplePlace(block: 1, sample: 3), reason: "signal 11", hosts: ["tiger"])
    let merged = Record.merged(sweep, closed: [BlockRange(0, 1), BlockRange(2, 3)], state: state(0..<2))
    return [
      begun, begun + [first, rest], begun + [merged, .stopped(sweep, reason: "enough"), .resumed(sweep)],
      begun + [first, .paused(sweep), .opened(Epoch(2)), .quarantined(sweep, quarantined), .resumed(sweep)],
      begun + [.spoilt(sweep, reason: "tiger and lion differ")],
      begun + [.cancelled(sweep), .distrusted(host: "tiger", reason: "other bits")],
    ].flatMap(JournalRow.rows)
  }

  private static var ticket: SweepTicket? {
    let strips = [BlockSizes.Strips(count: 3, scenariosPerStrip: 8)].compactMap { $0 }
    return BlockSizes(strips).map { sizes in
      SweepTicket(
        id: Examples.sweep, spec: Examples.spec, canonical: Array("{}".utf8), sizes: sizes,
        layout: StateExamples.layouts[0])
    }
  }

  private static func state(_ cells: Range<Int>) -> [UInt8] {
    StateExamples.state(StateExamples.layouts[0], cells: cells).encode()
  }
}
