import Wire

extension Coordinator {
  /// Makes sure that the machine looks for silence at `deadline`.
  mutating func watch(_ deadline: Moment) { silenceCheck = min(silenceCheck ?? deadline, deadline) }

  /// Gives up workers that were silent too long, and leases that their holders no longer list.
  ///
  /// Deadlines only move later, so the earliest one seen at the last look is soon enough for the next.
  mutating func giveUpTheSilent(at now: Moment, emit: (Effect) -> Void) {
    guard let check = silenceCheck, check <= now else { return }
    guard !isBehind else {
      silenceCheck = now + policy.heartbeat
      return
    }
    let silent = sessions.filter { $0.value.heardAt + policy.silence <= now }.keys
    for session in silent.sorted() { lose(session, at: now, emit: emit) }
    for key in keys(where: { $0.renewedAt + policy.silence <= now }) {
      if let sweep = leases[key]?.lease.sweep { sweeps[sweep]?.counters.expired += 1 }
      callBack(key, at: now, emit: emit)
    }
    let heard = sessions.values.lazy.map { $0.heardAt }.min()
    let renewed = leases.values.lazy.map { $0.renewedAt }.min()
    silenceCheck = [heard, renewed].compactMap { $0 }.min().map { $0 + policy.silence }
  }

  /// If the coordinator itself was away, nobody is to blame for silence: every deadline moves by the delay and a
  /// heartbeat, in which what has queued up is read.
  mutating func forgiveOwnStall(at now: Moment) {
    guard let due = wakeUp, now > due + policy.stallSlack else { return }
    let late = now.since(due) + policy.heartbeat
    counters.ownStalls += 1
    for (session, book) in sessions { sessions[session]?.heardAt = min(now, book.heardAt + late) }
    for key in Array(leases.keys) { leases[key]?.forgive(late, at: now) }
    for (number, audit) in audits { audits[number]?.waitsSince = min(now, audit.waitsSince + late) }
    for sweep in order {
      let counted = sweeps[sweep]?.progressAt ?? now
      sweeps[sweep]?.progressAt = min(now, counted + late)
      sweeps[sweep]?.strandedSince = sweeps[sweep]?.strandedSince.map { min(now, $0 + late) }
    }
    silenceCheck = silenceCheck.map { $0 + late }
    graceEnds = graceEnds.map { $0 + late }
  }

  /// Publishes what changed, at the policy's pace, and at once when a sweep ended.
  mutating func publish(at now: Moment, emit: (Effect) -> Void) {
    guard hasChanges else { return }
    if let publishedAt, !ended, now < publishedAt + policy.publishInterval { return }
    for sweep in order {
      guard let work = sweeps[sweep], work.isChanged else { continue }
      work.isChanged = false
      if let snapshot = snapshot(of: sweep, at: now) { emit(.publish(snapshot)) }
    }
    hasChanges = false
    ended = false
    publishedAt = now
  }
}
