import ArgumentParser
import Foundation
import Nodes
import Sweeps

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a sweep would run: scenarios, blocks, state, time, and every uncertain input. Nothing runs.",
    discussion: """
      Example:
        sweepfarm plan Cluster/sweeps/chip-breakeven.yaml
      """)

  @Argument(help: "The sweep file.")
  var file: String

  @Flag(help: "Print the canonical text of the sweep and its SHA-256.")
  var canonical = false

  @OptionGroup var format: FormatOptions
  @OptionGroup var compute: ComputeOptions

  mutating func run() throws {
    let sweep = try CompiledSweep(path: file)
    if canonical {
      print(sweep.canonical)
      print("sha256 \(sweep.specSHA256)")
      return
    }
    let summary = PlanSummary(sweep)
    let rate = try summary.calibratedRate(compute.instructionSet())
    print(format.json ? summary.json(rate: rate).text : summary.text(rate: rate))
  }
}
