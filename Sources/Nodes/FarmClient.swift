import Scheduling
import Sweeps
import Transport
import Wire

/// Asks a coordinator. Every request may be repeated, so one that stays unanswered is sent again.
public struct FarmClient: ~Copyable {
  /// Pause before a request is sent again.
  private static let repetition = Duration.seconds(1)
  /// The same for a state, which takes its time to encode and on a slow line: an answer each would only fill that.
  private static let stateRepetition = Duration.seconds(10)
  /// How long a coordinator that is there may take for a piece of one.
  private static let statePatience = Duration.seconds(120)
  /// How often fetching a large state is begun anew.
  private static let tries = 16

  public let endpoint: Endpoint
  private let patience: Duration
  private let context: Context
  private let socket: DealerSocket
  private var poller: Poller
  private var request: UInt64

  /// Starts to connect, to the first of several addresses that answers.
  ///
  /// - Parameter patience: how long an answer may take.
  public init(_ way: FarmWay, patience: Duration = .seconds(10)) throws {
    let context = try Context()
    var options = SocketOptions()
    options.maximumMessageBytes = WireLimits.standard.frameBytes
    options.linger = .zero
    let end = MonotonicClock.now + patience
    let endpoint = try way.address(in: context) { MonotonicClock.now < end }
    let socket = try DealerSocket(in: context, options: options, security: way.security)
    var poller = try Poller()
    poller.watch(socket)
    try socket.connect(endpoint)
    self.endpoint = endpoint
    self.patience = patience
    self.context = context
    self.socket = socket
    self.poller = poller
    request = .random(in: 1...(.max / 2))
  }

  /// Asks and waits for the answer.
  ///
  /// - Throws: `KeyRefused`, `FarmUnreachable` if none comes in time, `RequestRefused`, `TransportError`, or `WireError` for an answer
  ///   of another version.
  public mutating func ask(_ body: ClientMessage.Body) throws -> ClientReply.Body {
    request += 1
    let frame = ClientMessage(request: request, body: body).encode()
    var isState = false
    if case .snapshot = body { isState = true }
    let repetition = isState ? Self.stateRepetition : Self.repetition
    let start = MonotonicClock.now
    var sentAt: Moment?
    while MonotonicClock.now < start + (isState && socket.handshakes.completed > 0 ? Self.statePatience : patience) {
      if sentAt.map({ $0 + repetition <= MonotonicClock.now }) ?? true {
        _ = try socket.send(frame)
        sentAt = MonotonicClock.now
      }
      _ = try poller.wait(atMost: .milliseconds(200))
      let answers = try receiveAll()
      if socket.handshakes.isRefused { throw KeyRefused(endpoint: endpoint) }
      for answer in answers {
        let reply = try ClientReply(decoding: answer)
        guard reply.request == request else { continue }
        if case .refused(let reason, let explanation) = reply.body {
          throw RequestRefused(reason: reason, explanation: explanation)
        }
        return reply.body
      }
    }
    throw FarmUnreachable(endpoint: endpoint, patience: patience)
  }

  private func receiveAll() throws(TransportError) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    while let frame = try socket.receive() { frames.append(frame) }
    return frames
  }

  // MARK: What is asked

  /// - Parameter reuse: a complete sweep of the farm of which everything counts that this one shares with it.
  /// - Returns: whether the sweep was known before.
  public mutating func submit(
    _ sweep: CompiledSweep, as id: SweepID, _ terms: SweepTerms, reuse: SweepID? = nil
  ) throws -> Bool {
    let request = ClientMessage.Body.submit(id, canonical: Array(sweep.canonical.utf8), terms, reuse: reuse)
    guard case .accepted(_, let known) = try ask(request) else {
      throw OddAnswer()
    }
    return known
  }

  /// Progress of one sweep, or of all in order of submission.
  public mutating func status(of sweep: SweepID?) throws -> [SweepStatus] {
    guard case .status(let sweeps) = try ask(.status(sweep)) else { throw OddAnswer() }
    return sweeps
  }

  /// What is counted of a sweep, with all of its state, however large.
  ///
  /// - Throws: `StateReplaced` where others fetch a large state at the same time.
  public mutating func snapshot(of sweep: SweepID) throws -> SweepSnapshot {
    var first = try start(of: sweep)
    for _ in 0..<Self.tries {
      guard let piece = first.piece else { return first }
      if let next = try complete(&first, piece, of: sweep) { first = next } else { return first }
    }
    throw StateReplaced(sweep: sweep)
  }

  /// What is counted of a sweep, with as much of its state as comes at once.
  public mutating func start(of sweep: SweepID) throws -> SweepSnapshot { try snapshot(of: sweep, nil) }

  private mutating func snapshot(of sweep: SweepID, _ place: SnapshotPlace?) throws -> SweepSnapshot {
    guard case .snapshot(let snapshot) = try ask(.snapshot(sweep, place)) else { throw OddAnswer() }
    return snapshot
  }

  /// Fetches the pieces that are missing.
  ///
  /// - Returns: the first piece of another state, where this one is gone.
  private mutating func complete(
    _ snapshot: inout SweepSnapshot, _ first: SweepSnapshot.Piece, of sweep: SweepID
  ) throws -> SweepSnapshot? {
    while UInt64(snapshot.state.count) < first.wholeBytes {
      let place = SnapshotPlace(firstByte: UInt64(snapshot.state.count), wholeCRC: first.place.wholeCRC)
      let next = try self.snapshot(of: sweep, place)
      guard let piece = next.piece, piece.place == place, piece.wholeBytes == first.wholeBytes else { return next }
      snapshot.state += next.state
    }
    guard SnapshotPlace.checksum(of: snapshot.state) == first.place.wholeCRC else { throw WireError.damaged("state") }
    snapshot.piece = nil
    return nil
  }

  public mutating func order(_ order: SweepOrder, _ sweep: SweepID, reason: String) throws {
    guard case .done = try ask(.order(order, sweep, reason: reason)) else { throw OddAnswer() }
  }

  public mutating func workers() throws -> (workers: [WorkerStatus], counts: [SweepStatus.Count]) {
    guard case .workers(let workers, let counts) = try ask(.workers) else { throw OddAnswer() }
    return (workers, counts)
  }

  public mutating func drain(_ worker: String, undo: Bool) throws {
    guard case .done = try ask(.drain(worker: worker, undo: undo)) else { throw OddAnswer() }
  }
}

/// No coordinator answered.
public struct FarmUnreachable: Error, CustomStringConvertible {
  public var endpoint: Endpoint
  public var patience: Duration

  public var description: String {
    "\(endpoint): no coordinator answered in \(Int(patience / .seconds(1))) s; start one with `sweepfarm coordinator`, or "
      + "name another address with --connect"
  }
}

/// The coordinator said no.
public struct RequestRefused: Error, CustomStringConvertible {
  public var reason: ClientRefusal
  public var explanation: String

  public var description: String { explanation }
}

/// A state that comes in pieces was replaced by another before the last of them, again and again.
public struct StateReplaced: Error, CustomStringConvertible {
  public var sweep: SweepID

  public var description: String {
    "\(sweep): somebody else fetches a large state too, and the coordinator keeps one at a time; try again later"
  }
}

/// An answer to another question than was asked.
public struct OddAnswer: Error, CustomStringConvertible {
  public init() {}

  public var description: String {
    "the coordinator answered another question than was asked; install the same version on both"
  }
}
