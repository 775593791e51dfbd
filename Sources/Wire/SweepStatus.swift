/// How far a sweep is.
public struct SweepStatus: Hashable, Sendable {
  public enum Phase: Hashable, Sendable {
    case running
    case complete
    case stopped(reason: String)
    case paused
  }

  /// Why nothing was counted for a while although there is work.
  public enum Stall: Hashable, Sendable, CaseIterable {
    case noWorkers
    /// Nobody works, and somebody was refused since the last progress.
    case workersRefused
    /// Everybody who works gets no more leases.
    case workersDrained
    /// Nobody has credit to spare: they hold leases of other sweeps, or none at all.
    case noCredit
    /// All of it is leased, and those who hold the leases are silent.
    case workersSilent
    /// All of it is leased and under way, longer than expected.
    case slowJobs
    /// Sweeps of higher priority take all.
    case otherSweeps
    /// The journal's disk is full.
    case diskFull
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
  public var terms: SweepTerms
  /// Samples left out.
  public var quarantined: UInt64
  /// Nil while something is counted or nothing is to do.
  public var stall: Stall?
  /// Of results that count, all cores together.
  public var computeNanoseconds: UInt64

  public init(
    sweep: SweepID, spec: SpecHash, phase: Phase, closedBlocks: UInt64, totalBlocks: UInt64, closedRuns: UInt64,
    leases: UInt64, workers: UInt64, blocksPerSecond: Double, oldestLeaseNanoseconds: UInt64, counts: [Count],
    terms: SweepTerms = SweepTerms(), quarantined: UInt64 = 0, stall: Stall? = nil, computeNanoseconds: UInt64 = 0
  ) {
    self.terms = terms
    self.quarantined = quarantined
    self.stall = stall
    self.computeNanoseconds = computeNanoseconds
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
