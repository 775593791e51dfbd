import Sweeps
import Wire

extension Coordinator {
  /// A name for a job.
  mutating func newJobID() -> JobID {
    jobNumber += 1
    return JobID(epoch: epoch, number: jobNumber)
  }

  /// Enters a lease in the books, and charges its sweep what it will probably cost.
  mutating func hold(_ lease: Lease, by session: Session, for purpose: HeldLease.Purpose, at now: Moment) {
    guard let book = sessions[session], let work = sweeps[lease.sweep] else { return }
    let charged = (book.secondsPerBlock(on: lease.sweep) ?? work.secondsPerBlock).map {
      $0 * Double(lease.blocks.count)
    }
    let held = HeldLease(lease, by: session, for: purpose, at: now, charged: charged ?? policy.targetJobSeconds)
    leases[lease.key] = held
    book.leases.append(lease.key)
    work.leaseCount += 1
    if purpose == .work { work.note(holder: session, leases: 1) }
    work.charge(held.charged)
    touch(work)
    watch(now + policy.silence)
  }

  /// Takes a lease out of the books, and its job too if nobody else holds that; what becomes of the job is the caller's
  /// affair. The charge is corrected to `spent` compute seconds, or to the share that is known to be done.
  mutating func release(_ key: Lease.Key, spent: Double? = nil, at now: Moment) -> (held: HeldLease, job: Job?)? {
    guard let held = leases.removeValue(forKey: key) else { return nil }
    if let book = sessions[held.session] {
      if let place = book.leases.firstIndex(of: key) { book.leases.remove(at: place) }
      queue(held.session, book)
    }
    let work = sweeps[held.lease.sweep]
    if let work {
      work.leaseCount -= 1
      if held.purpose == .work { work.note(holder: held.session, leases: -1) }
      work.charge((spent ?? held.charged * held.shareDone) - held.charged)
      touch(work)
    }
    switch held.purpose {
    case .work: return (held, work?.letGo(key))
    case .audit(let number):
      putBackAudit(number, at: now)
      return (held, nil)
    }
  }

  /// Lets a job wait for its next lease.
  mutating func giveBack(_ job: Job, of sweep: SweepID, at now: Moment) {
    sweeps[sweep]?.giveBack(job, at: now, limit: policy.maxWaitingJobs)
    touch(sweep)
  }

  /// Ends a lease without blame, and tells its holder.
  mutating func callBack(_ key: Lease.Key, at now: Moment, emit: (Effect) -> Void) {
    guard let (held, job) = release(key, at: now) else { return }
    if let job { giveBack(job, of: held.lease.sweep, at: now) }
    say(.cancel(held.lease), to: held.session, emit: emit)
  }

  /// The keys of some leases, in order, so that equal events have equal effects. Complexity: O(leases).
  func keys(where isWanted: (HeldLease) -> Bool) -> [Lease.Key] {
    leases.values.filter(isWanted).map { $0.lease.key }.sorted()
  }

  // MARK: Size

  /// Seconds that a core of this worker needs for a block: as measured, or as others needed lately; nil at first.
  func secondsPerBlock(on sweep: SweepID, for session: Session) -> Double? {
    sessions[session]?.secondsPerBlock(on: sweep) ?? sweeps[sweep]?.secondsPerBlock
  }

  /// Blocks of the next job: the target wall time at the worker's measured rate, shrinking as the sweep runs out so that
  /// all workers end together, and kept under the limits of growth, of state, and of the time that the worker is there.
  func jobSize(on sweep: SweepID, for session: Session, at now: Moment) -> UInt64 {
    if let forced = policy.forcedJobBlocks { return max(forced, 1) }
    guard let work = sweeps[sweep], let book = sessions[session] else { return 1 }
    let left = Double(work.pending.count)
    var size: Double
    if let rate = book.rates[sweep] {
      let grown = rate.largest.multipliedReportingOverflow(by: policy.maxJobGrowth)
      size = min(rate.perCore * jobSeconds(on: work), grown.overflow ? left : Double(grown.partialValue))
      if work.totalRate > 0 { size = min(size, rate.perCore * left / (policy.guidedShare * work.totalRate)) }
    } else {
      size = min(Double(policy.firstJobBlocks), left / (policy.guidedShare * Double(max(totalCores, 1))))
    }
    if let left = secondsLeft(for: book, at: now), let perBlock = secondsPerBlock(on: sweep, for: session) {
      size = min(size, left / perBlock)
    }
    if work.stateBytesPerBlock > 0 { size = min(size, Double(policy.targetStateBytes) / work.stateBytesPerBlock) }
    return UInt64(max(1, min(size, left)))
  }

  /// Seconds that a worker has for one job more before it leaves; nil where it does not say when that is.
  ///
  /// Complexity: O(leases of the worker).
  private func secondsLeft(for book: SessionBook, at now: Moment) -> Double? {
    guard let end = book.leavesAt else { return nil }
    let queued = book.leases.reduce(0) { $0 + (leases[$1].map { $0.charged * (1 - $0.shareDone) } ?? 0) }
    return max(0, end.since(now) / .seconds(1) - queued / Double(max(book.cores, 1)))
  }

  /// How long a job shall take, so that the results of all cores do not come faster than they can be counted.
  private func jobSeconds(on work: SweepWork) -> Double {
    let cores = Double(totalCores)
    let needed = max(cores / policy.resultsPerSecond, cores * work.stateBytesPerJob / policy.resultBytesPerSecond)
    return max(policy.targetJobSeconds, min(needed, policy.longestJobSeconds))
  }
}
