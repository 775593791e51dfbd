import Sweeps
import Wire

extension Coordinator {
  private static var lookAhead: Int { 4 }

  /// Opens the audit of a result that was just counted, if it is one of the chosen.
  mutating func considerAudit(_ finished: Finished, from session: Session, of host: String, at now: Moment) {
    let sweep = finished.lease.sweep
    guard !isSpoilt(sweep), policy.audits(finished.lease.spec, from: finished.blocks.lower) else { return }
    guard audits.count < policy.maxAudits, hasOther(than: [host], [session]) else {
      sweeps[sweep]?.counters.unaudited += 1
      return
    }
    let fingerprint = Fingerprint(of: finished.state, seed: policy.auditSeed)
    let audit = OpenAudit(
      sweep: sweep, blocks: finished.blocks, waitsSince: now,
      witnesses: [OpenAudit.Witness(host: host, session: session, fingerprint: fingerprint)])
    auditNumber += 1
    audits[auditNumber] = audit
    waitingAudits.append(auditNumber)
    watch(audit)
  }

  /// Whether somebody else could compute the same: another host, or another worker where the policy allows.
  private func hasOther(than known: [String], _ own: [Session]) -> Bool {
    if Set(known).count(where: { hosts[$0]?.isEligible == true }) < eligibleHosts { return true }
    guard policy.auditsWithinHost else { return false }
    return Set(own).count(where: { sessions[$0]?.isDrained == false }) < hosts.values.reduce(0) { $0 + $1.willing }
  }

  // MARK: Leasing

  /// Leases an audit that a worker may do; nothing in the lease tells it from work. False: there is none.
  mutating func leaseAudit(
    to session: Session, of host: String, at now: Moment, emit: (Effect) -> Void
  ) -> Bool {
    var looked = 0
    while looked < Self.lookAhead, looked < audits.count, let number = waitingAudits.popFirst() {
      guard let audit = audits[number], !audit.isLeased else { continue }
      if suits(audit, session, of: host) {
        leaseAudit(number, audit, to: session, at: now, emit: emit)
        return true
      }
      waitingAudits.append(number)
      looked += 1
    }
    return false
  }

  private func suits(_ audit: OpenAudit, _ session: Session, of host: String) -> Bool {
    guard canAudit(audit.sweep), audit.tries < policy.maxAuditTries else { return false }
    guard canStart(audit.sweep, on: host), !audit.witnesses.contains(where: { $0.session == session }) else {
      return false
    }
    guard audit.hosts.contains(host) else { return true }
    return policy.auditsWithinHost && Set(audit.hosts).count(where: { hosts[$0]?.isEligible == true }) >= eligibleHosts
  }

  /// Whether audits of a sweep may be leased: neither paused nor stopped.
  func canAudit(_ sweep: SweepID) -> Bool {
    switch sweeps[sweep]?.phase {
    case .running, .complete: true
    case .paused, .stopped, nil: false
    }
  }

  private mutating func leaseAudit(
    _ number: UInt64, _ audit: OpenAudit, to session: Session, at now: Moment, emit: (Effect) -> Void
  ) {
    guard let work = sweeps[audit.sweep] else { return }
    audits[number]?.isLeased = true
    let lease = Lease(
      sweep: audit.sweep, spec: work.ticket.spec, key: Lease.Key(job: newJobID(), attempt: Attempt(1)),
      blocks: audit.blocks, without: work.without(audit.blocks))
    hold(lease, by: session, for: .audit(number), at: now)
    tell(lease, to: session, emit: emit)
  }

  /// An audit's lease came to nothing: it waits for another, a few times.
  mutating func putBackAudit(_ number: UInt64, at now: Moment) {
    guard var audit = audits[number] else { return }
    audit.isLeased = false
    audit.tries += 1
    audit.waitsSince = now
    audits[number] = audit
    waitingAudits.append(number)
    watch(audit)
  }

  /// Audits that no lease could go out for have all their patience again.
  mutating func renewAudits(at now: Moment, where isMeant: (OpenAudit) -> Bool = { _ in true }) {
    for (number, audit) in audits where isMeant(audit) { audits[number]?.waitsSince = now }
    for audit in audits.values where isMeant(audit) { watch(audit) }
  }

  // MARK: Judging

  /// Takes the result of an audit and answers as to any second result of the same blocks.
  mutating func conclude(
    _ number: UInt64, _ finished: Finished, from session: Session, at now: Moment, emit: (Effect) -> Void
  ) {
    _ = release(finished.lease.key, spent: Double(finished.computeNanoseconds) / 1e9, at: now)
    say(.acknowledge(finished.lease, .duplicate), to: session, emit: emit)
    sweeps[finished.lease.sweep]?.counters.note(.duplicate)
    guard var audit = audits[number], let host = sessions[session]?.host else { return }
    guard finished.blocks == audit.blocks else { return }
    let fingerprint = Fingerprint(of: finished.state, seed: policy.auditSeed)
    audit.witnesses.append(OpenAudit.Witness(host: host, session: session, fingerprint: fingerprint))
    audit.tries = 0
    audits[number] = audit
    if audit.witnesses.count == 2, audit.witnesses[0].fingerprint == fingerprint {
      sweeps[audit.sweep]?.counters.audited += 1
      end(number)
    } else if audit.witnesses.count > 2 {
      decide(number, audit, at: now, emit: emit)
    } else {
      sweeps[audit.sweep]?.counters.disagreed += 1
      if !hasOther(than: audit.hosts, audit.witnesses.map(\.session)) { accuse(number, audit, at: now, emit: emit) }
    }
  }

  /// Three have computed the same blocks, and the first two differ.
  private mutating func decide(_ number: UInt64, _ audit: OpenAudit, at now: Moment, emit: (Effect) -> Void) {
    let witnesses = audit.witnesses
    guard let liar = [1, 0].first(where: { witnesses[$0].fingerprint != witnesses[2].fingerprint }),
      witnesses[1 - liar].fingerprint == witnesses[2].fingerprint
    else {
      accuse(number, audit, at: now, emit: emit)
      return
    }
    end(number)
    let where_ = "blocks \(audit.blocks.lower) to \(audit.blocks.upper - 1) of \(audit.sweep)"
    distrust(
      witnesses[liar].host,
      "its result of \(where_) differs from what \(witnesses[1 - liar].host) and \(witnesses[2].host) computed",
      at: now, emit: emit)
  }

  /// Nobody is left to decide who is right: the sweep cannot be trusted, and all are named.
  mutating func accuse(_ number: UInt64, _ audit: OpenAudit, at now: Moment, emit: (Effect) -> Void) {
    end(number)
    var names: [String] = []
    for host in audit.hosts where !names.contains(host) { names.append(host) }
    let who = names.count == 1 ? "two workers of \(names[0])" : names.joined(separator: " and ")
    spoil(
      audit.sweep,
      "\(who) computed different bits for blocks \(audit.blocks.lower) to \(audit.blocks.upper - 1), and nobody else "
        + "was there to decide who is right; " + Self.remedy, at: now, emit: emit)
  }

  static var remedy: String { "its results cannot be trusted: cancel it and submit it again" }

  mutating func end(_ number: UInt64) { audits[number] = nil }
}
