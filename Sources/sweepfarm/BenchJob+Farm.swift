import Aggregates
import Foundation
import Logging
import Models
import Nodes
import SweepFiles
import Sweeps

extension BenchJob {
  /// The same sweep on all cores twice: by bare engines on threads of this process, then by the farm, coordinator and
  /// worker processes and all. Jobs are about a second long; start and end of the farm are counted.
  static func farm() throws -> [BenchJob] {
    let sweep = try CompiledSweep(
      try SweepFile.read(text: BenchSweeps.farm, path: "bench farm", catalogue: Catalogue.models.map(\.declaration)))
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return [
      BenchJob(name: "bare engines on \(cores) cores", group: .farm, unit: "scenarios") { instructionSet in
        (Double(sweep.plan.scenarioCount) / bare(sweep, cores, instructionSet), nil)
      },
      BenchJob(name: "the farm on \(cores) cores", group: .farm, unit: "scenarios") { instructionSet in
        (Double(sweep.plan.scenarioCount) / (try farmed(sweep, cores, instructionSet)), nil)
      },
    ]
  }

  /// Seconds of wall time for an even split of the blocks.
  private static func bare(_ sweep: CompiledSweep, _ cores: Int, _ instructionSet: InstructionSet) -> Double {
    let workload = sweep.workload
    let blocks = sweep.plan.blockCount
    let start = MonotonicClock.now
    DispatchQueue.concurrentPerform(iterations: cores) { core in
      var state = SweepState(layout: workload.layout)
      let range = BlockRange(blocks * UInt64(core) / UInt64(cores), blocks * UInt64(core + 1) / UInt64(cores))
      instructionSet.engine(workload).run(range, into: &state) { _ in true }
    }
    return Double(MonotonicClock.now.since(start).nanoseconds) / 1e9
  }

  private static func farmed(
    _ sweep: CompiledSweep, _ cores: Int, _ instructionSet: InstructionSet
  ) throws -> Double {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweepfarm-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let configuration = LocalRun.Configuration(workers: cores, folder: folder.path, instructionSet: instructionSet)
    let start = MonotonicClock.now
    let run = LocalRun(sweep, configuration, logger: Logger(label: "bench"))
    guard case .complete = try run.run(signals: TerminationSignals(), progress: { _ in }) else {
      throw Failure(.interrupted, "bench: the farm was interrupted")
    }
    return Double(MonotonicClock.now.since(start).nanoseconds) / 1e9
  }
}
