import Synchronization

/// What a key lets its holder do.
public enum Role: String, CaseIterable, Hashable, Sendable {
  /// Computes.
  case worker
  /// Submits, changes and reads sweeps.
  case client
  /// Reads only.
  case viewer
}

/// Whom a key belongs to.
public struct KeyHolder: Hashable, Sendable {
  public var key: PublicKey
  public var role: Role
  /// The token's id, as `token list` shows it.
  public var id: String
  /// A person's word for it.
  public var name: String

  public init(key: PublicKey, role: Role, id: String, name: String) {
    self.key = key
    self.role = role
    self.id = id
    self.name = name
  }
}

/// What a key ring says of a key.
public enum Standing: Hashable, Sendable {
  case admitted(KeyHolder)
  case revoked(KeyHolder)
  case unknown
}

/// The public keys that may connect; any thread may ask or change it, and a change counts from the next question on.
public final class KeyRing: Sendable {
  private let standings: Mutex<[PublicKey: Standing]>

  /// A ring with these holders; without any, nobody is admitted.
  public init(admitting holders: [KeyHolder] = [], revoking revoked: [KeyHolder] = []) {
    standings = Mutex(Self.table(holders, revoked))
  }

  /// Takes another list in place of the whole ring, at once. A key in both lists is revoked.
  public func replace(admitting holders: [KeyHolder], revoking revoked: [KeyHolder]) {
    let table = Self.table(holders, revoked)
    standings.withLock { $0 = table }
  }

  /// Admits a holder from now on.
  public func admit(_ holder: KeyHolder) { standings.withLock { $0[holder.key] = .admitted(holder) } }

  /// Refuses a key from now on, and drops what its open connections still say.
  /// - Returns: false when the ring does not know the key.
  @discardableResult
  public func revoke(_ key: PublicKey) -> Bool {
    standings.withLock { table in
      switch table[key] {
      case .admitted(let holder): table[key] = .revoked(holder)
      case .revoked: break
      case .unknown, nil: return false
      }
      return true
    }
  }

  /// - Complexity: one look into a table.
  public func standing(of key: PublicKey) -> Standing { standings.withLock { $0[key] ?? .unknown } }

  private static func table(_ holders: [KeyHolder], _ revoked: [KeyHolder]) -> [PublicKey: Standing] {
    var table: [PublicKey: Standing] = [:]
    for holder in holders { table[holder.key] = .admitted(holder) }
    for holder in revoked { table[holder.key] = .revoked(holder) }
    return table
  }
}
