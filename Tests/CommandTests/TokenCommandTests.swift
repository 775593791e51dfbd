import Foundation
import Testing

/// `sweepfarm token`: what a person sees, and what is left on the disk.
@Suite struct TokenCommandTests {
  private struct Listed: Decodable {
    var id: String
    var role: String
    var name: String
    var created: Date
    var revoked: Date?
  }

  private func list(in folder: String) throws -> [Listed] {
    let outcome = try Program.run(["token", "list", "--json", "--keys", "keys"], in: folder)
    #expect(outcome.code == 0)
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode([Listed].self, from: Data(outcome.output.utf8))
  }

  @Test func `a token is made, listed and revoked`() throws {
    try withTemporaryFolder { folder in
      let made = try Program.run(
        ["token", "create", "worker", "--keys", "keys", "--name", "rack-7", "--address", "tcp://10.1.2.3:7100"],
        in: folder)
      #expect(made.code == 0)
      #expect(made.errors == "")
      #expect(made.output.hasPrefix("rack-7.token: a worker's token, id "))
      let file = try FileManager.default.attributesOfItem(atPath: folder + "/rack-7.token")
      #expect(file[.posixPermissions] as? Int == 0o600)
      let token = try String(contentsOfFile: folder + "/rack-7.token", encoding: .utf8)
      #expect(token.contains("tcp://10.1.2.3:7100"))

      let listed = try #require(try list(in: folder).first)
      #expect((listed.role, listed.name, listed.revoked) == ("worker", "rack-7", nil))
      #expect(abs(listed.created.timeIntervalSinceNow) < 600)
      #expect(made.output.contains(listed.id))
      let text = try Program.run(["token", "list", "--keys", "keys"], in: folder)
      #expect(text.output.contains("\(listed.id)  worker  rack-7  "))

      let revoked = try Program.run(["token", "revoke", listed.id, "--keys", "keys"], in: folder)
      #expect(revoked.code == 0)
      #expect(revoked.output == "\(listed.id): the worker's token rack-7 is revoked\n")
      #expect(try list(in: folder).first?.revoked != nil)
    }
  }

  @Test func `a token never takes the place of a file, and then no key is admitted`() throws {
    try withTemporaryFolder { folder in
      try Data("mine".utf8).write(to: URL(filePath: folder + "/taken"))
      let arguments = ["token", "create", "client", "--keys", "keys", "--output", "taken"]
      let outcome = try Program.run(arguments, in: folder)
      #expect(outcome.code == 73)
      #expect(outcome.output == "")
      #expect(outcome.errors == "taken: is there already; choose another name, or remove it first\n")
      #expect(FileManager.default.contents(atPath: folder + "/taken") == Data("mine".utf8))
      #expect(try list(in: folder).isEmpty)
    }
  }

  @Test func `without an address the token names those of this host`() throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(["token", "create", "viewer", "--keys", "keys"], in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.output.contains(":7100"))
    }
  }

  @Test(arguments: [
    (["create", "boss"], 64, "boss"), (["create", "worker", "--address", "10.1.2.3"], 64, "tcp://HOST:PORT"),
    (["create", "worker", "--address", "tcp://*:7100"], 64, "stands for any address"),
    (["create", "worker", "--name", "../x"], 64, "is no name for a token"),
    (["list"], 77, "there are no keys"), (["revoke", "abc"], 77, "there are no keys"),
  ])
  func `bad words are refused and nothing is left behind`(arguments: [String], code: Int32, word: String) throws {
    try withTemporaryFolder { folder in
      let outcome = try Program.run(["token"] + arguments + ["--keys", "keys"], in: folder)
      #expect(outcome.code == code)
      #expect(outcome.output == "")
      #expect(outcome.errors.contains(word), "\(outcome.errors)")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(!left.contains { $0.hasSuffix(".token") || $0.hasSuffix(".partial") })
    }
  }

  @Test func `an id that no token has is a usage error`() throws {
    try withTemporaryFolder { folder in
      _ = try Program.run(["token", "create", "viewer", "--keys", "keys"], in: folder)
      let outcome = try Program.run(["token", "revoke", "nobody", "--keys", "keys"], in: folder)
      #expect(outcome.code == 64)
      #expect(outcome.errors.hasPrefix("nobody: no token has this id; "))
    }
  }
}
