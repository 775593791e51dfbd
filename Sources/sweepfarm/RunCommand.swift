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
      """)

  @Argument(help: "The sweep file.")
  var file: String

  @ArgumentParser.Option(help: "Worker processes. Default: one for each core.")
  var workers: Int?

  @ArgumentParser.Option(help: "The result folder. Default: results/NAME.")
  var output: String?

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
    try ResultFolder.prepare(folder)
    let signals = TerminationSignals()
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = .notice
      return handler
    }
    print(PlanSummary(sweep).question)
    let configuration = LocalRun.Configuration(
      workers: workers ?? ProcessInfo.processInfo.activeProcessorCount, folder: folder, forcedJobBlocks: jobBlocks,
      stuckAfter: patience.duration, instructionSet: instructionSet)
    let run = LocalRun(sweep, configuration, logger: Logger(label: "coordinator"))
    var bar = ProgressBar(sweep.plan)
    let outcome = try run.run(signals: signals) { bar.show($0) }
    bar.clear()
    switch outcome {
    case .complete(let result):
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
