import Wire

extension Coordinator {
  /// Makes sure that the machine looks whether sweeps come on.
  mutating func watchProgress(at now: Moment) { look(by: now + policy.stallAfter) }

  /// Makes sure that the machine looks after an audit when its patience ends.
  mutating func watch(_ audit: OpenAudit) { look(by: patienceEnd(of: audit)) }

  private mutating func look(by moment: Moment) { review = min(review ?? moment, moment) }

  /// Says of sweeps why they do not come on, and gives up audits that nobody takes up.
  mutating func lookAround(at now: Moment, emit: (Effect) -> Void) {
    guard let due = review, due <= now else { return }
    review = nil
    for number in audits.filter({ isIdle($0.value) && patienceEnd(of: $0.value) <= now }).keys.sorted() {
      giveUpAudit(number, at: now, emit: emit)
    }
    for audit in audits.values where isIdle(audit) { watch(audit) }
    for sweep in order { lookAt(sweep, at: now, emit: emit) }
  }

  /// Whether an audit could be leased, and nobody takes it up.
  private func isIdle(_ audit: OpenAudit) -> Bool { !audit.isLeased && !isDiskFull && canAudit(audit.sweep) }

  private func patienceEnd(of audit: OpenAudit) -> Moment {
    audit.waitsSince + (audit.tries < policy.maxAuditTries ? patience(with: audit) : .zero)
  }

  /// How long an audit waits for whoever computes to be done with jobs as long as its own.
  func patience(with audit: OpenAudit) -> Duration {
    let perBlock = sweeps[audit.sweep]?.secondsPerBlock ?? 0
    return max(policy.auditPatience, .seconds(min(2 * perBlock * Double(audit.blocks.count), 1e9)))
  }

  /// An audit that comes to nothing delays nobody; but where two already differ, the sweep cannot be trusted.
  private mutating func giveUpAudit(_ number: UInt64, at now: Moment, emit: (Effect) -> Void) {
    guard let audit = audits[number] else { return }
    if audit.witnesses.count > 1 {
      accuse(number, audit, at: now, emit: emit)
    } else {
      sweeps[audit.sweep]?.counters.unaudited += 1
      end(number)
    }
  }

  private mutating func lookAt(_ sweep: SweepID, at now: Moment, emit: (Effect) -> Void) {
    guard let work = sweeps[sweep], work.phase == .running else { return }
    let due = work.progressAt + policy.stallAfter
    guard due <= now else {
      look(by: due)
      return
    }
    look(by: now + policy.reviewInterval)
    if isStranded(work) {
      let since = work.strandedSince ?? now
      work.strandedSince = since
      if since + policy.stallAfter <= now { haltUnstartable(sweep, at: now, emit: emit) }
      return
    }
    work.strandedSince = nil
    let cause = stall(of: work, at: now)
    if cause != work.stall {
      sweeps[sweep]?.stall = cause
      touch(sweep)
    }
  }

  /// Whether all who could start a sweep are gone, though others are there. They may only have been cut off: they have
  /// time to come back.
  private func isStranded(_ work: SweepWork) -> Bool {
    !isDiskFull && !isBehind && work.leaseCount == 0 && isOnNoHost(work.ticket.id)
  }

  // MARK: Causes

  private func stall(of work: SweepWork, at now: Moment) -> SweepStatus.Stall {
    if isDiskFull { return .diskFull }
    if sessions.isEmpty { return refusedAt.map { $0 >= work.progressAt } == true ? .workersRefused : .noWorkers }
    if work.leaseCount > 0 { return areSilent(work, at: now) ? .workersSilent : .slowJobs }
    if eligibleHosts == 0 { return .workersDrained }
    return isOvertaken(work) ? .otherSweeps : .noCredit
  }

  private func areSilent(_ work: SweepWork, at now: Moment) -> Bool {
    let limit = policy.heartbeat + policy.heartbeat / 2
    return work.leased.values.allSatisfy { job in
      job.holders.allSatisfy { key in
        leases[key].flatMap { sessions[$0.session] }.map { $0.heardAt + limit <= now } ?? true
      }
    }
  }

  private func isOvertaken(_ work: SweepWork) -> Bool {
    sweeps.values.contains {
      $0.ticket.terms.priority > work.ticket.terms.priority && $0.isAtWork && ($0.leaseCount > 0 || $0.hasWork)
    }
  }
}
