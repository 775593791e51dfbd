import Wire

extension Worker {
  // MARK: Joining

  /// Says hello with all that is held, now and again until it is answered.
  mutating func join(at now: Moment, pause: Duration, emit: (WorkerEffect) -> Void) {
    var since = ordinal + 1
    if case .joining(let first, _, _) = standing { since = first }
    let hello = Hello(
      worker: worker, build: build, selfTest: selfTest, cores: cores, credit: credit,
      leases: held.inOrder.compactMap(\.report), host: host,
      nanosecondsLeft: endsAt.map { max(1, $0.since(now).nanoseconds) } ?? 0)
    send(.hello(hello), emit: emit)
    let retryAt = now + pause * (1 + nextJitter() / 2)
    standing = .joining(since: since, retryAt: retryAt, pause: min(pause * 2, policy.lastHelloRetry))
  }

  mutating func receive(_ message: CoordinatorMessage, at now: Moment, emit: (WorkerEffect) -> Void) {
    guard message.session == session, standing != .stopped else { return }
    switch message.body {
    case .welcome(let welcome): enter(welcome, epoch: message.epoch, at: now, emit: emit)
    case .refused(let reason, let explanation): refused(reason, explanation, at: now, emit: emit)
    case .acknowledge(let lease, _):
      // Whatever the verdict and whichever life gave it: it was judged, so it can be forgotten.
      if let job = held[lease.key], job.lease == lease, job.resendAt != nil { held[lease.key] = nil }
      hear(message.epoch, at: now)
    case .sayHello:
      guard case .serving = standing, message.epoch >= epoch else { return }
      join(at: now, pause: policy.firstHelloRetry, emit: emit)
    case .sweep, .lease, .cancel, .alive:
      guard case .serving = standing, message.epoch == epoch else { return }
      hear(message.epoch, at: now)
      obey(message.body, emit: emit)
    }
  }

  private mutating func enter(_ welcome: Welcome, epoch: Epoch, at now: Moment, emit: (WorkerEffect) -> Void) {
    guard case .joining(let since, _, _) = standing, welcome.answering >= since else { return }
    self.epoch = epoch
    heartbeat = .nanoseconds(Int64(clamping: welcome.heartbeatNanoseconds))
    silence = .nanoseconds(Int64(clamping: welcome.silenceNanoseconds))
    standing = .serving(heartbeatAt: now + heartbeat, heardAt: now)
    resend(at: now, all: true, emit: emit)
  }

  private mutating func refused(
    _ reason: WorkerRefusal, _ explanation: String, at now: Moment, emit: (WorkerEffect) -> Void
  ) {
    // A worker that serves is refused only when its host turns out a liar.
    if case .serving = standing, reason != .distrusted { return }
    switch reason {
    case .full: break  // the hello is repeated in its own time
    case .otherProtocol, .otherBuild, .otherBits, .distrusted:
      for job in held.inOrder where job.occupiesCore { emit(.interrupt(job.lease.key)) }
      standing = .stopped
      emit(.stop(.refused(reason, explanation: explanation)))
    }
  }

  private mutating func hear(_ epoch: Epoch, at now: Moment) {
    guard case .serving(let heartbeatAt, _) = standing, epoch == self.epoch else { return }
    standing = .serving(heartbeatAt: heartbeatAt, heardAt: now)
  }

  // MARK: Time

  /// Heartbeats, repeated results, repeated hellos, and silence of the coordinator.
  mutating func keepTime(at now: Moment, emit: (WorkerEffect) -> Void) {
    switch standing {
    case .joining(_, let retryAt, let pause): if retryAt <= now { join(at: now, pause: pause, emit: emit) }
    case .serving(let heartbeatAt, let heardAt):
      if heardAt + silence <= now {
        join(at: now, pause: policy.firstHelloRetry, emit: emit)
        return
      }
      if heartbeatAt <= now {
        standing = .serving(heartbeatAt: now + heartbeat, heardAt: heardAt)
        beat(emit: emit)
      }
      resend(at: now, all: false, emit: emit)
    case .stopped: break
    }
  }

  private mutating func beat(emit: (WorkerEffect) -> Void) {
    let jobs = held.inOrder
    send(.heartbeat(credit: credit, jobs.compactMap(\.report)), emit: emit)
    var asked: Set<SweepID> = []
    for job in jobs where job.isWaiting && definitions.definition(of: job.lease) == nil {
      if asked.insert(job.lease.sweep).inserted { send(.askSweep(job.lease.sweep), emit: emit) }
    }
  }

  private mutating func resend(at now: Moment, all: Bool, emit: (WorkerEffect) -> Void) {
    for finished in held.takeDue(at: now, all: all, longestPause: policy.lastResend) {
      send(.finished(finished), emit: emit)
    }
  }

  // MARK: Leaving

  /// Ends running jobs at the next block, so that what is done of them can be sent; a second call leaves at once.
  mutating func terminate(at now: Moment, emit: (WorkerEffect) -> Void) {
    guard standing != .stopped else { return }
    guard leavesAt == nil else {
      leavesAt = now
      return
    }
    leavesAt = now + policy.drainLimit
    for job in held.inOrder where job.occupiesCore { emit(.interrupt(job.lease.key)) }
  }

  /// Says goodbye once no core is at work, and goes once every result is acknowledged, or the time is up.
  mutating func leaveIfDone(at now: Moment, emit: (WorkerEffect) -> Void) {
    guard let leavesAt else { return }
    let isOver = leavesAt <= now
    if isOver || held.areAllWaiting {
      let returned = held.inOrder.filter(\.isWaiting).map(\.lease)
      if case .serving = standing { send(.goodbye(returned: returned, reason: "terminated"), emit: emit) }
      standing = .stopped
      emit(.stop(.terminated))
    }
  }
}
