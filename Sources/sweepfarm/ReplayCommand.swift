import ArgumentParser
import Formulas
import Models
import Nodes
import Sweeps

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Work out one scenario of a sweep from its name: its inputs, its outputs, the ranking of the options.",
    discussion: """
      A name is replicate.cell.sample, as results give it for extremes. Example:
        sweepfarm replay Cluster/sweeps/chip-breakeven.yaml 3.417.1021
      """)

  @Argument(help: "The sweep file.")
  var file: String

  @Argument(help: "The scenario as R.C.I.")
  var scenario: String

  @OptionGroup var format: FormatOptions

  mutating func run() throws {
    let sweep = try CompiledSweep(path: file)
    let replay = try Replay(sweep, named: try name(in: sweep))
    print(format.json ? replay.json.text : replay.text)
  }

  private func name(in sweep: CompiledSweep) throws -> ScenarioName {
    guard let name = ScenarioName(scenario) else {
      throw Failure(.usage, "\(scenario): a scenario is named replicate.cell.sample, for instance 0.0.0")
    }
    let limits: [(String, UInt64, UInt64)] = [
      ("replicate", UInt64(name.replicate), UInt64(sweep.sweep.sample.replicates)),
      ("cell", UInt64(name.cell), sweep.plan.axisValues.reduce(1) { $0 * UInt64($1.count) }),
      ("sample", name.sample, sweep.sweep.sample.sizePerReplicate),
    ]
    for (word, value, limit) in limits where value >= limit {
      throw Failure(.usage, "\(scenario): \(word) \(value) is beyond the sweep; it has 0 to \(limit - 1)")
    }
    return name
  }
}
