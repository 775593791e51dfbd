import Foundation
import Testing

extension ProcessTests {
  /// `Cluster/systemd`: units that systemd takes, that shut the program in, and that let it do what it does.
  struct Systemd {
    private static let folder =
      URL(filePath: #filePath).pathComponents.dropLast(3).joined(separator: "/").replacing("//", with: "/")
      + "/Cluster/systemd"
    private static let units = ["coordinator", "worker"]
    private static let hasAnalyzer = succeeds(["sh", "-c", "command -v systemd-analyze"])
    private static let hasTracer = succeeds(["strace", "-o", "/dev/null", "true"])

    /// A copy of a unit whose program is there, in a folder of its own.
    private func unit(_ role: String, in sandbox: Sandbox) throws -> String {
      let text = try String(contentsOfFile: "\(Self.folder)/sweepfarm-\(role).service", encoding: .utf8)
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
      let verdict = try Command(["systemd-analyze", "verify", path])
      #expect(verdict.code == 0 && verdict.output.isEmpty, "\(verdict.output)")
      // In tenths: 1.4 is reached. What is left is that it speaks over the network and lives in the host's root.
      let words = ["systemd-analyze", "security", "--offline=true", "--no-pager"]
      #expect(try Command(words + ["--threshold=15", path]).code == 0)
      #expect(try Command(words + ["--threshold=10", path]).code != 0, "the threshold does not bind")
      try (String(contentsOfFile: path, encoding: .utf8) + "\n[Service]\nProtectSistem=strict\n")
        .write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try Command(["systemd-analyze", "verify", path]).output.contains("ProtectSistem"))
    }

    @Test(arguments: units)
    func `a unit says only what the program understands`(role: String) throws {
      let sandbox = try Sandbox()
      let text = try String(contentsOfFile: "\(Self.folder)/sweepfarm-\(role).service", encoding: .utf8)
      let help = try Program([role, "--help"], in: sandbox).end().output
      let lines = text.split(separator: "\n").filter { $0.hasPrefix("ExecStart=") || $0.contains("OPTIONS=") }
      let options = lines.flatMap { $0.matches(of: /--[a-z-]+/).map { String($0.output) } }
      #expect(options.count >= 3)
      for option in options { #expect(help.contains("\(option) "), "\(option)") }
    }

    @Test(.enabled(if: hasAnalyzer && hasTracer, "strace or systemd-analyze is not installed: Scripts/setup --tests"))
    func `what the program asks of the kernel is what the units allow`() throws {
      let sandbox = try Sandbox()
      let unit = try String(contentsOfFile: "\(Self.folder)/sweepfarm-worker.service", encoding: .utf8)
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

    /// The system calls of a set, with those of the sets in it.
    private static func calls(of set: String) throws -> Set<String> {
      var calls: Set<String> = []
      for line in try Command(["systemd-analyze", "syscall-filter", "--no-pager", set]).output.split(separator: "\n") {
        let name = line.trimmingCharacters(in: .whitespaces)
        if name.hasPrefix("#") || name == set { continue }
        if name.hasPrefix("@") { calls.formUnion(try Self.calls(of: name)) } else { calls.insert(name) }
      }
      return calls
    }
  }
}

/// A command of the system, run to its end.
private struct Command {
  var code: Int32
  /// Both streams.
  var output: String

  init(_ words: [String]) throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationStatus
  }
}
