import Wire

extension Coordinator {
  /// A life begins. Where the journal had a past, nothing of its sweeps is leased until workers had time to bring what
  /// they hold. Sweeps submitted from now on can be in nobody's hands and do not wait.
  mutating func begin(at now: Moment, emit: (Effect) -> Void) {
    emit(.persist(.opened(epoch)))
    let unfinished = sweeps { $0.phase == .running }
    for sweep in order { sweeps[sweep]?.progressAt = now }
    guard !unfinished.isEmpty else { return }
    watchProgress(at: now)
    guard policy.restartGrace > .zero else { return }
    graceEnds = now + policy.restartGrace
    for sweep in order {
      sweeps[sweep]?.isHeldBack = true
      touch(sweep)
    }
  }

  mutating func endGrace(at now: Moment) {
    guard let end = graceEnds, end <= now else { return }
    graceEnds = nil
    for sweep in order where sweeps[sweep]?.isHeldBack == true {
      sweeps[sweep]?.isHeldBack = false
      touch(sweep)
    }
  }

  /// While the journal's disk is full nothing is leased and nothing judged. When it has room again workers are asked for
  /// hello, upon which they send at once the results they kept.
  mutating func noteDisk(_ isFull: Bool, at now: Moment, emit: (Effect) -> Void) {
    guard isFull != isDiskFull else { return }
    isDiskFull = isFull
    guard !isFull else {
      counters.fullDisks += 1
      return
    }
    renewAudits(at: now)
    for key in Array(leases.keys) { leases[key]?.awaitResult(from: now) }
    for session in sessions.keys.sorted() { say(.sayHello, to: session, emit: emit) }
  }
}
