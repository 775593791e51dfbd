import ArgumentParser
import Foundation
import Nodes
import Results
import Sweeps

struct ComputeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compute",
    abstract: "Compute some blocks of a sweep into a state file, without a coordinator.",
    discussion: """
      Any batch engine can compute the parts of a sweep and `sweepfarm merge` puts them together.
      Example:
        sweepfarm compute Cluster/sweeps/own-chip.yaml --part 3/10 --state parts/3.state
      In a Slurm array (--array=1-100) the part is --part $SLURM_ARRAY_TASK_ID/100.
      SIGTERM saves the blocks that are finished; the same command goes on from there.
      """)

  @Argument(help: "The sweep file.")
  var file: String

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The first and the last block, both included. `sweepfarm plan` says how many there are.",
      valueName: "A..B"))
  var blocks: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("Instead of blocks: the I-th of N equal parts, counted from 1.", valueName: "I/N"))
  var part: String?

  @ArgumentParser.Option(help: ArgumentHelp("The state file to write, or to go on with.", valueName: "out"))
  var state: String

  @ArgumentParser.Option(help: "Compute threads. Default: one for each core.")
  var workers: Int?

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    if let workers, !(1...1024).contains(workers) { throw ValidationError("--workers takes 1 to 1024") }
    guard (blocks == nil) != (part == nil) else {
      throw ValidationError("say which blocks to compute: either --blocks A..B or --part I/N")
    }
  }

  mutating func run() throws {
    let choice = try choice()
    let sweep = try CompiledSweep(path: file)
    let range = try choice.range(in: sweep.plan)
    let signals = TerminationSignals()
    let part = PartRun(
      sweep,
      .init(
        blocks: range, path: state, threads: workers ?? ProcessInfo.processInfo.activeProcessorCount,
        instructionSet: try compute.instructionSet()))
    let outcome = try part.run(signals: signals)
    guard outcome.isComplete else {
      let held = outcome.finished.isEmpty ? "no block was finished" : "\(state) holds \(outcome.finished.sentence)"
      throw Failure(
        .interrupted,
        "interrupted: \(held) of \(range.text); nothing is lost: the same command goes on from there")
    }
    let before = outcome.resumed == 0 ? "" : ", \(outcome.resumed) of them from before"
    print(
      "\(state): \(outcome.finished.sentence) of \(sweep.sweep.name), which has \(sweep.plan.blockCount)\(before)")
  }

  private func choice() throws -> BlockChoice {
    if let blocks { return try BlockChoice(blocks: blocks) }
    return try BlockChoice(part: part ?? "")
  }
}
