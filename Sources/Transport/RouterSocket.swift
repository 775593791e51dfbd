import CZeroMQ

/// What became of a message given to a socket. `sent` means queued here, not received there.
public enum Delivery: Hashable, Sendable {
  case sent
  /// No connection has that address: the peer is gone.
  case unreachable
  /// The peer's queue is full; nothing was queued.
  case full
}

/// Names one connection to a `RouterSocket`; a peer that reconnects gets a new one.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
  /// 1 to 255 bytes that libzmq chose.
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Hexadecimal, as in `006b8b4567`.
  public var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// The coordinator's end: listens, and talks to each peer by its address.
///
/// One thread at a time; it cannot be copied, and closes when it goes out of scope. A message is one body.
public struct RouterSocket: ~Copyable {
  let handle: SocketHandle

  /// Malformed messages that one call of `receive` skips before it answers nil.
  static let refusalsPerCall = 16

  /// Opens a socket that neither listens nor connects yet.
  public init(in context: borrowing Context, options: SocketOptions = SocketOptions()) throws(TransportError) {
    let router = try SocketHandle(type: ZMQ_ROUTER, context: context.handle, options: options)
    try router.set("mandatory", ZMQ_ROUTER_MANDATORY, 1)
    handle = router
  }

  deinit { handle.close() }

  /// Closes the socket now; unsent messages linger in the background.
  public consuming func close() {}

  /// Listens; may be called for several endpoints.
  /// - Returns: the endpoint with the port or path that was taken for `*`.
  /// - Throws: `addressInUse`, `addressUnavailable`, `notPermitted`. A host name other than `localhost` is unavailable:
  ///   libzmq listens on addresses and interfaces. The file of an `ipc://` endpoint is replaced without a question.
  public func bind(_ endpoint: Endpoint) throws(TransportError) -> Endpoint {
    try handle.bind(endpoint)
  }

  /// Takes the next message, or answers nil at once when none is waiting.
  ///
  /// A message of any other shape than one body is drained, counted in `refusedMessages` and skipped. After a run of
  /// them the answer is nil though more may wait; a `Poller` then returns at once. A body may be anything: without CURVE
  /// even noise on the port can pass for a peer of ZMTP 1, so the reader of bodies must refuse what it cannot read.
  public func receive() throws(TransportError) -> (peer: PeerAddress, body: [UInt8])? {
    for _ in 0..<Self.refusalsPerCall {
      guard try handle.receiveFrame() else { return nil }
      let peer = PeerAddress(handle.frameBytes)
      guard handle.hasMoreFrames else {
        handle.refusedMessages += 1
        continue
      }
      if let body = try handle.receiveBody() { return (peer, body) }
    }
    return nil
  }

  /// Queues a message to a peer without waiting.
  /// - Throws: `messageTooLarge` before anything is queued.
  public func send(_ body: [UInt8], to peer: PeerAddress) throws(TransportError) -> Delivery {
    try handle.check(bodyOf: body.count)
    let delivery = try handle.sendFrame(peer.bytes, more: true)
    guard delivery == .sent else { return delivery }
    return try handle.sendFrame(body, more: false)
  }

  /// Messages drained since the start because they were not one body.
  public var refusedMessages: Int { handle.refusedMessages }
}
