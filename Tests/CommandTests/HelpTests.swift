import Foundation
import Testing

@testable import sweepfarm

/// Help screens, compared as text with those in Fixtures/help. SWEEPFARM_WRITE_GOLDEN=1 writes them anew.
@Suite struct HelpTests {
  /// The words of every command, nested ones too: `token create`.
  static let commands = SweepFarm.configuration.subcommands.flatMap { command in
    let name = command.configuration.commandName ?? ""
    return [[name]] + command.configuration.subcommands.map { [name, $0.configuration.commandName ?? ""] }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/help").path
  private static let writes = ProcessInfo.processInfo.environment["SWEEPFARM_WRITE_GOLDEN"] == "1"

  private func help(_ arguments: [String]) throws -> String {
    let outcome = try withTemporaryFolder { try Program.run(arguments + ["--help"], in: $0) }
    #expect(outcome.code == 0)
    #expect(outcome.errors == "")
    return outcome.output
  }

  private func compare(_ text: String, with name: String) throws {
    let path = "\(Self.folder)/\(name).txt"
    if Self.writes { try Data(text.utf8).write(to: URL(filePath: path)) }
    let golden = try #require(
      FileManager.default.contents(atPath: path), "no \(name).txt; SWEEPFARM_WRITE_GOLDEN=1 writes it")
    #expect(text == String(decoding: golden, as: UTF8.self))
  }

  @Test func `the program's help is the golden text`() throws {
    try compare(try help([]), with: "sweepfarm")
  }

  @Test(arguments: commands)
  func `a command's help is the golden text`(command: [String]) throws {
    try compare(try help(command), with: command.joined(separator: "-"))
  }

  @Test(arguments: commands)
  func `a command's help gives an example`(command: [String]) throws {
    let text = try help(command)
    #expect(text.contains("Example:\n"))
    #expect(text.contains("sweepfarm \(command.joined(separator: " "))"))
  }

  @Test func `every golden text belongs to a command`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(files) == Set(([["sweepfarm"]] + Self.commands).map { $0.joined(separator: "-") + ".txt" }))
  }

  @Test func `an unknown command is a usage error`() throws {
    let outcome = try withTemporaryFolder { try Program.run(["rnu"], in: $0) }
    #expect(outcome.code == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("rnu"))
  }

  @Test func `the version names the build and the numeric contract`() throws {
    let outcome = try withTemporaryFolder { try Program.run(["--version"], in: $0) }
    #expect(outcome.code == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "sweepfarm 0.1.0, numeric contract 1")
    #expect(
      try #require(lines.last).contains(/^(debug|release) build for linux-(x86_64|arm64), protocol 1; compute core v\d/)
    )
  }
}
