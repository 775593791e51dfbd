import Aggregates
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

  // MARK: Sweeps

  var sweeps: [SweepID: SweepWork] = [:]
  /// In order of submission.
  var order: [SweepID] = []
  /// Submissions so far.
  var submissions: UInt64 = 0
  /// Names of sweeps cancelled of late, so that an order said twice is answered the same.
  var cancelled = Queue<SweepID>()
  /// Sweeps with work, in the order of their turns.
  var turns = Turns()
  /// Sweeps whose place among `turns` may have changed: those that are marked so.
  var touched: [SweepWork] = []
  /// What somebody fetches in pieces.
  var large: LargeState?
  /// Pieces of a state in the journal whose end is still to be replayed.
  var openPieces: (sweep: SweepID, bytes: [UInt8])?
  /// Set while nothing of the sweeps found in the journal is leased.
  var graceEnds: Moment?

  // MARK: Workers

  var sessions: [Session: SessionBook] = [:]
  var hosts: [String: HostBook] = [:]
  /// Hosts that may be given work.
  var eligibleHosts = 0
  /// Workers with credit to spare.
  var hungry = Queue<Session>()
  var totalCores = 0
  var refusedAt: Moment?

  // MARK: Leases

  var leases: [Lease.Key: HeldLease] = [:]
  var jobNumber: UInt64 = 0
  /// Leases worth computing twice, the slowest last, as found at `tailLookedAt`.
  var tail: [Lease.Key] = []
  var tailLookedAt: Moment?
  var audits: [UInt64: OpenAudit] = [:]
  /// Audits that wait for a lease, first to be leased.
  var waitingAudits = Queue<UInt64>()
  var auditNumber: UInt64 = 0
  var isDiskFull = false
  /// Messages wait that no turn has read yet.
  var isBehind = false

  // MARK: Time

  /// No session and no lease falls silent before this.
  var silenceCheck: Moment?
  /// Stalls and audits are looked at then.
  var review: Moment?
  /// Somebody idle may get work then, that now is kept for others or not yet late.
  var idleCheck: Moment?
  /// Some sweep is marked as changed.
  var hasChanges = false
  var ended = false
  var publishedAt: Moment?

  /// A coordinator without a past.
  public init(policy: Policy) { self.policy = policy }

  /// When the machine next wants to be woken; the shell polls no longer than this. Nil: only an event matters.
  public var wakeUp: Moment? {
    var first = hasChanges ? publishedAt.map { $0 + policy.publishInterval } : nil
    func consider(_ moment: Moment?) {
      if let moment, first.map({ moment < $0 }) ?? true { first = moment }
    }
    consider(silenceCheck)
    consider(review)
    consider(idleCheck)
    consider(graceEnds)
    return first
  }

  /// Takes one event and says what must be done about it, in order.
  ///
  /// - Parameter now: the coordinator's monotonic clock; never earlier than at the last call.
  @_specialize(where State == SweepState)
  public mutating func handle(_ event: Event, at now: Moment, emit: (Effect) -> Void) {
    forgiveOwnStall(at: now)
    forgetLargeState(at: now)
    switch event {
    case .started: begin(at: now, emit: emit)
    case .received(let message, let peer): receive(message, from: peer, at: now, emit: emit)
    case .requested(let request, let peer): answer(request, from: peer, at: now, emit: emit)
    case .submitted(let ticket, let start, let requester):
      submit(ticket, start, from: requester, at: now, emit: emit)
    case .refused(let reason, let explanation, let requester):
      reply(.refused(reason, explanation: explanation), to: requester, emit: emit)
    case .unreachable(let peers): lose(allAt: peers, at: now, emit: emit)
    case .behind(let isBehind): self.isBehind = isBehind
    case .diskFull(let isFull): noteDisk(isFull, at: now, emit: emit)
    case .woken: break
    }
    giveUpTheSilent(at: now, emit: emit)
    endGrace(at: now)
    lookAround(at: now, emit: emit)
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

  /// Notes that a sweep changed: it is published, and its turn looked at.
  mutating func touch(_ sweep: SweepID) { if let work = sweeps[sweep] { touch(work) } }

  mutating func touch(_ work: SweepWork) {
    work.isChanged = true
    hasChanges = true
    guard !work.isTouched else { return }
    work.isTouched = true
    touched.append(work)
  }

  /// The names of the sweeps a host may have spoilt, and the like: in order of submission, so that equal events have
  /// equal effects.
  func sweeps(where isWanted: (SweepWork) -> Bool) -> [SweepID] {
    order.filter { sweeps[$0].map(isWanted) ?? false }
  }
}
