import CZeroMQ
import Glibc

/// libzmq's threads and its table of sockets; one per process is enough.
///
/// A context may be used from any thread; the sockets made from it may not. It ends when it and its last socket are
/// gone, which waits for unsent messages up to the longest `SocketOptions.linger`.
public struct Context: ~Copyable, Sendable {
  let handle: ContextHandle

  /// Starts a context.
  /// - Parameters:
  ///   - ioThreads: threads that move bytes; one carries about a gigabyte per second.
  ///   - maximumSockets: sockets of this process, not peers; peers cost file descriptors.
  /// - Throws: `outOfDescriptors` when the process has no file descriptor left, `invalidOption`.
  public init(ioThreads: Int = 1, maximumSockets: Int = 1_023) throws(TransportError) {
    guard (1...64).contains(ioThreads), (1...65_535).contains(maximumSockets) else {
      throw TransportError(
        .invalidOption, "\(ioThreads) threads and \(maximumSockets) sockets are outside their range", at: "Context",
        remedy: "use 1 to 64 threads and 1 to 65535 sockets")
    }
    guard let raw = zmq_ctx_new() else { throw .last("starting libzmq", at: "Context") }
    let started = ContextHandle(raw)
    guard zmq_ctx_set(raw, ZMQ_IO_THREADS, Int32(ioThreads)) == 0,
      zmq_ctx_set(raw, ZMQ_MAX_SOCKETS, Int32(maximumSockets)) == 0
    else { throw .last("setting the context's limits", at: "Context") }
    handle = started
  }
}

/// The context's pointer, held by each of its sockets so that it never ends under them.
///
/// Unchecked: libzmq documents its contexts as safe to use from any thread, and the pointer never changes.
final class ContextHandle: @unchecked Sendable {
  let raw: UnsafeMutableRawPointer

  init(_ raw: UnsafeMutableRawPointer) { self.raw = raw }

  deinit {
    while zmq_ctx_term(raw) == -1, zmq_errno() == EINTR {}
  }
}
