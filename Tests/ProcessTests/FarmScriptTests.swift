import Foundation
import Testing

extension ProcessTests {
  /// `Cluster/ssh/farm`, where it matters what it is given and not how the hosts are reached.
  struct FarmScript {
    @Test func `ssh gets the options of a host's line as they stand there, and no other word`() throws {
      let sandbox = try Sandbox()
      let hosts = try FolderHosts([], in: sandbox)
      let key = sandbox.path("key")
      try "".write(toFile: key, atomically: true, encoding: .utf8)
      try hosts.list(
        """
        plain coordinator=tcp://127.0.0.1:7100
        me@node.example.org port=2222 identity=\(key) option=SetEnv=A=$HOME;"b'c option=ProxyJump=gate
        """)
      let end = try hosts.farm("status")
      #expect(end.code == 69, "\(end)")
      for name in ["plain", "node.example.org"] {
        let reason = "\(name): MISSING: cannot be reached: ssh: Could not resolve hostname \(name)"
        #expect(end.errors.contains(reason), "\(end)")
      }
      let calls = try hosts.calls.sorted { $0.count < $1.count }
      try #require(calls.count == 2, "\(calls)")
      #expect(calls.allSatisfy { !$0.contains("[]") }, "an empty word: \(calls)")
      let always = "[-o][BatchMode=yes]"
      #expect(calls[0].hasPrefix(always) && calls[0].hasSuffix("][plain][exec][sh][-s]"), "\(calls[0])")
      let own = #"[-p][2222][-i][\#(key)][-o][IdentitiesOnly=yes][-o][SetEnv=A=$HOME;"b'c][-o][ProxyJump=gate]"#
      #expect(
        calls[1].hasPrefix(own + always) && calls[1].hasSuffix("][me@node.example.org][exec][sh][-s]"), "\(calls[1])")
    }

    @Test func `from an unpacked archive, however its folder is called, nothing but the release travels`() throws {
      let sandbox = try Sandbox()
      let hosts = try FolderHosts(["node.1", "node-1"], in: sandbox)
      try hosts.list("node.1 coordinator=tcp://127.0.0.1:\(try freePorts(1)[0]) cores=1\nnode-1 cores=1\n")
      let release = sandbox.path("release")
      for folder in ["bin", "lib", "licences", "results/night", "sweepfarm-journal"] {
        try FileManager.default.createDirectory(atPath: "\(release)/\(folder)", withIntermediateDirectories: true)
      }
      func write(_ text: String, to names: String...) throws {
        for name in names { try text.write(toFile: "\(release)/\(name)", atomically: true, encoding: .utf8) }
      }
      try FileManager.default.copyItem(atPath: try Program.path(), toPath: release + "/bin/sweepfarm")
      try FileManager.default.copyItem(atPath: Bundled.root + "/Cluster", toPath: release + "/Cluster")
      try write("of the release", to: "lib/libone.so", "licences/one", "README.md")
      try write("a person's", to: "hosts", "me.token", "results/night/result.json", "sweepfarm-journal/journal.sqlite")
      try write("a person's", to: "Cluster/ssh/hosts", "Cluster/ssh/me.token")
      try FileManager.default.createSymbolicLink(atPath: sandbox.path("link"), withDestinationPath: "release")
      let script = sandbox.path("link/Cluster/ssh/farm")

      let first = try hosts.farm("up", script: script)
      #expect(first.code == 0, "\(first)")
      let brought = /node-1: unpacked sweepfarm-[0-9.]+-linux-[a-z0-9_]+\.tar\.gz as [0-9a-f]{16}\n/
      #expect(first.output.contains(brought), "\(first)")
      for host in ["node.1", "node-1"] {
        let versions = try FileManager.default.subpathsOfDirectory(atPath: hosts.versions(host)).sorted()
        let version = try #require(versions.first)
        let files = [
          "README.md", "bin", "bin/sweepfarm", "lib", "lib/libone.so", "licences", "licences/one", "ready",
        ]
        #expect(versions == [version] + files.map { "\(version)/\($0)" })
      }

      // Nothing of the release changes.
      try write("more of a person's", to: "hosts", "you.token", "Cluster/ssh/hosts")
      try write("of the release", to: "lib/libone.so")
      try #require(chmod(release + "/README.md", 0o600) == 0)
      let second = try hosts.farm("up", script: script)
      #expect(second.code == 0 && !second.output.contains("unpacked"), "\(second)")
      for kept in ["node.1: coordinator kept", "node.1: worker kept", "node-1: worker kept"] {
        #expect(second.output.contains(kept), "\(second)")
      }
      try purge(hosts, sandbox)
    }

    @Test func `tokens follow the coordinator's addresses and keys`() throws {
      let sandbox = try Sandbox()
      let hosts = try FolderHosts(["node.1", "node-1"], in: sandbox)
      let port = try freePorts(1)[0]
      let archive = try sandbox.archive("1.0")
      let keys = hosts.folder("node.1") + "/keys"
      func up(_ addresses: String...) throws -> Program.End {
        let place = addresses.map { "tcp://\($0):\(port)" }.joined(separator: ",")
        try hosts.list("node.1 coordinator=\(place) cores=1\nnode-1 cores=1\n")
        return try hosts.farm("up", "--archive", archive)
      }
      func tokens() throws -> [TokenFile] {
        let own = ["node.1/worker", "node.1/viewer", "node-1/worker"].map { name in
          let parts = name.split(separator: "/").map(String.init)
          return "\(hosts.folder(parts[0]))/\(parts[1]).token"
        }
        return try (own + [hosts.token]).map { file in
          try JSONDecoder().decode(TokenFile.self, from: Data(contentsOf: URL(filePath: file)))
        }
      }
      func expectTokens(for addresses: String..., at place: SourceLocation = #_sourceLocation) throws {
        let given = try tokens()
        let expected = addresses.map { "tcp://\($0):\(port)" }
        #expect(given.allSatisfy { $0.addresses == expected }, "\(given)", sourceLocation: place)
        // Those that were replaced are revoked, and no others.
        let list = try Program(["token", "list", "--json", "--keys", keys], in: sandbox).end(within: 20).output
        let good = try JSONDecoder().decode([TokenRecord].self, from: Data(list.utf8)).filter { $0.revoked == nil }
        #expect(good.map(\.id).sorted() == given.map(\.id).sorted(), sourceLocation: place)
      }

      let first = try up("localhost")
      #expect(first.code == 0, "\(first)")
      try expectTokens(for: "127.0.0.1")
      let second = try up("localhost")
      #expect(second.code == 0 && !second.output.contains(" started"), "\(second)")

      let third = try up("127.0.0.2", "127.0.0.1")
      #expect(third.code == 0 && third.output.contains("node.1: coordinator kept"), "\(third)")
      #expect(third.output.split(separator: "\n").count { $0.hasSuffix(": worker started") } == 2, "\(third)")
      try expectTokens(for: "127.0.0.2", "127.0.0.1")

      // Nobody can connect to it, and nobody loses a token over it.
      let wrong = try up("0.0.0.0")
      #expect(wrong.code == 69 && wrong.errors.contains("stands for any address"), "\(wrong)")
      try expectTokens(for: "127.0.0.2", "127.0.0.1")

      let fourth = try up("127.0.0.2", "127.0.0.1")
      #expect(fourth.code == 0 && !fourth.output.contains(" started"), "\(fourth)")
      let revoke = ["token", "revoke", try tokens()[1].id, "--keys", keys]
      #expect(try Program(revoke, in: sandbox).end(within: 20).code == 0)
      let status = try hosts.farm("status")
      #expect(status.code == 0 && status.output.contains("what the coordinator sees"), "\(status)")
      try expectTokens(for: "127.0.0.2", "127.0.0.1")

      #expect(try hosts.farm("down").code == 0)
      try FileManager.default.removeItem(atPath: keys)
      let fifth = try up("127.0.0.2", "127.0.0.1")
      #expect(fifth.code == 0, "\(fifth)")
      try expectTokens(for: "127.0.0.2", "127.0.0.1")
      try purge(hosts, sandbox)
    }

    /// Ends the farm, and fails the test if something of it is left.
    private func purge(
      _ hosts: FolderHosts, _ sandbox: Sandbox, _ place: SourceLocation = #_sourceLocation
    ) throws {
      let down = try hosts.farm("down", "--purge")
      #expect(down.code == 0, "\(down)", sourceLocation: place)
      #expect(waitUntil(5) { sandbox.processes.isEmpty }, "left: \(sandbox.processes)", sourceLocation: place)
      let left = ["node.1", "node-1"].map(hosts.folder) + ["node.1", "node-1"].map(hosts.versions) + [hosts.token]
      #expect(!left.contains { FileManager.default.fileExists(atPath: $0) }, sourceLocation: place)
    }
  }
}

/// A token, as far as tests read it.
private struct TokenFile: Decodable {
  var id: String
  var addresses: [String]
}

/// What the coordinator remembers of it.
private struct TokenRecord: Decodable {
  var id: String
  var revoked: String?
}
