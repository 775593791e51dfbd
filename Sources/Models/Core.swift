import Aggregates
import ComputeCoreV3
import ComputeCoreV4
import Formulas
import Sweeps

/// Computes runs of blocks of one sweep on one thread; each instruction set has its own.
public protocol BlockEngine: AnyObject {
  /// Adds blocks `range` of the plan to a state, all but some samples, which are neither evaluated nor counted. After
  /// each block `proceed` is asked; false ends the run.
  ///
  /// - Returns: the end of the blocks computed: `range.upper` unless stopped.
  @discardableResult
  func run(
    _ range: BlockRange, without: [SamplePlace], into state: inout SweepState, proceed: (_ done: UInt64) -> Bool
  ) -> UInt64

  /// Adds one block of the plan to a state, evaluating its samples one after the other, each alone: where one of them
  /// ends the process, the last word of `proceed` names it. The state gets the bytes that `run` gives.
  ///
  /// - Parameter proceed: told before each sample how many of the block are done; false ends the run.
  /// - Returns: whether the block is in the state; where it is not, the state is as it was.
  func runCarefully(
    _ block: UInt64, without: [SamplePlace], into state: inout SweepState, proceed: (_ samplesDone: UInt32) -> Bool
  ) -> Bool
}

extension BlockEngine {
  /// Adds blocks `range` of the plan to a state. After each block `proceed` is asked; false ends the run.
  ///
  /// - Returns: the end of the blocks computed: `range.upper` unless stopped.
  @discardableResult
  public func run(
    _ range: BlockRange, into state: inout SweepState, proceed: (_ done: UInt64) -> Bool
  ) -> UInt64 {
    run(range, without: [], into: &state, proceed: proceed)
  }
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
      return available(on: ProcessorFeature.ofThisHost)
    #else
      return [.v3]
    #endif
  }()

  /// The fastest one of this host; nil below the floor.
  public static var best: InstructionSet? { available.last }

  /// The fastest one of this host.
  ///
  /// - Throws: `ProcessorBelowFloor`, before any instruction that this processor lacks.
  public static func bestOfThisHost() throws(ProcessorBelowFloor) -> InstructionSet {
    guard let best else {
      throw ProcessorBelowFloor(lacking: v3.missing(on: ProcessorFeature.ofThisHost).map(\.rawValue))
    }
    return best
  }

  /// An engine for a sweep.
  public func engine(_ workload: Workload) -> any BlockEngine {
    switch self {
    case .v3: ComputeCoreV3.Engine(workload)
    case .v4: ComputeCoreV4.Engine(workload)
    }
  }
}
