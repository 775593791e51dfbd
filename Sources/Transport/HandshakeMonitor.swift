import CZeroMQ

/// Why a handshake ended without a connection.
public enum HandshakeFailure: Hashable, Sendable {
  /// The two sides speak different mechanisms: one of them has no CURVE.
  case mechanismMismatch
  /// What came was not encrypted for the key it was opened with: the server's key is another than the client thinks.
  case wrongKey
  /// The authenticator refused the key.
  case notAdmitted
  /// Not ZMTP 3, or its commands in a wrong order or form.
  case malformed
  /// It took too long, or the other side hung up.
  case brokenOff
}

/// How a socket's connections began, counted since it was made.
public struct Handshakes: Hashable, Sendable {
  /// Connections on the level of TCP or IPC.
  public var begun = 0
  /// Connections over which messages may flow.
  public var completed = 0
  public var failures: [HandshakeFailure: Int] = [:]

  public init(begun: Int = 0, completed: Int = 0, failures: [HandshakeFailure: Int] = [:]) {
    self.begun = begun
    self.completed = completed
    self.failures = failures
  }

  /// The other side refused this socket's key, or spoke no CURVE to it: libzmq gave that address up.
  public var isRefused: Bool { failures[.notAdmitted] != nil || failures[.mechanismMismatch] != nil }

  /// Begun, and neither completed nor failed for a known reason: under way, or cut off at once as ZMTP 1 or 2, about
  /// which libzmq says nothing.
  public var unfinished: Int { begun - completed - failures.values.reduce(0, +) }
}

/// Reads what libzmq reports of a socket's handshakes. On the socket's own thread, like the socket.
final class HandshakeMonitor {
  private static let events =
    ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_CONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
    | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL

  private(set) var handshakes = Handshakes()
  private let reader: SocketHandle

  init(of socket: UnsafeMutableRawPointer?, context: ContextHandle) throws(TransportError) {
    let place = "inproc://handshakes-\(UInt64.random(in: 0 ... .max))"
    guard zmq_socket_monitor(socket, place, Self.events) == 0 else { throw .last("watching handshakes", at: place) }
    var options = SocketOptions()
    options.linger = .zero
    reader = try SocketHandle(type: ZMQ_PAIR, context: context, options: options)
    // Unbounded: at a bound, libzmq would halt the thread that moves all bytes until somebody reads.
    try reader.set("receiveQueueMessages", ZMQ_RCVHWM, 0)
    guard zmq_connect(reader.raw, place) == 0 else { throw .last("watching handshakes", at: place) }
  }

  /// Takes up all reports so far.
  func read(onFailure: (HandshakeFailure) -> Void = { _ in }) throws(TransportError) {
    while try reader.receiveFrame() {
      let report = reader.frameBytes
      while reader.hasMoreFrames, try reader.receiveFrame() {}
      guard report.count == 6 else { continue }
      let (event, value) = report.withUnsafeBytes {
        (
          Int32($0.loadUnaligned(fromByteOffset: 0, as: UInt16.self)),
          $0.loadUnaligned(fromByteOffset: 2, as: UInt32.self)
        )
      }
      if let failure = count(event, value) {
        handshakes.failures[failure, default: 0] += 1
        onFailure(failure)
      }
    }
  }

  private func count(_ event: Int32, _ value: UInt32) -> HandshakeFailure? {
    switch event {
    case ZMQ_EVENT_ACCEPTED, ZMQ_EVENT_CONNECTED: handshakes.begun += 1
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: handshakes.completed += 1
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: return .notAdmitted
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: return .brokenOff
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
      switch value {
      case UInt32(ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH): return .mechanismMismatch
      case UInt32(ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC): return .wrongKey
      case _: return .malformed
      }
    case _: break
    }
    return nil
  }
}
