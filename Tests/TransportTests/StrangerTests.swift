import CZeroMQ
import Testing

@testable import Transport

/// Whatever a stranger tries reaches nothing and is counted, and the holder of a key does not notice.
@Suite struct StrangerTests {
  enum Stranger: CaseIterable {
    case withoutKey, withPassword, unknownKey, revokedKey, wrongRole, wrongServerKey

    var refusal: Refusal {
      switch self {
      case .withoutKey, .withPassword: .noCurve
      case .unknownKey: .unknownKey
      case .revokedKey: .revokedKey
      case .wrongRole: .wrongRole
      case .wrongServerKey: .wrongServerKey
      }
    }

    func knock(at farm: borrowing GuardedFarm) throws -> DealerSocket {
      let own = try CurveKeyPair.random()
      switch self {
      case .withoutKey: return try farm.dealer(.none)
      case .withPassword:
        let dealer = try DealerSocket(in: farm.context, options: .forTests)
        try dealer.handle.set("the user", ZMQ_PLAIN_USERNAME, "admin")
        try dealer.handle.set("the password", ZMQ_PLAIN_PASSWORD, "admin")
        try dealer.connect(farm.endpoint)
        return dealer
      case .unknownKey: break
      case .revokedKey:
        farm.ring.admit(holder(of: own, id: "former"))
        farm.ring.revoke(own.publicKey)
      case .wrongRole: farm.ring.admit(holder(of: own, role: .viewer, id: "viewer"))
      case .wrongServerKey:
        return try farm.dealer(.curve(server: CurveKeyPair.random().publicKey, own: farm.worker))
      }
      return try farm.dealer(own)
    }
  }

  @Test(arguments: Stranger.allCases)
  func `a stranger reaches nothing and is counted`(stranger: Stranger) throws {
    let farm = try GuardedFarm(admitting: [.worker, .client])
    let dealer = try stranger.knock(at: farm)
    #expect(try dealer.send([1]) == .sent)
    #expect(try farm.refuses(stranger.refusal))
    #expect(Set(farm.authenticator.refusals.keys) == [stranger.refusal])
    try expectOnlyTheHolderIsHeard(farm)
    #expect(try dealer.receive() == nil)
    #expect(dealer.handshakes.completed == 0)
  }

  /// Greetings of ZMTP 1.0 and 2.0, which know no CURVE, with a message behind each.
  @Test(
    arguments: [
      [1, 0, 2, 0, 120], [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 5, 0, 0, 0, 1, 120],
    ] as [[UInt8]])
  func `a peer of an old protocol reaches nothing and is counted`(greeting: [UInt8]) throws {
    let farm = try GuardedFarm()
    let connection = try RawConnection(to: farm.endpoint, sending: greeting)
    let counted = try eventually { () throws -> Bool in
      #expect(try farm.router.receive() == nil)
      return farm.router.handshakes.begun == 1
    }
    #expect(counted)
    try expectOnlyTheHolderIsHeard(farm)
    #expect(farm.router.handshakes.unfinished == 1)
    withExtendedLifetime(connection) {}
  }

  @Test func `noise on the port reaches nothing`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Splitmix(state: seed)
    let farm = try GuardedFarm()
    let strangers = try (0..<40).map { number in
      var greeting: [UInt8] = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0] + Array("CURVE".utf8)
      greeting += [UInt8](repeating: 0, count: 64 - greeting.count)
      // Half of them get as far as a hello that is none.
      let start = number.isMultiple(of: 2) ? greeting : []
      return try RawConnection(
        to: farm.endpoint, sending: start + random.bytes(Int.random(in: 1...3_000, using: &random)))
    }
    let dealer = try farm.dealer(farm.worker)
    for number in 0..<UInt8(100) {
      #expect(try dealer.send([number]) == .sent)
      let (peer, body) = try farm.routerNext()
      #expect(body == [number], "seed \(seed)")
      #expect(try farm.router.send(body, to: peer) == .sent)
      #expect(try next(of: dealer) == [number])
    }
    #expect(try farm.router.receive() == nil, "seed \(seed)")
    let handshakes = farm.router.handshakes
    #expect(handshakes.completed == 1, "seed \(seed)")
    #expect(handshakes.begun <= 1 + strangers.count)
  }

  @Test func `a bound address beyond this host needs keys`() throws {
    let context = try Context()
    let router = try RouterSocket(in: context, options: .forTests)
    for text in ["tcp://*:*", "tcp://0.0.0.0:*", "tcp://[::]:*", "tcp://eth0:*"] {
      let error = #expect(throws: TransportError.self) { try router.bind(Endpoint(text)) }
      #expect(error?.kind == .unprotected)
    }
    let farm = try GuardedFarm(at: "tcp://*:*")
    #expect(!farm.endpoint.isLoopback)
  }

  private func expectOnlyTheHolderIsHeard(_ farm: borrowing GuardedFarm) throws {
    let honest = try farm.dealer(farm.worker)
    #expect(try honest.send([2]) == .sent)
    #expect(try farm.routerNext().body == [2])
    pause(.milliseconds(50))
    #expect(try farm.router.receive() == nil)
    #expect(farm.router.handshakes.completed == 1)
  }
}
