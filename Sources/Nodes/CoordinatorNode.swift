import Aggregates
import Journal
import Logging
import Scheduling
import Sweeps
import Transport
import Wire

/// A coordinator process: one thread owns the socket, the journal and the pure machine.
///
/// A turn: poll, read some frames, let the machine decide, commit all it wants remembered in one transaction, and only
/// then send. A coordinator that cannot remember must not promise: if a commit fails, nothing is sent and the node ends
/// with the reason.
public struct CoordinatorNode: ~Copyable {
  /// Frames handled in one turn, so that commits and time are kept under load.
  private static let framesPerTurn = 256

  private let context: Context
  private var socket: RouterSocket
  private var poller: Poller
  private let journal: Journal
  private var machine: Coordinator<SweepState>
  private let logger: Logger
  /// Where workers connect.
  public let endpoint: Endpoint
  /// Frames that did not decode.
  public private(set) var refusedFrames: UInt64 = 0

  /// Replays the journal and listens.
  ///
  /// - Throws: `JournalError`, `WireError` or `ReplayError` for a journal that cannot be trusted, `TransportError` for an
  ///   endpoint that cannot be bound.
  public init(journal path: String, endpoint: Endpoint, policy: Policy, logger: Logger) throws {
    let journal = try Journal(path: path)
    var machine = Coordinator<SweepState>(policy: policy)
    try journal.replay { try machine.replay(Record(decoding: $0)) }
    let context = try Context()
    var options = SocketOptions()
    options.maximumMessageBytes = WireLimits.standard.frameBytes
    let socket = try RouterSocket(in: context, options: options)
    let bound = try socket.bind(endpoint)
    var poller = try Poller()
    poller.watch(socket)
    self.logger = logger
    self.journal = journal
    self.machine = machine
    self.context = context
    self.socket = socket
    self.poller = poller
    self.endpoint = bound
  }

  /// Wakes the node from another thread.
  public var waker: Waker { poller.waker }

  /// Takes up work: the first turn of this life.
  public mutating func start() throws { try turn([.started]) }

  /// Submits a sweep; one that the journal knows under this name goes on where it was.
  public mutating func submit(_ ticket: SweepTicket) throws { try turn([.submitted(ticket, from: nil)]) }

  public func state(of sweep: SweepID) -> SweepState? { machine.state(of: sweep) }
  public func closedBlocks(of sweep: SweepID) -> BlockSet? { machine.closedBlocks(of: sweep) }
  public func status(of sweep: SweepID) -> SweepStatus? { machine.snapshot(of: sweep, at: MonotonicClock.now) }

  /// Waits for frames or time, no longer than `limit`, and handles them.
  public mutating func serve(atMost limit: Duration) throws {
    let now = MonotonicClock.now
    let pause = machine.wakeUp.map { min($0.since(now), limit) } ?? limit
    _ = try poller.wait(atMost: pause)
    var events: [Event] = []
    for _ in 0..<Self.framesPerTurn {
      guard let (peer, body) = try socket.receive() else { break }
      read(body, from: peer, into: &events)
    }
    try turn(events + [.woken])
  }

  private mutating func read(_ body: [UInt8], from peer: PeerAddress, into events: inout [Event]) {
    do {
      events.append(.received(try WorkerMessage(decoding: body), from: Peer(peer.bytes)))
    } catch {
      refusedFrames += 1
      logger.warning("frame refused", metadata: ["peer": "\(peer)", "reason": "\(error)"])
    }
  }

  private mutating func turn(_ events: [Event]) throws {
    var effects: [Effect] = []
    for event in events { machine.handle(event, at: MonotonicClock.now) { effects.append($0) } }
    // Peers that are gone come up while sending; what the machine says to that is another turn.
    while !effects.isEmpty {
      let gone = try perform(effects)
      effects.removeAll()
      for peer in gone { machine.handle(.unreachable(peer), at: MonotonicClock.now) { effects.append($0) } }
    }
  }

  /// Commits, then sends. Returns the peers that could not be reached.
  private mutating func perform(_ effects: [Effect]) throws -> [Peer] {
    let records = effects.compactMap { effect -> [UInt8]? in
      if case .persist(let record) = effect { record.encode() } else { nil }
    }
    if !records.isEmpty { try journal.append(records) }
    var gone: [Peer] = []
    for effect in effects {
      switch effect {
      case .send(let message, let peer):
        if try socket.send(message.encode(), to: PeerAddress(peer.address)) == .unreachable { gone.append(peer) }
      case .reply(let reply, let peer):
        _ = try socket.send(reply.encode(), to: PeerAddress(peer.address))
      case .persist, .publish: break
      }
    }
    return gone
  }
}
