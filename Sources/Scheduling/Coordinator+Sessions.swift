import Sweeps
import Wire

extension Coordinator {
  mutating func receive(_ message: WorkerMessage, from peer: Peer, at now: Moment, emit: (Effect) -> Void) {
    // A session stays with the key it was opened with: whoever finds out its number cannot speak for its worker.
    let book = sessions[message.session]
    if let book, book.peer.key != peer.key {
      counters.foreignSessions += 1
      return
    }
    if case .hello(let hello) = message.body {
      welcome(hello, message, from: peer, at: now, emit: emit)
      return
    }
    guard let book else {
      counters.unknownSessions += 1
      if case .goodbye = message.body { return }
      say(.sayHello, to: message.session, at: peer, emit: emit)
      return
    }
    book.peer = peer
    book.heardAt = now
    if case .finished(let finished) = message.body {
      judge(finished, from: message.session, book, at: now, emit: emit)
      return
    }
    guard message.epoch == epoch else {
      counters.staleEpochs += 1
      say(.sayHello, to: message.session, emit: emit)
      return
    }
    react(to: message, at: now, emit: emit)
  }

  private mutating func react(to message: WorkerMessage, at now: Moment, emit: (Effect) -> Void) {
    let session = message.session
    switch message.body {
    case .hello, .finished: break  // dealt with before
    case .heartbeat(let credit, let reports):
      say(.alive, to: session, emit: emit)
      guard message.ordinal > sessions[session]?.ordinal ?? 0 else {
        counters.staleHeartbeats += 1
        return
      }
      sessions[session]?.ordinal = message.ordinal
      sessions[session]?.credit = credit
      reconcile(reports, of: session, at: now, emit: emit)
    case .failed(let lease, let failure):
      // What follows from it must be remembered; if it cannot be now, the lease runs out.
      if !isDiskFull { fail(lease, failure, of: session, at: now, emit: emit) }
    case .askSweep(let sweep):
      guard let definition = sweeps[sweep]?.ticket.definition else { return }
      say(.sweep(definition), to: session, emit: emit)
    case .goodbye: dismiss(session, at: now, emit: emit)
    }
  }

  // MARK: Coming

  private mutating func welcome(
    _ hello: Hello, _ message: WorkerMessage, from peer: Peer, at now: Moment, emit: (Effect) -> Void
  ) {
    let session = message.session
    if let (reason, explanation) = refusal(of: hello, session) {
      counters.note(reason)
      refusedAt = now
      emit(.note(.refused(host: hello.host, reason: reason, explanation: explanation)))
      say(.refused(reason, explanation: explanation), to: session, at: peer, emit: emit)
      return
    }
    if sessions[session] == nil {
      enter(SessionBook(hello, peer: peer, at: now), as: session)
      emit(.note(.joined(hello.worker, host: hello.host, cores: hello.cores)))
    }
    sessions[session]?.peer = peer
    let welcome = Welcome(
      answering: message.ordinal, heartbeatNanoseconds: policy.heartbeat.nanoseconds,
      silenceNanoseconds: policy.silence.nanoseconds)
    say(.welcome(welcome), to: session, emit: emit)
    sessions[session]?.heardAt = now
    watch(now + policy.silence)
    guard message.ordinal > sessions[session]?.ordinal ?? 0 else { return }
    sessions[session]?.ordinal = message.ordinal
    sessions[session]?.credit = hello.credit
    let left = Int64(clamping: hello.nanosecondsLeft)
    sessions[session]?.leavesAt = left == 0 ? nil : now + .nanoseconds(left)
    // The definitions sent before may have been lost with the connection; a worker that has them ignores a second copy.
    sessions[session]?.defined = []
    reconcile(hello.leases, of: session, at: now, emit: emit)
  }

  private mutating func enter(_ book: SessionBook, as session: Session) {
    sessions[session] = book
    totalCores += book.cores
    changeHost(book.host) {
      $0.sessions += 1
      $0.willing += 1
    }
  }

  private func refusal(of hello: Hello, _ session: Session) -> (WorkerRefusal, String)? {
    guard hello.build == policy.build else {
      return (
        .otherBuild, "the worker is build \(hello.build), the coordinator \(policy.build); install the same on both"
      )
    }
    guard hello.selfTest == policy.selfTest else {
      return (
        .otherBits,
        "the worker's numeric self-test gives \(hello.selfTest), the coordinator's \(policy.selfTest); "
          + "this host would change results and cannot take part"
      )
    }
    if let reason = hosts[hello.host]?.distrusted {
      // A worker that is refused for that never comes again.
      guard !isDiskFull else { return (.full, "the disk of the coordinator's journal is full; ask again later") }
      return (.distrusted, refusal(of: hello.host, reason))
    }
    guard sessions[session] != nil || sessions.count < policy.maxWorkers else {
      return (.full, "the coordinator has its \(policy.maxWorkers) workers; it will be asked again later")
    }
    return nil
  }

  // MARK: What it holds

  /// Compares what a worker says it holds with what it should hold: renews, takes up, or cancels; and ends what is
  /// overdue. Complexity: O(leases of the worker).
  private mutating func reconcile(
    _ reports: [LeaseReport], of session: Session, at now: Moment, emit: (Effect) -> Void
  ) {
    if let book = sessions[session], !book.withheld.isEmpty { book.withheld.formIntersection(reports.map(\.lease.key)) }
    for report in reports {
      let key = report.lease.key
      if let held = leases[key], held.session == session, held.lease == report.lease {
        leases[key]?.note(report, at: now)
        endIfOverdue(key, at: now, emit: emit)
      } else if !adopt(report, by: session, at: now), report.phase != .finished {
        // A finished result is not cancelled: it comes, and its blocks decide.
        say(.cancel(report.lease), to: session, emit: emit)
      }
    }
    queue(session)
  }

  private mutating func adopt(_ report: LeaseReport, by session: Session, at now: Moment) -> Bool {
    let lease = report.lease
    let job = lease.key.job
    // A name of this life that was never given belongs to nobody.
    guard job.epoch < epoch || (job.epoch == epoch && job.number <= jobNumber) else { return false }
    guard leases[lease.key] == nil, leases.count < policy.maxLeases else { return false }
    guard let book = sessions[session], book.leases.count < policy.maxLeasesPerWorker else { return false }
    guard !book.withheld.contains(lease.key) else { return false }
    let holders = sweeps[lease.sweep]?.leased[job]?.holders ?? []
    guard !holders.contains(where: { leases[$0]?.session == session }) else { return false }
    guard sweeps[lease.sweep]?.adopt(lease, maxCopies: policy.maxCopies) == true else { return false }
    sweeps[lease.sweep]?.counters.adopted += 1
    hold(lease, by: session, for: .work, at: now)
    leases[lease.key]?.isTimed = false
    leases[lease.key]?.note(report, at: now)
    sweeps[lease.sweep]?.leased[job]?.leasedAt = now
    return true
  }

  // MARK: Going

  /// The worker leaves of its own will: everything it held is given back, and nothing is charged.
  mutating func dismiss(_ session: Session, at now: Moment, emit: (Effect) -> Void) {
    if let book = sessions[session] { emit(.note(.left(book.worker, host: book.host))) }
    for key in sessions[session]?.leases ?? [] {
      guard let (held, job) = release(key, at: now) else { continue }
      sweeps[held.lease.sweep]?.counters.returned += 1
      if let job { giveBack(job, of: held.lease.sweep, at: now) }
    }
    forget(session)
  }

  /// Connections are gone, and with them the workers that spoke through them last. Complexity: O(sessions).
  mutating func lose(allAt peers: Set<Peer>, at now: Moment, emit: (Effect) -> Void) {
    let addresses = Set(peers.map(\.address))
    for session in sessions.filter({ addresses.contains($0.value.peer.address) }).keys.sorted() {
      lose(session, at: now, emit: emit)
    }
  }

  /// The worker is gone. What it was computing, its oldest leases, may have killed it and is charged.
  mutating func lose(_ session: Session, at now: Moment, emit: (Effect) -> Void) {
    guard let book = sessions[session] else { return }
    counters.lostWorkers += 1
    emit(.note(.lost(book.worker, host: book.host, leases: book.leases.count)))
    var suspects: [(sweep: SweepID, job: Job)] = []
    for (place, key) in book.leases.enumerated() {
      guard let (held, released) = release(key, at: now) else { continue }
      let sweep = held.lease.sweep
      sweeps[sweep]?.counters.lost += 1
      let wasRunning = held.startedAt != nil || place < book.cores
      if wasRunning, !held.isFinished { sweeps[sweep]?.leased[key.job]?.losses += 1 }
      guard var job = released else { continue }
      guard wasRunning, !held.isFinished else {
        giveBack(job, of: sweep, at: now)
        continue
      }
      job.losses += 1
      halve(job, of: sweep, at: now)
      suspects.append((sweep, job))
    }
    forget(session)
    for (sweep, job) in suspects { giveUp(job, of: sweep, at: now, emit: emit) }
  }

  private mutating func forget(_ session: Session) {
    guard let book = sessions.removeValue(forKey: session) else { return }
    totalCores -= book.cores
    for sweep in book.rates.keys { sweeps[sweep]?.totalRate -= book.rate(on: sweep) }
    changeHost(book.host) {
      $0.sessions -= 1
      $0.willing -= book.isDrained ? 0 : 1
    }
    tidyHungry()
    guard hosts[book.host]?.sessions ?? 0 == 0 else { return }
    for sweep in order where sweeps[sweep]?.unable[book.host] != nil { sweeps[sweep]?.unable[book.host] = nil }
  }
}
