import Foundation
import Sweeps
import Transport

/// What the coordinator remembers of a token: all but its secret.
public struct KeyRecord: Equatable, Sendable {
  public let holder: KeyHolder
  /// Seconds since 1970, as are all times of these files; written in UTC.
  public let created: Date
  public internal(set) var revoked: Date?
}

/// The coordinator's list of tokens as a file.
enum KeyList {
  static let version = 1
  /// The longest file read: more than 100,000 tokens.
  static let longestBytes = 32 << 20

  static func bytes(of records: [KeyRecord]) -> [UInt8] {
    let keys = records.map { record in
      JSON.object([
        .init("id", .string(record.holder.id)), .init("name", .string(record.holder.name)),
        .init("role", .string(record.holder.role.rawValue)), .init("public_key", .string(record.holder.key.text)),
        .init("created", .string(time(record.created))),
        .init("revoked", record.revoked.map { .string(time($0)) } ?? .null),
      ])
    }
    let lines = keys.map { "\n  " + $0.text }.joined(separator: ",")
    return Array("{\"sweepfarm_keys\": \(version), \"keys\": [\(lines)\n]}\n".utf8)
  }

  static func records(from bytes: [UInt8], at path: String) throws(AccessError) -> [KeyRecord] {
    let file = try AccessText.decode(
      KeyListFile.self, from: bytes, at: path, what: "list of keys", versionKey: "sweepfarm_keys", version: version)
    var records: [KeyRecord] = []
    for entry in file.keys { records.append(try entry.record(at: path)) }
    guard Set(records.map(\.holder.id)).count == records.count, Set(records.map(\.holder.key)).count == records.count
    else { throw AccessText.malformed("names an id or a key twice", path) }
    return records
  }

  /// A time as people and programs read it: `2026-03-14T09:26:53Z`.
  static func time(_ date: Date) -> String { date.formatted(.iso8601) }
}

private struct KeyListFile: Decodable {
  struct Entry: Decodable {
    var id: String
    var name: String
    var role: String
    var publicKey: String
    var created: String
    var revoked: String?

    enum CodingKeys: String, CodingKey {
      case id, name, role, created, revoked
      case publicKey = "public_key"
    }

    func record(at path: String) throws(AccessError) -> KeyRecord {
      guard let role = Role(rawValue: role) else {
        throw AccessText.malformed("gives \(id) the role \"\(role)\", which is none", path)
      }
      let key: PublicKey
      do throws(TransportError) { key = try PublicKey(publicKey) } catch {
        throw AccessText.malformed("has a public key of \(id) that is none", path)
      }
      let times = [created, revoked].map { $0.map { try? Date($0, strategy: .iso8601) } }
      guard case .some(.some(let created)) = times[0], revoked == nil || times[1] != .some(nil) else {
        throw AccessText.malformed("has a time of \(id) that is none", path)
      }
      return KeyRecord(
        holder: KeyHolder(key: key, role: role, id: id, name: name), created: created, revoked: times[1] ?? nil)
    }
  }

  var keys: [Entry]
}
