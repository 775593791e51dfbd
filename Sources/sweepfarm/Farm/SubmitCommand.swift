import ArgumentParser
import Foundation
import Nodes
import Sweeps
import Wire

struct SubmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit",
    abstract: "Give a sweep to a coordinator.",
    discussion: """
      Example:
        sweepfarm submit Cluster/sweeps/chip-breakeven.yaml --id breakeven --weight 2
      Submitting the same sweep under the same id again is no second sweep: it goes on if it was stopped, with the weight, \
      priority and most workers given last.
      A sweep that asks more than a complete one of the farm - more samples, replicates or values, other reports - computes \
      what is new: --reuse breakeven.
      """)

  @Argument(help: "The sweep file.")
  var file: String

  @ArgumentParser.Option(help: "The name of the sweep on the coordinator. Default: the sweep's own.")
  var id: SweepID?

  @ArgumentParser.Option(help: "Its share of the farm among sweeps of equal priority, 1 to 1000.")
  var weight = 1

  @ArgumentParser.Option(help: "Sweeps of higher priority go first, -100 to 100.")
  var priority = 0

  @ArgumentParser.Option(
    help: ArgumentHelp("Workers that compute it at once, at most. Default: any number.", valueName: "number"))
  var maxWorkers: Int?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "A complete sweep of the farm; what it has in common with this one is not computed again.", valueName: "id"))
  var reuse: SweepID?

  @Flag(help: "Wait for the result and write it, as `sweepfarm run` does.")
  var wait = false

  @ArgumentParser.Option(help: "The result folder, with --wait. Default: results/ID.")
  var output: String?

  @OptionGroup var farm: FarmOptions

  func validate() throws {
    if !SweepTerms.weights.contains(weight) { throw ValidationError("--weight takes 1 to 1000") }
    if !SweepTerms.priorities.contains(priority) { throw ValidationError("--priority takes -100 to 100") }
    if let maxWorkers, !SweepTerms.workerLimits.contains(maxWorkers) {
      throw ValidationError("--max-workers takes 1 to 65536")
    }
    if output != nil, !wait { throw ValidationError("--output goes with --wait") }
  }

  mutating func run() throws {
    let sweep = try CompiledSweep(path: file)
    guard let id = id ?? SweepID(sweep.sweep.name) else {
      throw Failure(
        .usage, "the sweep's name \(sweep.sweep.name) is no id; give it one of letters, digits, '.', '_', '-' with --id"
      )
    }
    var client = try farm.client()
    let terms = SweepTerms(weight: weight, priority: priority, maxWorkers: maxWorkers)
    let known = try client.submit(sweep, as: id, terms, reuse: reuse)
    print(PlanSummary(sweep).question)
    print(known ? "\(id) was known to \(client.endpoint)" : "submitted as \(id) to \(client.endpoint)")
    guard wait else {
      print("see how far it is with `sweepfarm watch \(id)`, fetch what counts with `sweepfarm result \(id)`")
      return
    }
    _ = try SweepWatch(id).run(&client)
    try FetchedResult(client.snapshot(of: id)).write(to: output ?? "results/\(id)")
  }
}
