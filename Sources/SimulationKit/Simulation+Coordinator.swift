import Scheduling
import Sweeps
import Wire

extension Simulation {
  /// Begins a life: replays what was committed, listens, and submits the sweep as a restarted program would.
  func startCoordinator() throws(Violation) {
    life += 1
    coordinatorWakesAt = nil
    isDiskFull = false
    held = []
    do { coordinator = Process(try Coordinator<State>(replaying: journal, policy: farm.policy)) } catch {
      throw violation("the journal does not replay: \(error)")
    }
    awayUntil = now
    try tell(.started)
    for ticket in farm.tickets where life == 1 {
      try tell(.submitted(ticket, from: nil))
    }
  }

  /// One step of the coordinator: handle, check, and commit now or with the steps that follow shortly.
  func coordinate(_ event: Event, life: UInt64, _ item: Item) throws(Violation) {
    guard let process = coordinator, life == self.life else { return }
    guard awayUntil <= now else {
      agenda.enter(item, at: awayUntil)
      return
    }
    if strikes(\.stall) { awayUntil = now + random.duration(in: 100...8000) }
    var effects: [Effect] = []
    process.machine.handle(event, at: now) { effects.append($0) }
    try check(effects, process)
    let isFirst = uncommitted.isEmpty
    uncommitted += effects
    if random.chance(0.6) {
      try commit()
    } else if isFirst {
      agenda.enter(.flush(life: life), at: now + random.duration(in: 0...20))
    }
    scheduleWakeUp()
  }

  private func scheduleWakeUp() {
    guard let wakeUp = coordinator?.machine.wakeUp else { return }
    if let planned = coordinatorWakesAt, planned > now, planned <= wakeUp { return }
    coordinatorWakesAt = max(wakeUp, now + .microseconds(1))
    agenda.enter(.event(.woken, life: life), at: max(wakeUp, now + .microseconds(1)))
  }

  /// Ends a turn as a shell must: all records in one transaction, then everything else. The coordinator may die before
  /// the transaction, after it, and between any two messages.
  func commit() throws(Violation) {
    let effects = uncommitted
    uncommitted = []
    guard !effects.isEmpty, coordinator != nil else { return }
    guard try hasRoom(for: effects) else { return }
    let dies = strikes(\.coordinatorCrash)
    let sends = effects.filter { if case .persist = $0 { false } else { true } }
    let survived = dies ? Int.random(in: -1...sends.count, using: &random) : sends.count
    switch farm.shell {
    case .commitsThenSends, .forgetsRecords:
      if survived >= 0 { try persist(effects) }
      for effect in sends.prefix(max(survived, 0)) { try perform(effect) }
    case .sendsThenCommits:
      for effect in sends.prefix(max(survived, 0)) { try perform(effect) }
      if survived == sends.count { try persist(effects) }
    }
    if dies { crashCoordinator() }
  }

  /// Whether the disk takes a turn's records. If not, the turn is kept and tried again; turns without records go on.
  private func hasRoom(for effects: [Effect]) throws(Violation) -> Bool {
    let hasRecords = effects.contains { if case .persist = $0 { true } else { false } }
    if !isDiskFull, hasRecords, strikes(\.fullDisk) {
      isDiskFull = true
      agenda.enter(.diskHasRoom(life: life), at: now + random.duration(in: 100...5000))
      held = effects
      try tell(.diskFull(true))
      return false
    }
    guard isDiskFull, hasRecords else { return true }
    held += effects
    return false
  }

  /// The disk has room again: what was kept is committed first.
  func findRoom() throws(Violation) {
    isDiskFull = false
    uncommitted = held + uncommitted
    held = []
    try commit()
    guard !isDiskFull else { return }
    try tell(.diskFull(false))
  }

  private func crashCoordinator() {
    coordinator = nil
    life += 1
    uncommitted = []
    for worker in workers { worker.connection += 1 }
    agenda.enter(.startCoordinator, at: now + random.duration(in: 10...6000))
  }

  private func persist(_ effects: [Effect]) throws(Violation) {
    for case .persist(let record) in effects {
      if farm.shell != .forgetsRecords || !random.chance(0.05) {
        journal.append(farm.usesBytes ? try reread(record) : record)
      }
      switch record {
      case .closed(let sweep, let blocks, _):
        guard !isJournalled(blocks, of: sweep) else { throw violation("blocks \(blocks) are journalled twice") }
        journalled[sweep, default: BlockSet()].insert(blocks)
      case .cancelled(let sweep):
        journalled[sweep] = nil
        hasCancelled.insert(sweep)
      case _: break
      }
    }
    if held.isEmpty, strikes(\.compaction), let checkpoint = coordinator?.machine.checkpoint { journal = checkpoint }
  }

  private func reread(_ record: Record) throws(Violation) -> Record {
    do { return try Record(decoding: record.encode()) } catch { throw violation("a record does not decode: \(error)") }
  }

  private func perform(_ effect: Effect) throws(Violation) {
    switch effect {
    case .send(let message, let peer): try send(message, to: peer)
    case .publish(let snapshot):
      // A snapshot made before its sweep was cancelled in the same turn shows what was committed until then.
      // While the disk is full the coordinator tells of progress that it still has to commit.
      guard !hasCancelled.contains(snapshot.sweep), !isDiskFull else { return }
      guard snapshot.closedBlocks <= journalled[snapshot.sweep]?.count ?? 0 else {
        throw violation("a snapshot shows what is not committed")
      }
    case .persist, .reply, .note: break
    }
  }
}
