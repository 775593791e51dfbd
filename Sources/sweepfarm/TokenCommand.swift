import ArgumentParser
import Foundation
import Nodes
import Transport

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Make, list and revoke the files that let workers and clients join.",
    discussion: """
      Example:
        sweepfarm token create worker --address tcp://farm.example.org:7100
      A token holds the coordinator's addresses and public key and a key pair of its own. Whoever has the file can join \
      in its role until it is revoked.
      """,
    subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}

extension Role: ExpressibleByArgument {}

/// Where the coordinator keeps its keys.
struct KeyOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The coordinator's folder of keys. Default: sweepfarm/keys under $XDG_CONFIG_HOME or ~/.config.",
      valueName: "dir"))
  var keys: String?

  var path: String { keys ?? KeyFolder.defaultPath }
}

struct TokenCreateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a token: one file of mode 600.",
    discussion: """
      Example:
        sweepfarm token create worker --name rack-7 --address tcp://farm.example.org:7100
      A worker computes, a client submits and steers sweeps, a viewer reads. A running coordinator knows the token at \
      once. The first token makes the coordinator's own key.
      """)

  @Argument(help: "What it allows: worker, client or viewer.")
  var role: Role

  @OptionGroup var folder: KeyOptions

  @ArgumentParser.Option(
    help: ArgumentHelp(
      """
      Where the coordinator can be reached: tcp://HOST:PORT; give several to have all tried. Default: all addresses of \
      this host, port \(Token.defaultPort).
      """, valueName: "endpoint"))
  var address: [String] = []

  @ArgumentParser.Option(help: "The file to make. Default: NAME.token.")
  var output: String?

  @ArgumentParser.Option(help: "A word to know it by. Default: the role and the id.")
  var name: String?

  mutating func run() throws {
    let addresses = try endpoints()
    var keys = try KeyFolder(at: folder.path)
    var file = ""
    do {
      let token = try keys.create(role, name: name, addresses: addresses, at: Date()) { token throws(AccessError) in
        let path = output ?? token.name + ".token"
        try token.write(to: path)
        file = path
      }
      print("\(file): a \(role.rawValue)'s token, id \(token.id)")
      print("  for \(addresses.map(\.description).joined(separator: ", "))")
      print("Copy it over a safe way: whoever has it can join. `sweepfarm token revoke \(token.id)` takes it back.")
    } catch {
      // Its key was not admitted.
      if !file.isEmpty { _ = unlink(file) }
      throw error
    }
  }

  private func endpoints() throws -> [Endpoint] {
    if address.isEmpty {
      let found = HostAddresses.endpoints(port: Token.defaultPort)
      return found.isEmpty ? [try Endpoint("tcp://127.0.0.1:\(Token.defaultPort)")] : found
    }
    return try address.map { text in
      do throws(TransportError) { return try Endpoint(text).checkedForConnecting() } catch {
        throw Failure(.usage, "--address: \(error.description)")
      }
    }
  }
}

struct TokenListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the tokens given out; no secrets.",
    discussion: """
      Example:
        sweepfarm token list --json
      """)

  @OptionGroup var folder: KeyOptions
  @OptionGroup var format: FormatOptions

  mutating func run() throws {
    let records = try KeyFolder(at: folder.path, making: false).records
    print(format.json ? TokenTable.json(of: records).text : TokenTable.text(of: records))
  }
}

struct TokenRevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Take a token back; a running coordinator drops its connections.",
    discussion: """
      Example:
        sweepfarm token revoke k7mw2q9c
      """)

  @Argument(help: "The token's id, as `sweepfarm token list` shows it.")
  var id: String

  @OptionGroup var folder: KeyOptions

  mutating func run() throws {
    var keys = try KeyFolder(at: folder.path, making: false)
    let record = try keys.revoke(id, at: Date())
    print("\(id): the \(record.holder.role.rawValue)'s token \(record.holder.name) is revoked")
  }
}
