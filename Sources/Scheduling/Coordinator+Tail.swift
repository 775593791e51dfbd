import Sweeps
import Wire

extension Coordinator {
  /// Leases that are looked at for one idle worker.
  private static var lookAhead: Int { 8 }

  /// A lease, and when it will probably end.
  private struct Prospect {
    var key: Lease.Key
    var secondsLeft: Double
  }

  /// Looks for leases worth computing twice, at the policy's pace. False: there are none.
  ///
  /// Complexity: O(leases x log leases), a few times a second and only while somebody is idle.
  mutating func findTail(at now: Moment) -> Bool {
    guard policy.maxCopies > 1, !leases.isEmpty else { return false }
    if tail.isEmpty || tailLookedAt.map({ $0 + policy.tailPause <= now }) ?? true {
      let next = tailLookedAt.map { $0 + policy.tailPause } ?? now
      if next <= now {
        tail = slowestLeases(at: now)
        tailLookedAt = now
      }
    }
    if let lookedAt = tailLookedAt {
      let again = max(lookedAt + policy.tailPause, now + .microseconds(1))
      idleCheck = idleCheck.map { min($0, again) } ?? again
    }
    return !tail.isEmpty
  }

  /// Leases of running sweeps that may have one holder more, the one that ends last at the end.
  private func slowestLeases(at now: Moment) -> [Lease.Key] {
    var prospects: [Prospect] = []
    for (session, book) in sessions {
      var queued = 0.0
      for key in book.leases {
        guard let held = leases[key] else { continue }
        let perBlock = secondsPerBlock(on: held.lease.sweep, for: session) ?? 0
        let own = held.secondsLeft(perBlock: perBlock, at: now)
        // What runs goes on at once; what waits follows those before it, on whichever core is free.
        let left = held.startedAt == nil ? queued + own : own
        queued += own / Double(max(book.cores, 1))
        guard mayBeCopied(held) else { continue }
        prospects.append(Prospect(key: key, secondsLeft: left))
      }
    }
    prospects.sort { ($0.secondsLeft, $1.key) < ($1.secondsLeft, $0.key) }
    return prospects.map { $0.key }
  }

  private func mayBeCopied(_ held: HeldLease) -> Bool {
    guard !held.isAudit, !held.isFinished, let work = sweeps[held.lease.sweep], work.isAtWork else { return false }
    // What took a process with it is found out alone, not by one process more.
    return work.leased[held.lease.key.job].map { $0.holders.count < policy.maxCopies && $0.charges == 0 } ?? false
  }

  /// Leases the job of a slow lease to an idle worker too, preferably of another host. False: no lease is worth it.
  mutating func leaseCopy(
    to session: Session, of host: String, at now: Moment, emit: (Effect) -> Void
  ) -> Bool {
    guard let book = sessions[session], book.tailRefusedAt != tailLookedAt || tailLookedAt == nil else { return false }
    guard let key = takeFromTail(for: session, of: host, at: now), let held = leases[key] else {
      book.tailRefusedAt = tailLookedAt
      return false
    }
    return leaseCopy(of: held, to: session, at: now, emit: emit)
  }

  private mutating func leaseCopy(
    of held: HeldLease, to session: Session, at now: Moment, emit: (Effect) -> Void
  ) -> Bool {
    let sweep = held.lease.sweep
    guard let work = sweeps[sweep], let job = work.leased[held.lease.key.job] else { return false }
    work.counters.copies += 1
    lease(job, of: sweep, to: session, at: now, emit: emit)
    return true
  }

  /// Leases the job of a lease that will outlast all that is still pending, shortly before the end: the longest job must
  /// not begin last. False: there is none.
  mutating func leaseEarlyCopy(
    to session: Session, of host: String, at now: Moment, emit: (Effect) -> Void
  ) -> Bool {
    guard turns.all.count == 1, let work = sweeps[turns.all[0].sweep], work.totalRate > 0 else { return false }
    let rest = Double(work.pending.count) / work.totalRate
    guard rest < policy.targetJobSeconds * 2, findTail(at: now) else { return false }
    guard let key = takeFromTail(for: session, of: host, outlasting: rest, at: now), let held = leases[key] else {
      return false
    }
    return leaseCopy(of: held, to: session, at: now, emit: emit)
  }

  private mutating func takeFromTail(
    for session: Session, of host: String, outlasting rest: Double? = nil, at now: Moment
  ) -> Lease.Key? {
    var best: Int?
    var place = tail.endIndex
    while place > max(tail.startIndex, tail.endIndex - Self.lookAhead) {
      place -= 1
      guard let held = leases[tail[place]], isWorth(held, to: session, of: host, outlasting: rest, at: now)
      else { continue }
      guard sessions[held.session]?.host == host else {
        best = place
        break
      }
      best = best ?? place
    }
    return best.map { tail.remove(at: $0) }
  }

  private func isWorth(
    _ held: HeldLease, to session: Session, of host: String, outlasting rest: Double?, at now: Moment
  ) -> Bool {
    guard mayBeCopied(held), canStart(held.lease.sweep, on: host), hasRoom(held.lease.sweep, for: session) else {
      return false
    }
    let holders = sweeps[held.lease.sweep]?.leased[held.lease.key.job]?.holders ?? []
    guard !holders.contains(where: { leases[$0]?.session == session }) else { return false }
    let sweep = held.lease.sweep
    let left = held.secondsLeft(perBlock: secondsPerBlock(on: sweep, for: held.session) ?? 0, at: now)
    let own = (sessions[session]?.secondsPerBlock(on: sweep) ?? 0) * Double(held.lease.blocks.count)
    return rest.map { own > 0 && left > $0 + own } ?? (left >= own * policy.copyShare)
  }
}
