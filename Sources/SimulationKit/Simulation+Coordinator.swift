import Scheduling
import Sweeps
import Wire

extension Simulation {
  /// Begins a life: replays what was committed, listens, and submits the sweep as a restarted program would.
  func startCoordinator() throws(Violation) {
    life += 1
    coordinatorWakesAt = nil
    do { coordinator = Process(try Coordinator<State>(replaying: journal, policy: farm.policy)) } catch {
      throw violation("the journal does not replay: \(error)")
    }
    try coordinate(.started, life: life, .startCoordinator)
    try coordinate(.submitted(ticket, from: nil), life: life, .startCoordinator)
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
    let dies = strikes(\.coordinatorCrash)
    let sends = effects.filter { if case .persist = $0 { false } else { true } }
    let survived = dies ? Int.random(in: -1...sends.count, using: &random) : sends.count
    switch farm.shell {
    case .commitsThenSends:
      if survived >= 0 { try persist(effects) }
      for effect in sends.prefix(max(survived, 0)) { try perform(effect) }
    case .sendsThenCommits:
      for effect in sends.prefix(max(survived, 0)) { try perform(effect) }
      if survived == sends.count { try persist(effects) }
    }
    if dies { crashCoordinator() }
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
      journal.append(farm.usesBytes ? try reread(record) : record)
      guard case .closed(_, let blocks, _) = record else { continue }
      guard !journalled.intersects(blocks) else { throw violation("blocks \(blocks) are journalled twice") }
      journalled.insert(blocks)
    }
    if strikes(\.compaction), let checkpoint = coordinator?.machine.checkpoint { journal = checkpoint }
  }

  private func reread(_ record: Record) throws(Violation) -> Record {
    do { return try Record(decoding: record.encode()) } catch { throw violation("a record does not decode: \(error)") }
  }

  private func perform(_ effect: Effect) throws(Violation) {
    switch effect {
    case .send(let message, let peer): try send(message, to: peer)
    case .publish(let snapshot):
      guard snapshot.closedBlocks <= journalled.count else { throw violation("a snapshot shows what is not committed") }
    case .persist, .reply: break
    }
  }

  // MARK: Invariants

  /// What must hold after every step of the coordinator.
  private func check(_ effects: [Effect], _ process: Process) throws(Violation) {
    if let fault = process.machine.faultsInBooks.first { throw violation(fault) }
    var recorded = BlockSet()
    for effect in effects {
      switch effect {
      case .persist(.closed(_, let blocks, _)): recorded.insert(blocks)
      case .send(let message, _): try check(message, recorded, process)
      case .persist, .reply, .publish: break
      }
    }
  }

  private func check(_ message: CoordinatorMessage, _ recorded: BlockSet, _ process: Process) throws(Violation) {
    switch message.body {
    case .acknowledge(let lease, .accepted):
      guard recorded.intersects(lease.blocks) else { throw violation("\(lease) is acknowledged before its record") }
    case .lease:
      let most = farm.coresPerWorker * WorkerPolicy().leasesPerCore
      let count = process.machine.leaseCount(of: message.session)
      guard count <= most else { throw violation("\(count) leases where credit is \(most)") }
    case .acknowledge, .welcome, .refused, .sweep, .cancel, .sayHello, .alive: break
    }
  }
}
