import Foundation
import Testing

extension ProcessTests {
  /// `Cluster/ssh/farm`: five hosts, reached by ssh alone.
  struct ClusterSSH {
    /// Words of it are looked for in what goes over the network.
    private static let sweep = TestSweep(name: "hemlock-orchard", volumes: 40, wafers: 30, sizeBits: 15)
    private static let words = ["hemlock-orchard", "chip-breakeven", "defect_density", "perf_ratio", "wafer_price"]

    @Test(.enabled(if: SSHHosts.lack == nil, Comment(rawValue: SSHHosts.lack ?? "")))
    func `five hosts are brought up over ssh, and what befalls them changes no byte`() throws {
      let cut = Chaos.isFull ? 30 : 8
      let sandbox = try Sandbox()
      let alone = try ContinuousClock().measure { _ = try Self.sweep.expected }
      // So slow that the farm's eight processes are still at it when the cut host comes back.
      let slowness = max(1, 8 * Double(cut + 12) / (alone / .seconds(1)))
      let hosts = try SSHHosts(5, in: sandbox, environment: ["SWEEPFARM_INJECT": "slow:\(slowness)"])
      let archive = try sandbox.archive("1.0")
      _ = try hosts.list(cores: [1, 2, 2, 2, 1])
      for host in 0..<4 { try hosts.start(host) }
      let network = hosts.network
      let capture = try Capture(port: 7100, on: 0, of: network, in: sandbox)

      // One host is not there yet.
      let first = try hosts.farm("up", "--archive", archive, at: 2)
      #expect(first.code == 1 && first.errors.contains("h4: MISSING: cannot be reached: "), "\(first)")
      #expect(first.output.split(separator: "\n").count { $0.hasSuffix(" started") } == 5, "\(first)")
      let token = hosts.home(2) + "/.config/sweepfarm/hosts.token"
      #expect(try Self.mode(token) == 0o600)
      #expect(try Self.mode(hosts.folder(1) + "/worker.token") == 0o600)
      let person = Person(sandbox: sandbox, wrapper: network.inside(2), token: token)

      let file = sandbox.path("sweep.yaml")
      try Self.sweep.text.write(toFile: file, atomically: true, encoding: .utf8)
      let submit = try Program(
        ["submit", file, "--wait", "--output", sandbox.path("out"), "--token", token], in: sandbox,
        under: network.inside(2))
      try #require(waitUntil(60) { try person.status("hemlock-orchard")?.closedBlocks ?? 0 > 50 }, "\(submit.errors)")

      // One is cut off for a while, one dies for good, one joins.
      try network.cut(1, .bothWays)
      let isolated = ContinuousClock.now
      hosts.end(3)
      try network.cut(3, .bothWays)
      try hosts.start(4)
      let second = try hosts.farm("up", "--archive", archive, at: 2)
      #expect(
        second.code == 2 && second.errors.contains("h1: MISSING") && second.errors.contains("h3: MISSING"), "\(second)")
      #expect(second.output.contains("h0: worker kept") && second.output.contains("h4: worker started"), "\(second)")
      usleep(UInt32(max(0, (isolated + .seconds(cut) - .now) / .microseconds(1))))
      let during = try #require(try person.status("hemlock-orchard"))
      #expect(during.phase == "running", "the sweep was over too early: \(during)")
      try network.heal(1)
      try strangers(hosts, sandbox, file, person)

      let end = try submit.end(within: 180)
      #expect(end.code == 0, "\(end)")
      try sandbox.expectResult(of: Self.sweep, in: "out")
      let fingerprint = try Self.fingerprint(sandbox.path("out/result.json"))
      #expect(end.output.contains("fingerprint \(fingerprint)"))
      let third = try hosts.farm("status", at: 2)
      #expect(third.code == 1 && third.errors.contains("h3: MISSING"), "\(third)")
      let counts = try person.counts()
      // libzmq tells of a peer without CURVE in one of two ways, as its greeting comes in one piece or in several.
      for names in [
        ["keys_no_curve", "keys_broken_handshake"], ["keys_unknown_key"], ["keys_message_of_a_revoked_key"],
        ["frames_forbidden_to_workers"], ["frames_forbidden_to_viewers"],
      ] {
        #expect(names.contains { counts[$0] ?? 0 > 0 }, "\(names) are not counted: \(counts)")
      }
      let seen = try capture.bytes()
      #expect(seen.count > 1_000_000, "the capture missed the farm")
      for word in Self.words { #expect(seen.range(of: Data(word.utf8)) == nil, "\(word) was sent in the clear") }

      try upgrade(hosts, sandbox)
      try plaintext(hosts, sandbox)
      Chaos.report(
        "6.4",
        done:
          "five hosts over ssh, encrypted: one cut off for \(cut) s, one dead for good, one late, strangers at the port",
        seen:
          "same bytes; \(seen.count) bytes on the wire without a word of the sweep; \(counts.sorted { $0.key < $1.key })"
      )
    }

    /// Knocks with every key that must not do.
    private func strangers(_ hosts: SSHHosts, _ sandbox: Sandbox, _ file: String, _ person: Person) throws {
      let address = "tcp://\(hosts.network.address(0)):7100"
      let strangers = Strangers(
        sandbox: sandbox, address: address, sweep: "hemlock-orchard", file: file, wrapper: hosts.network.inside(2))
      let keys = KeyHolders(in: sandbox, "home-0/.local/share/sweepfarm/h0/keys")
      let rogue = try Program(
        ["worker", "--token", try keys.create("worker", "rogue", for: address), "--cores", "1", "--name", "rogue"],
        in: sandbox, under: hosts.network.inside(2))
      #expect(try waitUntil(10) { try person.workers().contains("rogue") })
      try strangers.expectRefusal(
        workers: hosts.folder(2) + "/worker.token", viewers: hosts.folder(0) + "/viewer.token")
      try keys.revoke("rogue")
      #expect(try rogue.end(within: 20).code == 77, "a revoked worker stays")
    }

    /// Another archive restarts everything and loses nothing; at the end nothing is left.
    private func upgrade(_ hosts: SSHHosts, _ sandbox: Sandbox) throws {
      let up = try hosts.farm("up", "--archive", try sandbox.archive("1.1"), at: 2)
      #expect(up.code == 1 && !up.output.contains("kept"), "\(up)")
      #expect(up.output.contains("h1: worker stopped\n") && up.output.contains("hemlock-orchard  complete"), "\(up)")
      let down = try hosts.farm("down", "--purge", at: 2)
      #expect(down.code == 1 && down.errors.contains("h3: MISSING"), "\(down)")
      let running = sandbox.processes.filter { $0.arguments.first?.hasSuffix("/sweepfarm") == true }
      #expect(running.isEmpty, "left: \(running)")
      for host in [0, 1, 2, 4] {
        #expect(!FileManager.default.fileExists(atPath: hosts.home(host) + "/.local/share/sweepfarm"))
      }
      #expect(!FileManager.default.fileExists(atPath: hosts.home(2) + "/.config/sweepfarm/hosts.token"))
    }

    /// That the search can find: without keys the same words are on the network.
    private func plaintext(_ hosts: SSHHosts, _ sandbox: Sandbox) throws {
      let network = hosts.network
      let capture = try Capture(port: 7100, on: 0, of: network, in: sandbox)
      let farm = try TestFarm(
        in: sandbox, address: "tcp://\(network.address(0)):7100", ["--plaintext"], under: network.inside(0))
      let worker = try farm.addWorker("bare", under: network.inside(1))
      try farm.submit(TestSweep(name: Self.sweep.name, volumes: 2, wafers: 2, sizeBits: 10))
      #expect(try farm.result(Self.sweep.name, to: "bare").code == 0)
      for program in [worker, farm.coordinator] {
        program.send(SIGTERM)
        _ = try program.end(within: 10)
      }
      let seen = try capture.bytes()
      for word in Self.words { #expect(seen.range(of: Data(word.utf8)) != nil, "\(word) was not seen") }
    }

    @Test func `a list of hosts that is wrong names every fault, and nothing is started`() throws {
      let sandbox = try Sandbox()
      let list = """
        # no coordinator, and more
        h0 cores=x
        h1 colour=blue
        h2 coordinator=10.0.0.1
        h2 port=99999 identity=/no/such
        -oProxyCommand=x
        h6 listen
        [2001:db8::1]
        me@\(String(repeating: "a", count: 65))
        h9 name=-9
        \(String(repeating: "b", count: 64))
        [2001:db8::2] name=v6
        """
      try list.write(toFile: sandbox.path("hosts"), atomically: true, encoding: .utf8)
      let end = try Program(command: [SSHHosts.script, "up", "--hosts", sandbox.path("hosts")], in: sandbox).end(
        within: 20)
      #expect(end.code == 65 && end.output.isEmpty, "\(end)")
      let lines = end.errors.split(separator: "\n").map { $0.dropFirst(sandbox.path("hosts:").count) }
      let places = ["2:", "3:", "4:", "5:", "5:", "5:", "6:", "7:", "8:", "9:", "10"]
      #expect(lines.map { String($0.prefix(2)) } == places, "\(end.errors)")
      #expect(lines.suffix(3).allSatisfy { $0.contains(" is no name for a host; give it name=WORD") }, "\(end.errors)")
      #expect(lines.allSatisfy { $0.contains("; ") }, "a remedy is missing: \(end.errors)")
      let help = try Program(command: [SSHHosts.script, "--help"], in: sandbox).end(within: 20)
      #expect(help.code == 0 && help.output.hasPrefix("Runs a farm over ssh"), "\(help)")
      #expect(!help.output.contains("set -euo"))
    }

    private static func mode(_ file: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    }

    private static func fingerprint(_ file: String) throws -> String {
      struct Result: Decodable { var fingerprint: String }
      return try JSONDecoder().decode(Result.self, from: Data(contentsOf: URL(filePath: file))).fingerprint
    }
  }
}

/// Who steers a farm from one of its hosts.
private struct Person {
  let sandbox: Sandbox
  let wrapper: [String]
  let token: String

  private func ask(_ words: String...) throws -> Program.End {
    try Program(words + ["--token", token], in: sandbox, under: wrapper).end(within: 30)
  }

  /// Nil before the sweep is known.
  func status(_ sweep: String) throws -> FarmStatus? {
    let end = try ask("status", sweep, "--json")
    return end.code == 0 ? try JSONDecoder().decode(FarmStatus.self, from: Data(end.output.utf8)) : nil
  }

  func workers() throws -> String { try ask("workers").output }

  func counts() throws -> [String: UInt64] {
    struct Answer: Decodable { var counts: [String: UInt64] }
    return try JSONDecoder().decode(Answer.self, from: Data(try ask("workers", "--json").output.utf8)).counts
  }
}
