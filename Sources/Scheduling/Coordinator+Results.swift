import Sweeps
import Wire

extension Coordinator {
  /// Judges a result by its blocks alone and answers, after the record, so that the worker can forget it.
  ///
  /// While the disk is full nothing is judged: the worker keeps the result and sends it again.
  mutating func judge(
    _ finished: Finished, from session: Session, _ book: SessionBook, at now: Moment, emit: (Effect) -> Void
  ) {
    guard !isDiskFull else { return }
    let lease = finished.lease
    let held = leases[lease.key].flatMap { $0.session == session && $0.lease == lease ? $0 : nil }
    if case .audit(let number)? = held?.purpose {
      conclude(number, finished, from: session, at: now, emit: emit)
      return
    }
    guard let work = sweeps[lease.sweep] else {
      counters.unknownSweeps += 1
      say(.acknowledge(lease, .unknownSweep), to: session, at: book.peer, emit: emit)
      return
    }
    let verdict = work.close(finished)
    work.counters.note(verdict)
    touch(work)
    switch verdict {
    case .accepted:
      emit(.persist(.closed(lease.sweep, finished.blocks, delta: finished.state)))
      settle(finished, held, work, from: session, book, at: now, emit: emit)
    case .duplicate, .partlyClosed, .otherSpec, .unknownSweep: break
    case .outsideRange, .damagedState, .otherCoverage:
      refuse(lease, verdict, of: session, at: now, emit: emit)
    }
    say(.acknowledge(lease, verdict), to: session, at: book.peer, emit: emit)
  }

  /// Puts the books in order after a result was counted.
  private mutating func settle(
    _ finished: Finished, _ held: HeldLease?, _ work: SweepWork, from session: Session, _ book: SessionBook,
    at now: Moment, emit: (Effect) -> Void
  ) {
    if held == nil { work.counters.late += 1 }
    // What a worker says it spent is believed up to the time it had.
    let said = Double(finished.computeNanoseconds) / 1e9
    let spent = held.map { min(said, now.seconds(since: $0.leasedAt)) }
    for job in work.takeJobs(closedBy: finished) {
      for key in job.holders {
        let isSender = key == finished.lease.key && held != nil
        guard let (ended, _) = release(key, spent: isSender ? spent : nil, at: now), !isSender else { continue }
        say(.cancel(ended.lease), to: ended.session, emit: emit)
      }
      if job.blocks != finished.blocks { work.reopen(job.blocks) }
      blame(job, finishedBy: book.host, emit: emit)
    }
    book.closedBlocks += finished.blocks.count
    hosts[book.host]?.finished += 1
    measure(finished, in: held?.isTimed == true ? spent : nil, of: book, on: work)
    work.note(finished, spent: spent ?? 0, on: book.host, limit: policy.maxContributors, at: now)
    considerAudit(finished, from: session, of: book.host, at: now)
    if work.isComplete { ended = true }
  }

  /// Learns the worker's rate: a first one only where the coordinator saw how long the worker had (`seconds`), for a
  /// computer that slept meanwhile would seem so slow that nobody would ever call its jobs stuck.
  private func measure(_ finished: Finished, in seconds: Double?, of book: SessionBook, on work: SweepWork) {
    let sweep = finished.lease.sweep
    guard seconds != nil || book.rate(on: sweep) > 0 else { return }
    let seconds = seconds ?? Double(finished.computeNanoseconds) / 1e9
    let blocks = finished.blocks.count
    work.totalRate += book.measure(blocks, of: sweep, seconds: seconds, weight: policy.rateWeight)
    work.secondsPerBlock = max(seconds, 1e-6) / Double(blocks)
  }

  /// A result that cannot count goes against its host, unless samples were quarantined since it was leased.
  private mutating func refuse(
    _ lease: Lease, _ verdict: Verdict, of session: Session, at now: Moment, emit: (Effect) -> Void
  ) {
    guard let held = leases[lease.key], held.session == session, held.lease == lease else { return }
    guard sweeps[lease.sweep]?.isOutdated(lease) == false else {
      if let (_, job) = release(lease.key, at: now), let job { giveBack(job, of: lease.sweep, at: now) }
      return
    }
    let host = sessions[session]?.host ?? ""
    sessions[session]?.failures += 1
    sweeps[lease.sweep]?.counters.failed += 1
    sweeps[lease.sweep]?.leased[lease.key.job]?.refusals += 1
    sweeps[lease.sweep]?.leased[lease.key.job]?.noteFailure(on: host)
    guard let (_, released) = release(lease.key, spent: 0, at: now), let job = released else { return }
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
