import Aggregates
import ComputeCoreV3
import ComputeCoreV4
import Formulas
import Sweeps

/// Computes runs of blocks of one sweep on one thread; each instruction set has its own.
public protocol BlockEngine: AnyObject {
  /// Adds blocks `range` of the plan to a state. After each block `proceed` is asked; false ends the run.
  ///
  /// - Returns: the end of the blocks computed: `range.upper` unless stopped.
  @discardableResult
  func run(_ range: BlockRange, into state: inout SweepState, proceed: (_ done: UInt64) -> Bool) -> UInt64
}

extension ComputeCoreV3.Engine: BlockEngine {}
extension ComputeCoreV4.Engine: BlockEngine {}

/// The instruction sets the compute core is compiled for. All give the same bits.
public enum InstructionSet: String, Sendable, CaseIterable {
  /// x86-64-v3 (AVX2 and FMA) or any arm64: the floor.
  case v3
  /// x86-64-v4 (AVX-512).
  case v4

  /// What this host runs, the fastest last; empty below the floor.
  public static let available: [InstructionSet] = {
    #if arch(x86_64)
      return hostFeatures()
    #else
      return [.v3]
    #endif
  }()

  /// The fastest one of this host; nil below the floor.
  public static var best: InstructionSet? { available.last }

  /// An engine for a sweep.
  public func engine(_ workload: Workload) -> any BlockEngine {
    switch self {
    case .v3: ComputeCoreV3.Engine(workload)
    case .v4: ComputeCoreV4.Engine(workload)
    }
  }
}
