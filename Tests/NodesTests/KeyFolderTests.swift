import Foundation
import Testing
import Transport

@testable import Nodes

/// The coordinator's folder of keys: made once, private, read again when it changes, and never silently begun anew.
@Suite struct KeyFolderTests {
  private let moment = Date(timeIntervalSince1970: 1_773_480_413)

  private func create(
    in folder: inout KeyFolder, _ role: Role = .worker, name: String? = nil
  ) throws -> Token {
    let addresses = [try Endpoint("tcp://10.1.2.3:7100")]
    return try folder.create(role, name: name, addresses: addresses, at: moment) { _ throws(AccessError) in }
  }

  private func mode(_ path: String) -> mode_t {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts.st_mode & 0o777 : 0
  }

  @Test func `the first use makes a private folder that the next use finds`() throws {
    try withPrivateFolder { path in
      var first = try KeyFolder(at: path + "/deep/keys")
      #expect(mode(path + "/deep/keys") == 0o700)
      let token = try create(in: &first, .client, name: "laptop")
      #expect(token.server == first.server.publicKey)
      let second = try KeyFolder(at: path + "/deep/keys", making: false)
      #expect(second.server == first.server)
      #expect(second.records == first.records)
      #expect(second.records.map(\.created) == [moment])
      #expect(second.ring.standing(of: token.keys.publicKey) == .admitted(second.records[0].holder))
      #expect(second.records[0].holder.name == "laptop")
      #expect(second.records[0].holder.role == .client)
      let files = try FileManager.default.contentsOfDirectory(atPath: path + "/deep/keys").sorted()
      #expect(files == ["keys.json", "server.key"])
      for file in files { #expect(mode(path + "/deep/keys/" + file) == 0o600) }
      let list = try String(contentsOfFile: path + "/deep/keys/keys.json", encoding: .utf8)
      #expect(!list.contains(token.keys.secretKey.text))
    }
  }

  @Test func `a coordinator that runs learns of new and revoked tokens`() throws {
    try withPrivateFolder { path in
      var running = try KeyFolder(at: path)
      let ring = running.ring
      #expect(try !running.refresh())
      var command = try KeyFolder(at: path)
      let token = try create(in: &command)
      #expect(ring.standing(of: token.keys.publicKey) == .unknown)
      #expect(try running.refresh())
      #expect(try !running.refresh())
      #expect(ring.standing(of: token.keys.publicKey) == .admitted(command.records[0].holder))
      let record = try command.revoke(token.id, at: moment + 60)
      #expect(record.revoked == moment + 60)
      #expect(try running.refresh())
      #expect(ring.standing(of: token.keys.publicKey) == .revoked(record.holder))
      // Revoked twice is revoked once; the first time stands.
      #expect(try command.revoke(token.id, at: moment + 90).revoked == moment + 60)
      let unknown = #expect(throws: AccessError.self) { try command.revoke("nobody", at: moment) }
      #expect(unknown?.kind == .unknown)
    }
  }

  @Test func `programs that change the list at once lose nothing of each other`() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "sweepfarm-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let ids = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<4 {
        group.addTask {
          var folder = try KeyFolder(at: path)
          return try (0..<10).map { _ in try create(in: &folder).id }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let folder = try KeyFolder(at: path, making: false)
    #expect(folder.records.map(\.holder.id).sorted() == ids.sorted())
    #expect(Set(ids).count == 40)
  }

  @Test func `a list that cannot be read leaves the old one in force and says so each time`() throws {
    try withPrivateFolder { path in
      var running = try KeyFolder(at: path)
      let token = try create(in: &running)
      let good = try Data(contentsOf: URL(filePath: path + "/keys.json"))
      try writePrivate(good.dropLast(9), to: path + "/keys.json")
      for _ in 0..<2 {
        let error = #expect(throws: AccessError.self) { try running.refresh() }
        #expect(error?.kind == .malformed)
      }
      try FileManager.default.removeItem(atPath: path + "/keys.json")
      let gone = #expect(throws: AccessError.self) { try running.refresh() }
      #expect(gone?.kind == .missing)
      #expect(running.ring.standing(of: token.keys.publicKey) == .admitted(running.records[0].holder))
      try writePrivate(good, to: path + "/keys.json")
      #expect(try running.refresh())
      #expect(running.records.map(\.holder.id) == [token.id])
    }
  }

  @Test func `a token that cannot be kept is not admitted`() throws {
    try withPrivateFolder { path in
      var folder = try KeyFolder(at: path)
      let addresses = [try Endpoint("tcp://10.1.2.3:7100")]
      let fault = AccessError(.exists, "is there", at: "x", remedy: "choose another")
      let error = #expect(throws: AccessError.self) {
        try folder.create(.worker, name: nil, addresses: addresses, at: moment) { _ throws(AccessError) in throw fault }
      }
      #expect(error == fault)
      #expect(folder.records == [])
      #expect(try KeyFolder(at: path).records == [])
    }
  }

  @Test func `a server key that is gone or exposed is not replaced`() throws {
    try withPrivateFolder { path in
      var folder = try KeyFolder(at: path)
      _ = try create(in: &folder)
      chmod(path + "/server.key", 0o644)
      let exposed = #expect(throws: AccessError.self) { try KeyFolder(at: path) }
      #expect(exposed?.kind == .exposed)
      #expect(exposed?.description.contains("chmod 600") == true)
      try FileManager.default.removeItem(atPath: path + "/server.key")
      let gone = #expect(throws: AccessError.self) { try KeyFolder(at: path) }
      #expect(gone?.kind == .missing)
      #expect(access(path + "/server.key", F_OK) != 0)
    }
  }

  @Test func `a folder that others may write to is refused, and one that is not there is not made by looking`() throws {
    try withPrivateFolder { path in
      let empty = #expect(throws: AccessError.self) { try KeyFolder(at: path, making: false) }
      #expect(empty?.kind == .missing)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
      _ = try KeyFolder(at: path)
      chmod(path, 0o770)
      let error = #expect(throws: AccessError.self) { try KeyFolder(at: path) }
      #expect(error?.description.contains("chmod 700") == true)
      let missing = #expect(throws: AccessError.self) { try KeyFolder(at: path + "/none", making: false) }
      #expect(missing?.kind == .missing)
      #expect(access(path + "/none", F_OK) != 0)
    }
  }

  @Test(arguments: ["", ".hidden", "-x", "a/b", "a b", "ü", String(repeating: "x", count: 65), "a\n"])
  func `a name that could be taken for something else is refused`(name: String) throws {
    try withPrivateFolder { path in
      var folder = try KeyFolder(at: path)
      let error = #expect(throws: AccessError.self) { try create(in: &folder, name: name) }
      #expect(error?.kind == .unknown)
      #expect(folder.records == [])
    }
  }

  @Test func `a list with an id or key twice is refused`() throws {
    try withPrivateFolder { path in
      var folder = try KeyFolder(at: path)
      _ = try create(in: &folder)
      let doubled = KeyList.bytes(of: folder.records + folder.records)
      let error = #expect(throws: AccessError.self) { try KeyList.records(from: doubled, at: "keys.json") }
      #expect(error?.description.contains("twice") == true)
      for (good, bad) in [("\"worker\"", "\"root\""), ("2026-", "2o26-"), ("public_key\":\"", "public_key\":\"é")] {
        let text = String(decoding: KeyList.bytes(of: folder.records), as: UTF8.self)
        #expect(text.contains(good))
        let altered = Array(text.replacing(good, with: bad).utf8)
        let error = #expect(throws: AccessError.self) { try KeyList.records(from: altered, at: "keys.json") }
        #expect(error?.kind == .malformed, "\(bad)")
      }
    }
  }
}
