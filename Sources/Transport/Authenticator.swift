import CZeroMQ
import Glibc

/// Decides who may connect to this process's CURVE sockets: libzmq asks it about every key (RFC 27/ZAP).
///
/// Without one, libzmq lets every key in. So a `RouterSocket` with CURVE cannot be made before its context has an
/// authenticator, which has proved by a self-test that it refuses strangers. If its thread ends for any reason, libzmq
/// lets nobody in any more and the next `receive` of each of its sockets throws. Any thread may use it. One a context.
public final class Authenticator: Sendable {
  /// Who is admitted. Change it at any time.
  public let keyRing: KeyRing
  let handler: ZAPHandler
  let context: ContextHandle
  private let tally = RefusalTally()
  private let thread: pthread_t

  /// Starts the thread and tests itself.
  /// - Throws: `authenticatorFailed` when a random key is let in or a key of the ring is not; `addressInUse` when the
  ///   context has an authenticator already.
  public convenience init(in context: borrowing Context, keyRing: KeyRing) throws(TransportError) {
    try self.init(in: context, keyRing: keyRing, place: ZAPHandler.place)
  }

  /// - Parameter place: any other than libzmq's own fails the self-test.
  init(in context: borrowing Context, keyRing: KeyRing, place: String) throws(TransportError) {
    self.keyRing = keyRing
    self.context = context.handle
    handler = try ZAPHandler(context: context.handle, place: place)
    thread = try handler.start()
    try testItself(in: context)
  }

  deinit {
    handler.stop()
    pthread_join(thread, nil)
  }

  /// Peers and messages refused since the start, by reason. Sockets count while they receive.
  public var refusals: [Refusal: Int] { tally.all }

  /// Ends the thread for good: from here on nobody is let in and every `receive` throws.
  public func stop() { handler.stop() }

  /// Refuses to go on without a thread that answers.
  func check() throws(TransportError) {
    switch handler.state {
    case .serving: return
    case .stopped: throw Self.failure("the authenticator was stopped")
    case .failed(let error): throw Self.failure("the authenticator ended (\(error.description))")
    }
  }

  /// The gate for these roles; sockets that admit the same share it.
  func gate(admitting roles: Set<Role>) -> Gate {
    let domain = "farm:" + roles.map(\.rawValue).sorted().joined(separator: ",")
    let gate = Gate(domain: domain, ring: keyRing, roles: roles, tally: tally)
    handler.open(gate)
    return gate
  }

  static func failure(_ what: String) -> TransportError {
    TransportError(
      .authenticatorFailed, what, at: "Authenticator", remedy: "restart this process; it must not serve without one")
  }
}
