import Testing

@testable import Transport

/// Where the authenticator is not at work, nobody gets in.
@Suite struct AuthenticatorTests {
  @Test func `nobody gets in once the authenticator is down, and the socket says so`() throws {
    let farm = try GuardedFarm()
    let before = try farm.dealer(farm.worker)
    #expect(try before.send([1]) == .sent)
    _ = try farm.routerNext()
    farm.authenticator.stop()
    let noticed = eventually { farm.authenticator.handler.state == .stopped }
    #expect(noticed)
    let after = try farm.dealer(farm.worker)
    #expect(try after.send([2]) == .sent)
    let error = #expect(throws: TransportError.self) { try farm.router.receive() }
    #expect(error?.kind == .authenticatorFailed)
    pause(.milliseconds(300))
    // Nor is anything there behind the refusal to receive.
    #expect(try !farm.router.handle.receiveFrame())
    #expect(try after.receive() == nil)
    #expect(after.handshakes.completed == 0)
    let another = #expect(throws: TransportError.self) {
      _ = try RouterSocket(
        in: farm.context, options: .forTests,
        security: .curve(server: farm.server, farm.authenticator, admitting: [.worker]))
    }
    #expect(another?.kind == .authenticatorFailed)
  }

  @Test func `an authenticator that libzmq does not find fails its self-test`() throws {
    let context = try Context()
    let error = #expect(throws: TransportError.self) {
      _ = try Authenticator(in: context, keyRing: KeyRing(), place: "inproc://nobody.asks.here")
    }
    #expect(error?.what == "a random key was let in")
    // Its place is free again for one that works.
    _ = try Authenticator(in: context, keyRing: KeyRing())
  }

  @Test func `an authenticator that stopped fails its self-test`() throws {
    let context = try Context()
    let authenticator = try Authenticator(in: context, keyRing: KeyRing())
    try authenticator.testItself(in: context)
    authenticator.stop()
    let noticed = eventually { authenticator.handler.state == .stopped }
    #expect(noticed)
    let error = #expect(throws: TransportError.self) { try authenticator.testItself(in: context) }
    #expect(error?.kind == .authenticatorFailed)
  }

  @Test func `a context has one authenticator, and sockets only their own context's`() throws {
    let context = try Context()
    let authenticator = try Authenticator(in: context, keyRing: KeyRing())
    let second = #expect(throws: TransportError.self) { _ = try Authenticator(in: context, keyRing: KeyRing()) }
    #expect(second?.kind == .addressInUse)
    let elsewhere = try Context()
    let server = try CurveKeyPair.random()
    let error = #expect(throws: TransportError.self) {
      _ = try RouterSocket(in: elsewhere, security: .curve(server: server, authenticator, admitting: [.worker]))
    }
    #expect(error?.kind == .invalidOption)
  }

  @Test func `a message without this authenticator's seal is dropped and counted`() throws {
    let farm = try GuardedFarm()
    let elsewhere = try Context()
    let another = try Authenticator(in: elsewhere, keyRing: farm.ring)
    // A router that trusts another authenticator than the one that libzmq asks.
    let gate = farm.authenticator.gate(admitting: [.worker])
    let router = try RouterSocket(
      in: farm.context, options: .forTests, doorkeeper: Doorkeeper(gate: gate, authenticator: another),
      key: farm.server.secretKey)
    let endpoint = try router.bind(Endpoint("tcp://127.0.0.1:*"))
    let dealer = try DealerSocket(
      in: farm.context, options: .forTests, security: .curve(server: farm.server.publicKey, own: farm.worker))
    try dealer.connect(endpoint)
    #expect(try dealer.send([1]) == .sent)
    let dropped = try eventually { () throws -> Bool in
      let message = try router.receive()
      #expect(message == nil)
      return farm.authenticator.refusals[.unsealedMessage, default: 0] == 1
    }
    #expect(dropped)
  }

  @Test func `a seal knows its own and no other`() throws {
    let key = try CurveKeyPair.random().publicKey
    let (seal, other) = (Seal(), Seal())
    #expect(seal.key(of: seal.userID(of: key)) == key)
    #expect(seal.key(of: other.userID(of: key)) == nil)
    for text in [nil, "", key.text, ":" + key.text, seal.userID(of: key) + "x"] { #expect(seal.key(of: text) == nil) }
  }

  @Test(arguments: [["NULL"], ["PLAIN", "me", "x"], ["CURVE", "short"], ["CURVE"]])
  func `a question without a CURVE key is answered with no`(mechanism: [String]) throws {
    let facts = ["1.0", "7", "domain", "1.2.3.4", ""] + mechanism
    let frames: [[UInt8]] = [[1], []] + facts.map { Array($0.utf8) }
    let request = try #require(ZAPRequest(frames: frames))
    #expect(request.key == nil)
    let reply = request.reply(userID: nil)
    #expect(
      reply.map { String(decoding: $0, as: UTF8.self) }.dropFirst(1) == ["", "1.0", "7", "400", "refused", "", ""])
  }

  @Test func `what is no question of version 1 is not read`() {
    let good: [[UInt8]] = [[1], [], Array("1.0".utf8), [7], [], [], [], Array("NULL".utf8)]
    #expect(ZAPRequest(frames: good) != nil)
    #expect(ZAPRequest(frames: []) == nil)
    #expect(ZAPRequest(frames: Array(good.dropLast())) == nil)
    var later = good
    later[2] = Array("2.0".utf8)
    #expect(ZAPRequest(frames: later) == nil)
  }
}
