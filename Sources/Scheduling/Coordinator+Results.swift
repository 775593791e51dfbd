import Sweeps
import Wire

extension Coordinator {
  /// Judges a result by its blocks alone and answers, after the record, so that the worker can forget it.
  mutating func judge(_ finished: Finished, from session: Session, at now: Moment, emit: (Effect) -> Void) {
    let lease = finished.lease
    guard sweeps[lease.sweep] != nil else {
      counters.unknownSweeps += 1
      say(.acknowledge(lease, .unknownSweep), to: session, emit: emit)
      return
    }
    let verdict = sweeps[lease.sweep]?.close(finished) ?? .unknownSweep
    sweeps[lease.sweep]?.counters.note(verdict)
    changed.insert(lease.sweep)
    switch verdict {
    case .accepted:
      emit(.persist(.closed(lease.sweep, finished.blocks, delta: finished.state)))
      endLeases(on: finished, from: session, emit: emit)
      measure(finished, of: session)
      if sweeps[lease.sweep]?.isComplete == true { ended = true }
    case .duplicate, .partlyClosed, .otherSpec, .unknownSweep: break
    case .outsideRange, .damagedState, .otherCoverage:
      fail(lease, of: session, reason: "the result was refused: \(verdict)", emit: emit)
    }
    say(.acknowledge(lease, verdict), to: session, emit: emit)
  }

  /// Ends every lease that held a block now closed. Leases are disjoint, so one that held all of them is the only one.
  private mutating func endLeases(on finished: Finished, from session: Session, emit: (Effect) -> Void) {
    let key = finished.lease.key
    if let held = leases[key], held.lease == finished.lease {
      end(key, unless: session, emit: emit)
      return
    }
    sweeps[finished.lease.sweep]?.counters.late += 1
    for key in keys(where: { $0.lease.sweep == finished.lease.sweep && $0.lease.blocks.overlaps(finished.blocks) }) {
      end(key, unless: nil, emit: emit)
    }
  }

  /// Ends a lease whose blocks were closed, all or some; the holder is told, unless it is the sender.
  private mutating func end(_ key: Lease.Key, unless sender: Session?, emit: (Effect) -> Void) {
    guard let held = release(key) else { return }
    if sweeps[held.lease.sweep]?.closed.contains(held.job.blocks) == false {
      sweeps[held.lease.sweep]?.giveBack(held.job)
    }
    if held.session != sender { say(.cancel(held.lease), to: held.session, emit: emit) }
  }

  /// The keys of some leases, in order, so that equal events have equal effects.
  func keys(where isWanted: (HeldLease) -> Bool) -> [Lease.Key] {
    leases.values.filter(isWanted).map(\.lease.key).sorted()
  }

  private mutating func measure(_ finished: Finished, of session: Session) {
    let sweep = finished.lease.sweep
    let before = sessions[session]?.rate(on: sweep) ?? 0
    sessions[session]?.measure(finished, weight: policy.rateWeight)
    sweeps[sweep]?.totalRate += (sessions[session]?.rate(on: sweep) ?? 0) - before
  }

  // MARK: Failure

  /// A worker could not compute a job: somebody else tries, up to the limit of attempts.
  mutating func fail(_ lease: Lease, of session: Session, reason: String, emit: (Effect) -> Void) {
    guard let held = leases[lease.key], held.session == session, held.lease == lease else { return }
    guard var job = release(lease.key)?.job else { return }
    job.failures += 1
    sweeps[lease.sweep]?.counters.failed += 1
    sweeps[lease.sweep]?.giveBack(job)
    guard job.failures >= policy.maxAttempts else { return }
    halt(lease.sweep, "\(job.sentence) failed \(job.failures) times: \(reason)", emit: emit)
  }

  /// Stops a sweep that cannot go on, and calls back what is leased of it.
  mutating func halt(_ sweep: SweepID, _ reason: String, emit: (Effect) -> Void) {
    guard sweeps[sweep]?.phase == .running else { return }
    stop(sweep, reason, emit: emit)
    for key in keys(where: { $0.lease.sweep == sweep }) {
      guard let held = release(key) else { continue }
      sweeps[sweep]?.giveBack(held.job)
      say(.cancel(held.lease), to: held.session, emit: emit)
    }
  }

  /// Leases no more of a sweep. What is leased may still finish, and counts.
  mutating func stop(_ sweep: SweepID, _ reason: String, emit: (Effect) -> Void) {
    guard sweeps[sweep]?.phase == .running else { return }
    sweeps[sweep]?.phase = .stopped(reason: reason)
    changed.insert(sweep)
    ended = true
    emit(.persist(.stopped(sweep, reason: reason)))
  }
}
