import Sweeps
import Wire

/// Decides what a coordinator does: events in, effects out, with no clock, socket, thread or file.
///
/// The shell calls `handle` with every event and the time, commits all `persist` effects of a turn, and only then sends.
/// State is O(leases + holes + merged results), whatever the number of scenarios.
///
/// A block counts once: a result is accepted if and only if its whole run of blocks is still open. Leases, sessions,
/// epochs and credits only make the farm efficient; no fault of theirs can change a result.
public struct Coordinator<State: MergedState>: ~Copyable {
  public let policy: Policy
  /// This life on the journal.
  public internal(set) var epoch = Epoch(1)
  public internal(set) var counters = FarmCounters()

  var sweeps: [SweepID: SweepWork<State>] = [:]
  /// In order of submission.
  var order: [SweepID] = []
  var sessions: [Session: SessionBook] = [:]
  var peers: [Peer: Session] = [:]
  var leases: [Lease.Key: HeldLease] = [:]
  /// Workers with credit to spare.
  var hungry = Queue<Session>()
  var totalCores = 0
  var jobNumber: UInt64 = 0

  /// No session and no lease falls silent before this.
  var silenceCheck: Moment?
  var changed: Set<SweepID> = []
  var ended = false
  var publishedAt: Moment?

  /// A coordinator without a past.
  public init(policy: Policy) { self.policy = policy }

  /// When the machine next wants to be woken; the shell polls no longer than this. Nil: only an event matters.
  public var wakeUp: Moment? {
    let publication = changed.isEmpty ? nil : publishedAt.map { $0 + policy.publishInterval }
    guard let silenceCheck else { return publication }
    return publication.map { min($0, silenceCheck) } ?? silenceCheck
  }

  /// Takes one event and says what must be done about it, in order.
  ///
  /// - Parameter now: the coordinator's monotonic clock; never earlier than at the last call.
  public mutating func handle(_ event: Event, at now: Moment, emit: (Effect) -> Void) {
    forgiveOwnStall(at: now)
    switch event {
    case .started: emit(.persist(.opened(epoch)))
    case .received(let message, let peer): receive(message, from: peer, at: now, emit: emit)
    case .requested(let request, let peer): answer(request, from: peer, at: now, emit: emit)
    case .submitted(let ticket, let requester): submit(ticket, from: requester, emit: emit)
    case .refused(let reason, let explanation, let requester):
      reply(.refused(reason, explanation: explanation), to: requester, emit: emit)
    case .unreachable(let peer): if let session = peers[peer] { lose(session, emit: emit) }
    case .woken: break
    }
    giveUpTheSilent(at: now, emit: emit)
    assign(at: now, emit: emit)
    publish(at: now, emit: emit)
  }

  func say(_ body: CoordinatorMessage.Body, to session: Session, at peer: Peer, emit: (Effect) -> Void) {
    emit(.send(CoordinatorMessage(session: session, epoch: epoch, body: body), to: peer))
  }

  func say(_ body: CoordinatorMessage.Body, to session: Session, emit: (Effect) -> Void) {
    guard let peer = sessions[session]?.peer else { return }
    say(body, to: session, at: peer, emit: emit)
  }
}
