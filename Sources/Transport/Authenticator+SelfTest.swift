extension Authenticator {
  /// How long the self-test waits for libzmq to make up its mind about one key.
  private static let patience = Duration.seconds(5)

  /// Lets a stranger and a holder of a key knock at a socket of this host: the one must be refused, the other heard.
  ///
  /// - Throws: `authenticatorFailed`.
  func testItself(in context: borrowing Context) throws(TransportError) {
    let server = try CurveKeyPair.random()
    let (holder, stranger) = (try CurveKeyPair.random(), try CurveKeyPair.random())
    let ring = KeyRing(admitting: [KeyHolder(key: holder.publicKey, role: .worker, id: "self-test", name: "self-test")])
    let gate = Gate(domain: "self-test", ring: ring, roles: [.worker], tally: RefusalTally())
    handler.open(gate)
    var options = SocketOptions()
    options.linger = .zero
    options.handshake = Self.patience
    // A name that only the kernel knows: nothing is left behind, and nobody outside this host can reach it.
    let endpoint = try Endpoint("ipc://@sweepfarm-self-test-\(UInt64.random(in: 0 ... .max))")

    let router = try RouterSocket(
      in: context, options: options, doorkeeper: Doorkeeper(gate: gate, authenticator: self), key: server.secretKey)
    _ = try router.bind(endpoint)
    for (keys, mayEnter) in [(stranger, false), (holder, true)] {
      let dealer = try DealerSocket(
        in: context, options: options, security: .curve(server: server.publicKey, own: keys))
      try dealer.connect(endpoint)
      _ = try dealer.send([1])
      try Self.expect(mayEnter: mayEnter, at: router)
    }
  }

  private static func expect(mayEnter: Bool, at router: borrowing RouterSocket) throws(TransportError) {
    var poller = try Poller()
    let end = ContinuousClock.now + patience
    while ContinuousClock.now < end {
      // Handshakes come with no message to wait for, so look often; it is over in a few milliseconds.
      _ = try poller.wait(atMost: .milliseconds(1))
      let heard = try router.receive()
      let handshakes = router.handshakes
      if mayEnter {
        if let heard, router.holder(of: heard.peer) != nil { return }
        if handshakes.failures[.notAdmitted, default: 0] > 1 { throw failure("a key of the ring was refused") }
      } else {
        if heard != nil || handshakes.completed > 0 { throw failure("a random key was let in") }
        if handshakes.failures[.notAdmitted] != nil { return }
      }
    }
    throw failure("libzmq asked nobody about a key for \(patience)")
  }
}
