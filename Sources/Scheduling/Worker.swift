import Sweeps
import Wire

/// What can happen to a worker.
public enum WorkerEvent: Hashable, Sendable {
  case started
  case received(CoordinatorMessage)
  /// So many blocks of a running job are done.
  case progressed(Lease.Key, blocksDone: UInt64, samplesDone: UInt64)
  /// A job ended: `blocks` is all of it, or after `interrupt` a prefix, perhaps empty; `state` covers them.
  case computed(Lease.Key, blocks: BlockRange, state: [UInt8])
  /// A job cannot be computed here: its sweep does not compile, or the computation failed.
  case computeFailed(Lease.Key, JobFailure)
  /// The process was asked to leave.
  case terminated
  /// Nothing but time.
  case woken
}

/// What the shell of a worker must do.
public enum WorkerEffect: Hashable, Sendable {
  case send(WorkerMessage)
  /// Compute a job on a free core; answered by `computed` or `computeFailed`.
  case compute(Lease, SweepDefinition)
  /// End a running job at the next block; answered by `computed` with what is done.
  case interrupt(Lease.Key)
  /// Leave the process.
  case stop(WorkerEnd)
}

/// Why a worker ends.
public enum WorkerEnd: Hashable, Sendable {
  case terminated
  /// The coordinator will never take this worker.
  case refused(WorkerRefusal, explanation: String)
}

/// Decides what a worker does: events in, effects out, with no clock, socket or thread.
///
/// A worker computes on whatever becomes of the coordinator, keeps every result until it is acknowledged, and says hello
/// with all it holds when it is not known.
public struct Worker: ~Copyable {
  /// Where it stands with the coordinator.
  enum Standing: Hashable, Sendable {
    /// Said hello; an answer to ordinal `since` or later counts. `retryAt` repeats it.
    case joining(since: UInt64, retryAt: Moment, pause: Duration)
    /// Welcome; `heardAt` is when the coordinator last spoke.
    case serving(heartbeatAt: Moment, heardAt: Moment)
    case stopped
  }

  public let worker: WorkerID
  public let session: Session
  public let build: String
  public let selfTest: SpecHash
  public let cores: Int
  /// The host, as people name it.
  public let host: String
  public let policy: WorkerPolicy
  /// How long after its start it has to be gone; nil where nobody limits it.
  public let timeLimit: Duration?
  /// The coordinator's life; `.none` before the first welcome.
  public internal(set) var epoch = Epoch.none

  var standing = Standing.stopped
  /// When it leaves of its own, so that it is gone by its limit.
  var endsAt: Moment?
  /// When a worker that was told to leave goes, whatever is unanswered; nil while it serves.
  var leavesAt: Moment?
  /// Messages sent.
  public internal(set) var ordinal: UInt64 = 0
  var heartbeat: Duration = .seconds(1)
  var silence: Duration = .seconds(3)
  var definitions: [SweepDefinition] = []
  var held = HeldJobs()
  var jitter: UInt64

  /// - Parameter session: a random number, drawn anew at every start of the process.
  public init(
    worker: WorkerID, session: Session, build: String, selfTest: SpecHash, cores: Int, host: String,
    timeLimit: Duration? = nil, policy: WorkerPolicy = .init()
  ) {
    precondition(cores > 0, "A worker has at least one core.")
    self.worker = worker
    self.session = session
    self.build = build
    self.selfTest = selfTest
    self.cores = cores
    self.host = host
    self.timeLimit = timeLimit
    self.policy = policy
    jitter = session.number
  }

  /// Leases the worker is willing to hold at once.
  public var credit: Int { leavesAt == nil ? cores * policy.leasesPerCore : 0 }

  /// Leases held that count against credit, results that wait for their acknowledgement included.
  public var leaseCount: Int { held.leaseCount }

  /// When the machine next wants to be woken.
  public var wakeUp: Moment? {
    let goesAt = leavesAt ?? endsAt
    return switch standing {
    case .joining(_, let retryAt, _): min(retryAt, goesAt ?? retryAt)
    case .serving(let heartbeatAt, let heardAt):
      min(heartbeatAt, heardAt + silence, goesAt ?? heartbeatAt, held.resendAt ?? heartbeatAt)
    case .stopped: nil
    }
  }

  /// Takes one event and says what must be done about it, in order.
  public mutating func handle(_ event: WorkerEvent, at now: Moment, emit: (WorkerEffect) -> Void) {
    switch event {
    case .started:
      endsAt = timeLimit.map { now + ($0 - min($0 / 10, policy.mostTimeToLeave)) }
      join(at: now, pause: policy.firstHelloRetry, emit: emit)
    case .received(let message): receive(message, at: now, emit: emit)
    case .progressed(let key, let blocksDone, let samplesDone): progress(key, blocksDone, samplesDone)
    case .computed(let key, let blocks, let state): finish(key, blocks, state, at: now, emit: emit)
    case .computeFailed(let key, let failure): fail(key, failure, emit: emit)
    case .terminated: terminate(at: now, emit: emit)
    case .woken: break
    }
    guard standing != .stopped else { return }
    if leavesAt == nil, let endsAt, endsAt <= now { terminate(at: now, emit: emit) }
    keepTime(at: now, emit: emit)
    startJobs(at: now, emit: emit)
    leaveIfDone(at: now, emit: emit)
  }

  mutating func send(_ body: WorkerMessage.Body, emit: (WorkerEffect) -> Void) {
    ordinal += 1
    emit(.send(WorkerMessage(session: session, epoch: epoch, ordinal: ordinal, body: body)))
  }

  /// A fraction in [0, 1) (SplitMix64, Steele et al. 2014, seeded by the session), so that workers do not knock in step.
  mutating func nextJitter() -> Double {
    jitter &+= 0x9E37_79B9_7F4A_7C15
    var z = jitter
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ z >> 31) >> 11) * 0x1p-53
  }
}
