import ArgumentParser
import Nodes
import Results
import Sweeps

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put state files together to the result that `sweepfarm run` would have given.",
    discussion: """
      Every file is checked first; blocks that two files hold, and those that none holds, are named. Example:
        sweepfarm merge Cluster/sweeps/own-chip.yaml parts/*.state --output results/own-chip
      If blocks are missing, nothing is written and the commands that compute them are printed, a line each.
      """)

  @Argument(help: "The sweep file.")
  var file: String

  @Argument(help: "State files, from `sweepfarm compute` or `sweepfarm merge --state`.")
  var states: [String]

  @ArgumentParser.Option(help: "The result folder. Default: results/NAME.")
  var output: String?

  @Flag(help: "Write a result although blocks are missing; it says which it stands on.")
  var partial = false

  @ArgumentParser.Option(
    help: ArgumentHelp("Merge into a state file, complete or not, for merging in steps.", valueName: "out"))
  var state: String?

  @OptionGroup var compute: ComputeOptions

  mutating func run() throws {
    let sweep = try CompiledSweep(path: file)
    if let state { try StateFile.prepare(state) }
    let origin = try StateFile.Origin(of: sweep, on: try compute.instructionSet())
    let files = try StateFiles(states, of: sweep, origin: origin)
    for duplicate in files.duplicates { Terminal.note("note: \(duplicate)\n") }
    // Where only a state file is asked for, it need not be complete.
    let folder = output ?? (state == nil ? "results/\(sweep.sweep.name)" : nil)
    if folder != nil, !partial { try requireAllBlocks(files, sweep) }
    let merged = try files.merged()
    if let state {
      try StateFile.write(files.content(merged, origin: origin), to: state)
      print("\(state): \(files.blocks.sentence) of \(sweep.sweep.name), which has \(sweep.plan.blockCount)")
    }
    if let folder { try ResultText.show(try files.writeResult(of: merged, to: folder), in: folder) }
  }

  /// Prints the commands that compute what is missing, if anything is.
  private func requireAllBlocks(_ files: StateFiles, _ sweep: CompiledSweep) throws(Failure) {
    let gaps = files.gaps
    guard !gaps.isEmpty else { return }
    for gap in gaps { print(command(computing: gap, sweep)) }
    let missing = gaps.reduce(0) { $0 + $1.count }
    throw Failure(
      .tryAgain,
      "\(missing) of \(sweep.plan.blockCount) blocks are missing, and nothing was written; compute them with the "
        + "\(gaps.count == 1 ? "command" : "\(gaps.count) commands") printed and merge again with their state files, or "
        + "take a result of what there is with --partial")
  }

  private func command(computing gap: BlockRange, _ sweep: CompiledSweep) -> String {
    let folder = states.first.flatMap { path in path.lastIndex(of: "/").map { path[...$0] } } ?? ""
    let name = "\(folder)\(sweep.sweep.name)-\(gap.lower)-\(gap.upper - 1).state"
    return "sweepfarm compute \(Shell.word(file)) --blocks \(gap.text) --state \(Shell.word(name))"
  }
}

/// Words for a shell to read.
enum Shell {
  /// The text as one word of a POSIX shell.
  static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: Array("/._-+,:=@%".utf8).contains(byte)
      }
    }
    return isPlain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}
