import CZeroMQ
import Glibc
import Synchronization

/// Answers libzmq's questions about keys on a thread of its own.
///
/// Unchecked: the socket is used by the maker until `start`, by the thread until it ends, and by nobody after; the rest
/// is behind locks.
final class ZAPHandler: @unchecked Sendable {
  /// Where libzmq looks for an authenticator.
  static let place = "inproc://zeromq.zap.01"

  /// What the thread is doing.
  enum State: Hashable {
    case serving
    case stopped
    case failed(TransportError)
  }

  let seal = Seal()
  private let socket: SocketHandle
  private let waker: Waker
  private let gates = Mutex<[String: Gate]>([:])
  private let current = Mutex(State.serving)

  /// Binds the place, so that from here on libzmq waits for an answer and lets nobody in without one.
  init(context: ContextHandle, place: String) throws(TransportError) {
    waker = try Waker()
    var options = SocketOptions()
    options.linger = .zero
    socket = try SocketHandle(type: ZMQ_ROUTER, context: context, options: options)
    guard zmq_bind(socket.raw, place) == 0 else { throw .last("starting the authenticator", at: place) }
  }

  var state: State { current.withLock { $0 } }

  func open(_ gate: Gate) { gates.withLock { $0[gate.domain] = gate } }

  /// Makes the thread end at its next turn. The place stays bound until the handler goes, so that libzmq, which lets
  /// everybody in where nobody is bound, goes on waiting for answers.
  func stop() { waker.wake() }

  /// Starts the thread, which takes no signals: they may break libzmq's calls off in the middle.
  func start() throws(TransportError) -> pthread_t {
    var all = sigset_t()
    var former = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    let handler = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { raw in
        if let raw { Unmanaged<ZAPHandler>.fromOpaque(raw).takeRetainedValue().serve() }
        return nil
      }, handler.toOpaque())
    guard code == 0 else {
      handler.release()
      throw TransportError(
        .system, "starting a thread failed", at: "Authenticator", remedy: "raise the limit of processes (`ulimit -u`)",
        code: code)
    }
    return thread
  }

  private func serve() {
    let end: State
    do throws(TransportError) {
      while try waitForQuestions() {
        while let frames = try nextMessage() { try answer(frames) }
      }
      end = .stopped
    } catch {
      end = .failed(error)
    }
    current.withLock { $0 = end }
  }

  /// False when told to stop.
  private func waitForQuestions() throws(TransportError) -> Bool {
    var items = [
      zmq_pollitem_t(socket: socket.raw, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0),
      zmq_pollitem_t(socket: nil, fd: waker.descriptor, events: Int16(ZMQ_POLLIN), revents: 0),
    ]
    while zmq_poll(&items, Int32(items.count), -1) == -1 {
      if zmq_errno() != EINTR { throw .last("waiting", at: "Authenticator") }
    }
    return items[1].revents == 0
  }

  private func nextMessage() throws(TransportError) -> [[UInt8]]? {
    guard try socket.receiveFrame() else { return nil }
    var frames = [socket.frameBytes]
    while socket.hasMoreFrames, try socket.receiveFrame() { frames.append(socket.frameBytes) }
    return frames
  }

  private func answer(_ frames: [[UInt8]]) throws(TransportError) {
    // A question that cannot be read gets no answer; its handshake runs out of time.
    guard let request = ZAPRequest(frames: frames) else { return }
    let reply = request.reply(userID: userID(for: request))
    for (index, frame) in reply.enumerated() { _ = try socket.sendFrame(frame, more: index < reply.count - 1) }
  }

  /// Nil keeps the peer out.
  private func userID(for request: ZAPRequest) -> String? {
    guard let gate = gates.withLock({ $0[request.domain] }) else { return nil }
    guard let key = request.key else {
      gate.tally.add(.noCurve)
      return nil
    }
    switch gate.verdict(on: key) {
    case .admitted: return seal.userID(of: key)
    case .refused(let reason):
      gate.tally.add(reason)
      return nil
    }
  }
}
