import Wire

/// Every limit and timing of the coordinator in one place.
public struct Policy: Hashable, Sendable {
  // MARK: Who may join

  /// The program's version; workers of another are refused.
  public var build: String
  /// SHA-256 of the numeric self-test; a host whose bits differ is refused.
  public var selfTest: SpecHash
  public var maxWorkers = 10_000
  /// Leases one worker may hold, whatever credit it grants.
  public var maxLeasesPerWorker = 1024
  public var maxSweeps = 1024

  // MARK: Time

  /// How often workers say that they live.
  public var heartbeat: Duration = .seconds(1)
  /// A worker or a lease not heard of for so long is given up: three heartbeats.
  public var silence: Duration { heartbeat * 3 }
  /// The shell came back this much later than asked: the coordinator itself stalled, and every deadline moves by the
  /// delay.
  public var stallSlack: Duration = .milliseconds(250)
  /// Snapshots are published at most this often, and at once when a sweep ends.
  public var publishInterval: Duration = .milliseconds(200)

  // MARK: Size of jobs

  /// The wall time a job shall take on one core.
  public var targetJobSeconds = 1.0
  /// Blocks of a job of a worker whose rate is not known yet.
  public var firstJobBlocks: UInt64 = 8
  /// A job is at most so many times the largest one its worker has finished.
  public var maxJobGrowth: UInt64 = 16
  /// Near the end a job is 1 / (this x total rate) of what is left.
  public var guidedShare = 3.0
  /// A job is cut so that its state stays under this many bytes, as far as finished jobs tell.
  public var targetStateBytes = 4 << 20
  /// Every job has this many blocks (fewer at a hole or the end), whatever was measured.
  public var forcedJobBlocks: UInt64?
  /// Weight of the newest measurement in a worker's rate.
  public var rateWeight = 0.3

  // MARK: Failure

  /// A job that failed so often stops its sweep.
  public var maxAttempts = 3
  /// A job that was running on so many workers when they were lost stops its sweep.
  public var maxLosses = 20

  public init(build: String, selfTest: SpecHash) {
    self.build = build
    self.selfTest = selfTest
  }
}

/// Every limit and timing of a worker; the coordinator's welcome brings the rest.
public struct WorkerPolicy: Hashable, Sendable {
  /// Leases held ahead for each core, the running one included.
  public var leasesPerCore = 2
  /// Pause before a hello is repeated: the first, and the longest after doubling. Each is stretched by up to half at random.
  public var firstHelloRetry: Duration = .milliseconds(250)
  public var lastHelloRetry: Duration = .seconds(10)
  /// Pause before an unacknowledged result is sent again: the first, and the longest after doubling.
  public var firstResend: Duration = .seconds(3)
  public var lastResend: Duration = .seconds(60)
  /// A worker told to leave is gone after this, acknowledged or not.
  public var drainLimit: Duration = .milliseconds(800)
  /// Sweep definitions kept besides those that leases need.
  public var maxDefinitions = 8

  public init() {}
}
