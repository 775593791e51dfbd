import Aggregates
import Scheduling
import Sweeps
import Wire

/// Rows of a journal, and their records.
extension CheckedDecoder {
  static let record = frame(
    "record", seeds: { Examples.records.map { $0.encode() } },
    decode: { bytes throws(WireError) in try Record(decoding: bytes) }, encode: { $0.encode() },
    also: { record throws(Violation) in
      if case .submitted(let ticket) = record { try checkUse(of: ticket) }
    })

  /// A whole journal, all in one row. A coordinator is rebuilt from it or says why not, and its checkpoint rebuilds the
  /// same one.
  static let journal = CheckedDecoder("journal", seeds: JournalExamples.journals) { bytes throws(Violation) in
    let records: [Record]
    do throws(WireError) { records = try JournalRow.records(in: bytes) } catch { return .refused }
    let policy = Policy(build: "1.0", selfTest: Examples.spec)
    let coordinator: Coordinator<SweepState>
    do throws(ReplayError) { coordinator = try Coordinator(replaying: records, policy: policy) } catch {
      try expect(!error.description.isEmpty, "an error says nothing")
      return .refused
    }
    let checkpoint = coordinator.checkpoint
    let again: Coordinator<SweepState>
    do throws(ReplayError) { again = try Coordinator(replaying: checkpoint, policy: policy) } catch {
      throw Violation("a checkpoint is refused: \(error)")
    }
    let second = again.checkpoint
    // Every life of a coordinator has an epoch of its own.
    try expect(second.dropFirst() == checkpoint.dropFirst(), "a checkpoint rebuilds another coordinator")
    return .read
  }

  /// What a coordinator does with a ticket first: it counts blocks and starts a state.
  private static func checkUse(of ticket: SweepTicket) throws(Violation) {
    let sizes = ticket.sizes
    let middle = sizes.blockCount / 2
    let halves = sizes.scenarios(in: BlockRange(0, middle)) + sizes.scenarios(in: BlockRange(middle, sizes.blockCount))
    try expect(halves == sizes.scenarioCount, "the blocks of \(sizes) do not hold its scenarios")
    let empty = SweepState(layout: ticket.layout).encode()
    do throws(StateError) { _ = try SweepState(decoding: empty, layout: ticket.layout) } catch {
      throw Violation("the empty state of \(ticket.layout) is refused: \(error)")
    }
  }
}
