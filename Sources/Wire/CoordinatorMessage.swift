/// What the coordinator says to a worker.
public struct CoordinatorMessage: Hashable, Sendable {
  /// The session addressed; a worker ignores messages for another.
  public var session: Session
  /// The life of the coordinator.
  public var epoch: Epoch
  public var body: Body

  public enum Body: Hashable, Sendable {
    case welcome(Welcome)
    case refused(WorkerRefusal, explanation: String)
    case sweep(SweepDefinition)
    case lease(Lease)
    /// A result was judged; the worker may forget it.
    case acknowledge(Lease, Verdict)
    /// The lease went to somebody else, or is no longer wanted.
    case cancel(Lease)
    case sayHello
    /// Answers a heartbeat, so that silence is always an error.
    case alive
  }

  public init(session: Session, epoch: Epoch, body: Body) {
    self.session = session
    self.epoch = epoch
    self.body = body
  }
}

public struct Welcome: Hashable, Sendable {
  /// The `ordinal` of the hello that is answered.
  public var answering: UInt64
  /// How often the worker shall send a heartbeat.
  public var heartbeatNanoseconds: UInt64
  /// How long either side may be silent before the other gives it up.
  public var silenceNanoseconds: UInt64

  public init(answering: UInt64, heartbeatNanoseconds: UInt64, silenceNanoseconds: UInt64) {
    self.answering = answering
    self.heartbeatNanoseconds = heartbeatNanoseconds
    self.silenceNanoseconds = silenceNanoseconds
  }
}

/// Why a worker may not join.
public enum WorkerRefusal: Hashable, Sendable, CaseIterable {
  case otherProtocol
  case otherBuild
  /// The host computes other bits: the numeric self-test differs.
  case otherBits
  /// No room at present; the only reason to try again later.
  case full
  /// Its host returned other bits than two others for the same blocks.
  case distrusted
}

/// What became of a result.
public enum Verdict: Hashable, Sendable, CaseIterable {
  /// Counted, and committed to the journal.
  case accepted
  /// All its blocks were counted before.
  case duplicate
  case unknownSweep
  case otherSpec
  /// Outside the sweep or outside the lease.
  case outsideRange
  /// Some of its blocks, but not all, were counted before.
  case partlyClosed
  /// The state's bytes do not decode under the sweep's layout.
  case damagedState
  /// The state does not cover exactly the scenarios of its blocks.
  case otherCoverage
}
