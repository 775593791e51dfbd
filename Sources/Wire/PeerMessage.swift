/// What reaches a coordinator's socket: a worker's frame or a client's.
public enum PeerMessage: Hashable, Sendable {
  case worker(WorkerMessage)
  case client(ClientMessage)

  /// Reads a frame of an untrusted peer; the number of its body says whose it is.
  ///
  /// - Throws: `WireError` naming the field; `.otherProtocol` carries the session or request to refuse.
  public init(decoding bytes: [UInt8], limits: WireLimits = .standard) throws(WireError) {
    do {
      self = .worker(try WorkerMessage(decoding: bytes, limits: limits))
    } catch {
      guard case .missing("body") = error else { throw error }
      self = .client(try ClientMessage(decoding: bytes, limits: limits))
    }
  }
}
