import ArgumentParser
import CHost
import Foundation
import Glibc
import Logging
import Nodes
import Transport

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Compute for a coordinator until told to leave.",
    discussion: """
      Example:
        sweepfarm worker --connect ipc:///tmp/farm --cores 2
        sweepfarm worker --token rack-7.token
      SIGTERM returns what is finished, gives the rest back and leaves.
      """)

  @ArgumentParser.Option(
    help: "The coordinator: tcp://HOST:PORT or ipc://PATH. Default: the addresses of the token, all tried.")
  var connect: String?

  @OptionGroup var token: TokenOption

  @ArgumentParser.Option(help: "Computing processes. Default: one for each core.")
  var cores: Int?

  @ArgumentParser.Option(help: "The name of this host in lists and logs. Default: the system's.")
  var name: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Leave in good time before so many seconds have passed, for engines that then end it.", valueName: "seconds"))
  var timeLimit: Double?

  @Flag(help: "Leave when standard input ends: for workers that a program starts for itself.")
  var tied = false

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    // Two jobs a core are as many leases as a frame names.
    if let cores, !(1...2048).contains(cores) { throw ValidationError("--cores takes 1 to 2048") }
    if let timeLimit, !(1...1e8).contains(timeLimit) { throw ValidationError("--time-limit takes 1 to 100000000") }
    if let name, name.isEmpty || name.utf8.count > 255 || !name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) {
      throw ValidationError("--name takes a word of 255 bytes at most, without blanks: '\(name)'")
    }
  }

  mutating func run() throws {
    let signals = TerminationSignals()
    LoggingSystem.bootstrap(StreamLogHandler.standardError(label:))
    if tied { Self.followParent() }
    let node = WorkerNode(
      .init(
        way: try token.way(to: connect, usually: nil, asksEnvironment: !tied),
        cores: cores ?? ProcessInfo.processInfo.activeProcessorCount,
        host: name ?? ProcessInfo.processInfo.hostName,
        instructionSet: try compute.instructionSet(), timeLimit: timeLimit.map { .seconds($0) }, isLocal: tied),
      logger: Logger(label: "worker"))
    switch try node.run(signals: signals) {
    case .terminated: break
    case .refused(_, let explanation):
      throw Failure(.notAllowed, "the coordinator refused this worker: \(explanation)")
    }
  }

  /// Ends this process at once when its parent is gone, however it went.
  private static func followParent() {
    _ = host_die_with_parent()
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = Glibc.read(STDIN_FILENO, &byte, 1)
        guard count > 0 || (count < 0 && errno == EINTR) else { break }
      }
      _exit(0)
    }
  }
}
