import Sweeps
import Wire

extension Coordinator {
  /// Leases jobs while there is work and somebody with credit, one to each worker in turn.
  mutating func assign(at now: Moment, emit: (Effect) -> Void) {
    while let sweep = order.first(where: { sweeps[$0]?.hasWork == true }), let session = hungry.popFirst() {
      guard sessions[session]?.isQueued == true else { continue }
      sessions[session]?.isQueued = false
      guard hasCredit(session) else { continue }
      lease(sweep, to: session, at: now, emit: emit)
      queue(session)
    }
  }

  private func hasCredit(_ session: Session) -> Bool {
    guard let book = sessions[session] else { return false }
    return book.leases.count < min(book.credit, policy.maxLeasesPerWorker)
  }

  /// Puts a worker in the queue for work if it has credit and is not there.
  mutating func queue(_ session: Session) {
    guard hasCredit(session), sessions[session]?.isQueued == false else { return }
    sessions[session]?.isQueued = true
    hungry.append(session)
  }

  private mutating func lease(_ sweep: SweepID, to session: Session, at now: Moment, emit: (Effect) -> Void) {
    let size = jobSize(on: sweep, for: session)
    let id = JobID(epoch: epoch, number: jobNumber + 1)
    guard var job = sweeps[sweep]?.nextJob(size: size, id: { id }), let ticket = sweeps[sweep]?.ticket else { return }
    if job.id == id { jobNumber += 1 }
    job.attempts = job.attempts.next
    let lease = Lease(
      sweep: sweep, spec: ticket.spec, key: Lease.Key(job: job.id, attempt: job.attempts), blocks: job.blocks)
    hold(lease, of: job, by: session, at: now)
    if sessions[session]?.defined.insert(sweep).inserted == true {
      say(.sweep(ticket.definition), to: session, emit: emit)
    }
    say(.lease(lease), to: session, emit: emit)
  }

  /// Enters a lease in the books.
  mutating func hold(_ lease: Lease, of job: Job, by session: Session, at now: Moment) {
    leases[lease.key] = HeldLease(lease: lease, job: job, session: session, leasedAt: now, renewedAt: now)
    sessions[session]?.leases.append(lease.key)
    sweeps[lease.sweep]?.leaseCount += 1
    changed.insert(lease.sweep)
    watch(now + policy.silence)
  }

  /// Takes a lease out of the books; what becomes of its job is the caller's affair.
  mutating func release(_ key: Lease.Key) -> HeldLease? {
    guard let held = leases.removeValue(forKey: key) else { return nil }
    if let place = sessions[held.session]?.leases.firstIndex(of: key) {
      sessions[held.session]?.leases.remove(at: place)
    }
    sweeps[held.lease.sweep]?.leaseCount -= 1
    changed.insert(held.lease.sweep)
    queue(held.session)
    return held
  }

  // MARK: Size

  /// Blocks of the next job: the target wall time at the worker's measured rate, shrinking as the sweep runs out so that
  /// all workers end together, and kept under the limits of growth and of state.
  func jobSize(on sweep: SweepID, for session: Session) -> UInt64 {
    if let forced = policy.forcedJobBlocks { return max(forced, 1) }
    guard let work = sweeps[sweep], let book = sessions[session] else { return 1 }
    let left = Double(work.pending.count)
    var size: Double
    if let rate = book.rates[sweep] {
      let grown = rate.largest.multipliedReportingOverflow(by: policy.maxJobGrowth)
      size = min(rate.perCore * policy.targetJobSeconds, grown.overflow ? left : Double(grown.partialValue))
      if work.totalRate > 0 { size = min(size, rate.perCore * left / (policy.guidedShare * work.totalRate)) }
    } else {
      size = min(Double(policy.firstJobBlocks), left / (policy.guidedShare * Double(max(totalCores, 1))))
    }
    if work.stateBytesPerBlock > 0 { size = min(size, Double(policy.targetStateBytes) / work.stateBytesPerBlock) }
    return UInt64(max(1, min(size, left)))
  }
}

extension Job {
  /// For reasons that people read.
  var sentence: String { "job \(id) (blocks \(blocks.lower) to \(blocks.upper - 1))" }
}
