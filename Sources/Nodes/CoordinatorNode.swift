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
  private var history: History
  private var machine: Coordinator<SweepState>
  /// Who speaks over which connection, for `probe`.
  private var connections: [PeerAddress: Session] = [:]
  private let logger: Logger
  /// Where workers connect.
  public let endpoint: Endpoint
  /// Frames that did not decode.
  public private(set) var refusedFrames: UInt64 = 0

  /// Replays the journal and listens.
  ///
  /// - Throws: `JournalError` or `HistoryError` for a journal that cannot be read or trusted, `TransportError` for an
  ///   endpoint that cannot be bound.
  public init(
    journal path: String, endpoint: Endpoint, policy: Policy, folding: FoldingPolicy = FoldingPolicy(), logger: Logger
  ) throws {
    var machine = Coordinator<SweepState>(policy: policy)
    let history = try History(path: path, policy: folding, logger: logger) { record throws(ReplayError) in
      try machine.replay(record)
    }
    let context = try Context()
    var options = SocketOptions()
    options.maximumMessageBytes = WireLimits.standard.frameBytes
    let socket = try RouterSocket(in: context, options: options)
    let bound = try socket.bind(endpoint)
    var poller = try Poller()
    poller.watch(socket)
    self.logger = logger
    self.history = history
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
  /// Records in the journal.
  public var journalRecords: Int { history.records }

  /// Waits for frames or time, no longer than `limit`, and handles them.
  ///
  /// - Throws: `JournalError` when a decision cannot be remembered: the node must not be used any more.
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

  /// Finds out which connections are gone by speaking to all, so that what a dead worker held is given to others at once
  /// and not after the silence limit. For when somebody is known to have died.
  public mutating func probe() throws {
    var gone: [Peer] = []
    for (peer, session) in connections {
      let alive = CoordinatorMessage(session: session, epoch: machine.epoch, body: .alive)
      if try socket.send(alive.encode(), to: peer) == .unreachable { gone.append(forget(peer)) }
    }
    try turn(gone.map { .unreachable($0) })
  }

  private mutating func read(_ body: [UInt8], from peer: PeerAddress, into events: inout [Event]) {
    do {
      let message = try WorkerMessage(decoding: body)
      connections[peer] = message.session
      events.append(.received(message, from: Peer(peer.bytes)))
    } catch {
      refusedFrames += 1
      logger.warning("frame refused", metadata: ["peer": "\(peer)", "reason": "\(error)"])
    }
  }

  private mutating func forget(_ peer: PeerAddress) -> Peer {
    connections[peer] = nil
    return Peer(peer.bytes)
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
    if history.isWorthFolding { try history.fold(into: machine.checkpoint) }
  }

  /// Commits, then sends. Returns the peers that could not be reached.
  private mutating func perform(_ effects: [Effect]) throws -> [Peer] {
    try history.append(effects.compactMap { effect in if case .persist(let record) = effect { record } else { nil } })
    var gone: [Peer] = []
    for effect in effects {
      switch effect {
      case .send(let message, let peer):
        // A full queue drops the message; workers ask anew for what does not come.
        let address = PeerAddress(peer.address)
        if try socket.send(message.encode(), to: address) == .unreachable { gone.append(forget(address)) }
      case .reply(let reply, let peer):
        _ = try socket.send(reply.encode(), to: PeerAddress(peer.address))
      case .persist, .publish: break
      }
    }
    return gone
  }
}
