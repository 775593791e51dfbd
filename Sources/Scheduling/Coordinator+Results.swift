import Sweeps
import Wire

extension Coordinator {
  /// Judges a result by its blocks alone and answers, after the record, so that the worker can forget it.
  ///
  /// While the disk is full nothing is judged: the worker keeps the result and sends it again.
  mutating func judge(_ finished: Finished, from session: Session, at now: Moment, emit: (Effect) -> Void) {
    guard !isDiskFull else { return }
    let lease = finished.lease
    let held = leases[lease.key].flatMap { $0.session == session && $0.lease == lease ? $0 : nil }
    if case .audit(let number)? = held?.purpose {
      conclude(number, finished, from: session, at: now, emit: emit)
      return
    }
    guard sweeps[lease.sweep] != nil else {
      counters.unknownSweeps += 1
      say(.acknowledge(lease, .unknownSweep), to: session, emit: emit)
      return
    }
    let verdict = sweeps[lease.sweep]?.close(finished) ?? .unknownSweep
    sweeps[lease.sweep]?.counters.note(verdict)
    touch(lease.sweep)
    switch verdict {
    case .accepted:
      emit(.persist(.closed(lease.sweep, finished.blocks, delta: finished.state)))
      settle(finished, held, from: session, at: now, emit: emit)
    case .duplicate, .partlyClosed, .otherSpec, .unknownSweep: break
    case .outsideRange, .damagedState, .otherCoverage:
      refuse(lease, verdict, of: session, at: now, emit: emit)
    }
    say(.acknowledge(lease, verdict), to: session, emit: emit)
  }

  /// Puts the books in order after a result was counted.
  private mutating func settle(
    _ finished: Finished, _ held: HeldLease?, from session: Session, at now: Moment, emit: (Effect) -> Void
  ) {
    let sweep = finished.lease.sweep
    let host = sessions[session]?.host ?? ""
    if held == nil { sweeps[sweep]?.counters.late += 1 }
    // What a worker says it spent is believed up to the time it had.
    let said = Double(finished.computeNanoseconds) / 1e9
    let spent = held.map { min(said, now.since($0.leasedAt).inSeconds) }
    let jobs = sweeps[sweep]?.takeJobs(closedBy: finished) ?? []
    for job in jobs {
      for key in job.holders {
        let isSender = key == finished.lease.key && held != nil
        guard let (ended, _) = release(key, spent: isSender ? spent : nil), !isSender else { continue }
        say(.cancel(ended.lease), to: ended.session, emit: emit)
      }
      sweeps[sweep]?.reopen(job.blocks)
      blame(job, finishedBy: host, emit: emit)
    }
    measure(finished, spent: spent ?? 0, of: session, on: host, at: now)
    considerAudit(finished, from: session, of: host, at: now)
    if sweeps[sweep]?.isComplete == true { ended = true }
  }

  private mutating func measure(
    _ finished: Finished, spent: Double, of session: Session, on host: String, at now: Moment
  ) {
    let sweep = finished.lease.sweep
    let blocks = finished.blocks.count
    let seconds = Double(finished.computeNanoseconds) / 1e9
    let before = sessions[session]?.rate(on: sweep) ?? 0
    sessions[session]?.measure(blocks, of: sweep, seconds: seconds, weight: policy.rateWeight)
    sessions[session]?.closedBlocks += blocks
    hosts[host]?.finished += 1
    sweeps[sweep]?.totalRate += (sessions[session]?.rate(on: sweep) ?? 0) - before
    sweeps[sweep]?.secondsPerBlock = max(seconds, 1e-6) / Double(blocks)
    sweeps[sweep]?.computeNanoseconds += UInt64(max(0, spent) * 1e9)
    sweeps[sweep]?.progressAt = now
    sweeps[sweep]?.stall = nil
    sweeps[sweep]?.unable[host] = nil
    sweeps[sweep]?.noteContributor(host, limit: policy.maxContributors)
  }

  /// A result that cannot count goes against its host, unless samples were quarantined since it was leased.
  private mutating func refuse(
    _ lease: Lease, _ verdict: Verdict, of session: Session, at now: Moment, emit: (Effect) -> Void
  ) {
    guard let held = leases[lease.key], held.session == session, held.lease == lease else { return }
    guard sweeps[lease.sweep]?.isOutdated(lease) == false else {
      if let (_, job) = release(lease.key), let job { giveBack(job, of: lease.sweep, at: now) }
      return
    }
    let host = sessions[session]?.host ?? ""
    sessions[session]?.failures += 1
    sweeps[lease.sweep]?.counters.failed += 1
    sweeps[lease.sweep]?.leased[lease.key.job]?.refusals += 1
    sweeps[lease.sweep]?.leased[lease.key.job]?.noteFailure(on: host)
    guard let (_, released) = release(lease.key, spent: 0), let job = released else { return }
    giveBack(job, of: lease.sweep, at: now)
    guard job.refusals >= policy.maxAttempts else { return }
    halt(
      lease.sweep, "results of \(job.sentence) were refused \(job.refusals) times, the last for \(verdict)", at: now,
      emit: emit)
  }

  /// Stops a sweep that cannot go on, and calls back what is leased of it.
  mutating func halt(_ sweep: SweepID, _ reason: String, at now: Moment, emit: (Effect) -> Void) {
    guard stop(sweep, reason, emit: emit) else { return }
    callBackAll(of: sweep, at: now, emit: emit)
  }
}
