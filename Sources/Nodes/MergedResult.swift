import Aggregates
import Foundation
import Results
import Sweeps

extension StateFiles {
  /// The merged state as a state file has it.
  public func content(_ state: SweepState, origin: StateFile.Origin) -> StateFile.Content {
    StateFile.Content(state.encode(), of: blocks, origin: origin, text: sweep.canonical)
  }

  /// Writes the result folder that a run of the whole sweep would have written, or a partial one where blocks are missing.
  ///
  /// - Throws: `FolderInUse`, `OutputError`.
  public func writeResult(of state: SweepState, to folder: String) throws -> Results.Result {
    try ResultFolder.prepare(folder)
    let lock = try FolderLock(folder)
    defer { withExtendedLifetime(lock) {} }
    let result = Results.Result(
      plan: sweep.plan, state: state, coverage: Coverage(of: sweep.plan, closed: blocks), specSHA256: sweep.specSHA256)
    try ResultFolder.write(result, to: folder)
    try RunLog(folder: folder).append(
      "merged",
      [
        .init("sweep", .string(sweep.sweep.name)), .init("spec_sha256", .string(sweep.specSHA256)),
        .init("state_files", .integer(Int64(files.count))), .init("closed_blocks", .unsigned(blocks.count)),
        .init("blocks", .unsigned(sweep.plan.blockCount)),
      ], at: Date())
    return result
  }
}
