import CZeroMQ

/// Finds out under which of several addresses a listener can be reached from here.
public enum AddressProbe {
  public enum Outcome: Hashable, Sendable {
    /// The first address that answered. With CURVE, what answered holds the server's key.
    case reached(Endpoint)
    /// None let this key in, and one said so. An attacker on the way can say so too: try again later.
    case notAdmitted
    /// Nobody answered.
    case unreachable
  }

  /// Knocks at all addresses at once and says nothing.
  /// - Throws: `invalidEndpoint` for an address that only a listener can use.
  public static func first(
    of endpoints: [Endpoint], security: DealerSecurity, in context: borrowing Context, atMost limit: Duration
  ) throws(TransportError) -> Outcome {
    var options = SocketOptions()
    options.linger = .zero
    var doors: [(endpoint: Endpoint, handle: SocketHandle)] = []
    for endpoint in endpoints {
      let handle = try SocketHandle.dealer(context: context.handle, options: options, security: security)
      try handle.startMonitor()
      try handle.connect(endpoint)
      doors.append((endpoint, handle))
    }
    var poller = try Poller()
    let end = ContinuousClock.now + limit
    var isRefused = false
    while ContinuousClock.now < end {
      for door in doors {
        try door.handle.monitor?.read()
        let handshakes = door.handle.monitor?.handshakes ?? Handshakes()
        if handshakes.completed > 0 { return .reached(door.endpoint) }
        if handshakes.failures[.notAdmitted] != nil { isRefused = true }
      }
      _ = try poller.wait(atMost: .milliseconds(2))
    }
    return isRefused ? .notAdmitted : .unreachable
  }
}
