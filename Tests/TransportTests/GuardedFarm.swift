import CZeroMQ
import Testing

@testable import Transport

/// A router with CURVE, a worker's key in its ring, and ways to knock at it.
struct GuardedFarm: ~Copyable {
  let context: Context
  let server: CurveKeyPair
  let worker: CurveKeyPair
  let authenticator: Authenticator
  let router: RouterSocket
  let endpoint: Endpoint

  init(at address: String = "tcp://127.0.0.1:*", admitting roles: Set<Role> = Set(Role.allCases)) throws {
    let context = try Context()
    let worker = try CurveKeyPair.random()
    let server = try CurveKeyPair.random()
    let authenticator = try Authenticator(in: context, keyRing: KeyRing(admitting: [holder(of: worker)]))
    let router = try RouterSocket(
      in: context, options: .forTests, security: .curve(server: server, authenticator, admitting: roles))
    endpoint = try router.bind(Endpoint(address))
    self.context = context
    self.server = server
    self.worker = worker
    self.authenticator = authenticator
    self.router = router
  }

  var ring: KeyRing { authenticator.keyRing }

  borrowing func dealer(_ keys: CurveKeyPair) throws -> DealerSocket {
    try dealer(.curve(server: server.publicKey, own: keys))
  }

  borrowing func dealer(_ security: DealerSecurity) throws -> DealerSocket {
    let dealer = try DealerSocket(in: context, options: .forTests, security: security)
    try dealer.connect(endpoint)
    return dealer
  }

  borrowing func routerNext() throws -> (peer: PeerAddress, body: [UInt8]) { try next(of: router) }

  /// Asks until something was refused for this reason; a message that arrives meanwhile is a fault.
  borrowing func refuses(_ refusal: Refusal) throws -> Bool {
    try eventually {
      let message = try router.receive()
      #expect(message == nil)
      return authenticator.refusals[refusal, default: 0] > 0
    }
  }
}

func holder(of keys: CurveKeyPair, role: Role = .worker, id: String = "w1") -> KeyHolder {
  KeyHolder(key: keys.publicKey, role: role, id: id, name: "rack \(id)")
}
