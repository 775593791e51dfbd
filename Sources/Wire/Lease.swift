import Sweeps

/// A job held by a worker: which blocks of which sweep, and which try at them.
public struct Lease: Hashable, Sendable {
  /// What tells one lease of a coordinator from every other.
  public struct Key: Hashable, Sendable, Comparable {
    public var job: JobID
    public var attempt: Attempt

    public init(job: JobID, attempt: Attempt) {
      self.job = job
      self.attempt = attempt
    }

    public static func < (a: Self, b: Self) -> Bool { (a.job, a.attempt) < (b.job, b.attempt) }

    /// Few jobs are leased twice: the attempt need not tell them apart here.
    public func hash(into hasher: inout Hasher) { hasher.combine(job) }
  }

  public var sweep: SweepID
  public var spec: SpecHash
  public var key: Key
  public var blocks: BlockRange
  /// Compute sample after sample, so that one which ends or halts the program is known; a single block.
  public var isCareful: Bool
  /// Samples of these blocks that must not be computed, in order: quarantined ones.
  public var without: [SamplePlace]

  public init(
    sweep: SweepID, spec: SpecHash, key: Key, blocks: BlockRange, isCareful: Bool = false, without: [SamplePlace] = []
  ) {
    self.sweep = sweep
    self.spec = spec
    self.key = key
    self.blocks = blocks
    self.isCareful = isCareful
    self.without = without
  }
}

/// One lease as its holder sees it.
public struct LeaseReport: Hashable, Sendable {
  public enum Phase: Hashable, Sendable, CaseIterable {
    case waiting
    case running
    /// Computed; the result waits for its acknowledgement.
    case finished
  }
  public var lease: Lease
  public var phase: Phase
  public var blocksDone: UInt64
  /// Samples passed of the block after these, where the lease is careful; those left out are passed as well.
  public var samplesDone: UInt64

  public init(_ lease: Lease, _ phase: Phase, blocksDone: UInt64, samplesDone: UInt64 = 0) {
    self.lease = lease
    self.phase = phase
    self.blocksDone = blocksDone
    self.samplesDone = samplesDone
  }
}

/// What the leases of a sweep refer to.
public struct SweepDefinition: Hashable, Sendable {
  public var sweep: SweepID
  /// SHA-256 of `canonical`.
  public var spec: SpecHash
  /// The canonical text.
  public var canonical: [UInt8]

  public init(sweep: SweepID, spec: SpecHash, canonical: [UInt8]) {
    self.sweep = sweep
    self.spec = spec
    self.canonical = canonical
  }
}
