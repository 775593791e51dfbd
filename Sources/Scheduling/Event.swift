import Wire

/// What can happen to a coordinator.
public enum Event: Hashable, Sendable {
  /// The first event of every life, after the journal was replayed.
  case started
  case received(WorkerMessage, from: Peer)
  /// Any request but `submit`, which the shell compiles first.
  case requested(ClientMessage, from: Peer)
  /// A compiled sweep; `from` is nil where the program itself submits. Its head start counts if the sweep is new.
  case submitted(SweepTicket, HeadStart? = nil, from: Requester?)
  /// The shell refused a request: a sweep that does not compile.
  case refused(ClientRefusal, explanation: String, to: Requester)
  /// The transport knows these peers no more. Several sessions may have spoken through one.
  case unreachable(Set<Peer>)
  /// More messages wait to be read than a turn reads, or all were read again. Nobody falls silent meanwhile: what would
  /// tell that he is there may be among them.
  case behind(Bool)
  /// The journal's disk is full, or has room again. While it is full nothing is leased or judged.
  case diskFull(Bool)
  /// Nothing but time.
  case woken
}

/// Who asked, and under which number.
public struct Requester: Hashable, Sendable {
  public var peer: Peer
  public var request: UInt64

  public init(peer: Peer, request: UInt64) {
    self.peer = peer
    self.request = request
  }
}

/// What the shell must do. All `persist` of a turn are committed before anything of the turn is sent or published.
public enum Effect: Hashable, Sendable {
  case persist(Record)
  case send(CoordinatorMessage, to: Peer)
  case reply(ClientReply, to: Peer)
  case publish(Snapshot)
  case note(FarmNote)
}

/// The published view of one sweep: where it is and what happened.
public typealias Snapshot = SweepStatus
