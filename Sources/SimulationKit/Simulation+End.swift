import Scheduling
import Sweeps
import Wire

extension Simulation {
  /// Complete and committed or stopped for good, and nobody holds anything back.
  var isOver: Bool {
    guard farm.liar != nil || almostDone != nil else { return false }
    guard let process = coordinator, uncommitted.isEmpty, held.isEmpty, !isDiskFull else { return false }
    for ticket in tickets {
      let isDone = journalled[ticket.id]?.count == ticket.sizes.blockCount || process.machine.isSpoilt(ticket.id)
      guard isDone, process.machine.leaseCount(of: ticket.id) == 0 else { return false }
    }
    guard farm.liar == nil || process.machine.openAudits == 0 else { return false }
    return workers.allSatisfy { !$0.isAlive || $0.machine.leaseCount == 0 || isLiar($0) }
  }

  /// Notes when little is left.
  func noteProgress() {
    let closed = journalled.values.reduce(0) { $0 + $1.count }
    guard closed * 100 >= blockCount * 99 else {
      almostDone = nil
      return
    }
    if almostDone == nil { almostDone = now }
  }

  /// Whether a lie slipped through because nobody else was there to audit, which is counted.
  private func wentUnaudited(_ sweep: SweepID) -> Bool {
    guard falsified.contains(sweep), let status = coordinator?.machine.snapshot(of: sweep, at: coordinatorTime) else {
      return false
    }
    return status.counts.contains { $0.name == "unaudited" }
  }

  /// Whether a sweep is stopped for what the liar did: it lied in one, computed something of this one, and is named.
  private func isSpoiltByLiar(_ sweep: SweepID) -> Bool {
    guard let liar = farm.liar, !falsified.isEmpty, touched.contains(sweep) else { return false }
    guard case .stopped(let reason)? = coordinator?.machine.snapshot(of: sweep, at: coordinatorTime)?.phase else {
      return false
    }
    return reason.contains("host-\(liar)")
  }

  func isLiar(_ worker: WorkerProcess) -> Bool { farm.liar.map { worker.host == "host-\($0)" } ?? false }

  func outcome() throws(Violation) -> Outcome {
    var states: [[UInt8]] = []
    var spoilt = 0
    for ticket in tickets {
      let state = coordinator?.machine.state(of: ticket.id)?.encode() ?? []
      states.append(state)
      if coordinator?.machine.isSpoilt(ticket.id) == true {
        spoilt += 1
        guard isSpoiltByLiar(ticket.id) else { throw violation("\(ticket.id) is spoilt, and no liar did it") }
      } else if state != farm.expectedState(of: ticket), !wentUnaudited(ticket.id) {
        throw violation("the merged state of \(ticket.id) differs from the one-thread run")
      }
    }
    try compare(states, to: journal, "the journal")
    if let checkpoint = coordinator?.machine.checkpoint { try compare(states, to: checkpoint, "the compacted journal") }
    return Outcome(
      states: states, spoilt: spoilt, steps: steps, lives: life, elapsed: now.since(begin),
      almostDone: (almostDone ?? now).since(begin), blocksComputed: blocksComputed, faults: faults, trace: trace)
  }

  private func compare(_ states: [[UInt8]], to records: [Record], _ name: String) throws(Violation) {
    let replayed: Coordinator<State>
    do { replayed = try Coordinator<State>(replaying: records, policy: farm.policy) } catch {
      throw violation("\(name) does not replay: \(error)")
    }
    for (ticket, state) in zip(tickets, states) where replayed.state(of: ticket.id)?.encode() != state {
      throw violation("\(name) replays to other bytes of \(ticket.id)")
    }
  }

  /// Where the sweeps are, for people.
  var standing: String {
    let sweeps = tickets.map { ticket in
      guard let status = coordinator?.machine.snapshot(of: ticket.id, at: coordinatorTime) else {
        return "\(ticket.id) unknown"
      }
      return "\(ticket.id) \(status.phase), \(status.closedBlocks) of \(status.totalBlocks) blocks, "
        + "\(status.leases) leases, stall \(status.stall.map { "\($0)" } ?? "none"), "
        + status.counts.map { "\($0.name) \($0.count)" }.joined(separator: " ")
    }
    let held = workers.map { "\($0.host) alive \($0.isAlive) holds \($0.machine.leaseCount)" }
    let rest = ["poison \(poison)", "full \(isDiskFull)", "open audits \(coordinator?.machine.openAudits ?? 0)"]
    return (sweeps + held + rest).joined(separator: "; ")
  }
}
