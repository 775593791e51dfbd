import CZeroMQ

/// The worker's and the client's end: connects to one coordinator, and reconnects by itself with doubling pauses.
///
/// One thread at a time; it cannot be copied, and closes when it goes out of scope. A message is one body. What is sent
/// while unconnected waits in the queue and may reach a restarted coordinator first, so every message must be harmless
/// when late.
public struct DealerSocket: ~Copyable {
  let handle: SocketHandle

  /// Opens a socket that is not connected yet.
  ///
  /// - Parameter countsHandshakes: whether `handshakes` counts; that takes two more sockets of libzmq.
  public init(
    in context: borrowing Context, options: SocketOptions = SocketOptions(), security: DealerSecurity = .none,
    countsHandshakes: Bool = true
  ) throws(TransportError) {
    let handle = try SocketHandle.dealer(context: context.handle, options: options, security: security)
    if countsHandshakes { try handle.startMonitor() }
    self.handle = handle
  }

  deinit { handle.close() }

  /// Closes the socket now; unsent messages linger in the background.
  ///
  /// Wait for the last answer first: over `ipc://`, libzmq 4.3 loses what the kernel still holds when a peer closes while
  /// the receiver's queue is full.
  public consuming func close() {}

  /// Starts connecting in the background; nobody need listen there yet. Connecting twice shares messages out between
  /// both, which is seldom wanted.
  /// - Throws: `invalidEndpoint`, also for one that only a listener can use.
  public func connect(_ endpoint: Endpoint) throws(TransportError) {
    try handle.connect(endpoint)
  }

  /// Takes the next message, or answers nil at once when none is waiting.
  ///
  /// A message of several frames is drained, counted in `refusedMessages`, and the answer is nil though more may wait;
  /// a `Poller` then returns at once.
  public func receive() throws(TransportError) -> [UInt8]? {
    if let body = try handle.receiveBody() { return body }
    try handle.monitor?.read()
    return nil
  }

  /// Queues a message without waiting; never `unreachable`.
  /// - Throws: `messageTooLarge` before anything is queued.
  public func send(_ body: [UInt8]) throws(TransportError) -> Delivery {
    try handle.check(bodyOf: body.count)
    return try handle.sendFrame(body, more: false)
  }

  /// How connecting goes, as of the last `receive` that answered nil.
  ///
  /// libzmq goes on trying where nobody answers or hangs up, as a server of another key does. It gives an address up that
  /// refused the key or speaks no CURVE: then say so, or try later with a new socket.
  public var handshakes: Handshakes { handle.monitor?.handshakes ?? Handshakes() }

  /// Messages drained since the start because they were not one body.
  public var refusedMessages: Int { handle.refusedMessages }
}

extension SocketHandle {
  /// A dealer's socket with its keys.
  static func dealer(
    context: ContextHandle, options: SocketOptions, security: DealerSecurity
  ) throws(TransportError) -> SocketHandle {
    let dealer = try SocketHandle(type: ZMQ_DEALER, context: context, options: options)
    if case .curve(let server, let own) = security {
      try dealer.set("the server's public key", ZMQ_CURVE_SERVERKEY, server.text)
      try dealer.set("the public key", ZMQ_CURVE_PUBLICKEY, own.publicKey.text)
      try dealer.set("the secret key", ZMQ_CURVE_SECRETKEY, own.secretKey.text)
    }
    return dealer
  }
}
