import Foundation
import Testing

extension ProcessTests {
  /// Evaluations that end or halt the process in which they are computed.
  struct Isolation {
    /// A result as far as these tests read it.
    private struct Found: Decodable {
      struct Coverage: Decodable {
        var scenarios: UInt64
        var complete: Bool
        var quarantined: [Quarantined]
      }
      struct Quarantined: Decodable {
        var scenario: String
        var inputs: [String: Figure]
        var reason: String
      }
      var coverage: Coverage
      var reports: [String: Report]
    }
    private struct Report: Decodable {
      struct Variable: Decodable { var values: [Figure] }
      var variables: [String: Variable]
    }
    /// A number, or a word.
    private enum Figure: Decodable, Equatable {
      case number(Double)
      case word(String)
      case nothing

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Double.self) {
          self = .number(number)
        } else if let word = try? value.decode(String.self) {
          self = .word(word)
        } else {
          self = .nothing
        }
      }
    }
    private struct Replayed: Decodable {
      struct Option: Decodable { var inputs: [String: Input] }
      struct Input: Decodable { var value: Figure }
      var options: [Option]
    }

    /// Runs a sweep with faults in it and checks that exactly these scenarios are left out, named with what `replay` says
    /// of them, and that all else is counted.
    private func expectQuarantine(
      _ names: [String], injected faults: String, because reason: String, _ options: String...
    ) throws -> LogLine {
      let sandbox = try Sandbox()
      let file = sandbox.path("brief.yaml")
      try TestSweep.brief.text.write(toFile: file, atomically: true, encoding: .utf8)
      let run = try Program(
        ["run", file, "--output", sandbox.path("out"), "--workers", "2"] + options, in: sandbox,
        environment: ["SWEEPFARM_INJECT": faults])
      let end = try run.end()
      #expect(end.code == 2 && !end.wasKilled, "\(end)")
      #expect(
        end.errors.hasSuffix(
          "complete, but not counted: \(names.joined(separator: ", ")); result.json says why and has the inputs\n"),
        "\(end)")
      let bytes = try #require(try sandbox.result()["result.json"])
      let found = try JSONDecoder().decode(Found.self, from: bytes)
      #expect(found.coverage.complete)
      #expect(found.coverage.quarantined.map(\.scenario) == names)
      for one in found.coverage.quarantined {
        #expect(one.reason == reason)
        try expectInputs(one, file, sandbox)
      }
      // Each is a scenario under three options.
      let planned: UInt64 = 10 * 8 * 4096 * 3
      #expect(found.coverage.scenarios == planned)
      let q = UInt64(names.count) * 3
      #expect(end.output.contains("complete, \(Self.grouped(planned - q)) scenarios counted, \(q) quarantined"))
      let counted = found.reports["cost"]?.variables["scenarios"]?.values.reduce(0.0) { sum, figure in
        if case .number(let count) = figure { sum + count } else { sum }
      }
      #expect(counted == Double(10 * 8 * 4096 - names.count))
      sandbox.expectNothingLeft()
      return try #require(try sandbox.log().last)
    }

    private func expectInputs(_ one: Found.Quarantined, _ file: String, _ sandbox: Sandbox) throws {
      let end = try Program(["replay", file, one.scenario, "--json"], in: sandbox).end()
      let replayed = try JSONDecoder().decode(Replayed.self, from: Data(end.output.utf8))
      var inputs = try #require(replayed.options.first).inputs.mapValues(\.value)
      inputs["strategy"] = nil
      #expect(one.inputs == inputs)
    }

    private static func grouped(_ number: UInt64) -> String {
      var digits = String(number)
      for place in stride(from: digits.count - 3, to: 0, by: -3) {
        digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
      }
      return digits
    }

    @Test func `a scenario that ends its process is left out and named, and all else counts`() throws {
      let reason = "the computing process was ended by signal 11 (segmentation fault)"
      let log = try expectQuarantine(["1.5.300"], injected: "crash:1.5.300", because: reason)
      #expect(log.workerRestarts == 0)
      Chaos.report(
        "8.1", done: "an evaluation that ends its process by a segmentation fault",
        seen: "exactly it is quarantined, with inputs and reason; exit code 2; no worker lost; \(log.counts ?? [:])")
    }

    @Test func `of two such scenarios in one block both are left out, and no other`() throws {
      let reason = "the computing process was ended by signal 11 (segmentation fault)"
      _ = try expectQuarantine(["1.5.0", "1.5.301"], injected: "crash:1.5.301,crash:1.5.0", because: reason)
    }

    @Test func `a scenario that never ends is left out and named, and all else counts`() throws {
      let log = try expectQuarantine(
        ["2.7.77"], injected: "hang:2.7.77", because: "no progress for 1 s", "--stuck-after", "1")
      #expect(log.workerRestarts == 0)
      Chaos.report(
        "8.2", done: "an evaluation that never ends",
        seen: "exactly it is quarantined, with inputs and reason; exit code 2; no worker lost; \(log.counts ?? [:])")
    }

    @Test func `the result without a scenario is the same for any workers and jobs`() throws {
      let sandbox = try Sandbox()
      var results: [[String: Data]] = []
      for (folder, workers, blocks) in [("a", "1", "1000"), ("b", "3", "3")] {
        let run = try sandbox.start(
          .brief, to: folder, "--workers", workers, "--job-blocks", blocks,
          environment: ["SWEEPFARM_INJECT": "crash:0.40.9"])
        #expect(try run.end().code == 2)
        results.append(try sandbox.result(in: folder))
      }
      #expect(results[0] == results[1])
    }

    @Test func `a farm's clients end with 2 as well`() throws {
      let farm = try TestFarm(in: Sandbox())
      try farm.addWorker(environment: ["SWEEPFARM_INJECT": "crash:1.5.300"])
      try farm.submit(.brief)
      let end = try farm.result("brief")
      #expect(end.code == 2, "\(end)")
      #expect(end.errors.contains("not counted: 1.5.300;"))
      let watch = try farm.command("watch", "brief")
      #expect(watch.code == 2, "\(watch)")
      let (file, folder) = (farm.sandbox.path("brief.yaml"), farm.sandbox.path("waited"))
      let again = try farm.command("submit", file, "--wait", "--output", folder)
      #expect(again.code == 2, "\(again)")
      #expect(try farm.status("brief").quarantined == 1)
      try farm.end()
    }

    @Test func `a host that flips a bit of its results is found out`() throws {
      // A hundred and fifty thousand jobs, of which one in a thousand is audited: the sweep does not end before that.
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "1"])
      try farm.addWorker("liar", environment: ["SWEEPFARM_INJECT": "flip"])
      for host in ["a", "b"] { try farm.addWorker(host) }
      try farm.submit(.huge)
      _ = try waitUntil(120) {
        usleep(200_000)
        return try farm.status("huge").phase != "running"
      }
      let status = try farm.command("status", "huge")
      #expect(status.output.contains("the host liar is not to be trusted"), "\(status)")
      #expect(waitUntil(5) { !farm.workers[0].isRunning })
      let liar = try farm.workers[0].end(within: 1)
      #expect(liar.code == 77 && liar.errors.contains("not to be trusted"), "\(liar)")
      try farm.end()
      Chaos.report(
        "12.2", done: "one of three hosts flips a bit of every result",
        seen: "an audit by another host finds it; the host is refused, the sweep stopped by name")
    }

    @Test func `killing computing processes costs one job each and changes nothing`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      var kills: UInt64 = 0
      for _ in 0..<5 where run.isRunning {
        var victim: Int32?
        _ = waitUntil(5) {
          victim = sandbox.computing().first { (ProcessFacts($0)?.ticks ?? 0) > 20 }
          return victim != nil || !run.isRunning
        }
        guard let victim else { break }
        kill(victim, SIGKILL)
        kills += 1
        #expect(waitUntil(5) { sandbox.computing().count == 2 })
        usleep(300_000)
      }
      try sandbox.expectComplete(run, .long)
      let log = try #require(try sandbox.log().last)
      #expect(log.workerRestarts == 0)
      let failed = log.counts?["failed", default: 0] ?? 0
      #expect(kills > 0 && failed <= kills, "\(log.counts ?? [:])")
      Chaos.report(
        "1.4", done: "SIGKILL to computing processes of workers, again and again",
        seen: "same bytes; \(kills) kills cost \(failed) jobs and no worker")
    }

    @Test(arguments: [SIGKILL, SIGTERM])
    func `a worker leaves no computing process behind`(signal: Int32) throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "100000"])
      let worker = try farm.addWorker(cores: 3)
      #expect(waitUntil(10) { farm.sandbox.computing(for: worker.identifier).count == 3 })
      try farm.submit(.long)
      #expect(waitUntil(20) { farm.sandbox.computingTicks(for: worker.identifier) > 30 })
      worker.send(signal)
      // Under a second; the rest is for a machine with other work.
      #expect(waitUntil(3) { !worker.isRunning && farm.sandbox.computing().isEmpty })
      let end = try worker.end(within: 1)
      #expect(signal == SIGKILL ? end.wasKilled : end.code == 0 && !end.wasKilled, "\(end)")
      #expect(try signal == SIGKILL || farm.status("long").closedBlocks > 0, "the finished part did not come")
      try farm.end()
    }

    @Test func `a worker whose evaluation hangs leaves in a second`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      // The first block of the sweep holds it.
      let worker = try farm.addWorker(environment: ["SWEEPFARM_INJECT": "hang:0.0.5"])
      try farm.submit(.brief)
      usleep(1_000_000)
      worker.send(SIGTERM)
      #expect(waitUntil(3) { !worker.isRunning && farm.sandbox.computing().isEmpty })
      #expect(try worker.end(within: 1).code == 0)
      try farm.addWorker()
      try farm.expectComplete(.brief)
      try farm.end()
    }
  }
}
