import Foundation
import Testing

extension ProcessTests {
  /// `Cluster/slurm` on a real Slurm of two nodes.
  @Suite(.enabled(if: TestSlurm.lack == nil, Comment(rawValue: TestSlurm.lack ?? "")))
  struct ClusterSlurm {
    /// Long enough that something can be preempted midway.
    private static let sweep = TestSweep(name: "array", volumes: 40, wafers: 30, sizeBits: 16)

    /// What people are told to type for a coordinator and its tokens, with a node of this Slurm.
    private static var guide: String {
      get throws {
        let text = try String(contentsOfFile: Bundled.root + "/Cluster/README.md", encoding: .utf8)
        let lines = try #require(text.firstMatch(of: /(?s) {4}job=.*?\n {4}done\)\n/)?.output)
        let options = "--nodelist=n1 --partition=high --output=coordinator.out"
        return String(lines.replacing("--nodelist=NODE", with: options))
      }
    }

    private func write(_ sweep: TestSweep, in sandbox: Sandbox) throws -> String {
      let file = sandbox.path("\(sweep.name).yaml")
      try sweep.text.write(toFile: file, atomically: true, encoding: .utf8)
      return file
    }

    @Test func `workers of an array are preempted, join again, and leave when their token is revoked`() throws {
      let alone = try ContinuousClock().measure { _ = try Self.sweep.expected }
      let sandbox = try Sandbox()
      let slurm = try TestSlurm(nodes: 2, in: sandbox)
      let port = try freePorts(1)[0]
      let typed = try slurm.run("bash", "-euc", try Self.guide, environment: ["SWEEPFARM_PORT": "\(port)"])
      try #require(typed.code == 0, "\(typed)")
      try #require(waitUntil(20) { slurm.output("coordinator.out").contains("listening on") })
      let tokens = ["worker", "client"].map { sandbox.path("work/\($0).token") }
      // So slow that three workers are still at it when those that were preempted are back.
      let slowness = max(1, 3 * 10 / (alone / .seconds(1)))
      try slurm.script(
        "workers.sbatch", tokens[0], "--partition=low", "--array=1-3", "--output=worker-%a.out",
        environment: ["SWEEPFARM_INJECT": "slow:\(slowness)"])
      let person = ["--token", tokens[1]]
      let submit = try Program(
        ["submit", try write(Self.sweep, in: sandbox), "--wait", "--output", sandbox.path("out")] + person, in: sandbox)
      func joined() -> Int { slurm.output("coordinator.out").split(separator: "\n").count { $0.contains("joined") } }
      #expect(try waitUntil(30) { try joined() == 3 && status(person, in: sandbox)?.closedBlocks ?? 0 > 0 })
      try expectSecret(of: tokens[0])

      let name = "sweepfarm-workers"
      let victims = try slurm.jobs(of: name).count { $0.node == "n2" }
      #expect(victims > 0, "no worker on n2")
      try slurm.preempt("n2")
      #expect(waitUntil(30) { joined() == 3 + victims })
      let back = try #require(try status(person, in: sandbox))
      #expect(back.phase == "running", "the sweep was over before they were back: \(back)")
      #expect(try slurm.jobs(of: name).map(\.restarts).reduce(0, +) == victims)
      let end = try submit.end(within: 120)
      #expect(end.code == 0, "\(end)")
      try sandbox.expectResult(of: Self.sweep)

      let keys = ["--keys", sandbox.path("work/farm/keys")]
      let list = try Program(["token", "list"] + keys, in: sandbox).end().output
      let id = try #require(
        list.split(separator: "\n").first { $0.contains("slurm-worker") }?.split(separator: " ").first)
      #expect(try Program(["token", "revoke", String(id)] + keys, in: sandbox).end().code == 0)
      #expect(try waitUntil(30) { try slurm.jobs(of: name).allSatisfy { $0.state == "FAILED" } })
      let ended = try slurm.jobs(of: name)
      #expect(ended.count == 3 && ended.allSatisfy { $0.code == "77:0" }, "\(ended)")
      #expect(ended.map(\.restarts).reduce(0, +) == victims, "a refused worker was requeued: \(ended)")
      try slurm.end()
      Chaos.report(
        "Slurm 1", done: "\(victims) of 3 tasks of a worker array are preempted by a more important job",
        seen: "same bytes; they join again by themselves; \(back.counts)")
    }

    @Test func `tasks of a plain array are preempted, go on from their states, and are merged`() throws {
      let sandbox = try Sandbox()
      let slurm = try TestSlurm(nodes: 2, in: sandbox)
      try slurm.script(
        "parts.sbatch", try write(Self.sweep, in: sandbox), "3", "--partition=low", "--output=%x-%a.out")
      let name = "sweepfarm-parts"
      var victims = 0
      let areRunning = try waitUntil(20) {
        let tasks = try slurm.jobs(of: name)
        victims = tasks.count { $0.node == "n2" }
        return tasks.count == 3 && tasks.allSatisfy { $0.state == "RUNNING" }
      }
      #expect(areRunning && victims > 0)
      // Some of each part is done then, and not all; Slurm lets go on what it ends.
      var halted: Set<Int32> = []
      let areMidway = waitUntil(30) {
        for process in sandbox.processes where process.arguments.dropFirst().first == "compute" {
          guard ProcessFacts(process.identifier)?.ticks ?? 0 > 110 else { continue }
          kill(process.identifier, SIGSTOP)
          halted.insert(process.identifier)
        }
        return halted.count == 3
      }
      #expect(areMidway)
      try slurm.preempt("n2")
      for process in halted { kill(process, SIGCONT) }
      #expect(try waitUntil(60) { try slurm.jobs(of: "sweepfarm-merge").allSatisfy { $0.state == "COMPLETED" } })
      let outputs = (1...3).map { slurm.output("\(name)-\($0).out") }
      #expect(outputs.count { $0.contains("the same command goes on") } == victims, "\(outputs)")
      #expect(outputs.count { $0.contains("of them from before") } == victims, "\(outputs)")
      #expect(try slurm.jobs(of: name).map(\.restarts).reduce(0, +) == victims)
      try sandbox.expectResult(of: Self.sweep, in: "work/results/array")
      try withoutSharedFiles(slurm, in: sandbox)
      try slurm.end()
      Chaos.report(
        "Slurm 2", done: "\(victims) of 3 tasks of a plain array are preempted", seen: "same bytes; \(outputs)")
    }

    /// The states are brought together by scp; one that was there before is damaged.
    private func withoutSharedFiles(_ slurm: TestSlurm, in sandbox: Sandbox) throws {
      let states = sandbox.path("collected")
      try FileManager.default.createDirectory(atPath: states, withIntermediateDirectories: true)
      try "half".write(toFile: states + "/1.state", atomically: true, encoding: .utf8)
      let file = try write(.brief, in: sandbox)
      try slurm.script(
        "parts.sbatch", file, "2", "--partition=high", "--job-name=collected", "--output=collected-%a.out",
        environment: ["SWEEPFARM_COLLECT": states, "SBATCH_EXPORT": "NONE"])
      #expect(try waitUntil(30) { try slurm.jobs(of: "collected").allSatisfy { $0.state == "COMPLETED" } })
      let found = try FileManager.default.contentsOfDirectory(atPath: states).sorted()
      #expect(found == ["1.state", "1.state.refused", "2.state"], "\(slurm.output("collected-1.out"))")
      let end = try Program(
        ["merge", file, states + "/1.state", states + "/2.state", "--output", sandbox.path("brief")], in: sandbox
      ).end()
      #expect(end.code == 0, "\(end)")
      try sandbox.expectResult(of: .brief, in: "brief")
    }

    private func status(_ person: [String], in sandbox: Sandbox) throws -> FarmStatus? {
      let end = try Program(["status", Self.sweep.name, "--json"] + person, in: sandbox).end(within: 20)
      return try? JSONDecoder().decode(FarmStatus.self, from: Data(end.output.utf8))
    }

    /// Fails the test if the token's secret is in a command line or environment, or in a file that workers left.
    private func expectSecret(of token: String, _ place: SourceLocation = #_sourceLocation) throws {
      let text = try String(contentsOfFile: token, encoding: .utf8)
      let line = try #require(text.split(separator: "\n").first { $0.contains("secret_key") })
      let secret = Data(try #require(line.split(separator: "\"").dropFirst(3).first).utf8)
      try #require(secret.count == 40)
      for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int32(process) != nil {
        for file in ["cmdline", "environ"] {
          let bytes = FileManager.default.contents(atPath: "/proc/\(process)/\(file)") ?? Data()
          #expect(bytes.range(of: secret) == nil, "the secret is in \(file) of \(process)", sourceLocation: place)
        }
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: "/dev/shm").filter { $0.hasPrefix("sweepfarm.") }
      #expect(left.isEmpty, sourceLocation: place)
    }
  }
}
