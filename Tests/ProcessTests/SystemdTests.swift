import Foundation
import Testing

extension ProcessTests {
  /// `Cluster/systemd`: units that systemd takes, that shut the program in, and that let it do what it does.
  struct Systemd {
    private static let units = ["coordinator", "worker"]
    private static let services = units.map { "sweepfarm-\($0).service" }
    private static let hasAnalyzer = succeeds(["sh", "-c", "command -v systemd-analyze"])
    private static let hasTracer = succeeds(["strace", "-o", "/dev/null", "true"])

    /// A copy of a unit whose program is there, in a folder of its own.
    private func unit(_ role: String, in sandbox: Sandbox) throws -> String {
      let text = try String(contentsOfFile: "\(SystemdHost.units)/sweepfarm-\(role).service", encoding: .utf8)
      try #require(text.contains("ExecStart=/opt/sweepfarm/bin/sweepfarm \(role) "))
      let path = sandbox.path("sweepfarm-\(role).service")
      try text.replacing("/opt/sweepfarm/bin/sweepfarm", with: "/bin/true")
        .write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    @Test(.enabled(if: hasAnalyzer, "systemd-analyze is not installed: Scripts/setup --tests"), arguments: units)
    func `systemd finds nothing wrong with a unit, and little exposed`(role: String) throws {
      let sandbox = try Sandbox()
      let path = try unit(role, in: sandbox)
      let verdict = try Bundled.run(["systemd-analyze", "verify", path])
      #expect(verdict.code == 0 && verdict.text.isEmpty, "\(verdict.text)")
      // In tenths: 1.4 is reached. What is left is that it speaks over the network and lives in the host's root.
      let words = ["systemd-analyze", "security", "--offline=true", "--no-pager"]
      #expect(try Bundled.run(words + ["--threshold=15", path]).code == 0)
      #expect(try Bundled.run(words + ["--threshold=10", path]).code != 0, "the threshold does not bind")
      try (String(contentsOfFile: path, encoding: .utf8) + "\n[Service]\nProtectSistem=strict\n")
        .write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try Bundled.run(["systemd-analyze", "verify", path]).text.contains("ProtectSistem"))
    }

    @Test(arguments: units)
    func `a unit says only what the program understands`(role: String) throws {
      let sandbox = try Sandbox()
      let text = try String(contentsOfFile: "\(SystemdHost.units)/sweepfarm-\(role).service", encoding: .utf8)
      let help = try Program([role, "--help"], in: sandbox).end().output
      let lines = text.split(separator: "\n").filter { $0.hasPrefix("ExecStart=") || $0.contains("OPTIONS=") }
      let options = lines.flatMap { $0.matches(of: /--[a-z-]+/).map { String($0.output) } }
      #expect(options.count >= 3)
      for option in options { #expect(help.contains("\(option) "), "\(option)") }
    }

    @Test(.enabled(if: hasAnalyzer && hasTracer, "strace or systemd-analyze is not installed: Scripts/setup --tests"))
    func `what the program asks of the kernel is what the units allow`() throws {
      let sandbox = try Sandbox()
      let unit = try String(contentsOfFile: "\(SystemdHost.units)/sweepfarm-worker.service", encoding: .utf8)
      #expect(unit.contains("SystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n"))
      let allowed = try Self.calls(of: "@system-service").subtracting(Self.calls(of: "@privileged"))
        .union(Self.calls(of: "@default"))
      try #require(allowed.contains("read") && !allowed.contains("chown"))

      let traces = ["coordinator", "worker"].map { sandbox.path($0) }
      let farm = try TestFarm(in: sandbox, under: ["strace", "-f", "-qq", "-o", traces[0]])
      try farm.addWorker(under: ["strace", "-f", "-qq", "-o", traces[1]])
      try farm.submit(.brief)
      try farm.expectComplete(.brief)
      // The tracer passes no signal on; what ends the farm is no matter here.
      for process in sandbox.processes { kill(process.identifier, SIGTERM) }
      for program in farm.workers + [farm.coordinator] { _ = try program.end(within: 10) }

      for trace in traces {
        let text = try String(contentsOfFile: trace, encoding: .utf8)
        var calls = Set(text.matches(of: /(?m)^\d+ +(\w+)\(/).map { String($0.output.1) })
        #expect(calls.count > 30)
        // SQLite asks for it as root alone.
        calls.remove("fchown")
        #expect(calls.subtracting(allowed) == [], "\(trace)")
        // MemoryDenyWriteExecute.
        #expect(!text.contains("PROT_WRITE|PROT_EXEC"))
      }
    }

    @Test(.enabled(if: SystemdHost.lack == nil, "\(SystemdHost.lack ?? "")"))
    func `a farm runs under systemd with all its confinement, and ends as its units say`() throws {
      let sandbox = try Sandbox()
      let host = try SystemdHost(in: sandbox)
      let started = try host.run("systemctl", "start", Self.services[0])
      #expect(started.code == 0, "\(started)")
      let keys = ["--keys", "/var/lib/sweepfarm/keys", "--address", "tcp://127.0.0.1:7100"]
      for (role, name) in [("worker", "rack"), ("client", "boss")] {
        let words = ["token", "create", role, "--name", name, "--output", "/tmp/\(name).token"] + keys
        let made = try host.farm(words)
        try #require(made.code == 0, "\(made)")
      }
      // The coordinator looks for new tokens a few times a second.
      sleep(1)
      let settings = """
        install -D -m 600 -o sweepfarm -g sweepfarm /tmp/rack.token /etc/sweepfarm/worker.token
        echo OPTIONS=--cores 2 --name rack >/etc/sweepfarm/worker.env
        """
      #expect(try host.run("sh", "-c", settings).code == 0)
      #expect(try host.run("systemctl", "start", Self.services[1]).code == 0)
      try host.expectWorker("rack  ")

      // Work is done, and the coordinator's death in the middle of it is mended by systemd.
      try TestSweep.long.text.write(toFile: host.path("/tmp/long.yaml"), atomically: true, encoding: .utf8)
      #expect(try host.farm(["submit", "/tmp/long.yaml", "--token", "/tmp/boss.token"]).code == 0)
      #expect(try waitUntil(20) { try host.closedBlocks > 100 })
      #expect(try host.run("systemctl", "kill", "-s", "KILL", "--kill-who=main", Self.services[0]).code == 0)
      #expect(try waitUntil(20) { try host.property("NRestarts", of: Self.services[0]) == "1" })
      try host.expectWorker("rack  ")
      // A worker leaves in less than a second, though it is at work; the rest is systemctl's own.
      let start = ContinuousClock.now
      #expect(try host.run("systemctl", "stop", Self.services[1]).code == 0)
      let leaving = ContinuousClock.now - start
      #expect(leaving < .seconds(4), "the worker took \(leaving) to leave")
      #expect(try host.property("Result", of: Self.services[1]) == "success")
      #expect(try host.run("systemctl", "start", Self.services[1]).code == 0)
      let out = ["--output", "/tmp/out", "--token", "/tmp/boss.token"]
      let waited = try host.farm(["submit", "/tmp/long.yaml", "--wait"] + out)
      #expect(waited.code == 0, "\(waited)")
      for (name, bytes) in try TestSweep.long.expected {
        #expect(FileManager.default.contents(atPath: host.path("/tmp/out/\(name)")) == bytes, "\(name) differs")
      }

      // A revoked key needs a person: no start again and again.
      let list = try host.farm(["token", "list", "--keys", "/var/lib/sweepfarm/keys"]).output
      let id = try #require(list.split(separator: "\n").first { $0.contains("rack") }?.split(separator: " ").first)
      #expect(try host.farm(["token", "revoke", String(id), "--keys", "/var/lib/sweepfarm/keys"]).code == 0)
      #expect(try waitUntil(30) { try host.property("ActiveState", of: Self.services[1]) == "failed" })
      #expect(try host.property("ExecMainStatus", of: Self.services[1]) == "77")
      #expect(try host.property("NRestarts", of: Self.services[1]) == "0")
      #expect(try host.run("systemctl", "stop", Self.services[0]).code == 0)
      #expect(try host.property("Result", of: Self.services[0]) == "success")
    }

    /// The system calls of a set, with those of the sets in it.
    private static func calls(of set: String) throws -> Set<String> {
      var calls: Set<String> = []
      for line in try Bundled.run(["systemd-analyze", "syscall-filter", "--no-pager", set]).text.split(separator: "\n")
      {
        let name = line.trimmingCharacters(in: .whitespaces)
        if name.hasPrefix("#") || name == set { continue }
        if name.hasPrefix("@") { calls.formUnion(try Self.calls(of: name)) } else { calls.insert(name) }
      }
      return calls
    }
  }
}

extension SystemdHost {
  fileprivate func expectWorker(_ name: String, _ place: SourceLocation = #_sourceLocation) throws {
    let isThere = try waitUntil(20) { try farm(["workers", "--token", "/tmp/boss.token"]).output.contains(name) }
    let log = try log(of: "sweepfarm-worker.service")
    #expect(isThere, "no worker: \(log)", sourceLocation: place)
  }

  fileprivate var closedBlocks: UInt64 {
    get throws {
      let end = try farm(["status", "long", "--json", "--token", "/tmp/boss.token"])
      return try JSONDecoder().decode(FarmStatus.self, from: Data(end.output.utf8)).closedBlocks
    }
  }
}
