import Testing

@testable import Transport

@Suite struct RoundTripTests {
  @Test(arguments: ["tcp://127.0.0.1:*", "tcp://[::1]:*", "tcp://localhost:*", "tcp://*:*", "ipc://*"])
  func `a message goes there and back`(address: String) throws {
    let pair = try Pair(at: address)
    #expect(try pair.dealer.send(Array("question".utf8)) == .sent)
    let (peer, body) = try pair.routerNext()
    #expect(body == Array("question".utf8))
    #expect(try pair.router.send(Array("answer".utf8), to: peer) == .sent)
    #expect(try pair.dealerNext() == Array("answer".utf8))
    #expect(try pair.router.receive() == nil)
    #expect(try pair.dealer.receive() == nil)
  }

  @Test func `an empty body and the largest body arrive whole`() throws {
    var options = SocketOptions.forTests
    options.maximumMessageBytes = 1 << 20
    let pair = try Pair(options: options)
    let largest = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for body in [[], [0], largest] {
      #expect(try pair.dealer.send(body) == .sent)
      #expect(try pair.routerNext().body == body)
    }
  }

  @Test(arguments: ["tcp://127.0.0.1:*", "ipc://*"])
  func `ten thousand messages of each of three peers arrive once and in order`(address: String) throws {
    let count = 10_000
    let context = try Context()
    let router = try RouterSocket(in: context, options: .forTests)
    let endpoint = try router.bind(Endpoint(address))
    for name in 0..<UInt8(3) {
      onThread {
        let dealer = try DealerSocket(in: Context(), options: .forTests)
        try dealer.connect(endpoint)
        for number in 0..<count { try untilSent { try dealer.send([name] + bytes(of: number)) } }
        // Over ipc, closing while the router's queue is full would lose what the kernel still holds.
        _ = try next(of: dealer)
      }
    }
    var poller = try Poller()
    poller.watch(router)
    var received = [[Int]](repeating: [], count: 3)
    var peers: [Set<PeerAddress>] = [[], [], []]
    while received.map(\.count).reduce(0, +) < 3 * count {
      try #require(poller.wait(atMost: .seconds(20)).readableSockets == 1)
      while let (peer, body) = try router.receive() {
        received[Int(body[0])].append(number(of: body[1...]))
        peers[Int(body[0])].insert(peer)
      }
    }
    for peer in peers.joined() { #expect(try router.send([], to: peer) == .sent) }
    for name in 0..<3 { #expect(received[name] == Array(0..<count)) }
    #expect(peers.map(\.count) == [1, 1, 1])
    #expect(Set(peers.joined()).count == 3)
  }

  @Test func `a peer that went away is unreachable`() throws {
    let context = try Context()
    let router = try RouterSocket(in: context, options: .forTests)
    let endpoint = try router.bind(Endpoint("tcp://127.0.0.1:*"))
    let dealer = try DealerSocket(in: context, options: .forTests)
    try dealer.connect(endpoint)
    #expect(try dealer.send([1]) == .sent)
    let peer = try next(of: router).peer
    dealer.close()
    let gone = try eventually { try router.send([2], to: peer) == .unreachable }
    #expect(gone)
    #expect(try router.send([2], to: PeerAddress([9, 9, 9])) == .unreachable)
  }

  @Test func `a peer that does not read fills its queue and holds up nobody`() throws {
    var options = SocketOptions.forTests
    options.sendQueueMessages = 8
    options.receiveQueueMessages = 8
    let pair = try Pair(options: options)
    #expect(try pair.dealer.send([1]) == .sent)
    let peer = try pair.routerNext().peer
    let body = [UInt8](repeating: 7, count: 1 << 20)
    var sent = 0
    var refusals = 0
    // The kernel's buffers fill in the background, so only a run of refusals means full.
    while sent < 1_000, refusals < 50 {
      switch try pair.router.send(body, to: peer) {
      case .sent: (sent, refusals) = (sent + 1, 0)
      case .full: refusals += 1
      case .unreachable: throw Late()
      }
      if refusals > 0 { pause(.milliseconds(2)) }
    }
    #expect((8..<1_000).contains(sent))
    // What was taken is delivered: `full` dropped nothing that was `sent`.
    for _ in 0..<sent { #expect(try pair.dealerNext().count == body.count) }
    let free = try eventually { try pair.router.send([2], to: peer) == .sent }
    #expect(free)
    #expect(try pair.dealerNext() == [2])
  }

  @Test func `a dealer finds its router again after a restart`() throws {
    let context = try Context()
    let first = try RouterSocket(in: context, options: .forTests)
    let endpoint = try first.bind(Endpoint("tcp://127.0.0.1:*"))
    let dealer = try DealerSocket(in: context, options: .forTests)
    try dealer.connect(endpoint)
    #expect(try dealer.send([1]) == .sent)
    let before = try next(of: first)
    #expect(before.body == [1])
    first.close()
    let second = try rebound(to: endpoint, in: context)
    // What went into the dying connection is lost, as the farm expects; what is said again arrives.
    let heard = try eventually { () throws -> Bool in
      #expect(try dealer.send([2]) == .sent)
      return try second.receive()?.body == [2]
    }
    #expect(heard)
  }
}

/// A closed listener frees its port a moment later.
private func rebound(to endpoint: Endpoint, in context: borrowing Context) throws -> RouterSocket {
  let router = try RouterSocket(in: context, options: .forTests)
  let bound = try eventually {
    do { return try router.bind(endpoint) == endpoint } catch let error as TransportError
      where error.kind == .addressInUse
    {
      return false
    }
  }
  try #require(bound)
  return router
}
