/// Who may enter by one kind of socket: a key ring and the roles it admits. libzmq names it as its ZAP domain.
///
/// The same verdict is asked for when a peer connects and for each of its messages.
final class Gate: Sendable {
  enum Verdict: Hashable {
    case admitted(KeyHolder)
    case refused(Refusal)
  }

  let domain: String
  let ring: KeyRing
  let roles: Set<Role>
  let tally: RefusalTally

  init(domain: String, ring: KeyRing, roles: Set<Role>, tally: RefusalTally) {
    self.domain = domain
    self.ring = ring
    self.roles = roles
    self.tally = tally
  }

  func verdict(on key: PublicKey) -> Verdict {
    switch ring.standing(of: key) {
    case .admitted(let holder): roles.contains(holder.role) ? .admitted(holder) : .refused(.wrongRole)
    case .revoked: .refused(.revokedKey)
    case .unknown: .refused(.unknownKey)
    }
  }
}

/// What the authenticator writes into a connection's user id: a secret of this process, then the peer's key.
///
/// The secret is never sent to anyone. So a message can only carry a good user id if the authenticator itself let its
/// connection in: not if libzmq, finding no authenticator, let everybody in, nor if a peer names a user id of its own.
struct Seal: Hashable {
  private let secret: String

  init() {
    var random = SystemRandomNumberGenerator()
    secret = (0..<2).map { _ in String(random.next(), radix: 36) }.joined(separator: "-") + ":"
  }

  func userID(of key: PublicKey) -> String { secret + key.text }

  /// The key behind a user id; nil for one that this seal did not make.
  func key(of userID: String?) -> PublicKey? {
    guard let userID, userID.hasPrefix(secret) else { return nil }
    return try? PublicKey(String(userID.dropFirst(secret.count)))
  }
}
