import ArgumentParser
import Foundation
import Logging
import Nodes
import Transport
import Wire

/// Which coordinator is asked.
struct FarmOptions: ParsableArguments {
  static let usualAddress = "tcp://127.0.0.1:\(Token.defaultPort)"
  static let variable = "SWEEPFARM_COORDINATOR"

  @ArgumentParser.Option(
    help: "The coordinator: tcp://HOST:PORT. Default: \(Self.variable), else \(Self.usualAddress).")
  var connect: String?

  @OptionGroup var token: TokenOption

  /// A client of that coordinator.
  func client() throws -> FarmClient {
    let given = connect ?? ProcessInfo.processInfo.environment[Self.variable]
    return try FarmClient(try token.way(to: given, usually: Self.usualAddress))
  }
}

/// `--token`, for what connects.
struct TokenOption: ParsableArguments {
  static let variable = "SWEEPFARM_TOKEN"

  @ArgumentParser.Option(
    help: "The token's file, for a coordinator with keys; it holds addresses too. Default: \(Self.variable).")
  var token: String?

  /// How to reach the coordinator.
  ///
  /// - Parameters:
  ///   - address: goes before the addresses of the token.
  ///   - usual: where neither is given; nil makes that a fault.
  ///   - asksEnvironment: false for a process whose parent says all.
  func way(to address: String?, usually usual: String?, asksEnvironment: Bool = true) throws -> FarmWay {
    let file = token ?? (asksEnvironment ? ProcessInfo.processInfo.environment[Self.variable] : nil)
    let held = try file.map { path throws(AccessError) in try Token(file: path) }
    if let address { return FarmWay([try Endpoint(address)], security: held?.security ?? .none) }
    if let held { return FarmWay(held.addresses, security: held.security) }
    guard let usual else { throw Failure(.usage, "name the coordinator with --connect, or give a token with --token") }
    return FarmWay([try Endpoint(usual)], security: .none)
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
