import Testing

@testable import Transport

/// Holders of keys: who they are is known for each message, and a revocation counts at once.
@Suite struct CurveTests {
  @Test(arguments: ["tcp://127.0.0.1:*", "tcp://[::1]:*", "ipc://*"])
  func `a holder of a key speaks and is answered, by name`(address: String) throws {
    let farm = try GuardedFarm(at: address)
    let dealer = try farm.dealer(farm.worker)
    for body in [[], [1], [UInt8](repeating: 7, count: 1 << 20)] {
      #expect(try dealer.send(body) == .sent)
      let (peer, heard) = try farm.routerNext()
      #expect(heard == body)
      #expect(farm.router.holder(of: peer) == holder(of: farm.worker))
      #expect(try farm.router.send(heard, to: peer) == .sent)
      #expect(try next(of: dealer) == body)
    }
    #expect(try dealer.receive() == nil)
    #expect(try farm.router.receive() == nil)
    #expect(dealer.handshakes == Handshakes(begun: 1, completed: 1))
    #expect(farm.router.handshakes == Handshakes(begun: 1, completed: 1))
    #expect(farm.authenticator.refusals == [:])
  }

  @Test func `a worker's key used as a client's is recognised`() throws {
    let farm = try GuardedFarm()
    let client = try CurveKeyPair.random()
    farm.ring.admit(holder(of: client, role: .client, id: "c1"))
    let mine = try farm.dealer(farm.worker)
    let another = try farm.dealer(client)
    #expect(try mine.send(Array("submit".utf8)) == .sent)
    let asWorker = try farm.routerNext()
    #expect(farm.router.holder(of: asWorker.peer)?.role == .worker)
    #expect(try another.send(Array("submit".utf8)) == .sent)
    let asClient = try farm.routerNext()
    #expect(farm.router.holder(of: asClient.peer)?.role == .client)
    #expect(farm.router.holder(of: asClient.peer)?.id == "c1")
  }

  @Test func `two connections with one key are the same holder`() throws {
    let farm = try GuardedFarm()
    let mine = try farm.dealer(farm.worker)
    let another = try farm.dealer(farm.worker)
    #expect(try mine.send([1]) == .sent)
    let first = try farm.routerNext().peer
    #expect(try another.send([2]) == .sent)
    let second = try farm.routerNext().peer
    #expect(first != second)
    #expect(farm.router.holder(of: first) == farm.router.holder(of: second))
  }

  @Test func `a revoked key's live connection is heard no more, told nothing and ended`() throws {
    let farm = try GuardedFarm()
    let other = try CurveKeyPair.random()
    farm.ring.admit(holder(of: other, id: "w2"))
    let mine = try farm.dealer(farm.worker)
    let another = try farm.dealer(other)
    #expect(try mine.send([1]) == .sent)
    let peer = try farm.routerNext().peer
    #expect(try another.send([2]) == .sent)
    let neighbour = try farm.routerNext().peer

    #expect(farm.ring.revoke(farm.worker.publicKey))
    #expect(farm.router.holder(of: peer) == nil)
    #expect(try farm.router.send([3], to: peer) == .unreachable)
    #expect(try mine.send([4]) == .sent)
    #expect(try farm.refuses(.messageOfRevokedKey))
    // Its connection is gone, and the next one is not let in.
    let refused = try eventually { () throws -> Bool in
      #expect(try mine.receive() == nil)
      return mine.handshakes.failures[.notAdmitted, default: 0] > 0
    }
    #expect(refused)
    #expect(try farm.refuses(.revokedKey))

    #expect(farm.router.holder(of: neighbour)?.id == "w2")
    #expect(try farm.router.send([5], to: neighbour) == .sent)
    #expect(try next(of: another) == [5])
    #expect(try another.send([6]) == .sent)
    #expect(try farm.routerNext().peer == neighbour)
  }

  @Test func `a key that changes its role loses what the old one allowed`() throws {
    let farm = try GuardedFarm(admitting: [.worker])
    let dealer = try farm.dealer(farm.worker)
    #expect(try dealer.send([1]) == .sent)
    let peer = try farm.routerNext().peer
    farm.ring.replace(admitting: [holder(of: farm.worker, role: .viewer)], revoking: [])
    #expect(try farm.router.send([2], to: peer) == .unreachable)
    #expect(try dealer.send([3]) == .sent)
    #expect(try farm.refuses(.wrongRole))
  }

  @Test func `a refused dealer gives up, and another one with the key gets in once it is admitted`() throws {
    let farm = try GuardedFarm()
    let late = try CurveKeyPair.random()
    let dealer = try farm.dealer(late)
    let refused = try eventually { () throws -> Bool in
      #expect(try dealer.receive() == nil)
      #expect(try farm.router.receive() == nil)
      return dealer.handshakes.isRefused
    }
    #expect(refused)
    farm.ring.admit(holder(of: late, id: "late"))
    pause(.milliseconds(300))
    #expect(try dealer.receive() == nil)
    #expect(dealer.handshakes == Handshakes(begun: 1, failures: [.notAdmitted: 1]))
    let another = try farm.dealer(late)
    #expect(try another.send([1]) == .sent)
    let (peer, body) = try farm.routerNext()
    #expect(body == [1])
    #expect(farm.router.holder(of: peer)?.id == "late")
  }

  @Test func `whoever has not spoken is told nothing`() throws {
    let farm = try GuardedFarm()
    let dealer = try farm.dealer(farm.worker)
    #expect(try dealer.send([1]) == .sent)
    let peer = try farm.routerNext().peer
    #expect(try farm.router.send([2], to: PeerAddress(peer.bytes + [0])) == .unreachable)
    dealer.close()
    let gone = try eventually { try farm.router.send([2], to: peer) == .unreachable }
    #expect(gone)
    #expect(farm.router.holder(of: peer) == nil)
  }

  @Test func `the keys behind connections take bounded room, the latest kept`() throws {
    let key = try CurveKeyPair.random().publicKey
    var visitors = Visitors()
    let count = 5 * Visitors.limit + 17
    for number in 0..<count { visitors[PeerAddress(bytes(of: number))] = key }
    let kept = (0..<count).filter { visitors[PeerAddress(bytes(of: $0))] != nil }
    #expect((Visitors.limit...2 * Visitors.limit).contains(kept.count))
    #expect(kept == Array(count - kept.count..<count))
    visitors[PeerAddress(bytes(of: kept[0]))] = nil
    #expect(visitors[PeerAddress(bytes(of: kept[0]))] == nil)
  }
}
