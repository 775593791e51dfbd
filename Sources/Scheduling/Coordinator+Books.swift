import Sweeps
import Wire

extension Coordinator {
  /// Leases of a worker in the books.
  public func leaseCount(of session: Session) -> Int { sessions[session]?.leases.count ?? 0 }

  /// The sweeps that a worker may get leases of now, for checks.
  public func isLeasing(_ sweep: SweepID) -> Bool { sweeps[sweep]?.isAtWork == true && !isDiskFull }

  /// Leases of a sweep in force, audits included.
  public func leaseCount(of sweep: SweepID) -> UInt64 { sweeps[sweep]?.leaseCount ?? 0 }

  /// Whether a worker got its first lease of a sweep that had its most workers, for checks.
  public func isOneTooMany(_ key: Lease.Key) -> Bool {
    guard let held = leases[key], !held.isAudit, let work = sweeps[held.lease.sweep] else { return false }
    guard let most = work.ticket.terms.maxWorkers, work.holderCount > most else { return false }
    return leases.values.count { $0.session == held.session && $0.lease.sweep == held.lease.sweep && !$0.isAudit } == 1
  }

  /// Whether what was counted of a sweep cannot be trusted.
  public func isSpoilt(_ sweep: SweepID) -> Bool { sweeps[sweep]?.isSpoilt ?? false }

  /// Results that are being computed again.
  public var openAudits: Int { audits.count }

  /// Takes a lease out of the books and forgets its job, as a bug would: for simulations that prove that it is found.
  package mutating func loseLease(at now: Moment) {
    if let key = leases.keys.min() { _ = release(key, at: now) }
  }

  /// What is wrong with the books; empty at any time between events, or this program is at fault.
  ///
  /// Every block of a sweep is closed, pending, or in exactly one job that waits or is leased; a leased job has at least
  /// one lease and at most the policy's copies, of different workers; every lease belongs to a known session and is
  /// counted once. Complexity: O(leases + holes).
  public var faultsInBooks: [String] {
    var faults: [String] = []
    for sweep in order { faults += coverageFaults(of: sweep) }
    for (key, held) in leases where sessions[held.session]?.leases.count(where: { $0 == key }) != 1 {
      faults.append("lease \(key.job)/\(key.attempt) is not in its session's list exactly once")
    }
    let listed = sessions.values.reduce(0) { $0 + $1.leases.count }
    if listed != leases.count { faults.append("sessions list \(listed) leases, the table holds \(leases.count)") }
    if totalCores != sessions.values.reduce(0, { $0 + $1.cores }) { faults.append("cores do not add up") }
    return faults + hostFaults + auditFaults + limitFaults
  }

  private func coverageFaults(of sweep: SweepID) -> [String] {
    guard let work = sweeps[sweep] else { return ["\(sweep) is listed but has no books"] }
    var all = work.closed
    all.formUnion(work.pending)
    for job in work.waiting.values { all.insert(job.blocks) }
    for job in work.leased.values { all.insert(job.blocks) }
    let parts =
      work.closed.count + work.pending.count + work.waitingBlocks
      + work.leased.values.reduce(0) { $0 + $1.blocks.count }
    var faults: [String] = []
    let total = work.ticket.sizes.blockCount
    if all.ranges != [BlockRange(0, total)] { faults.append("\(sweep): blocks are missing: \(all.json.text)") }
    if parts != total { faults.append("\(sweep): \(parts) blocks in the books of \(total): some are twice") }
    let held = leases.values.count { $0.lease.sweep == sweep }
    if work.leaseCount != UInt64(held) { faults.append("\(sweep): \(work.leaseCount) leases, \(held) held") }
    let holders = Set(leases.values.lazy.filter { $0.lease.sweep == sweep && !$0.isAudit }.map(\.session))
    if work.holderCount != holders.count {
      faults.append("\(sweep): \(work.holderCount) workers, \(holders.count) hold it")
    }
    if work.phase == .complete, !work.isComplete { faults.append("\(sweep) is complete with open blocks") }
    if touched.isEmpty, work.turn != work.dueTurn { faults.append("\(sweep) is not where its turn is") }
    return faults + work.leased.values.flatMap { holderFaults(of: $0, sweep) }
  }

  private func holderFaults(of job: Job, _ sweep: SweepID) -> [String] {
    var faults: [String] = []
    if !(1...policy.maxCopies).contains(job.holders.count) {
      faults.append("\(sweep): \(job.sentence) has \(job.holders.count) leases")
    }
    if Set(job.holders.map { leases[$0]?.session }).count != job.holders.count {
      faults.append("\(sweep): \(job.sentence) is leased twice to one worker")
    }
    for key in job.holders where leases[key]?.lease.blocks != job.blocks || leases[key]?.purpose != .work {
      faults.append("\(sweep): \(job.sentence) has a lease that is not its own")
    }
    return faults
  }

  private var hostFaults: [String] {
    var faults: [String] = []
    if eligibleHosts != hosts.values.count(where: \.isEligible) { faults.append("eligible hosts do not add up") }
    if sessions.count != hosts.values.reduce(0, { $0 + $1.sessions }) {
      faults.append("sessions of hosts do not add up")
    }
    for session in sessions.values where hosts[session.host]?.distrusted != nil {
      faults.append("\(session.worker) of a distrusted host takes part")
    }
    return faults
  }

  private var auditFaults: [String] {
    var faults: [String] = []
    for held in leases.values {
      if case .audit(let number) = held.purpose, let audit = audits[number], !audit.isLeased {
        faults.append("audit \(number) is leased and is not")
      }
    }
    for (number, audit) in audits where sweeps[audit.sweep] == nil { faults.append("audit \(number) has no sweep") }
    for (number, audit) in audits where isSpoilt(audit.sweep) { faults.append("audit \(number) can decide nothing") }
    return faults
  }

  private var limitFaults: [String] {
    var faults: [String] = []
    if sessions.count > policy.maxWorkers { faults.append("too many workers") }
    if leases.count > policy.maxLeases { faults.append("too many leases") }
    if sweeps.count > policy.maxSweeps || order.count != sweeps.count { faults.append("too many sweeps") }
    if audits.count > policy.maxAudits { faults.append("too many audits") }
    for work in sweeps.values where work.waiting.count > policy.maxWaitingJobs { faults.append("too many jobs wait") }
    if waitingAudits.count > 2 * policy.maxAudits + 64 { faults.append("too many names of audits wait") }
    if hungry.count > 2 * sessions.count + 64 { faults.append("too many workers wait") }
    return faults
  }
}
