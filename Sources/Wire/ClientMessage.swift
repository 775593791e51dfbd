import Sweeps

/// What a client asks of the coordinator. Every request may be repeated.
public struct ClientMessage: Hashable, Sendable {
  /// Chosen by the client; the reply carries it back.
  public var request: UInt64
  public var body: Body

  public enum Body: Hashable, Sendable {
    /// Submits a sweep's canonical text under a name.
    case submit(SweepID, canonical: [UInt8])
    /// Progress of one sweep, or of all.
    case status(SweepID?)
    /// The merged state so far.
    case snapshot(SweepID)
    /// Lease no more of a sweep.
    case stop(SweepID, reason: String)
  }

  public init(request: UInt64, body: Body) {
    self.request = request
    self.body = body
  }
}

/// What the coordinator answers to a client.
public struct ClientReply: Hashable, Sendable {
  public var request: UInt64
  public var epoch: Epoch
  public var body: Body

  public enum Body: Hashable, Sendable {
    /// `known`: the sweep was known before this request.
    case accepted(SweepID, known: Bool)
    case refused(ClientRefusal, explanation: String)
    case status([SweepStatus])
    /// The state covers exactly the `closed` blocks: sorted, disjoint, not touching.
    case snapshot(SweepStatus, closed: [BlockRange], state: [UInt8])
    case stopped(SweepID)
  }

  public init(request: UInt64, epoch: Epoch, body: Body) {
    self.request = request
    self.epoch = epoch
    self.body = body
  }
}

/// Why a request was refused.
public enum ClientRefusal: Hashable, Sendable, CaseIterable {
  case otherProtocol
  case unknownSweep
  /// The name belongs to a sweep with another text.
  case nameTaken
  /// The text is not a sweep this coordinator can run; the explanation lists the faults.
  case badSweep
  case full
}

/// How far a sweep is.
public struct SweepStatus: Hashable, Sendable {
  public enum Phase: Hashable, Sendable {
    case running
    case complete
    case stopped(reason: String)
  }
  public struct Count: Hashable, Sendable {
    public var name: String
    public var count: UInt64

    public init(_ name: String, _ count: UInt64) {
      self.name = name
      self.count = count
    }
  }
  public var sweep: SweepID
  public var spec: SpecHash
  public var phase: Phase
  public var closedBlocks: UInt64
  public var totalBlocks: UInt64
  /// Runs of closed blocks: the price in memory of what is done.
  public var closedRuns: UInt64
  public var leases: UInt64
  public var workers: UInt64
  /// Measured, all workers together.
  public var blocksPerSecond: Double
  public var oldestLeaseNanoseconds: UInt64
  /// What happened so far, by name.
  public var counts: [Count]

  public init(
    sweep: SweepID, spec: SpecHash, phase: Phase, closedBlocks: UInt64, totalBlocks: UInt64, closedRuns: UInt64,
    leases: UInt64, workers: UInt64, blocksPerSecond: Double, oldestLeaseNanoseconds: UInt64, counts: [Count]
  ) {
    self.sweep = sweep
    self.spec = spec
    self.phase = phase
    self.closedBlocks = closedBlocks
    self.totalBlocks = totalBlocks
    self.closedRuns = closedRuns
    self.leases = leases
    self.workers = workers
    self.blocksPerSecond = blocksPerSecond
    self.oldestLeaseNanoseconds = oldestLeaseNanoseconds
    self.counts = counts
  }
}
