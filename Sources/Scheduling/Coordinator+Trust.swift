import Sweeps
import Wire

extension Coordinator {
  /// Refuses a host from now on, and stops every sweep in which something that it computed may be counted.
  mutating func distrust(_ host: String, _ reason: String, at now: Moment, emit: (Effect) -> Void) {
    guard hosts[host]?.distrusted == nil else { return }
    emit(.persist(.distrusted(host: host, reason: reason)))
    emit(.note(.distrusted(host: host, reason: reason)))
    changeHost(host) { $0.distrusted = reason }
    let liars = sessions.filter { $0.value.host == host }.keys.sorted()
    for session in liars {
      counters.note(.distrusted)
      say(.refused(.distrusted, explanation: refusal(of: host, reason)), to: session, emit: emit)
      dismiss(session, at: now, emit: emit)
    }
    for sweep in sweeps(where: { $0.mayStem(from: host) }) {
      spoil(sweep, "the host \(host) is not to be trusted: \(reason); " + Self.remedy, at: now, emit: emit)
    }
  }

  func refusal(of host: String, _ reason: String) -> String {
    "the host \(host) is not to be trusted: \(reason); check its memory and processor before it takes part again"
  }

  /// Stops a sweep for good.
  mutating func spoil(_ sweep: SweepID, _ reason: String, at now: Moment, emit: (Effect) -> Void) {
    guard sweeps[sweep]?.isSpoilt == false else { return }
    emit(.persist(.spoilt(sweep, reason: reason)))
    markSpoilt(sweep, reason)
    callBackAll(of: sweep, at: now, emit: emit)
  }

  mutating func markSpoilt(_ sweep: SweepID, _ reason: String) {
    sweeps[sweep]?.isSpoilt = true
    sweeps[sweep]?.phase = .stopped(reason: reason)
    for (number, audit) in audits where audit.sweep == sweep { audits[number] = nil }
    ended = true
    touch(sweep)
  }

  /// Calls back everything that is leased of a sweep.
  mutating func callBackAll(of sweep: SweepID, at now: Moment, emit: (Effect) -> Void) {
    for key in keys(where: { $0.lease.sweep == sweep }) { callBack(key, at: now, emit: emit) }
  }

  // MARK: Blame

  /// A host finished a job that failed elsewhere: those hosts are to blame, and drained when it happens often.
  mutating func blame(_ job: Job, finishedBy finisher: String, emit: (Effect) -> Void) {
    for host in job.failedOn where host != finisher && hosts[host] != nil {
      hosts[host]?.blames += 1
      guard let book = hosts[host], book.isEligible, book.blames >= policy.maxHostFailures else { continue }
      guard Double(book.blames) > policy.hostFailureShare * Double(book.finished) else { continue }
      // The last one stays: a farm that goes on slowly is better than one that stands still.
      guard eligibleHosts > 1 else { continue }
      counters.drainedHosts += 1
      emit(.note(.drained(host: host)))
      changeHost(host) {
        $0.drained =
          "\(book.blames) jobs failed here that other hosts then finished; see what its worker says, and "
          + "undo the drain when it is mended"
      }
    }
  }

  /// Changes what is known of a host, and keeps count of those that may be given work.
  mutating func changeHost(_ host: String, _ change: (inout HostBook) -> Void) {
    var book = hosts[host] ?? HostBook()
    let was = book.isEligible
    change(&book)
    eligibleHosts += (book.isEligible ? 1 : 0) - (was ? 1 : 0)
    hosts[host] = book.isVoid ? nil : book
  }
}
