import Sweeps
import Wire

extension Worker {
  /// Does what a coordinator of the present epoch says.
  mutating func obey(_ body: CoordinatorMessage.Body, emit: (WorkerEffect) -> Void) {
    switch body {
    case .sweep(let definition): keep(definition)
    case .lease(let lease): take(lease, emit: emit)
    case .cancel(let lease): drop(lease, emit: emit)
    case .alive: break
    case .welcome, .refused, .acknowledge, .sayHello: break  // dealt with before
    }
  }

  /// Keeps a definition; the oldest ones that no lease needs make room.
  private mutating func keep(_ definition: SweepDefinition) {
    definitions.removeAll { $0.sweep == definition.sweep }
    definitions.append(definition)
    guard definitions.count > policy.maxDefinitions else { return }
    let needed = Set(held.inOrder.map(\.lease.sweep))
    if let place = definitions.firstIndex(where: { !needed.contains($0.sweep) }) { definitions.remove(at: place) }
  }

  /// Takes a job unless it is here already or would go beyond the credit granted; then it runs out at the coordinator.
  private mutating func take(_ lease: Lease, emit: (WorkerEffect) -> Void) {
    guard held.leaseCount < credit, held[lease.key] == nil else { return }
    held[lease.key] = HeldJob(lease: lease, phase: .waiting)
    if definitions.definition(of: lease) == nil { send(.askSweep(lease.sweep), emit: emit) }
  }

  /// Drops a job that somebody else has. A finished one stays: its blocks decide when it is judged.
  private mutating func drop(_ lease: Lease, emit: (WorkerEffect) -> Void) {
    guard let job = held[lease.key], job.lease == lease else { return }
    switch job.phase {
    case .waiting: held[lease.key] = nil
    case .running:
      held[lease.key]?.phase = .abandoned
      emit(.interrupt(lease.key))
    case .abandoned, .finished: break
    }
  }

  /// Starts waiting jobs on free cores, oldest first.
  mutating func startJobs(at now: Moment, emit: (WorkerEffect) -> Void) {
    guard leavesAt == nil else { return }
    let definitions = definitions
    while held.busy < cores, let (lease, definition) = held.nextWaiting(with: { definitions.definition(of: $0) }) {
      held[lease.key]?.phase = .running(since: now, blocksDone: 0, samplesDone: 0)
      emit(.compute(lease, definition))
    }
  }

  mutating func progress(_ key: Lease.Key, _ blocksDone: UInt64, _ samplesDone: UInt64) {
    guard let job = held[key], case .running(let since, let before, let samplesBefore) = job.phase else { return }
    let done = min(max(before, blocksDone), job.lease.blocks.count)
    held[key]?.phase = .running(since: since, blocksDone: done, samplesDone: max(samplesBefore, samplesDone))
  }

  /// Sends a result and keeps it; an empty one only frees the core.
  mutating func finish(
    _ key: Lease.Key, _ blocks: BlockRange, _ state: [UInt8], at now: Moment, emit: (WorkerEffect) -> Void
  ) {
    guard let job = held[key], job.occupiesCore else { return }
    guard case .running(let since, _, _) = job.phase, !blocks.isEmpty else {
      held[key] = nil
      return
    }
    let finished = Finished(
      lease: job.lease, blocks: blocks, computeNanoseconds: now.since(since).nanoseconds, state: state)
    held[key]?.phase = .finished(finished, resendAt: now + policy.firstResend, pause: policy.firstResend * 2)
    if case .serving = standing { send(.finished(finished), emit: emit) }
  }

  mutating func fail(_ key: Lease.Key, _ failure: JobFailure, emit: (WorkerEffect) -> Void) {
    guard let job = held[key], job.occupiesCore else { return }
    held[key] = nil
    guard job.phase != .abandoned, case .serving = standing else { return }
    var failure = failure
    failure.reason = String(failure.reason.prefix(1000))
    send(.failed(job.lease, failure), emit: emit)
  }
}

extension [SweepDefinition] {
  /// The one that a lease refers to.
  func definition(of lease: Lease) -> SweepDefinition? {
    first { $0.sweep == lease.sweep && $0.spec == lease.spec }
  }
}
