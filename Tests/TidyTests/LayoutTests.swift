import Foundation
import Testing

/// The top level is what the owner fixed, every test folder is built, and every script explains itself.
@Suite struct LayoutTests {
  private static let ignored: Set<String> = Set(
    (Repository.file(".gitignore")?.lines ?? []).map { String($0.drop { $0 == "/" }.prefix { $0 != "/" }) })

  private static let scripts = Repository.files.filter {
    $0.path.hasPrefix("Scripts/") && !$0.name.contains(".") || $0.path == ".ci/run"
  }

  @Test func `the top level holds what it should and nothing else`() throws {
    let entries = try FileManager.default.contentsOfDirectory(atPath: Repository.root)
    let visible = entries.filter { !$0.hasPrefix(".") && !Self.ignored.contains($0) }
    #expect(visible.sorted() == ["Cluster", "Package.swift", "README.md", "Scripts", "Sources", "Tests"])
  }

  @Test func `every folder of tests is a target, and every target has its folder`() throws {
    let manifest = try #require(Repository.file("Package.swift")?.text)
    let named = manifest.matches(of: /\.testTarget\(\s*name: "(\w+)"/).map { String($0.1) }
    let folders = try FileManager.default.contentsOfDirectory(atPath: Repository.root + "/Tests")
    #expect(named.sorted() == folders.filter { !$0.hasPrefix(".") }.sorted())
  }

  @Test func `there are scripts to set up, run, test and measure`() {
    let names = Set(Self.scripts.map(\.path))
    #expect(names.isSuperset(of: [".ci/run", "Scripts/bench", "Scripts/run", "Scripts/setup", "Scripts/test"]))
  }

  @Test(arguments: scripts.map(\.path))
  func `a script can be run, is strict and says what it does`(path: String) throws {
    let full = Repository.root + "/" + path
    #expect(FileManager.default.isExecutableFile(atPath: full))
    let text = try #require(Repository.file(path)?.text)
    #expect(text.hasPrefix("#!/usr/bin/env "))
    #expect(!text.hasPrefix("#!/usr/bin/env bash") || text.contains("set -euo pipefail") || text.contains("\nexec "))
    let help = try output(of: full, "--help")
    #expect(help.status == 0)
    #expect(help.text.contains("\n"))
    #expect(help.text.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  private func output(of program: String, _ argument: String) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = [argument]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
