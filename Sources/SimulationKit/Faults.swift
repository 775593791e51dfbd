/// What goes wrong in a simulated farm, and how often. Chances are per message, per effect or per step, as named.
public struct Faults: Hashable, Sendable {
  /// Chance that a message is lost.
  public var loss = 0.0
  /// Chance that a message arrives twice.
  public var doubling = 0.0
  /// Chance that a message is overtaken by others for up to five seconds.
  public var straying = 0.0
  /// Chance that a worker dies while it takes an event.
  public var workerCrash = 0.0
  /// Chance that a worker is told to leave while it takes an event.
  public var drain = 0.0
  /// Chance that a job fails where it is computed.
  public var failure = 0.0
  /// Chance that the coordinator dies at some boundary of the effects of a step.
  public var coordinatorCrash = 0.0
  /// Chance, per step of the coordinator, that it stands still for up to eight seconds.
  public var stall = 0.0
  /// Chance, per message, that its worker is cut off, one way or both, for up to ten seconds.
  public var partition = 0.0
  /// Chance, per message of a worker, that it reconnects under another address.
  public var reconnect = 0.0
  /// Chance, per commit, that the journal is compacted.
  public var compaction = 0.0
  /// Chance, per commit, that the disk is full for up to five seconds.
  public var fullDisk = 0.0
  /// Chance, per message to a worker, that its process stands still for up to eight seconds.
  public var workerStall = 0.0
  /// Chance, per second, that a client pauses, resumes, stops, cancels or submits a sweep.
  public var orders = 0.0

  public init() {}

  /// Nothing goes wrong.
  public static let none = Faults()

  /// A mixture drawn at random: in some farms everything breaks, in others only a few things.
  public static func random(using random: inout SeededRandom) -> Faults {
    func sometimes(_ most: Double, _ random: inout SeededRandom) -> Double {
      random.chance(0.5) ? Double.random(in: 0...most, using: &random) : 0
    }
    var faults = Faults()
    faults.loss = sometimes(0.3, &random)
    faults.doubling = sometimes(0.3, &random)
    faults.straying = sometimes(0.2, &random)
    faults.workerCrash = sometimes(0.02, &random)
    faults.drain = sometimes(0.01, &random)
    faults.failure = sometimes(0.1, &random)
    faults.coordinatorCrash = sometimes(0.02, &random)
    faults.stall = sometimes(0.005, &random)
    faults.partition = sometimes(0.01, &random)
    faults.reconnect = sometimes(0.05, &random)
    faults.compaction = sometimes(0.05, &random)
    faults.fullDisk = sometimes(0.01, &random)
    faults.workerStall = sometimes(0.005, &random)
    faults.orders = sometimes(0.3, &random)
    return faults
  }
}

/// A property of the farm that a simulated run broke.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
  public var seed: UInt64
  public var what: String

  public var description: String {
    "seed \(seed): \(what)\nreplay it: SWEEPFARM_SIM_SEED=\(seed) swift test --filter SimulationTests"
  }
}

/// How a run ended.
public struct Outcome: Hashable, Sendable {
  /// The merged states of the sweeps, in order.
  public var states: [[UInt8]]
  /// Sweeps that were stopped for good because a host lied.
  public var spoilt: Int
  /// Steps of all machines.
  public var steps: Int
  /// Lives of the coordinator.
  public var lives: UInt64
  /// Virtual time from the first step to the last.
  public var elapsed: Duration
  /// Blocks computed by anybody, wanted or not.
  public var blocksComputed: UInt64
  /// Everything that was sent, folded to one number: equal seeds give equal runs.
  public var trace: UInt64
}
