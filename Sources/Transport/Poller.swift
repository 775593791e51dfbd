import CZeroMQ
import Glibc

/// What ended a wait.
public struct Readiness: Hashable, Sendable {
  /// A `Waker` called.
  public var woken: Bool
  /// Watched sockets with messages waiting.
  public var readableSockets: Int
}

/// Waits for messages on a thread's sockets, for a call from another thread, or for time to pass.
public struct Poller: ~Copyable {
  /// Give this to other threads.
  public let waker: Waker
  private var watched: [SocketHandle] = []

  /// - Throws: `outOfDescriptors`.
  public init() throws(TransportError) { waker = try Waker() }

  /// Waits for this socket too, until it is closed.
  public mutating func watch(_ socket: borrowing RouterSocket) { watched.append(socket.handle) }

  /// Waits for this socket too, until it is closed.
  public mutating func watch(_ socket: borrowing DealerSocket) { watched.append(socket.handle) }

  /// Waits until a watched socket has a message, the waker calls, or the time is up.
  ///
  /// A socket with messages left over ends the next wait at once. The wait never ends early.
  /// - Parameter timeout: the longest wait; nil is for ever, zero looks and returns.
  public mutating func wait(atMost timeout: Duration?) throws(TransportError) -> Readiness {
    watched.removeAll { $0.raw == nil }
    var items = watched.map { zmq_pollitem_t(socket: $0.raw, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0) }
    items.append(zmq_pollitem_t(socket: nil, fd: waker.descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
    let clock = ContinuousClock()
    let end = timeout.map { clock.now + $0 }
    while true {
      let rest = end.map { Int(max(.zero, clock.now.duration(to: $0)).millisecondsRoundedUp) } ?? -1
      let count = zmq_poll(&items, Int32(items.count), rest)
      if count >= 0 { return readiness(of: items, count: Int(count)) }
      if zmq_errno() != EINTR { throw .last("waiting", at: "Poller") }
    }
  }

  private func readiness(of items: [zmq_pollitem_t], count: Int) -> Readiness {
    let woken = items[items.count - 1].revents != 0
    if woken { waker.reset() }
    return Readiness(woken: woken, readableSockets: woken ? count - 1 : count)
  }
}
