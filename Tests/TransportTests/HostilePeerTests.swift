import CZeroMQ
import Glibc
import Testing

@testable import Transport

@Suite struct HostilePeerTests {
  @Test func `our own oversize message is refused before it is queued`() throws {
    var options = SocketOptions.forTests
    options.maximumMessageBytes = 1_000
    let pair = try Pair(options: options)
    #expect(try pair.dealer.send([1]) == .sent)
    let peer = try pair.routerNext().peer
    let body = [UInt8](repeating: 0, count: 1_001)
    let fromDealer = #expect(throws: TransportError.self) { try pair.dealer.send(body) }
    let fromRouter = #expect(throws: TransportError.self) { try pair.router.send(body, to: peer) }
    #expect(fromDealer?.kind == .messageTooLarge)
    #expect(fromRouter?.kind == .messageTooLarge)
    // The refusal left no half message behind.
    #expect(try pair.router.send([5], to: peer) == .sent)
    #expect(try pair.dealerNext() == [5])
  }

  @Test func `a peer's oversize message never arrives`() throws {
    var options = SocketOptions.forTests
    options.maximumMessageBytes = 1_000
    let context = try Context()
    let router = try RouterSocket(in: context, options: options)
    let endpoint = try router.bind(Endpoint("tcp://127.0.0.1:*"))
    let liar = try DealerSocket(in: context, options: .forTests)
    try liar.connect(endpoint)
    #expect(try liar.send([UInt8](repeating: 1, count: 1_001)) == .sent)
    let honest = try DealerSocket(in: context, options: .forTests)
    try honest.connect(endpoint)
    #expect(try honest.send([2]) == .sent)
    #expect(try next(of: router).body == [2])
    pause(.milliseconds(100))
    #expect(try router.receive() == nil)
  }

  @Test func `a message of many parts is drained and counted, and the next arrives`() throws {
    let pair = try Pair()
    for parts in [2, 10_000] { pair.dealer.sendParts(parts) }
    #expect(try pair.dealer.send([3]) == .sent)
    #expect(try pair.routerNext().body == [3])
    #expect(pair.router.refusedMessages == 2)

    #expect(try pair.dealer.send([4]) == .sent)
    let peer = try pair.routerNext().peer
    #expect(try pair.router.handle.sendFrame(peer.bytes, more: true) == .sent)
    #expect(try pair.router.handle.sendFrame([1], more: true) == .sent)
    #expect(try pair.router.handle.sendFrame([2], more: false) == .sent)
    #expect(try pair.router.send([5], to: peer) == .sent)
    #expect(try pair.dealerNext() == [5])
    #expect(pair.dealer.refusedMessages == 1)
  }

  @Test func `a run of malformed messages ends each call soon`() throws {
    let pair = try Pair()
    let count = 3 * RouterSocket.refusalsPerCall
    for _ in 0..<count { pair.dealer.sendParts(2) }
    let all = try eventually { () throws -> Bool in
      let before = pair.router.refusedMessages
      let message = try pair.router.receive()
      #expect(message == nil)
      #expect(pair.router.refusedMessages - before <= RouterSocket.refusalsPerCall)
      return pair.router.refusedMessages == count
    }
    #expect(all)
  }

  @Test func `garbage on the port hurts nobody else`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Splitmix(state: seed)
    let pair = try Pair(at: "tcp://127.0.0.1:*")
    let noise = (0..<40).map { _ in random.bytes(Int.random(in: 1...3_000, using: &random)) }
    let streams = noise + [halfGreeting, hugeFrame, Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)]
    let strangers = try streams.map { try RawConnection(to: pair.endpoint, sending: $0) }
    #expect(try pair.dealer.send([0]) == .sent)
    var honest: PeerAddress?
    for number in 0..<UInt8(100) {
      // Without CURVE, noise can pass for a peer of ZMTP 1: a body that no decoder will read, under its own address.
      var message = try pair.routerNext()
      while message.peer != honest ?? message.peer || message.body != [number] { message = try pair.routerNext() }
      honest = message.peer
      #expect(try pair.router.send([number], to: message.peer) == .sent)
      #expect(try pair.dealerNext() == [number], "seed \(seed)")
      #expect(try pair.dealer.send([number + 1]) == .sent)
    }
    #expect(strangers.count == 43)
  }

  @Test func `a connection that breaks while its queue is full hurts nobody else`() throws {
    var options = SocketOptions.forTests
    options.receiveQueueMessages = 1
    let pair = try Pair(at: "tcp://127.0.0.1:*", options: options)
    // libzmq aborts the process at the next of its own heartbeats, so there must be none.
    #expect(try pair.router.handle.heartbeatInterval() == 0)
    #expect(try pair.dealer.handle.heartbeatInterval() == 0)
    let frames = [[UInt8]](repeating: [0, 1, 65], count: 2_000).flatMap { $0 }
    do {
      let stranger = try RawConnection(to: pair.endpoint, sending: greeting + ready)
      stranger.resetAtEnd()
      // Nothing may be said before the other side is ready too.
      pause(.milliseconds(200))
      stranger.send(frames)
      #expect(try pair.routerNext().body == [65])
    }
    #expect(try pair.dealer.send([7]) == .sent)
    while try pair.routerNext().body != [7] {}
  }

  @Test func `options beyond what libzmq can do are refused by name`() throws {
    var patient = SocketOptions()
    patient.handshake = .seconds(3_601)
    var endless = SocketOptions()
    endless.sendQueueMessages = 0
    var unlimited = SocketOptions()
    unlimited.maximumMessageBytes = -1
    for (options, name) in [
      (patient, "handshake"), (endless, "sendQueueMessages"), (unlimited, "maximumMessageBytes"),
    ] {
      let error = #expect(throws: TransportError.self) { _ = try RouterSocket(in: Context(), options: options) }
      #expect(error?.kind == .invalidOption)
      #expect(error?.place == "SocketOptions.\(name)")
    }
  }
}

/// ZMTP 3.1's greeting, NULL mechanism, and the READY command of a DEALER (RFC 37/ZMTP).
private let greeting: [UInt8] =
  [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0] + Array("NULL".utf8) + [UInt8](repeating: 0, count: 48)
private let ready: [UInt8] =
  [4, 28, 5] + Array("READY".utf8) + [11] + Array("Socket-Type".utf8) + [0, 0, 0, 6] + Array("DEALER".utf8)
private let halfGreeting = Array(greeting[..<30])
/// A frame that says it is 2 GB long, and then is not.
private let hugeFrame = greeting + ready + [2, 0, 0, 0, 0, 0x80, 0, 0, 0] + [UInt8](repeating: 1, count: 500)

extension DealerSocket {
  /// Sends one message of many frames, as no peer of ours does.
  fileprivate borrowing func sendParts(_ count: Int) {
    for part in 1...count { zmq_send(handle.raw, "x", 1, part < count ? ZMQ_SNDMORE : 0) }
  }
}

extension SocketHandle {
  /// Milliseconds between libzmq's own heartbeats; 0 for none.
  fileprivate borrowing func heartbeatInterval() throws -> Int32 {
    var milliseconds: Int32 = -1
    var size = MemoryLayout<Int32>.size
    try #require(zmq_getsockopt(raw, ZMQ_HEARTBEAT_IVL, &milliseconds, &size) == 0)
    return milliseconds
  }
}
