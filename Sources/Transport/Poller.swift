import CZeroMQ
import Glibc

/// What ended a wait.
public struct Readiness: Hashable, Sendable {
  /// A `Waker` called.
  public var woken: Bool
  /// Watched sockets with messages waiting.
  public var readableSockets: Int
}

/// A plain descriptor that a `Poller` waits for besides its sockets.
public struct PolledDescriptor: Hashable, Sendable {
  public var descriptor: Int32
  /// Room to write ends the wait too, not only something to read.
  public var wantsToWrite: Bool

  public init(_ descriptor: Int32, wantsToWrite: Bool) {
    self.descriptor = descriptor
    self.wantsToWrite = wantsToWrite
  }
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

  /// Waits until a watched socket has a message, a descriptor is ready, the waker calls, or the time is up.
  ///
  /// A socket with messages left over ends the next wait at once. The wait never ends early.
  /// - Parameters:
  ///   - timeout: the longest wait; nil is for ever, zero looks and returns.
  ///   - descriptors: open ones, waited for this time only.
  public mutating func wait(
    atMost timeout: Duration?, also descriptors: [PolledDescriptor] = []
  ) throws(TransportError) -> Readiness {
    watched.removeAll { $0.raw == nil }
    var items = watched.map { zmq_pollitem_t(socket: $0.raw, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0) }
    items.append(zmq_pollitem_t(socket: nil, fd: waker.descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
    items += descriptors.map {
      let events = $0.wantsToWrite ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN
      return zmq_pollitem_t(socket: nil, fd: $0.descriptor, events: Int16(events), revents: 0)
    }
    let clock = ContinuousClock()
    let end = timeout.map { clock.now + $0 }
    while true {
      let rest = end.map { Int(max(.zero, clock.now.duration(to: $0)).millisecondsRoundedUp) } ?? -1
      let count = zmq_poll(&items, Int32(items.count), rest)
      if count >= 0 { return readiness(of: items) }
      if zmq_errno() != EINTR { throw .last("waiting", at: "Poller") }
    }
  }

  private func readiness(of items: [zmq_pollitem_t]) -> Readiness {
    let woken = items[watched.count].revents != 0
    if woken { waker.reset() }
    return Readiness(woken: woken, readableSockets: items.prefix(watched.count).count { $0.revents != 0 })
  }
}
