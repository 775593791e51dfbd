/// Every limit and timing of a socket, set once before it binds or connects.
///
/// Defaults are the farm's, not libzmq's: nothing is unbounded, and a dead connection is found out by TCP itself within
/// 15 seconds, idle or not. libzmq's own heartbeats (ZMQ_HEARTBEAT_IVL) are off: where a connection breaks while its
/// receive queue is full, the next one aborts the process (libzmq 4.3.4, `stream_engine_base_t::timer_event`).
public struct SocketOptions: Hashable, Sendable {
  /// Messages waiting to go to one peer (ZMQ_SNDHWM). Beyond it `send` answers `.full`.
  public var sendQueueMessages = 1_024
  /// Messages of one peer waiting to be received (ZMQ_RCVHWM). Beyond it the peer's own queue fills.
  public var receiveQueueMessages = 1_024
  /// The largest body sent or accepted, in bytes (ZMQ_MAXMSGSIZE, which counts each frame). A peer that sends more is
  /// disconnected.
  public var maximumMessageBytes = 4 << 20
  /// How long a peer may take to greet (ZMQ_HANDSHAKE_IVL).
  public var handshake = Duration.seconds(5)
  /// Pause before the first reconnection (ZMQ_RECONNECT_IVL); it doubles up to `reconnectLongest`.
  public var reconnectFirst = Duration.milliseconds(200)
  /// Longest pause between reconnections (ZMQ_RECONNECT_IVL_MAX).
  public var reconnectLongest = Duration.seconds(10)
  /// How long one attempt to connect may take (ZMQ_CONNECT_TIMEOUT).
  public var connectTimeout = Duration.seconds(5)
  /// Connections waiting to be accepted (ZMQ_BACKLOG), for the storm after a coordinator's restart; the host's
  /// `net.core.somaxconn` limits it too.
  public var backlog = 4_096
  /// How long unsent messages keep a closed socket alive (ZMQ_LINGER).
  public var linger = Duration.seconds(1)
  /// Speak IPv6 and IPv4 (ZMQ_IPV6).
  public var speaksIPv6 = true
  /// Idle time before TCP itself probes (ZMQ_TCP_KEEPALIVE_IDLE), in whole seconds.
  public var keepAliveIdle = Duration.seconds(5)
  /// Time between TCP's probes (ZMQ_TCP_KEEPALIVE_INTVL), in whole seconds.
  public var keepAliveInterval = Duration.seconds(5)
  /// Unanswered TCP probes that end the connection (ZMQ_TCP_KEEPALIVE_CNT).
  public var keepAliveProbes = 2
  /// How long sent bytes may stay unacknowledged before TCP gives up (ZMQ_TCP_MAXRT).
  public var unacknowledgedLimit = Duration.seconds(15)

  /// Longest of all times.
  public static let longestTime = Duration.seconds(3_600)
  /// Longest queue accepted, so that a mistyped one cannot stand for unbounded memory.
  public static let longestQueueMessages = 1_000_000
  /// Largest body accepted: libzmq's own counters of one frame are 31 bits.
  public static let largestMessageBytes = 1 << 30

  public init() {}

  /// Refuses what libzmq would read as "no limit" or silently wrap.
  func check() throws(TransportError) {
    try check("sendQueueMessages", sendQueueMessages, within: 1...Self.longestQueueMessages)
    try check("receiveQueueMessages", receiveQueueMessages, within: 1...Self.longestQueueMessages)
    try check("maximumMessageBytes", maximumMessageBytes, within: 1...Self.largestMessageBytes)
    try check("backlog", backlog, within: 1...65_535)
    try check("keepAliveProbes", keepAliveProbes, within: 1...127)
    try check("linger", linger, within: .zero...Self.longestTime)
    for (name, value) in durations { try check(name, value, within: .milliseconds(1)...Self.longestTime) }
  }

  private var durations: [(String, Duration)] {
    [
      ("handshake", handshake), ("reconnectFirst", reconnectFirst), ("reconnectLongest", reconnectLongest),
      ("connectTimeout", connectTimeout), ("keepAliveIdle", keepAliveIdle), ("keepAliveInterval", keepAliveInterval),
      ("unacknowledgedLimit", unacknowledgedLimit),
    ]
  }

  private func check<Value: Comparable>(
    _ name: String, _ value: Value, within range: ClosedRange<Value>
  ) throws(TransportError) {
    if range.contains(value) { return }
    throw TransportError(
      .invalidOption, "\(value) is outside its range", at: "SocketOptions.\(name)",
      remedy: "use \(range.lowerBound) to \(range.upperBound)")
  }
}

extension Duration {
  /// Whole milliseconds, rounded up so that a wait never ends early, at most `Int32.max`.
  var millisecondsRoundedUp: Int32 {
    let (seconds, attoseconds) = components
    guard seconds < 2_000_000 else { return .max }
    let partial = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(max(0, seconds * 1_000 + partial))
  }
  /// Whole seconds, rounded up.
  var secondsRoundedUp: Int { (Int(millisecondsRoundedUp) + 999) / 1_000 }
}
