import ArgumentParser
import Foundation
import Logging
import Nodes
import Transport

struct CoordinatorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coordinator",
    abstract: "Serve workers and clients of a farm until told to leave.",
    discussion: """
      Example:
        sweepfarm coordinator --listen tcp://127.0.0.1:7100 --journal farm
        sweepfarm worker --connect tcp://127.0.0.1:7100
        sweepfarm submit Cluster/sweeps/chip-breakeven.yaml --wait
      On an address that other hosts reach, workers and clients need tokens, which `sweepfarm token create` makes.
      Everything that counts is in the journal: started again on it after a crash, the coordinator goes on where it was, \
      and workers find it by themselves. SIGTERM and Ctrl-C leave at once, and nothing is lost.
      """)

  @ArgumentParser.Option(
    help: """
      Where to listen: tcp://ADDRESS:PORT (port 0: any) or ipc://PATH; may be given several times. Default: \
      \(FarmOptions.usualAddress).
      """)
  var listen: [String] = []

  @ArgumentParser.Option(help: "The folder of the journal; made where there is none.")
  var journal = "sweepfarm-journal"

  @OptionGroup var folder: KeyOptions

  @Flag(help: "No keys, no encryption on an address that other hosts reach: for closed networks only.")
  var plaintext = false

  @ArgumentParser.Option(
    name: .customLong("job-blocks"),
    help: "Blocks in every job, instead of about a second's work. The result is the same.")
  var jobBlocks: UInt64?

  @OptionGroup var log: LogOptions
  @OptionGroup var patience: PatienceOptions
  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    if jobBlocks == 0 { throw ValidationError("--job-blocks takes at least 1") }
  }

  mutating func run() throws {
    let signals = TerminationSignals()
    log.start()
    let endpoints = try (listen.isEmpty ? [FarmOptions.usualAddress] : listen).map { try Endpoint($0) }
    let coordinator = FarmCoordinator(
      .init(
        endpoints: endpoints, access: try access(on: endpoints), folder: journal, forcedJobBlocks: jobBlocks,
        stuckAfter: patience.duration,
        instructionSet: try compute.instructionSet()),
      logger: Logger(label: "coordinator"))
    try coordinator.run(signals: signals) { address in
      FileHandle.standardOutput.write(Data("listening on \(address)\n".utf8))
    }
  }

  /// Keys on all addresses where others reach one of them, and where a folder of keys is named.
  private func access(on endpoints: [Endpoint]) throws -> FarmAccess {
    let isLoopback = endpoints.allSatisfy(\.isLoopback)
    if plaintext { return isLoopback ? .thisHostOnly : .anyoneWhoConnects }
    guard !isLoopback || folder.keys != nil else { return .thisHostOnly }
    return .holders(try KeyFolder(at: folder.path))
  }
}
