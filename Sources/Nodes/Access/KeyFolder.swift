import Foundation
import Transport

/// The coordinator's keys: a folder with its own secret key and the list of all tokens it gave out.
///
/// Made at the first use, mode 700, its files 600. Programs may change the list while a coordinator runs; `refresh` reads
/// it again.
public struct KeyFolder {
  /// `$XDG_CONFIG_HOME/sweepfarm/keys`, or the same under `~/.config`.
  public static var defaultPath: String {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (base ?? NSHomeDirectory() + "/.config") + "/sweepfarm/keys"
  }

  public let path: String
  /// Who the coordinator is.
  public let server: CurveKeyPair
  /// Every token, the oldest first; revoked ones stay in the list.
  public private(set) var records: [KeyRecord]
  /// The same as sockets ask it; follows `refresh`, `create` and `revoke`.
  public let ring: KeyRing
  private var stamp: FileStamp?

  /// Opens a folder, or makes it with a new server key.
  /// - Parameter making: false where a folder without keys is a fault.
  /// - Throws: `AccessError`.
  public init(at path: String, making: Bool = true) throws(AccessError) {
    self.path = path
    if making { try Self.makeFolder(path) }
    try Self.checkFolder(path, making: making)
    server = try FolderChange.locked(path) { () throws(AccessError) in try Self.serverKey(in: path) }
    stamp = FileStamp(path + Self.listName)
    records = try Self.list(in: path)
    ring = KeyRing()
    updateRing()
  }

  /// Reads the list again if its file has changed.
  ///
  /// When the new list cannot be read the old one stays in force, and each call throws until it can.
  /// - Returns: true when it was read.
  /// - Complexity: one question to the file system when nothing has changed.
  @discardableResult
  public mutating func refresh() throws(AccessError) -> Bool {
    let found = FileStamp(path + Self.listName)
    guard found == nil || found != stamp else { return false }
    try reload(found)
    return true
  }

  /// Makes a token and admits its key. The token's secret is in what is returned and nowhere else.
  ///
  /// - Parameters:
  ///   - name: 1 to 64 letters, digits, dots, hyphens and underscores; nil makes one of the role and the id.
  ///   - keep: called with the token before its key is admitted; if it throws, nothing has happened.
  public mutating func create(
    _ role: Role, name: String?, addresses: [Endpoint], at now: Date, keep: (Token) throws(AccessError) -> Void
  ) throws(AccessError) -> Token {
    if let name { try Self.check(name: name) }
    guard (1...Token.mostAddresses).contains(addresses.count) else {
      throw AccessError(
        .unknown, "\(addresses.count) addresses are not 1 to \(Token.mostAddresses)", at: "addresses",
        remedy: "name the ones under which the coordinator can be reached")
    }
    return try change { (folder: inout KeyFolder) throws(AccessError) in
      let id = folder.freshID()
      let token = Token(
        role: role, id: id, name: name ?? "\(role.rawValue)-\(id)", addresses: addresses,
        server: folder.server.publicKey, keys: try Self.newKeys())
      try keep(token)
      let holder = KeyHolder(key: token.keys.publicKey, role: role, id: id, name: token.name)
      folder.records.append(KeyRecord(holder: holder, created: now, revoked: nil))
      return token
    }
  }

  /// Revokes a token for good.
  /// - Returns: its record, with the time of the first revocation.
  /// - Throws: `unknown` for an id that no token has.
  public mutating func revoke(_ id: String, at now: Date) throws(AccessError) -> KeyRecord {
    try change { (folder: inout KeyFolder) throws(AccessError) in
      guard let index = folder.records.firstIndex(where: { $0.holder.id == id }) else {
        throw AccessError(
          .unknown, "no token has this id", at: id, remedy: "`sweepfarm token list` shows those of \(folder.path)")
      }
      if folder.records[index].revoked == nil { folder.records[index].revoked = now }
      return folder.records[index]
    }
  }
}

extension KeyFolder {
  private static let listName = "/keys.json"
  private static let serverName = "/server.key"
  /// No letters or digits that look alike.
  private static let idCharacters = Array("abcdefghijkmnpqrstuvwxyz23456789")
  private static let idLength = 8

  /// Reads, changes and writes the list while no other program does.
  private mutating func change<Answer>(
    _ body: (inout KeyFolder) throws(AccessError) -> Answer
  ) throws(AccessError) -> Answer {
    let lock = try FolderChange(path)
    defer { withExtendedLifetime(lock) {} }
    try refresh()
    let former = records
    do throws(AccessError) {
      let answer = try body(&self)
      if records != former { try PrivateFile.replace(path + Self.listName, KeyList.bytes(of: records)) }
      stamp = FileStamp(path + Self.listName)
      updateRing()
      return answer
    } catch {
      records = former
      throw error
    }
  }

  private mutating func reload(_ found: FileStamp?) throws(AccessError) {
    records = try Self.list(in: path)
    stamp = found
    updateRing()
  }

  private func updateRing() {
    ring.replace(
      admitting: records.filter { $0.revoked == nil }.map(\.holder),
      revoking: records.filter { $0.revoked != nil }.map(\.holder))
  }

  private func freshID() -> String {
    let taken = Set(records.map(\.holder.id))
    while true {
      let id = String((0..<Self.idLength).map { _ in Self.idCharacters[Int.random(in: 0..<Self.idCharacters.count)] })
      if !taken.contains(id) { return id }
    }
  }

  private static func check(name: String) throws(AccessError) {
    let isPlain = name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-._".utf8.contains(byte)
    }
    guard isPlain, (1...64).contains(name.utf8.count), !name.hasPrefix("."), !name.hasPrefix("-") else {
      throw AccessError(
        .unknown, "is no name for a token", at: "\"\(name)\"",
        remedy: "use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first")
    }
  }

  private static func newKeys() throws(AccessError) -> CurveKeyPair {
    do throws(TransportError) { return try .random() } catch {
      throw AccessError(.unwritable, error.what, at: error.place, remedy: "install a libzmq that was built with CURVE")
    }
  }

  private static func makeFolder(_ path: String) throws(AccessError) {
    do {
      let owner: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: owner)
    } catch {
      throw AccessError(
        .unwritable, "the folder of keys cannot be made", at: path, remedy: "choose another with --keys DIR")
    }
  }

  private static func checkFolder(_ path: String, making: Bool) throws(AccessError) {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR,
      making || access(path + serverName, F_OK) == 0 || access(path + listName, F_OK) == 0
    else {
      throw AccessError(
        .missing, "there are no keys", at: path,
        remedy: "name the folder with --keys DIR; `sweepfarm token create` makes one")
    }
    guard facts.st_mode & 0o022 == 0 else {
      throw AccessError(
        .exposed, "group or others may put keys into it (mode \(String(facts.st_mode & 0o777, radix: 8)))", at: path,
        remedy: "chmod 700 it")
    }
  }

  private static func list(in path: String) throws(AccessError) -> [KeyRecord] {
    let file = path + listName
    return try KeyList.records(from: try PrivateFile.read(file, limit: KeyList.longestBytes), at: file)
  }

  /// The server's key; at the first use a new one, after an empty list.
  private static func serverKey(in path: String) throws(AccessError) -> CurveKeyPair {
    let file = path + serverName
    guard access(file, F_OK) != 0 else { return try ServerKey.read(file) }
    if access(path + listName, F_OK) != 0 {
      try PrivateFile.create(path + listName, KeyList.bytes(of: []))
    } else if try !list(in: path).isEmpty {
      throw AccessError(
        .missing, "the server's key is gone, and the tokens given out know no other", at: file,
        remedy: "restore it, or begin anew in another folder with new tokens")
    }
    let keys = try newKeys()
    try PrivateFile.create(file, ServerKey.bytes(of: keys))
    return keys
  }
}
