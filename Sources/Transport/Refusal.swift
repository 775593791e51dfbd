import Synchronization

/// Why a peer, or a message of its, did not get in.
public enum Refusal: String, CaseIterable, Hashable, Sendable {
  /// A key that the ring does not hold.
  case unknownKey = "unknown key"
  /// A key that the ring once admitted.
  case revokedKey = "revoked key"
  /// A key of a role that this socket does not admit.
  case wrongRole = "wrong role"
  /// A peer of ZMTP 3 that speaks without CURVE: NULL, PLAIN or GSSAPI.
  case noCurve = "no CURVE"
  /// A peer that takes this socket for another: its hello does not fit the server's key.
  case wrongServerKey = "wrong server key"
  /// A peer that spoke nonsense, nothing, or hung up before it was let in.
  case brokenHandshake = "broken handshake"
  /// A message over a connection whose key was revoked, or changed its role, after it was let in.
  case messageOfRevokedKey = "message of a revoked key"
  /// A message over a connection that the authenticator never let in: libzmq let it pass, we did not.
  case unsealedMessage = "message without the authenticator's seal"
}

/// Counts refusals by reason; any thread may add or read.
final class RefusalTally: Sendable {
  private let counts = Mutex<[Refusal: Int]>([:])

  func add(_ refusal: Refusal) { counts.withLock { $0[refusal, default: 0] += 1 } }

  var all: [Refusal: Int] { counts.withLock { $0 } }
}
