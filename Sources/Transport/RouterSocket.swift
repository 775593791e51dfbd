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
///
/// With CURVE, a peer is let in by the authenticator when it connects, and each of its messages is judged again: what
/// comes under a key that was revoked meanwhile is dropped and counted, its connection ended, and nothing is sent to it.
public struct RouterSocket: ~Copyable {
  let handle: SocketHandle
  private let doorkeeper: Doorkeeper?
  private let mayListenAnywhere: Bool

  /// Malformed messages that one call of `receive` skips before it answers nil.
  static let refusalsPerCall = 16

  /// Opens a socket that does not listen yet.
  /// - Throws: `invalidOption` for an authenticator of another context, `authenticatorFailed` for one that has ended.
  public init(
    in context: borrowing Context, options: SocketOptions = SocketOptions(),
    security: RouterSecurity = .thisHostOnly
  ) throws(TransportError) {
    switch security {
    case .thisHostOnly: try self.init(in: context, options: options, mayListenAnywhere: false)
    case .anyoneWhoConnects: try self.init(in: context, options: options, mayListenAnywhere: true)
    case .curve(let server, let authenticator, let roles):
      try authenticator.check()
      guard authenticator.context === context.handle else {
        // libzmq would ask nobody, and let everybody in.
        throw TransportError(
          .invalidOption, "the authenticator serves another context", at: "RouterSocket",
          remedy: "make both in the same context")
      }
      let doorkeeper = Doorkeeper(gate: authenticator.gate(admitting: roles), authenticator: authenticator)
      try self.init(in: context, options: options, doorkeeper: doorkeeper, key: server.secretKey)
    }
  }

  /// A socket with CURVE.
  init(
    in context: borrowing Context, options: SocketOptions, doorkeeper: Doorkeeper, key: SecretKey
  ) throws(TransportError) {
    let router = try Self.router(in: context, options: options)
    try router.set("the server's role", ZMQ_CURVE_SERVER, 1)
    try router.set("the server's secret key", ZMQ_CURVE_SECRETKEY, key.text)
    try router.set("the authenticator's domain", ZMQ_ZAP_DOMAIN, doorkeeper.gate.domain)
    try router.startMonitor()
    handle = router
    self.doorkeeper = doorkeeper
    mayListenAnywhere = true
  }

  /// A socket without keys.
  private init(
    in context: borrowing Context, options: SocketOptions, mayListenAnywhere: Bool
  ) throws(TransportError) {
    handle = try Self.router(in: context, options: options)
    doorkeeper = nil
    self.mayListenAnywhere = mayListenAnywhere
  }

  private static func router(
    in context: borrowing Context, options: SocketOptions
  ) throws(TransportError) -> SocketHandle {
    let router = try SocketHandle(type: ZMQ_ROUTER, context: context.handle, options: options)
    try router.set("mandatory", ZMQ_ROUTER_MANDATORY, 1)
    return router
  }

  deinit { handle.close() }

  /// Closes the socket now; unsent messages linger in the background.
  public consuming func close() {}

  /// Listens; may be called for several endpoints.
  /// - Returns: the endpoint with the port or path that was taken for `*`.
  /// - Throws: `unprotected`, `addressInUse`, `addressUnavailable`, `notPermitted`. A host name other than `localhost` is unavailable:
  ///   libzmq listens on addresses and interfaces. The file of an `ipc://` endpoint is replaced without a question.
  public func bind(_ endpoint: Endpoint) throws(TransportError) -> Endpoint {
    guard mayListenAnywhere || endpoint.isLoopback else {
      throw TransportError(
        .unprotected, "others than this host could reach it, and it has no keys", at: endpoint.description,
        remedy: "listen on 127.0.0.1, or give it keys")
    }
    return try handle.bind(endpoint)
  }

  /// Takes the next message, or answers nil at once when none is waiting.
  ///
  /// A message of any other shape than one body is drained, counted in `refusedMessages` and skipped. After a run of
  /// them the answer is nil though more may wait; a `Poller` then returns at once. A body may be anything: without CURVE
  /// even noise on the port can pass for a peer of ZMTP 1, so the reader of bodies must refuse what it cannot read.
  ///
  /// With CURVE, `holder(of:)` tells who sent the message.
  /// - Throws: `authenticatorFailed` when the authenticator has ended: this process must not serve any more.
  public func receive() throws(TransportError) -> (peer: PeerAddress, body: [UInt8])? {
    if let doorkeeper {
      try doorkeeper.authenticator.check()
      if doorkeeper.isTimeToRead() { try readHandshakes() }
    }
    for _ in 0..<Self.refusalsPerCall {
      guard try handle.receiveFrame() else { break }
      let peer = PeerAddress(handle.frameBytes)
      guard handle.hasMoreFrames else {
        handle.refusedMessages += 1
        continue
      }
      guard let body = try handle.receiveBody() else { continue }
      if let doorkeeper, !doorkeeper.admits(peer, at: handle) { continue }
      return (peer, body)
    }
    try readHandshakes()
    return nil
  }

  /// Who speaks over a connection, by the key it proved. Nil without CURVE, for a connection that has not spoken yet, and
  /// once its key is revoked.
  public func holder(of peer: PeerAddress) -> KeyHolder? { doorkeeper?.holder(of: peer) }

  /// Queues a message to a peer without waiting.
  ///
  /// With CURVE, a peer that `holder(of:)` does not know is `unreachable`.
  /// - Throws: `messageTooLarge` before anything is queued.
  public func send(_ body: [UInt8], to peer: PeerAddress) throws(TransportError) -> Delivery {
    try handle.check(bodyOf: body.count)
    if let doorkeeper, doorkeeper.holder(of: peer) == nil { return .unreachable }
    let delivery = try handle.sendFrame(peer.bytes, more: true)
    if delivery == .unreachable { doorkeeper?.forget(peer) }
    guard delivery == .sent else { return delivery }
    return try handle.sendFrame(body, more: false)
  }

  /// Messages drained since the start because they were not one body.
  public var refusedMessages: Int { handle.refusedMessages }

  /// How peers connected, as of the last `receive` that answered nil; counted with CURVE only.
  public var handshakes: Handshakes { handle.monitor?.handshakes ?? Handshakes() }

  private func readHandshakes() throws(TransportError) {
    guard let doorkeeper else { return }
    try handle.monitor?.read { doorkeeper.count($0) }
  }
}
