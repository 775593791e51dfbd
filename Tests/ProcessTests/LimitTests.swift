import Foundation
import Testing

extension ProcessTests {
  /// What the system allows a process, and what a farm does with it.
  struct Limits {
    /// A command that starts a program with these limits of open files.
    private func openFiles(_ soft: Int, hard: Int) -> [String] { ["prlimit", "--nofile=\(soft):\(hard)"] }

    private func softLimit(of process: Int32) throws -> Int? {
      let facts = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
      let line = try #require(facts.split(separator: "\n").first { $0.hasPrefix("Max open files") })
      return Int(line.split(separator: " ")[3])
    }

    @Test func `coordinator and workers raise their soft limit of open files to the hard one`() throws {
      let farm = try TestFarm(in: Sandbox(), under: openFiles(40, hard: 300))
      let worker = try farm.addWorker(cores: 2, under: openFiles(40, hard: 200))
      try farm.submit(.brief)
      try farm.expectComplete(.brief)
      #expect(try softLimit(of: farm.coordinator.identifier) == 300)
      #expect(try softLimit(of: worker.identifier) == 200)
      #expect(farm.coordinator.errors.contains("raise `ulimit -n` for more workers"))
      #expect(farm.coordinator.errors.contains("workers=236"))
      try farm.end()
    }

    @Test func `more processes than the hard limit has room for are refused with a sentence`() throws {
      let sandbox = try Sandbox()
      let worker = try Program(
        ["worker", "--connect", "tcp://127.0.0.1:9", "--cores", "69"], in: sandbox, under: openFiles(40, hard: 200))
      let refused = try worker.end(within: 10)
      #expect(refused.code == 77, "\(refused)")
      #expect(refused.errors.contains("--cores 69 needs 202 open files and the system allows this process 200"))
      let file = sandbox.path("brief.yaml")
      try TestSweep.brief.text.write(toFile: file, atomically: true, encoding: .utf8)
      let run = try Program(
        ["run", file, "--output", sandbox.path("out"), "--workers", "69"], in: sandbox,
        under: openFiles(40, hard: 200))
      let alsoRefused = try run.end(within: 10)
      #expect(alsoRefused.code == 77, "\(alsoRefused)")
      #expect(alsoRefused.errors.contains("or use --workers 68"))
      sandbox.expectNothingLeft()
    }
  }
}
