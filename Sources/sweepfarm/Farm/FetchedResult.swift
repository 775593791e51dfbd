import Aggregates
import Nodes
import Results
import Sweeps
import Wire

/// A result finished from what a coordinator has counted: the same bytes as a run on one machine writes.
struct FetchedResult {
  let snapshot: SweepSnapshot
  let result: Results.Result

  /// - Throws: `StateError` or `PlanError` for a snapshot of another version.
  init(_ snapshot: SweepSnapshot) throws {
    self.snapshot = snapshot
    let sweep = try CompiledSweep(canonical: snapshot.canonical)
    var closed = BlockSet()
    for run in snapshot.closed { closed.insert(run) }
    result = Results.Result(
      plan: sweep.plan, state: try SweepState(decoding: snapshot.state, layout: sweep.plan.stateLayout),
      coverage: sweep.coverage(closed: closed, quarantined: snapshot.quarantined), specSHA256: sweep.specSHA256)
  }

  /// Writes the result folder and prints the tables.
  ///
  /// - Throws: `Failure` where scenarios of a complete result are quarantined, after all that.
  func write(to folder: String) throws {
    try ResultFolder.prepare(folder)
    try ResultFolder.write(result, to: folder)
    try ResultText.show(result, in: folder)
    guard result.coverage.complete else {
      print("partial: fetch it again when more is counted, see `sweepfarm status \(snapshot.status.sweep)`")
      return
    }
  }
}
