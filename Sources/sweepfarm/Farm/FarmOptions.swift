import ArgumentParser
import Foundation
import Logging
import Nodes
import Transport
import Wire

/// Which coordinator is asked.
struct FarmOptions: ParsableArguments {
  static let usualAddress = "tcp://127.0.0.1:7171"
  static let variable = "SWEEPFARM_COORDINATOR"

  @ArgumentParser.Option(
    help: "The coordinator: tcp://HOST:PORT. Default: \(Self.variable), else \(Self.usualAddress).")
  var connect: String?

  /// A client of that coordinator.
  func client() throws -> FarmClient {
    let address = connect ?? ProcessInfo.processInfo.environment[Self.variable] ?? Self.usualAddress
    return try FarmClient(try Endpoint(address))
  }
}

/// The name of a sweep on a coordinator, as an argument.
extension SweepID: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// How a process that serves logs, on standard error.
struct LogOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  @ArgumentParser.Option(name: .customLong("log-format"), help: "Lines for people (text) or for programs (json).")
  var format = Format.text

  /// To be called once, before anything logs.
  func start() {
    let format = format
    LoggingSystem.bootstrap { label in
      switch format {
      case .text: StreamLogHandler.standardError(label: label)
      case .json: JSONLogHandler(label: label)
      }
    }
  }
}
