import Aggregates
import Results
import Scheduling
import Sweeps

extension CompiledSweep {
  /// What an earlier sweep knows of this one.
  ///
  /// - Parameters:
  ///   - state: that of all blocks of the earlier sweep.
  ///   - without: samples that were left out of it.
  /// - Throws: `ReuseError` where that is nothing.
  func headStart(
    from earlier: CompiledSweep, state: SweepState, without: [SamplePlace] = []
  ) throws(ReuseError) -> HeadStart {
    let reuse = try Reuse(of: earlier.plan, for: plan, without: without)
    return HeadStart(
      blocks: reuse.blocks, state: SweepState(layout: plan.stateLayout, reusing: reuse, of: state).encode())
  }
}

/// A complete sweep in a state file, for another sweep to go on from.
public struct EarlierSweep {
  private let path: String
  private let sweep: CompiledSweep
  private let state: SweepState

  /// - Parameters:
  ///   - path: of a state file.
  ///   - origin: where states come from that this program computes here.
  /// - Throws: `StateFileError`, `SweepFileFaults`, `PlanError` or `CatalogueError`.
  public init(path: String, origin: StateFile.Origin) throws {
    self.path = path
    let file = try StateFile(path: path)
    try file.checkProgram(origin)
    sweep = try CompiledSweep(canonical: Array(try file.readText().utf8))
    guard sweep.specSHA256 == file.origin.specSHA256 else { throw file.damaged("its sweep has another SHA-256") }
    guard file.blocks == BlockSet(BlockRange(0, sweep.plan.blockCount)) else {
      throw StateFileError(
        "holds \(file.blocks.sentence) of \(sweep.plan.blockCount)", path: file.path,
        remedy: "merge all parts of it into one file (`sweepfarm merge --state`)")
    }
    var state = SweepState(layout: sweep.plan.stateLayout)
    try state.merge(file, of: sweep)
    self.state = state
  }

  /// What it knows of a later sweep.
  ///
  /// - Throws: `StateFileError` where that is nothing.
  public func headStart(for later: CompiledSweep) throws(StateFileError) -> HeadStart {
    do { return try later.headStart(from: sweep, state: state) } catch {
      throw StateFileError(
        "cannot be reused for \(later.sweep.name): \(error)", path: path,
        remedy: "run the sweep without --reuse, or change nothing but sample sizes, values of `vary`, and reports")
    }
  }
}
