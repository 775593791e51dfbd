import CZeroMQ
import Glibc

/// The one owner of a libzmq socket and of the frame it receives into. Not `Sendable`: a socket has one thread.
///
/// A class, so that a `Poller` can watch a socket that its owner may close at any time.
final class SocketHandle {
  /// Nil once closed; libzmq answers ENOTSOCK to a nil socket.
  private(set) var raw: UnsafeMutableRawPointer?
  let options: SocketOptions
  /// Messages drained because they had another number of frames than one body.
  var refusedMessages = 0
  /// Nil where nobody asked for it.
  private(set) var monitor: HandshakeMonitor?
  private let context: ContextHandle
  /// Heap storage, because a `zmq_msg_t` must not move while libzmq uses it.
  private let frame: UnsafeMutablePointer<zmq_msg_t>

  /// Opens a socket of a libzmq type with all options set.
  init(type: Int32, context: ContextHandle, options: SocketOptions) throws(TransportError) {
    try options.check()
    guard let raw = zmq_socket(context.raw, type) else { throw .last("opening a socket", at: "libzmq") }
    self.raw = raw
    self.options = options
    self.context = context
    frame = .allocate(capacity: 1)
    zmq_msg_init(frame)
    try set(options)
  }

  deinit {
    close()
    zmq_msg_close(frame)
    frame.deallocate()
  }

  func close() {
    guard let open = raw else { return }
    // First, because libzmq's threads would wait for ever for a reader that is gone.
    if monitor != nil { zmq_socket_monitor(open, nil, 0) }
    monitor = nil
    zmq_close(open)
    raw = nil
  }
}

// Connections.
extension SocketHandle {
  /// Counts handshakes from here on; before the first address.
  func startMonitor() throws(TransportError) {
    monitor = try HandshakeMonitor(of: raw, context: context)
  }

  /// The user id that the authenticator gave the connection of the frame last received. Good for bodies only: libzmq 4.3
  /// loses it on routing ids.
  var frameUserID: String? { frameProperty("User-Id") }

  /// Ends the connection of the frame last received, of which libzmq only tells the descriptor.
  ///
  /// Should the connection have ended since, and its descriptor stand for another one of the same peer's host by now,
  /// then that one ends instead; it comes back by itself.
  func hangUp() {
    let descriptor = zmq_msg_get(frame, ZMQ_SRCFD)
    guard descriptor >= 0, let origin = PeerOrigin(descriptor: descriptor) else { return }
    guard origin == .thisHost || origin == frameProperty("Peer-Address").map(PeerOrigin.host) else { return }
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  private func frameProperty(_ name: String) -> String? { zmq_msg_gets(frame, name).map { String(cString: $0) } }
}

/// Where a connected descriptor leads to.
private enum PeerOrigin: Hashable {
  case thisHost
  case host(String)

  /// Nil for what is no connection.
  init?(descriptor: Int32) {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let isNamed = withUnsafeMutableBytes(of: &address) { bytes in
      let pointer = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
      guard getpeername(descriptor, pointer, &length) == 0 else { return false }
      if Int32(bytes.load(as: sa_family_t.self)) == AF_UNIX { return true }
      return getnameinfo(pointer, length, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0
    }
    guard isNamed else { return nil }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self = text.isEmpty ? .thisHost : .host(text)
  }
}

// Frames.
extension SocketHandle {
  /// Takes the next frame without waiting; false when none is there.
  func receiveFrame() throws(TransportError) -> Bool {
    while zmq_msg_recv(frame, raw, ZMQ_DONTWAIT) == -1 {
      switch zmq_errno() {
      case EINTR: continue
      case EAGAIN: return false
      case _: throw .last("receiving", at: place)
      }
    }
    return true
  }

  /// True when the message goes on after the frame last received.
  var hasMoreFrames: Bool { zmq_msg_more(frame) == 1 }

  /// A copy of the frame last received; its length is the frame's own, never one that a peer wrote into it.
  var frameBytes: [UInt8] {
    [UInt8](UnsafeRawBufferPointer(start: zmq_msg_data(frame), count: zmq_msg_size(frame)))
  }

  /// Takes the body, which must be the last frame; otherwise drains the message, counts it and answers nil.
  func receiveBody() throws(TransportError) -> [UInt8]? {
    guard try receiveFrame() else { return nil }
    if !hasMoreFrames { return frameBytes }
    while hasMoreFrames, try receiveFrame() {}
    refusedMessages += 1
    return nil
  }

  /// Gives one frame to libzmq, which copies it.
  func sendFrame(_ bytes: [UInt8], more: Bool) throws(TransportError) -> Delivery {
    let flags = more ? ZMQ_DONTWAIT | ZMQ_SNDMORE : ZMQ_DONTWAIT
    while bytes.withUnsafeBytes({ zmq_send(raw, $0.baseAddress, $0.count, flags) }) == -1 {
      switch zmq_errno() {
      case EINTR: continue
      case EAGAIN: return .full
      case EHOSTUNREACH: return .unreachable
      case _: throw .last("sending", at: place)
      }
    }
    return .sent
  }

  /// Refuses a body its receiver would hang up on.
  func check(bodyOf count: Int) throws(TransportError) {
    guard count > options.maximumMessageBytes else { return }
    throw TransportError(
      .messageTooLarge, "a message of \(count) bytes is over the limit of \(options.maximumMessageBytes)", at: place,
      remedy: "send less at once, or raise maximumMessageBytes on both sides")
  }
}

// Addresses.
extension SocketHandle {
  func bind(_ endpoint: Endpoint) throws(TransportError) -> Endpoint {
    while zmq_bind(raw, endpoint.description) == -1 {
      if zmq_errno() != EINTR { throw .last("listening", at: endpoint.description) }
    }
    return try Endpoint(place)
  }

  func connect(_ endpoint: Endpoint) throws(TransportError) {
    let endpoint = try endpoint.checkedForConnecting()
    while zmq_connect(raw, endpoint.description) == -1 {
      if zmq_errno() != EINTR { throw .last("connecting", at: endpoint.description) }
    }
  }

  /// The endpoint bound or connected last, as libzmq names it; `a socket` before the first.
  var place: String {
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      var count = buffer.count
      guard zmq_getsockopt(raw, ZMQ_LAST_ENDPOINT, buffer.baseAddress, &count) == 0, count > 1 else { return "" }
      return String(decoding: UnsafeRawBufferPointer(start: buffer.baseAddress, count: count - 1), as: UTF8.self)
    }
    return text.isEmpty ? "a socket" : text
  }
}

// Options.
extension SocketHandle {
  private func set(_ options: SocketOptions) throws(TransportError) {
    try set("sendQueueMessages", ZMQ_SNDHWM, options.sendQueueMessages)
    try set("receiveQueueMessages", ZMQ_RCVHWM, options.receiveQueueMessages)
    try set("maximumMessageBytes", ZMQ_MAXMSGSIZE, Int64(options.maximumMessageBytes))
    try set("handshake", ZMQ_HANDSHAKE_IVL, options.handshake)
    try set("reconnectFirst", ZMQ_RECONNECT_IVL, options.reconnectFirst)
    try set("reconnectLongest", ZMQ_RECONNECT_IVL_MAX, options.reconnectLongest)
    try set("connectTimeout", ZMQ_CONNECT_TIMEOUT, options.connectTimeout)
    try set("backlog", ZMQ_BACKLOG, options.backlog)
    try set("linger", ZMQ_LINGER, options.linger)
    try set("speaksIPv6", ZMQ_IPV6, options.speaksIPv6 ? 1 : 0)
    try set("keepAlive", ZMQ_TCP_KEEPALIVE, 1)
    try set("keepAliveIdle", ZMQ_TCP_KEEPALIVE_IDLE, options.keepAliveIdle.secondsRoundedUp)
    try set("keepAliveInterval", ZMQ_TCP_KEEPALIVE_INTVL, options.keepAliveInterval.secondsRoundedUp)
    try set("keepAliveProbes", ZMQ_TCP_KEEPALIVE_CNT, options.keepAliveProbes)
    try set("unacknowledgedLimit", ZMQ_TCP_MAXRT, options.unacknowledgedLimit)
  }

  func set(_ name: String, _ option: Int32, _ value: Int) throws(TransportError) {
    try set(name, option, Int32(clamping: value))
  }

  /// Sets a text: a key or a name.
  func set(_ name: String, _ option: Int32, _ text: String) throws(TransportError) {
    guard zmq_setsockopt(raw, option, text, text.utf8.count) == 0 else { throw .last("setting \(name)", at: "libzmq") }
  }

  private func set(_ name: String, _ option: Int32, _ value: Duration) throws(TransportError) {
    try set(name, option, value.millisecondsRoundedUp)
  }

  private func set(_ name: String, _ option: Int32, _ value: some FixedWidthInteger) throws(TransportError) {
    let code = withUnsafeBytes(of: value) { zmq_setsockopt(raw, option, $0.baseAddress, $0.count) }
    if code == -1 { throw .last("setting the option", at: "SocketOptions.\(name)") }
  }
}
