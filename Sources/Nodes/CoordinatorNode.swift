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
/// then send. A coordinator that cannot remember must not promise: while the disk is full nothing that hangs on a lost
/// commit is sent, results are left to the workers, who keep them, and the commit is tried again; any other fault of the
/// journal ends the node with the reason.
public struct CoordinatorNode: ~Copyable {
  /// Frames handled in one turn, so that commits and time are kept under load.
  private static let framesPerTurn = 256
  /// Frames of one connection that wait to be read. The rest waits where it comes from, so that many workers together
  /// cannot fill the memory.
  private static let unreadFrames = 256
  /// Pause before a commit that found no room is tried again.
  static let commitRetry = Duration.seconds(1)

  private let context: Context
  /// Who may connect; nil where everybody on the network or this host may.
  var guardian: Guardian?
  var socket: RouterSocket
  var poller: Poller
  var history: History
  var machine: Coordinator<SweepState>
  /// What waits for room on the disk, when that is looked for again, and what the disk says.
  var uncommitted = Decided()
  var commitsAt: Moment?
  public internal(set) var diskFault: JournalError?
  var refusals = RefusedFrames()
  let logger: Logger
  /// Where workers and clients connect; never empty.
  public let endpoints: [Endpoint]
  /// What the machine published in the last turn.
  public internal(set) var published: [Snapshot] = []

  /// Replays the journal and listens, at each of the endpoints under the same security.
  ///
  /// - Throws: `JournalError` or `HistoryError` for a journal that cannot be read or trusted, `TransportError` for an
  ///   endpoint that cannot be bound or strangers who would be let in.
  public init(
    journal path: String, endpoints: [Endpoint], access: FarmAccess = .thisHostOnly, policy: Policy,
    folding: FoldingPolicy = FoldingPolicy(), logger: Logger
  ) throws {
    var machine = Coordinator<SweepState>(policy: policy)
    let history = try History(
      path: path, policy: folding, logger: logger, replay: { record throws(ReplayError) in try machine.replay(record) },
      end: { () throws(ReplayError) in try machine.endReplay() })
    let context = try Context()
    var options = SocketOptions()
    options.maximumMessageBytes = WireLimits.standard.frameBytes
    options.receiveQueueMessages = Self.unreadFrames
    let guardian = try access.keys.map { try Guardian($0, in: context, logger: logger) }
    let socket = try RouterSocket(in: context, options: options, security: guardian?.security ?? access.withoutKeys)
    var bound: [Endpoint] = []
    for endpoint in endpoints { bound.append(try socket.bind(endpoint)) }
    var poller = try Poller()
    poller.watch(socket)
    self.logger = logger
    self.history = history
    self.machine = machine
    self.context = context
    self.guardian = guardian
    self.socket = socket
    self.poller = poller
    self.endpoints = bound
  }

  /// Wakes the node from another thread.
  public var waker: Waker { poller.waker }

  /// Takes up work: the first turn of this life.
  public mutating func start() throws { try turn([.started]) }

  /// Submits a sweep; one that the journal knows under this name goes on where it was, whatever its head start.
  public mutating func submit(_ ticket: SweepTicket, _ start: HeadStart? = nil) throws {
    try turn([.submitted(ticket, start, from: nil)])
  }

  public func state(of sweep: SweepID) -> SweepState? { machine.state(of: sweep) }
  public func closedBlocks(of sweep: SweepID) -> BlockSet? { machine.closedBlocks(of: sweep) }
  /// Samples of a sweep that are left out, in order.
  public func quarantined(of sweep: SweepID) -> [Quarantined]? { machine.quarantined(of: sweep) }
  public func status(of sweep: SweepID) -> SweepStatus? { machine.snapshot(of: sweep, at: MonotonicClock.now) }
  /// Sweeps in order of submission.
  public var sweeps: [SweepTicket] { machine.tickets }
  public var epoch: Epoch { machine.epoch }
  /// Rows in the journal.
  public var journalRows: Int { history.rows }
  /// What happened in the farm, by name.
  public var counts: [SweepStatus.Count] { machine.counters.counts }
  /// Frames that did not decode or were not their sender's to say, and connections refused, by reason.
  public var refusedFrames: [SweepStatus.Count] {
    refusals.counts(drained: socket.refusedMessages) + (guardian?.counts ?? [])
  }

  /// Waits for frames or time, no longer than `limit`, and handles them.
  ///
  /// - Throws: `JournalError` when a decision cannot be remembered, other than for want of room: the node must not be
  ///   used any more.
  public mutating func serve(atMost limit: Duration) throws {
    let now = MonotonicClock.now
    let wakeUp = [machine.wakeUp, commitsAt].compactMap { $0 }.min()
    _ = try poller.wait(atMost: wakeUp.map { min($0.since(now), limit) } ?? limit)
    published.removeAll(keepingCapacity: true)
    try commitWaiting()
    guardian?.refresh(at: MonotonicClock.now)
    var events: [Event] = []
    events.reserveCapacity(Self.framesPerTurn + 1)
    var frames = 0
    while frames < Self.framesPerTurn, let (peer, body) = try socket.receive() {
      try read(body, from: peer, into: &events)
      frames += 1
    }
    events.append(.behind(frames == Self.framesPerTurn))
    try turn(events)
  }

  /// Finds out which connections are gone by speaking to all, so that what a dead worker held is given to others at once
  /// and not after the silence limit. For when somebody is known to have died.
  public mutating func probe() throws {
    var gone: Set<Peer> = []
    for (session, peer) in machine.peers {
      let alive = CoordinatorMessage(session: session, epoch: machine.epoch, body: .alive)
      if try socket.send(alive.encode(), to: PeerAddress(peer.address)) == .unreachable { gone.insert(peer) }
    }
    try turn([.unreachable(gone)])
  }
}
