import Foundation
import Testing

extension ProcessTests {
  /// `Cluster/kubernetes/autoscaling/backlog`: how many core seconds the open sweeps still need.
  struct Backlog {
    private static let script = Kubernetes.folder + "/autoscaling/backlog"

    private struct Answer: Decodable, Equatable {
      var open_sweeps: Int
      var open_blocks: Int
      var core_seconds_left: Int
    }

    @Test func `the backlog of a farm is what its open sweeps need`() throws {
      let sandbox = try Sandbox()
      let farm = try TestFarm(in: sandbox)
      let look = {
        let start =
          "ln -sf \"$0\" '\(sandbox.root)/sweepfarm'; PATH='\(sandbox.root)':$PATH exec '\(Self.script)' \"$@\""
        let end = try Program(
          [sandbox.path("www"), "--once"], in: sandbox, environment: ["SWEEPFARM_COORDINATOR": farm.address],
          under: ["bash", "-c", start]
        ).end(within: 20)
        try #require(end.code == 0, "\(end)")
        return try Self.answer(in: sandbox)
      }
      try FileManager.default.createDirectory(atPath: sandbox.path("www"), withIntermediateDirectories: true)
      #expect(try look() == Answer(open_sweeps: 0, open_blocks: 0, core_seconds_left: 0))
      // Nobody knows what a block takes; one worker is needed to find out.
      try farm.submit(.huge)
      let blocks = Int(try farm.status("huge").totalBlocks)
      #expect(try look() == Answer(open_sweeps: 1, open_blocks: blocks, core_seconds_left: 1))
      try farm.addWorker()
      try farm.awaitProgress("huge", blocks: 200)
      let measured = try look()
      #expect(measured.open_sweeps == 1 && measured.open_blocks < blocks && measured.core_seconds_left > 1)
      try farm.command("pause", "huge")
      #expect(try look() == Answer(open_sweeps: 0, open_blocks: 0, core_seconds_left: 0))
      try farm.command("cancel", "huge")
      try farm.end()
    }

    @Test func `work is measured between two looks, and a coordinator that starts again changes nothing`() throws {
      let sandbox = try Sandbox()
      try FileManager.default.createDirectory(atPath: sandbox.path("www"), withIntermediateDirectories: true)
      let looks: [(sweeps: String, wanted: Answer?)] = [
        // 2 s for 100 blocks, 900 are open.
        (Self.sweep("a", 100, of: 1_000, 2), Answer(open_sweeps: 1, open_blocks: 900, core_seconds_left: 18)),
        // Lately 4 s for 100; a paused sweep and one that is done need nobody, one that is new needs somebody.
        (
          [
            Self.sweep("a", 200, of: 1_000, 6), Self.sweep("b", 0, of: 50, 0, "paused"),
            Self.sweep("c", 7, of: 7, 1, "complete"), Self.sweep("d", 0, of: 50, 0),
          ].joined(separator: ","), Answer(open_sweeps: 2, open_blocks: 850, core_seconds_left: 33)
        ),
        // Started again: the blocks are known, the seconds count from nothing.
        (Self.sweep("a", 300, of: 1_000, 0.1), Answer(open_sweeps: 1, open_blocks: 700, core_seconds_left: 28)),
        (Self.sweep("a", 400, of: 1_000, 4.1), Answer(open_sweeps: 1, open_blocks: 600, core_seconds_left: 24)),
        // No answer, or none that can be read: no file, rather than an old one.
        ("", nil), ("{\"sweep\":\"a\",\"phase\":\"running\"}", nil),
        (Self.sweep("a", 400, of: 1_000, 4.1), Answer(open_sweeps: 1, open_blocks: 600, core_seconds_left: 24)),
      ]
      for (sweeps, wanted) in looks {
        let text = sweeps.isEmpty ? "exit 69" : "echo '{\"sweeps\":[\(sweeps)]}'"
        try "#!/bin/sh\n[ \"$*\" = 'list --json' ] || exit 64\n\(text)\n".write(
          toFile: sandbox.path("sweepfarm"), atomically: true, encoding: .utf8)
        #expect(chmod(sandbox.path("sweepfarm"), 0o755) == 0)
        let end = try Bundled.run(
          [Self.script, sandbox.path("www"), "--once"],
          environment: ["PATH": sandbox.root + ":/usr/local/bin:/usr/bin:/bin"])
        #expect(end.code == (wanted == nil ? 69 : 0), "\(sweeps): \(end)")
        #expect((try? Self.answer(in: sandbox)) == wanted, "\(sweeps)")
      }
    }

    @Test func `it says how it is used`() throws {
      let sandbox = try Sandbox()
      #expect(try Bundled.run([Self.script, "--help"]).text.contains("core_seconds_left"))
      #expect(try Bundled.run([Self.script]).code == 64)
      #expect(try Bundled.run([Self.script, sandbox.path("nowhere")]).code == 73)
    }

    @Test func `it leaves at once when told to`() throws {
      let sandbox = try Sandbox()
      let www = sandbox.path("www")
      try FileManager.default.createDirectory(atPath: www, withIntermediateDirectories: true)
      let start = "ln -sf \"$0\" '\(sandbox.root)/sweepfarm'; PATH='\(sandbox.root)':$PATH exec '\(Self.script)' \"$@\""
      let farm = try TestFarm(in: sandbox)
      let loop = try Program(
        [www], in: sandbox, environment: ["SWEEPFARM_COORDINATOR": farm.address],
        under: ["bash", "-c", start])
      #expect(waitUntil(10) { FileManager.default.fileExists(atPath: www + "/backlog.json") })
      loop.send(SIGTERM)
      let end = try loop.end(within: 5)
      #expect(end.code == 0 && !end.wasKilled, "\(end)")
      try farm.end()
    }

    private static func answer(in sandbox: Sandbox) throws -> Answer {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: sandbox.path("www/backlog.json")))
      return try JSONDecoder().decode(Answer.self, from: bytes)
    }

    /// A sweep as `sweepfarm list --json` says it.
    private static func sweep(
      _ name: String, _ closed: Int, of total: Int, _ seconds: Double, _ phase: String = "running"
    ) -> String {
      """
      {"sweep":"\(name)","spec_sha256":"00","phase":"\(phase)","stop_reason":null,"stall":null,\
      "closed_blocks":\(closed),"total_blocks":\(total),"closed_runs":1,"leases":0,"workers":0,"blocks_per_second":0,\
      "oldest_lease_seconds":0,"weight":1,"priority":0,"max_workers":null,"quarantined":0,"compute_seconds":\(seconds),"counts":{}}
      """
    }
  }
}
