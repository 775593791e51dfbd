import Sweeps

/// What a worker says to the coordinator.
public struct WorkerMessage: Hashable, Sendable {
  public var session: Session
  /// The life of the coordinator that the worker believes in; `.none` before its first welcome.
  public var epoch: Epoch
  /// Counts the messages of the session from 1.
  public var ordinal: UInt64
  public var body: Body

  public enum Body: Hashable, Sendable {
    case hello(Hello)
    /// The worker lives, is willing to hold `credit` leases at once, and holds these.
    case heartbeat(credit: Int, [LeaseReport])
    case finished(Finished)
    /// The job could not be computed here.
    case failed(Lease, JobFailure)
    /// The worker holds a lease of a sweep whose definition it has not got.
    case askSweep(SweepID)
    /// The worker leaves and gives these back.
    case goodbye(returned: [Lease], reason: String)
  }

  public init(session: Session, epoch: Epoch, ordinal: UInt64, body: Body) {
    self.session = session
    self.epoch = epoch
    self.ordinal = ordinal
    self.body = body
  }
}

/// Asks to join, or to be known again.
public struct Hello: Hashable, Sendable {
  public var worker: WorkerID
  /// The program's version.
  public var build: String
  /// SHA-256 of the numeric self-test.
  public var selfTest: SpecHash
  /// Cores that compute.
  public var cores: Int
  /// The number of leases the worker is willing to hold at once.
  public var credit: Int
  public var leases: [LeaseReport]
  /// The host, as people name it: failures are counted by host, and what one host computed another one audits.
  public var host: String
  /// How long the worker will be there yet; 0 where that is not known.
  public var nanosecondsLeft: UInt64

  public init(
    worker: WorkerID, build: String, selfTest: SpecHash, cores: Int, credit: Int, leases: [LeaseReport], host: String,
    nanosecondsLeft: UInt64 = 0
  ) {
    self.host = host
    self.worker = worker
    self.build = build
    self.selfTest = selfTest
    self.cores = cores
    self.credit = credit
    self.leases = leases
    self.nanosecondsLeft = nanosecondsLeft
  }
}

/// Why a job was not computed, and how far it came.
public struct JobFailure: Hashable, Sendable {
  public enum Cause: Hashable, Sendable, CaseIterable {
    /// The sweep could not be begun on this host: it does not compile, or there is no memory.
    case cannotStart
    /// The evaluation ended the process that computed it.
    case died
  }
  public var cause: Cause
  /// For people.
  public var reason: String
  public var blocksDone: UInt64
  /// Samples passed of the block after these, where the lease is careful; those left out are passed as well.
  public var samplesDone: UInt64

  public init(_ cause: Cause, reason: String, blocksDone: UInt64 = 0, samplesDone: UInt64 = 0) {
    self.cause = cause
    self.reason = reason
    self.blocksDone = blocksDone
    self.samplesDone = samplesDone
  }
}

/// A partial state: counted if and only if its whole block range is still open.
public struct Finished: Hashable, Sendable {
  public var lease: Lease
  /// The blocks that the state covers: the lease's, or a prefix of them when the worker had to leave.
  public var blocks: BlockRange
  /// Wall time of the computation on one core.
  public var computeNanoseconds: UInt64
  /// The canonical encoding of the state.
  public var state: [UInt8]

  public init(lease: Lease, blocks: BlockRange, computeNanoseconds: UInt64, state: [UInt8]) {
    self.lease = lease
    self.blocks = blocks
    self.computeNanoseconds = computeNanoseconds
    self.state = state
  }
}
