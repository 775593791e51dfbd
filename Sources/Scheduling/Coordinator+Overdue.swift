import Sweeps
import Wire

extension Coordinator {
  /// Ends a lease whose holder lists it and yet keeps everybody waiting: it is stuck, or computed and not sent, or an
  /// audit that is not begun.
  mutating func endIfOverdue(_ key: Lease.Key, at now: Moment, emit: (Effect) -> Void) {
    guard !isDiskFull, let held = leases[key] else { return }
    let limit = patience(with: held)
    if held.isStuck(for: limit, at: now) {
      endStuck(held, after: limit, at: now, emit: emit)
    } else if held.isWithheld(for: policy.resultPatience, at: now) {
      callBackWithheld(held, at: now, emit: emit)
    } else if isLeftLying(held, at: now) {
      callBack(key, at: now, emit: emit)
    }
  }

  /// A worker that is alive but does not come on loses the lease, as if its evaluation had ended the process.
  private mutating func endStuck(_ held: HeldLease, after limit: Duration, at now: Moment, emit: (Effect) -> Void) {
    say(.cancel(held.lease), to: held.session, emit: emit)
    sweeps[held.lease.sweep]?.counters.stuck += 1
    sessions[held.session]?.failures += 1
    let failure = JobFailure(
      .died, reason: "no progress for \(limit.nanoseconds / 1_000_000_000) s", blocksDone: held.blocksDone,
      samplesDone: held.samplesDone)
    note(failure, of: held.lease, by: held.session, emit)
    died(held, failure, at: now, emit: emit)
  }

  private func patience(with held: HeldLease) -> Duration {
    guard let seconds = sessions[held.session]?.secondsPerBlock(on: held.lease.sweep) else {
      return policy.stuckUnknown
    }
    let expected = min(seconds * policy.stuckFactor, 1e9)
    return max(policy.stuckFloor, .nanoseconds(Int64(expected * 1e9)))
  }

  /// Nothing failed, but the job goes to somebody else. The result still counts if it comes while its blocks are open.
  private mutating func callBackWithheld(_ held: HeldLease, at now: Moment, emit: (Effect) -> Void) {
    sweeps[held.lease.sweep]?.counters.withheld += 1
    let seconds = policy.resultPatience.nanoseconds / 1_000_000_000
    let host = sessions[held.session]?.host ?? ""
    emit(.note(.failed(held.lease, host: host, reason: "computed \(seconds) s ago, and its result did not come")))
    sessions[held.session]?.withheld.insert(held.lease.key)
    callBack(held.lease.key, at: now, emit: emit)
  }

  /// Whether an audit is not begun by its holder, while others could.
  private func isLeftLying(_ held: HeldLease, at now: Moment) -> Bool {
    guard case .audit(let number) = held.purpose, !held.hasBegun, let audit = audits[number] else { return false }
    return held.leasedAt + patience(with: audit) <= now
  }
}
