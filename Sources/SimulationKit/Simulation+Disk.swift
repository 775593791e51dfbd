import Scheduling
import Sweeps
import Wire

extension Simulation {
  /// Writes the records of a turn.
  func persist(_ effects: [Pending]) throws(Violation) {
    for pending in effects {
      guard case .persist(let record) = pending.effect else { continue }
      recordsCommitted = max(recordsCommitted, pending.after)
      try write(record)
      if case .closed(let sweep, let blocks, _) = record, isJournalled(blocks, of: sweep) {
        throw violation("blocks \(blocks) are journalled twice")
      }
      remember(record)
    }
    turnEnds.append(journal.count)
    noteProgress()
    if held.isEmpty, strikes(.compaction), let checkpoint = coordinator?.machine.checkpoint {
      journal = checkpoint
      turnEnds = [journal.count]
    }
  }

  private func write(_ record: Record) throws(Violation) {
    if farm.bug == .forgetsRecords, random.chance(0.05) { return }
    journal.append(farm.usesBytes ? try reread(record) : record)
    if farm.bug == .remembersTwice, case .closed = record, random.chance(0.05) { journal.append(record) }
  }

  private func reread(_ record: Record) throws(Violation) -> Record {
    do { return try Record(decoding: record.encode()) } catch { throw violation("a record does not decode: \(error)") }
  }

  private func remember(_ record: Record) {
    switch record {
    case .closed(let sweep, let blocks, _): journalled[sweep, default: BlockSet()].insert(blocks)
    case .merged(let sweep, let closed, _): for run in closed { journalled[sweep, default: BlockSet()].insert(run) }
    case .cancelled(let sweep):
      journalled[sweep] = nil
      hasCancelled.insert(sweep)
    case _: break
    }
  }

  func isJournalled(_ blocks: BlockRange, of sweep: SweepID) -> Bool {
    journalled[sweep]?.intersects(blocks) ?? false
  }

  /// The last turns are gone, one to three of them.
  func forgetTurns() {
    let kept = max(1, turnEnds.count - Int.random(in: 1...3, using: &random))
    turnEnds.removeLast(turnEnds.count - kept)
    journal.removeLast(journal.count - (turnEnds.last ?? 0))
    journalled = [:]
    for record in journal { remember(record) }
    noteProgress()
  }
}
