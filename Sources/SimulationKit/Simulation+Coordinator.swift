import Scheduling
import Sweeps
import Wire

extension Simulation {
  /// What the coordinator's clock shows.
  var coordinatorTime: Moment { ahead(now, by: clockLead) }

  /// Begins a life: replays what was committed, listens, and submits the sweeps as a program would.
  func startCoordinator() throws(Violation) {
    life += 1
    coordinatorWakesAt = nil
    isDiskFull = false
    (recordsEmitted, recordsCommitted) = (0, 0)
    clockLead = random.next() >> 14
    do { coordinator = Process(try Coordinator<State>(replaying: journal, policy: farm.policy)) } catch {
      throw violation("the journal does not replay: \(error)")
    }
    awayUntil = now
    try tell(.started)
    for ticket in tickets where life == 1 { try tell(.submitted(ticket, from: nil)) }
  }

  /// One step of the coordinator, unless it stands still: handle, check, and commit now or with the steps that follow
  /// shortly.
  func coordinate(_ event: Event, life: UInt64, _ happening: Happening) throws(Violation) {
    guard let process = coordinator, life == self.life else { return }
    guard awayUntil <= now else {
      agenda.enter(happening, at: awayUntil)
      return
    }
    if strikes(.stall) { awayUntil = now + random.duration(in: 100...8000) }
    if strikes(.clockJump) { clockLead += random.duration(in: 100...3_600_000).nanoseconds }
    if strikes(.backlog) {
      agenda.enter(.event(.behind(false), life: life), at: now + random.duration(in: 100...10_000))
      try handle(.behind(true), process)
    }
    let isFirst = uncommitted.isEmpty
    try handle(event, process)
    if random.chance(0.6) {
      try commit()
    } else if isFirst {
      agenda.enter(.flush(life: life), at: now + random.duration(in: 0...20))
    }
    scheduleWakeUp()
  }

  private func handle(_ event: Event, _ process: Process) throws(Violation) {
    var effects: [Effect] = []
    process.machine.handle(event, at: coordinatorTime) { effects.append($0) }
    if farm.bug == .losesLease, random.chance(0.01) { process.machine.loseLease(at: coordinatorTime) }
    try check(effects, process)
    for effect in effects {
      if case .persist = effect { recordsEmitted += 1 }
      uncommitted.append(Pending(effect: effect, after: recordsEmitted))
    }
  }

  private func scheduleWakeUp() {
    guard let shown = coordinator?.machine.wakeUp else { return }
    let wakeUp = behind(shown, by: clockLead)
    if let planned = coordinatorWakesAt, planned > now, planned <= wakeUp { return }
    let moment = max(wakeUp, now + .microseconds(1))
    coordinatorWakesAt = moment
    agenda.enter(.event(.woken, life: life), at: moment)
  }

  // MARK: Turns

  /// Ends a turn as a shell must: all records in one transaction, then everything else. The coordinator may die before
  /// the transaction, after it, and between any two messages.
  func commit() throws(Violation) {
    let effects = uncommitted
    uncommitted = []
    guard !effects.isEmpty, coordinator != nil else { return }
    guard try hasRoom(for: effects) else { return }
    let dies = strikes(.coordinatorCrash)
    let sends = effects.filter { if case .persist = $0.effect { false } else { true } }
    let survived = dies ? Int.random(in: -1...sends.count, using: &random) : sends.count
    let sendsFirst = farm.bug == .sendsBeforeCommit
    if !sendsFirst, survived >= 0 { try persist(effects) }
    for pending in sends.prefix(max(survived, 0)) { try perform(pending) }
    if sendsFirst, survived == sends.count { try persist(effects) }
    if dies { crashCoordinator() }
  }

  /// Whether the disk takes a turn's records. If not, the turn is kept and tried again; turns without records go on.
  private func hasRoom(for effects: [Pending]) throws(Violation) -> Bool {
    let hasRecords = effects.contains { if case .persist = $0.effect { true } else { false } }
    if !isDiskFull, hasRecords, strikes(.fullDisk) {
      isDiskFull = true
      agenda.enter(.diskHasRoom(life: life), at: now + random.duration(in: 100...5000))
      held = effects
      // The machine hears of it before anything else.
      if farm.bug != .ignoresFullDisk, let process = coordinator { try handle(.diskFull(true), process) }
      try commit()
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
    guard !isDiskFull, let process = coordinator else { return }
    try handle(.diskFull(false), process)
    try commit()
  }

  private func crashCoordinator() {
    coordinator = nil
    life += 1
    uncommitted = []
    held = []
    for worker in workers { worker.connection += 1 }
    agenda.enter(.startCoordinator, at: now + random.duration(in: 10...6000))
    if turnEnds.count > 1, strikes(.forgetfulDisk) { forgetTurns() }
  }

  private func perform(_ pending: Pending) throws(Violation) {
    switch pending.effect {
    case .send(let message, let peer):
      if message.isPromise { try checkIsSafe(pending) }
      try send(message, to: peer)
    case .reply(let reply, _): if reply.isPromise { try checkIsSafe(pending) }
    case .publish(let snapshot):
      // A snapshot made before its sweep was cancelled in the same turn shows what was committed until then.
      // While the disk is full the coordinator tells of progress that it still has to commit.
      guard !hasCancelled.contains(snapshot.sweep), !isDiskFull else { return }
      guard snapshot.closedBlocks <= journalled[snapshot.sweep]?.count ?? 0 else {
        throw violation("a snapshot shows what is not committed")
      }
    case .persist, .note: break
    }
  }
}
