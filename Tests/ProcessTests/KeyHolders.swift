import Foundation
import Testing
import Transport

/// A folder of keys, and the tokens made of it.
struct KeyHolders {
  let sandbox: Sandbox
  let folder: String

  /// - Parameter name: the folder, in the sandbox.
  init(in sandbox: Sandbox, _ name: String = "keys") {
    self.sandbox = sandbox
    folder = sandbox.path(name)
  }

  /// - Returns: the token's file.
  func create(_ role: String, _ name: String, for addresses: String...) throws -> String {
    let file = sandbox.path("\(name).token")
    let words = ["token", "create", role, "--name", name, "--keys", folder, "--output", file]
    let end = try Program(words + addresses.flatMap { ["--address", $0] }, in: sandbox).end(within: 20)
    try #require(end.code == 0, "\(end)")
    // A coordinator looks a few times a second.
    sleep(1)
    return file
  }

  /// What a socket of a token's holder needs.
  func security(of token: String) throws -> DealerSecurity {
    let members = try JSONDecoder().decode(Members.self, from: Data(contentsOf: URL(filePath: token)))
    let own = try CurveKeyPair(secretKey: SecretKey(members.secretKey))
    return .curve(server: try PublicKey(members.serverPublicKey), own: own)
  }

  private struct Members: Decodable {
    var serverPublicKey: String
    var secretKey: String

    enum CodingKeys: String, CodingKey {
      case serverPublicKey = "server_public_key"
      case secretKey = "secret_key"
    }
  }

  func revoke(_ name: String) throws {
    let list = try Program(["token", "list", "--keys", folder], in: sandbox).end(within: 20).output
    let id = list.split(separator: "\n").first { $0.contains(name) }?.split(separator: " ").first
    let end = try Program(["token", "revoke", String(try #require(id)), "--keys", folder], in: sandbox).end(within: 20)
    try #require(end.code == 0, "\(end)")
  }
}

/// What comes to a coordinator without a key, with the wrong one, or with one of another role.
struct Strangers {
  let sandbox: Sandbox
  let address: String
  /// A sweep on the coordinator, and its file.
  let sweep: String
  let file: String
  /// A command that starts theirs.
  var wrapper: [String] = []

  private func start(_ words: [String]) throws -> Program {
    try Program(words + ["--connect", address], in: sandbox, under: wrapper)
  }

  /// Fails the test unless a command ends with one of these codes.
  private func expect(_ codes: Set<Int32>, _ words: [String], _ place: SourceLocation) throws {
    let end = try start(words).end(within: 60)
    #expect(codes.contains(end.code), "\(words): \(end)", sourceLocation: place)
  }

  /// A token of this farm but for its key pair.
  private func forged(keys: String, in token: String) throws -> String {
    func members(_ file: String) throws -> [String: Any] {
      let bytes = try Data(contentsOf: URL(filePath: file))
      return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }
    let others = try members(keys)
    let forged = try members(token).merging(others.filter { ["public_key", "secret_key"].contains($0.key) }) { $1 }
    let file = sandbox.path("forged.token")
    let bytes = try JSONSerialization.data(withJSONObject: forged)
    try #require(FileManager.default.createFile(atPath: file, contents: bytes, attributes: [.posixPermissions: 0o600]))
    return file
  }

  /// Knocks with no key, with one of another farm, with a made-up one, and with a worker's and a viewer's; fails the test where one gets what is
  /// not its own.
  func expectRefusal(workers: String, viewers: String, _ place: SourceLocation = #_sourceLocation) throws {
    let foreign = try KeyHolders(in: sandbox, "others").create("client", "foe", for: address)
    // It goes on trying for a while.
    let patient = try start(["status", sweep, "--token", foreign])
    try expect([69, 77], ["status", sweep], place)
    try expect([77], ["status", sweep, "--token", try forged(keys: foreign, in: viewers)], place)
    try expectNothing(withWorkers: workers, place)
    try expectNoOrders(withViewers: viewers, place)
    let end = try patient.end(within: 60)
    #expect(end.code == 69 || end.code == 77, "\(end)", sourceLocation: place)
  }

  /// A worker's key: every word that a client has.
  private func expectNothing(withWorkers token: String, _ place: SourceLocation) throws {
    let words = [
      ["submit", file], ["result", sweep, "--output", sandbox.path("stolen")], ["list"], ["status", sweep],
      ["watch", sweep], ["pause", sweep], ["resume", sweep], ["stop", sweep], ["cancel", sweep], ["workers"],
      ["drain", "host"],
    ]
    for words in words { try expect([77], words + ["--token", token], place) }
    #expect(!FileManager.default.fileExists(atPath: sandbox.path("stolen")), sourceLocation: place)
  }

  /// A viewer's key: the words that change something.
  private func expectNoOrders(withViewers token: String, _ place: SourceLocation) throws {
    try expect([0], ["status", sweep, "--token", token], place)
    for words in [["submit", file, "--id", "other"], ["pause", sweep], ["cancel", sweep], ["drain", "host"]] {
      try expect([77], words + ["--token", token], place)
    }
  }
}
