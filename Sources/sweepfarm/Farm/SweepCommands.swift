import ArgumentParser
import Foundation
import Nodes
import Sweeps
import Wire

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the sweeps of a coordinator.",
    discussion: """
      Example:
        sweepfarm list --connect tcp://127.0.0.1:7100
      """)

  @OptionGroup var format: FormatOptions
  @OptionGroup var farm: FarmOptions

  mutating func run() throws {
    var client = try farm.client()
    let sweeps = try client.status(of: nil)
    if format.json {
      print(JSON.object([.init("sweeps", .array(sweeps.map(\.json)))]).text)
    } else if sweeps.isEmpty {
      print("no sweeps; `sweepfarm submit FILE` brings one")
    } else {
      for sweep in sweeps { print(sweep.line) }
    }
  }
}

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say how far a sweep is, and why it stands still if it does.",
    discussion: """
      Example:
        sweepfarm status breakeven
      """)

  @Argument(help: "The sweep's id.")
  var sweep: SweepID

  @OptionGroup var format: FormatOptions
  @OptionGroup var farm: FarmOptions

  mutating func run() throws {
    var client = try farm.client()
    guard let status = try client.status(of: sweep).first else { throw OddAnswer() }
    print(format.json ? status.json.text : status.text)
  }
}

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Show a sweep's progress and the answer so far, until it ends.",
    discussion: """
      Example:
        sweepfarm watch breakeven
      """)

  @Argument(help: "The sweep's id.")
  var sweep: SweepID

  @OptionGroup var farm: FarmOptions

  mutating func run() throws {
    var client = try farm.client()
    let end = try SweepWatch(sweep).run(&client)
    print("\(sweep) is complete; `sweepfarm result \(sweep)` fetches it")
    guard end.quarantined > 0 else { return }
    throw Failure(.quarantined, "complete, but not counted: \(end.quarantined) samples; the result names them")
  }
}

struct ResultCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "result",
    abstract: "Fetch what is counted of a sweep and write its result folder; a part of it is a valid result too.",
    discussion: """
      Example:
        sweepfarm result breakeven --output results/breakeven
      """)

  @Argument(help: "The sweep's id.")
  var sweep: SweepID

  @ArgumentParser.Option(help: "The result folder. Default: results/ID.")
  var output: String?

  @OptionGroup var farm: FarmOptions

  mutating func run() throws {
    var client = try farm.client()
    try FetchedResult(client.snapshot(of: sweep)).write(to: output ?? "results/\(sweep)")
  }
}
