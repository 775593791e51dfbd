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
  /// Virtual time from the first step until 99% of all blocks were committed for the last time.
  public var almostDone: Duration
  /// Blocks computed by anybody, wanted or not.
  public var blocksComputed: UInt64
  public var faults: FaultCounts
  /// Everything that was sent, folded to one number: equal seeds give equal runs.
  public var trace: UInt64
}

/// A property of the farm that a simulated run broke.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
  public var seed: UInt64
  public var what: String

  public var description: String { "seed \(seed): \(what)\nreplay it: Scripts/simulate --schedules 1 --seed \(seed)" }
}
