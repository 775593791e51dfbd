import Sweeps
import Wire

extension Coordinator {
  /// A worker could not compute a job.
  mutating func fail(
    _ lease: Lease, _ failure: JobFailure, of session: Session, at now: Moment, emit: (Effect) -> Void
  ) {
    guard let held = leases[lease.key], held.session == session, held.lease == lease else { return }
    sweeps[lease.sweep]?.counters.failed += 1
    sessions[session]?.failures += 1
    note(failure, of: lease, by: session, emit)
    switch failure.cause {
    case .cannotStart: cannotStart(held, failure, at: now, emit: emit)
    case .died: died(held, failure, at: now, emit: emit)
    }
  }

  func note(_ failure: JobFailure, of lease: Lease, by session: Session, _ emit: (Effect) -> Void) {
    emit(.note(.failed(lease, host: sessions[session]?.host ?? "", reason: failure.reason)))
  }

  // MARK: Hosts

  /// The sweep does not start on this host. That is the host's fault, unless it is so on every host.
  private mutating func cannotStart(_ held: HeldLease, _ failure: JobFailure, at now: Moment, emit: (Effect) -> Void) {
    let sweep = held.lease.sweep
    guard let host = sessions[held.session]?.host else { return }
    sweeps[sweep]?.unable[host, default: 0] += 1
    sweeps[sweep]?.leased[held.lease.key.job]?.noteFailure(on: host)
    if let (_, job) = release(held.lease.key, spent: 0, at: now), let job { giveBack(job, of: sweep, at: now) }
    sweeps[sweep]?.unableReason = failure.reason
    if isOnNoHost(sweep) { haltUnstartable(sweep, at: now, emit: emit) }
  }

  /// Whether there are hosts, and none of them can start a sweep.
  func isOnNoHost(_ sweep: SweepID) -> Bool {
    guard eligibleHosts > 0, let unable = sweeps[sweep]?.unable, unable.count >= eligibleHosts else { return false }
    return unable.count { $0.value >= policy.maxAttempts && hosts[$0.key]?.isEligible == true } >= eligibleHosts
  }

  mutating func haltUnstartable(_ sweep: SweepID, at now: Moment, emit: (Effect) -> Void) {
    guard let work = sweeps[sweep] else { return }
    let tries = work.unable.values.reduce(0, +)
    halt(
      sweep, "it cannot be started on any of \(eligibleHosts) hosts (\(tries) tries): \(work.unableReason)", at: now,
      emit: emit)
  }

  // MARK: Jobs

  /// The evaluation of a job ended or halted its process.
  ///
  /// In a job of several blocks the block is known: it becomes a job of its own, and the rest is clean. In a careful run
  /// the sample is known. A copy of the job that still runs may yet finish it.
  mutating func died(_ held: HeldLease, _ failure: JobFailure, at now: Moment, emit: (Effect) -> Void) {
    let lease = held.lease
    let sweep = lease.sweep
    guard !held.isAudit, let host = sessions[held.session]?.host else {
      _ = release(lease.key, at: now)
      return
    }
    let job = lease.key.job
    sweeps[sweep]?.leased[job]?.failures += 1
    sweeps[sweep]?.leased[job]?.noteFailure(on: host)
    sweeps[sweep]?.leased[job]?.named = failure.blocksDone
    if lease.isCareful, quarantined(failure, of: lease, on: host, at: now, emit: emit) { return }
    guard let (_, released) = release(lease.key, at: now), let left = released else { return }
    if left.blocks.count > 1 { single(left, of: sweep, at: now) } else { retry(left, of: sweep, at: now) }
    giveUp(left, of: sweep, at: now, emit: emit)
  }

  /// The block that a failure named goes on alone.
  private mutating func single(_ job: Job, of sweep: SweepID, at now: Moment) {
    let named = job.blocks.lower + min(job.named ?? 0, job.blocks.count - 1)
    let suspect = part(of: job, BlockRange(named, named + 1))
    sweeps[sweep]?.reopen(BlockRange(job.blocks.lower, named))
    sweeps[sweep]?.reopen(BlockRange(named + 1, job.blocks.upper))
    retry(suspect, of: sweep, at: now)
  }

  /// A job that was running when its worker was lost: halved, so that in the end the block is alone that did it.
  mutating func halve(_ job: Job, of sweep: SweepID, at now: Moment) {
    guard job.blocks.count > 1 else {
      retry(job, of: sweep, at: now)
      return
    }
    let middle = job.blocks.lower + job.blocks.count / 2
    retry(part(of: job, BlockRange(job.blocks.lower, middle)), of: sweep, at: now)
    retry(part(of: job, BlockRange(middle, job.blocks.upper)), of: sweep, at: now)
  }

  /// A part of a job, with what is held against it.
  private mutating func part(of job: Job, _ blocks: BlockRange) -> Job {
    var part = Job(id: newJobID(), blocks: blocks)
    part.failures = job.failures
    part.losses = job.losses
    for host in job.failedOn { part.noteFailure(on: host) }
    return part
  }

  /// A job waits for its next lease: a careful one if it is a block that took several processes with it.
  private mutating func retry(_ job: Job, of sweep: SweepID, at now: Moment) {
    var job = job
    if job.blocks.count == 1, job.charges > policy.lossesBeforeCareful { job.isCareful = true }
    giveBack(job, of: sweep, at: now)
  }

  /// Stops the sweep of a job that takes worker after worker with it.
  mutating func giveUp(_ job: Job, of sweep: SweepID, at now: Moment, emit: (Effect) -> Void) {
    guard job.charges >= policy.maxLosses else { return }
    halt(sweep, "\(job.sentence) took \(job.charges) workers with it", at: now, emit: emit)
  }
}
