/// Keeps one CURVE router: which connection speaks with which key, and whether it still may.
final class Doorkeeper {
  let gate: Gate
  let authenticator: Authenticator
  private var visitors = Visitors()
  /// Calls since the start.
  private var calls: UInt8 = 0

  init(gate: Gate, authenticator: Authenticator) {
    self.gate = gate
    self.authenticator = authenticator
  }

  /// True once in 256 calls: a socket that never runs dry must read reports of handshakes all the same.
  func isTimeToRead() -> Bool {
    calls &+= 1
    return calls == 0
  }

  /// Judges the message last received over a connection. One that may not speak any more is hung up on.
  func admits(_ peer: PeerAddress, at handle: SocketHandle) -> Bool {
    guard let key = authenticator.handler.seal.key(of: handle.frameUserID) else {
      return refuse(peer, at: handle, .unsealedMessage)
    }
    switch gate.verdict(on: key) {
    case .admitted:
      visitors[peer] = key
      return true
    case .refused: return refuse(peer, at: handle, .messageOfRevokedKey)
    }
  }

  /// Who speaks over a connection; nil for one that has not spoken yet, or may not any more.
  func holder(of peer: PeerAddress) -> KeyHolder? {
    guard let key = visitors[peer], case .admitted(let holder) = gate.verdict(on: key) else { return nil }
    return holder
  }

  func forget(_ peer: PeerAddress) { visitors[peer] = nil }

  /// What libzmq's own reports mean for the count; the authenticator counted those it refused.
  func count(_ failure: HandshakeFailure) {
    switch failure {
    case .mechanismMismatch: gate.tally.add(.noCurve)
    case .wrongKey: gate.tally.add(.wrongServerKey)
    case .malformed, .brokenOff: gate.tally.add(.brokenHandshake)
    case .notAdmitted: break
    }
  }

  private func refuse(_ peer: PeerAddress, at handle: SocketHandle, _ refusal: Refusal) -> Bool {
    gate.tally.add(refusal)
    forget(peer)
    handle.hangUp()
    return false
  }
}

/// The keys behind connections. libzmq does not say when a connection ends, so the ones that spoke longest ago are
/// forgotten: between `limit` and twice as many are kept. Whoever is forgotten is known again when it next speaks.
struct Visitors {
  static let limit = 32_768

  private var recent: [PeerAddress: PublicKey] = [:]
  private var former: [PeerAddress: PublicKey] = [:]

  subscript(peer: PeerAddress) -> PublicKey? {
    get { recent[peer] ?? former[peer] }
    set {
      recent[peer] = newValue
      if newValue == nil { former[peer] = nil }
      guard recent.count >= Self.limit else { return }
      former = recent
      recent = [:]
    }
  }
}
