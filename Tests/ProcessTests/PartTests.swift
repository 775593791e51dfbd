import Foundation
import Testing

extension ProcessTests {
  /// A sweep computed in parts by processes that know nothing of each other, and merged.
  struct Parts {
    private func file(of sweep: TestSweep, in sandbox: Sandbox) throws -> String {
      let file = sandbox.path("\(sweep.name).yaml")
      try sweep.text.write(toFile: file, atomically: true, encoding: .utf8)
      return file
    }

    private func compute(_ sweep: TestSweep, _ options: [String], to state: String, in sandbox: Sandbox) throws
      -> Program
    {
      try Program(
        ["compute", try file(of: sweep, in: sandbox), "--state", sandbox.path(state)] + options, in: sandbox)
    }

    private func merge(_ sweep: TestSweep, _ states: [String], _ options: [String] = [], in sandbox: Sandbox) throws
      -> Program.End
    {
      let paths = states.map { sandbox.path($0) }
      return try Program(["merge", try file(of: sweep, in: sandbox)] + paths + options, in: sandbox).end()
    }

    private func output(_ sandbox: Sandbox) -> [String] { ["--output", sandbox.path("out")] }

    private func expectWell(_ end: Program.End, _ place: SourceLocation = #_sourceLocation) {
      #expect(end.code == 0 && !end.wasKilled && end.errors.isEmpty, "\(end)", sourceLocation: place)
    }

    @Test func `three parts in any order give the bytes of a run`() throws {
      let sandbox = try Sandbox()
      for part in 1...3 {
        let options = ["--part", "\(part)/3", "--workers", "\(part)"]
        expectWell(try compute(.brief, options, to: "parts/\(part).state", in: sandbox).end())
      }
      for order in [[1, 2, 3], [3, 1, 2], [2, 3, 1]] {
        expectWell(try merge(.brief, order.map { "parts/\($0).state" }, output(sandbox), in: sandbox))
        try sandbox.expectResult(of: .brief)
        try FileManager.default.removeItem(atPath: sandbox.path("out"))
      }
      sandbox.expectNothingLeft()
    }

    @Test func `an array of tasks, four at a time, merged in steps, gives the bytes of a run`() throws {
      let sandbox = try Sandbox()
      let names = (1...12).map { "\($0).state" }
      for group in stride(from: 1, through: 12, by: 4) {
        let tasks = try (group..<group + 4).map {
          try compute(.brief, ["--part", "\($0)/12", "--workers", "1"], to: "\($0).state", in: sandbox)
        }
        for task in tasks { expectWell(try task.end()) }
      }
      for (step, names) in [Array(names[..<5]), Array(names[5...])].enumerated() {
        expectWell(try merge(.brief, names, ["--state", sandbox.path("step\(step).state")], in: sandbox))
      }
      expectWell(try merge(.brief, ["step1.state", "step0.state"], output(sandbox), in: sandbox))
      try sandbox.expectResult(of: .brief)
    }

    @Test func `missing parts are refused with the commands that compute them`() throws {
      let sandbox = try Sandbox()
      for blocks in ["10..99", "300..500"] {
        expectWell(try compute(.brief, ["--blocks", blocks], to: "\(blocks).state", in: sandbox).end())
      }
      let given = ["300..500.state", "10..99.state"]
      let end = try merge(.brief, given, output(sandbox), in: sandbox)
      #expect(end.code == 75, "\(end)")
      #expect(end.errors.contains("349 of 640 blocks are missing"))
      #expect(!FileManager.default.fileExists(atPath: sandbox.path("out")))
      let commands = end.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      #expect(commands.map { $0[4] } == ["0..9", "100..299", "501..639"])
      for command in commands {
        #expect(command[0] == "sweepfarm")
        expectWell(try Program(Array(command.dropFirst()), in: sandbox).end())
      }
      let made = ["brief-0-9.state", "brief-100-299.state", "brief-501-639.state"]
      expectWell(try merge(.brief, given + made, output(sandbox), in: sandbox))
      try sandbox.expectResult(of: .brief)
    }

    @Test func `a partial result says so and is not the whole one`() throws {
      let sandbox = try Sandbox()
      expectWell(try compute(.brief, ["--part", "1/2"], to: "1.state", in: sandbox).end())
      let end = try merge(.brief, ["1.state"], output(sandbox) + ["--partial"], in: sandbox)
      expectWell(end)
      #expect(end.output.contains("partial, 491,520 of 983,040 scenarios (50.0%)"))
      let json = String(decoding: try #require(try sandbox.result()["result.json"]), as: UTF8.self)
      #expect(json.contains("\"blocks\":[[0,319]],\"complete\":false"))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `an interrupted part saves what is finished, says which blocks, and goes on`(signal: Int32) throws {
      let sandbox = try Sandbox()
      let options = ["--part", "1/1", "--workers", "2"]
      let part = try compute(.long, options, to: "a.state", in: sandbox)
      // Some of it is done then, and not all.
      #expect(waitUntil(20) { (ProcessFacts(part.identifier)?.ticks ?? 0) > 100 })
      let sent = ContinuousClock.now
      part.send(signal)
      let end = try part.end(within: 10)
      #expect(ContinuousClock.now - sent < .seconds(3))
      #expect(end.code == 130 && !end.wasKilled, "\(end)")
      #expect(end.errors.contains("a.state holds blocks 0.."), "\(end)")
      let incomplete = try merge(.long, ["a.state"], output(sandbox), in: sandbox)
      #expect(incomplete.code == 75, "\(incomplete)")
      let again = try compute(.long, options, to: "a.state", in: sandbox).end()
      expectWell(again)
      #expect(again.output.contains(" of them from before"))
      expectWell(try merge(.long, ["a.state"], output(sandbox), in: sandbox))
      try sandbox.expectResult(of: .long)
      sandbox.expectNothingLeft()
    }

    @Test func `a killed part leaves no file under its name, or a whole one`() throws {
      let sandbox = try Sandbox()
      for pause in [200_000, 900_000, 2_000_000] as [UInt32] {
        let part = try compute(.brief, ["--part", "1/1", "--workers", "1"], to: "a.state", in: sandbox)
        usleep(pause)
        part.send(SIGKILL)
        _ = try part.end()
      }
      expectWell(try compute(.brief, ["--part", "1/1"], to: "a.state", in: sandbox).end())
      expectWell(try merge(.brief, ["a.state"], output(sandbox), in: sandbox))
      try sandbox.expectResult(of: .brief)
    }

    @Test func `a damaged part is refused by its name, and nothing is written`() throws {
      let sandbox = try Sandbox()
      expectWell(try compute(.brief, ["--part", "1/1"], to: "a.state", in: sandbox).end())
      let path = sandbox.path("a.state")
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[bytes.count / 2] ^= 4
      try bytes.write(to: URL(fileURLWithPath: path))
      let end = try merge(.brief, ["a.state"], output(sandbox), in: sandbox)
      #expect(end.code == 65, "\(end)")
      #expect(
        end.errors
          == "\(path): is damaged: its state has another SHA-256 than was written; compute blocks 0..639 again\n")
      #expect(!FileManager.default.fileExists(atPath: sandbox.path("out")))
    }
  }
}
