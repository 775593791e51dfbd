import ArgumentParser
import Foundation
import Nodes
import Sweeps
import Transport

/// Not for people: what measures a coordinator.
struct SwarmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swarm",
    abstract:
      "Play many workers that compute nothing, and print how the coordinator serves them, a line of JSON a second.",
    discussion: """
      Example:
        sweepfarm swarm --connect tcp://127.0.0.1:7100 --workers 2500 --blocks-per-second 20
      Every scenario counts as left out, so the result of such a sweep is worth nothing.
      """,
    shouldDisplay: false)

  @ArgumentParser.Option(help: "The coordinator: tcp://HOST:PORT or ipc://PATH.")
  var connect: String

  @ArgumentParser.Option(help: "Workers to play.")
  var workers = 100

  @ArgumentParser.Option(help: "Connections that they share. Default: one each.")
  var connections: Int?

  @ArgumentParser.Option(help: "Cores of each worker.")
  var cores = 1

  @ArgumentParser.Option(
    name: .customLong("blocks-per-second"), help: "Speed of a core. Default: jobs take no time.")
  var blocksPerSecond: Double?

  @ArgumentParser.Option(help: "Milliseconds between two looks at all sockets.")
  var scan = 10.0

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    if !(1...20_000).contains(workers) { throw ValidationError("--workers takes 1 to 20000") }
    if let connections, !(1...workers).contains(connections) {
      throw ValidationError("--connections takes 1 to the number of workers")
    }
    if !(1...1024).contains(cores) { throw ValidationError("--cores takes 1 to 1024") }
    if let blocksPerSecond, !(blocksPerSecond > 0) { throw ValidationError("--blocks-per-second takes more than 0") }
    if !(0...10_000).contains(scan) { throw ValidationError("--scan takes 0 to 10000") }
  }

  mutating func run() throws {
    let signals = TerminationSignals()
    let swarm = Swarm(
      .init(
        endpoint: try Endpoint(connect), workers: workers, connections: connections ?? workers,
        coresPerWorker: cores, blocksPerSecond: blocksPerSecond ?? .infinity, scan: .seconds(scan / 1_000),
        instructionSet: try compute.instructionSet()))
    let start = MonotonicClock.now
    try swarm.run(signals: signals) { report in
      let line = JSON.object([
        .init("seconds", .number(seconds(MonotonicClock.now.since(start)))), .init("epoch", .unsigned(report.epoch)),
        .init("serving", .integer(Int64(report.serving))), .init("leasing", .integer(Int64(report.leasing))),
        .init("jobs", .unsigned(report.jobs)),
        .init("longest_answer_seconds", .number(seconds(report.longestAnswer))),
        .init("mean_answer_seconds", .number(seconds(report.meanAnswer))),
      ])
      FileHandle.standardOutput.write(Data((line.text + "\n").utf8))
    }
  }

  private func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}
