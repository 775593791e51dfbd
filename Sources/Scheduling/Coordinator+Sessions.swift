import Sweeps
import Wire

extension Coordinator {
  mutating func receive(_ message: WorkerMessage, from peer: Peer, at now: Moment, emit: (Effect) -> Void) {
    if case .hello(let hello) = message.body {
      welcome(hello, message, from: peer, at: now, emit: emit)
      return
    }
    guard sessions[message.session] != nil else {
      counters.unknownSessions += 1
      if case .goodbye = message.body { return }
      say(.sayHello, to: message.session, at: peer, emit: emit)
      return
    }
    remember(peer, of: message.session)
    sessions[message.session]?.heardAt = now
    if case .finished(let finished) = message.body {
      judge(finished, from: message.session, at: now, emit: emit)
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
    case .failed(let lease, let failure): fail(lease, of: session, reason: failure.reason, emit: emit)
    case .askSweep(let sweep):
      guard let definition = sweeps[sweep]?.ticket.definition else { return }
      say(.sweep(definition), to: session, emit: emit)
    case .goodbye: dismiss(session)
    }
  }

  // MARK: Coming

  private mutating func welcome(
    _ hello: Hello, _ message: WorkerMessage, from peer: Peer, at now: Moment, emit: (Effect) -> Void
  ) {
    let session = message.session
    if let (reason, explanation) = refusal(of: hello, session) {
      counters.refusedWorkers += 1
      say(.refused(reason, explanation: explanation), to: session, at: peer, emit: emit)
      return
    }
    if sessions[session] == nil {
      sessions[session] = SessionBook(
        worker: hello.worker, peer: peer, cores: hello.cores, credit: 0, ordinal: 0, heardAt: now)
      totalCores += hello.cores
    }
    remember(peer, of: session)
    let welcome = Welcome(
      answering: message.ordinal, heartbeatNanoseconds: policy.heartbeat.nanoseconds,
      silenceNanoseconds: policy.silence.nanoseconds)
    say(.welcome(welcome), to: session, emit: emit)
    sessions[session]?.heardAt = now
    watch(now + policy.silence)
    guard message.ordinal > sessions[session]?.ordinal ?? 0 else { return }
    sessions[session]?.ordinal = message.ordinal
    sessions[session]?.credit = hello.credit
    // The definitions sent before may have been lost with the connection; a worker that has them ignores a second copy.
    sessions[session]?.defined = []
    reconcile(hello.leases, of: session, at: now, emit: emit)
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
    guard sessions[session] != nil || sessions.count < policy.maxWorkers else {
      return (.full, "the coordinator has its \(policy.maxWorkers) workers; it will be asked again later")
    }
    return nil
  }

  private mutating func remember(_ peer: Peer, of session: Session) {
    if let old = sessions[session]?.peer, old != peer { peers[old] = nil }
    sessions[session]?.peer = peer
    peers[peer] = session
  }

  // MARK: What it holds

  /// Compares what a worker says it holds with what it should hold: renews, takes up, or cancels.
  private mutating func reconcile(
    _ reports: [LeaseReport], of session: Session, at now: Moment, emit: (Effect) -> Void
  ) {
    for report in reports {
      let key = report.lease.key
      if let held = leases[key], held.session == session, held.lease == report.lease {
        leases[key]?.renewedAt = now
        leases[key]?.blocksDone = report.blocksDone
      } else if !adopt(report, by: session, at: now), report.phase != .finished {
        // A finished result is not cancelled: it comes, and its blocks decide.
        say(.cancel(report.lease), to: session, emit: emit)
      }
    }
    queue(session)
  }

  private mutating func adopt(_ report: LeaseReport, by session: Session, at now: Moment) -> Bool {
    let lease = report.lease
    guard leases[lease.key] == nil, sessions[session]?.leases.count ?? .max < policy.maxLeasesPerWorker else {
      return false
    }
    guard let job = sweeps[lease.sweep]?.adopt(lease) else { return false }
    sweeps[lease.sweep]?.counters.adopted += 1
    hold(lease, of: job, by: session, at: now)
    return true
  }

  // MARK: Going

  /// The worker leaves of its own will: everything it held is given back, and nothing is charged.
  private mutating func dismiss(_ session: Session) {
    for key in sessions[session]?.leases ?? [] {
      guard let held = release(key) else { continue }
      sweeps[held.lease.sweep]?.counters.returned += 1
      sweeps[held.lease.sweep]?.giveBack(held.job)
    }
    forget(session)
  }

  /// The worker is gone. What it was computing, its oldest leases, may have killed it and is charged.
  mutating func lose(_ session: Session, emit: (Effect) -> Void) {
    guard let book = sessions[session] else { return }
    counters.lostWorkers += 1
    var suspects: [(sweep: SweepID, job: Job)] = []
    for (place, key) in book.leases.enumerated() {
      guard var held = release(key) else { continue }
      sweeps[held.lease.sweep]?.counters.lost += 1
      if place < book.cores { held.job.losses += 1 }
      sweeps[held.lease.sweep]?.giveBack(held.job)
      if held.job.losses >= policy.maxLosses { suspects.append((held.lease.sweep, held.job)) }
    }
    forget(session)
    for (sweep, job) in suspects {
      halt(sweep, "\(job.sentence) was running on \(job.losses) workers when they were lost", emit: emit)
    }
  }

  private mutating func forget(_ session: Session) {
    guard let book = sessions.removeValue(forKey: session) else { return }
    totalCores -= book.cores
    if peers[book.peer] == session { peers[book.peer] = nil }
    for sweep in book.rates.keys { sweeps[sweep]?.totalRate -= book.rate(on: sweep) }
  }
}
