import ArgumentParser
import Foundation
import Logging
import Models
import Nodes
import Results
import Scheduling
import Sweeps
import Wire

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a sweep on this machine and write its result folder.",
    discussion: """
      Example:
        sweepfarm run Cluster/sweeps/chip-breakeven.yaml --output results/breakeven
      A run that was interrupted goes on where it was when the same command is given again.
      A sweep that asks more than an earlier one - more samples, replicates or values, other reports - computes what is new, \
      if the earlier one was run with --state breakeven.state and this one is with --reuse breakeven.state.
      """)

  @Argument(help: "The sweep file.")
  var file: String

  @ArgumentParser.Option(help: "Worker processes. Default: one for each core.")
  var workers: Int?

  @ArgumentParser.Option(help: "The result folder. Default: results/NAME.")
  var output: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The state file of a complete sweep; what it has in common with this one is not computed again.",
      valueName: "file"))
  var reuse: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Also write the state, for `sweepfarm merge` and for sweeps that ask more (--reuse).", valueName: "file"))
  var state: String?

  @ArgumentParser.Option(
    name: .customLong("job-blocks"),
    help: "Blocks in every job, instead of about a second's work. The result is the same.")
  var jobBlocks: UInt64?

  @OptionGroup var patience: PatienceOptions
  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    if let workers, !(1...1024).contains(workers) { throw ValidationError("--workers takes 1 to 1024") }
    if jobBlocks == 0 { throw ValidationError("--job-blocks takes at least 1") }
  }

  mutating func run() throws {
    let sweep = try CompiledSweep(path: file)
    let folder = output ?? "results/\(sweep.sweep.name)"
    let instructionSet = try compute.instructionSet()
    let earlier = try reuse.map { try EarlierSweep(path: $0, origin: .init(of: sweep, on: instructionSet)) }
    let headStart = try earlier?.headStart(for: sweep)
    if let state { try StateFile.prepare(state) }
    try ResultFolder.prepare(folder)
    let signals = TerminationSignals()
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = .notice
      return handler
    }
    print(PlanSummary(sweep).question)
    if let reuse, let headStart {
      print("\(reuse) has \(headStart.blocks.count) of the \(sweep.plan.blockCount) blocks")
    }
    let configuration = LocalRun.Configuration(
      workers: workers ?? ProcessInfo.processInfo.activeProcessorCount, folder: folder, headStart: headStart,
      statePath: state, forcedJobBlocks: jobBlocks, stuckAfter: patience.duration, instructionSet: instructionSet)
    let run = LocalRun(sweep, configuration, logger: Logger(label: "coordinator"))
    var bar = ProgressBar(sweep.plan)
    let outcome = try run.run(signals: signals) { bar.show($0) }
    bar.clear()
    switch outcome {
    case .complete(let result):
      if let state, !result.coverage.quarantined.isEmpty {
        Terminal.note("note: \(state) is not written, for a state file leaves no scenario out\n")
      }
      try ResultText.show(result, in: folder)
    case .interrupted(let status):
      throw Failure(
        .interrupted,
        "interrupted with \(status.closedBlocks) of \(status.totalBlocks) blocks done; nothing is lost: "
          + "the same command goes on from there")
    case .stopped(_, let reason):
      throw Failure(.ourFault, "the sweep stopped: \(reason); what is done is kept, the same command tries again")
    }
  }
}
