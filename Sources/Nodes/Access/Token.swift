import Sweeps
import Transport

/// All that a worker or client needs to join: where the coordinator is, how to know it, and who to be.
///
/// One file of mode 600. Whoever reads it can join in this role until the token is revoked.
public struct Token: Equatable, Sendable {
  /// Where a coordinator listens unless told otherwise.
  public static let defaultPort: UInt16 = 7_100
  static let version = 1
  /// The longest file read.
  static let longestBytes = 64 << 10
  /// The most addresses a token holds.
  static let mostAddresses = 64

  public let role: Role
  public let id: String
  public let name: String
  /// Where the coordinator may be reached, the likeliest first; never empty.
  public let addresses: [Endpoint]
  /// The coordinator's public key.
  public let server: PublicKey
  public let keys: CurveKeyPair

  /// What the socket needs.
  public var security: DealerSecurity { .curve(server: server, own: keys) }

  /// Reads a token's file.
  /// - Throws: `AccessError`: `missing`, `exposed`, or `malformed` with the member that is wrong.
  public init(file path: String) throws(AccessError) {
    try self.init(decoding: try PrivateFile.read(path, limit: Self.longestBytes), at: path)
  }

  init(role: Role, id: String, name: String, addresses: [Endpoint], server: PublicKey, keys: CurveKeyPair) {
    self.role = role
    self.id = id
    self.name = name
    self.addresses = addresses
    self.server = server
    self.keys = keys
  }

  /// Writes the token to a new file of mode 600, whole or not at all.
  /// - Throws: `exists`, `unwritable`.
  public func write(to path: String) throws(AccessError) {
    try PrivateFile.create(path, bytes)
  }

  var bytes: [UInt8] {
    AccessText.object([
      ("sweepfarm_token", .integer(Int64(Self.version))), ("role", .string(role.rawValue)), ("id", .string(id)),
      ("name", .string(name)), ("addresses", .array(addresses.map { .string($0.description) })),
      ("server_public_key", .string(server.text)), ("public_key", .string(keys.publicKey.text)),
      ("secret_key", .string(keys.secretKey.text)),
    ])
  }

  init(decoding bytes: [UInt8], at path: String) throws(AccessError) {
    let file = try AccessText.decode(
      TokenFile.self, from: bytes, at: path, what: "token", versionKey: "sweepfarm_token", version: Self.version)
    guard let role = Role(rawValue: file.role) else {
      throw AccessText.malformed("has the role \"\(file.role)\", which is none of worker, client and viewer", path)
    }
    guard !file.addresses.isEmpty, file.addresses.count <= Self.mostAddresses else {
      throw AccessText.malformed("has \(file.addresses.count) addresses and not 1 to \(Self.mostAddresses)", path)
    }
    do throws(TransportError) {
      var addresses: [Endpoint] = []
      for text in file.addresses { addresses.append(try Endpoint(text).checkedForConnecting()) }
      self.init(
        role: role, id: file.id, name: file.name, addresses: addresses, server: try PublicKey(file.serverPublicKey),
        keys: try CurveKeyPair(publicKey: PublicKey(file.publicKey), secretKey: SecretKey(file.secretKey)))
    } catch {
      throw AccessText.malformed("\(error.what) (\(error.place))", path)
    }
  }
}

/// A token's file as it is written.
private struct TokenFile: Decodable {
  var role: String
  var id: String
  var name: String
  var addresses: [String]
  var serverPublicKey: String
  var publicKey: String
  var secretKey: String

  enum CodingKeys: String, CodingKey {
    case role, id, name, addresses
    case serverPublicKey = "server_public_key"
    case publicKey = "public_key"
    case secretKey = "secret_key"
  }
}
