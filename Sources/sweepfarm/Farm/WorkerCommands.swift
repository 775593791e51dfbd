import ArgumentParser
import Foundation
import Nodes
import Sweeps
import Wire

struct WorkersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workers",
    abstract: "List who computes for a coordinator, and count what was refused.",
    discussion: """
      Example:
        sweepfarm workers --json
      """)

  @OptionGroup var format: FormatOptions
  @OptionGroup var farm: FarmOptions

  mutating func run() throws {
    var client = try farm.client()
    let (workers, counts) = try client.workers()
    if format.json {
      print(
        JSON.object([.init("workers", .array(workers.map(\.json))), .init("counts", SweepStatus.Count.json(counts))])
          .text)
      return
    }
    if workers.isEmpty { print("no workers; `sweepfarm worker --connect \(client.endpoint)` on any host adds one") }
    for worker in workers { print(worker.line) }
    for count in counts { print("\(count.name) \(count.count)") }
  }
}

struct DrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drain",
    abstract: "Give a worker, or all of a host, no more jobs; what it holds still counts.",
    discussion: """
      Example:
        sweepfarm drain tiger
        sweepfarm drain tiger --undo
      """)

  @Argument(help: "The host's name, or the first digits of a worker's; `sweepfarm workers` lists both.")
  var worker: String

  @Flag(help: "Give it jobs again.")
  var undo = false

  @OptionGroup var farm: FarmOptions

  mutating func run() throws {
    var client = try farm.client()
    try client.drain(worker, undo: undo)
    print(
      undo ? "\(worker) gets jobs again" : "\(worker) gets no more jobs; `sweepfarm drain \(worker) --undo` ends that")
  }
}

extension WorkerStatus {
  fileprivate var line: String {
    let name = String(worker.description.prefix(8))
    let state = drained.map { "drained: \($0)" } ?? "\(leases) jobs"
    let heard = String(format: "%.1f s ago", Double(heardNanosecondsAgo) / 1e9)
    return "\(host)  \(name)  \(cores) cores  \(state)  \(closedBlocks) blocks  \(failures) failures  heard \(heard)"
  }

  fileprivate var json: JSON {
    .object([
      .init("worker", .string(worker.description)), .init("host", .string(host)),
      .init("cores", .integer(Int64(cores))), .init("leases", .integer(Int64(leases))),
      .init("closed_blocks", .unsigned(closedBlocks)), .init("failures", .unsigned(failures)),
      .init("heard_seconds_ago", .number(Double(heardNanosecondsAgo) / 1e9)),
      .init("drained", drained.map(JSON.string) ?? .null),
    ])
  }
}
