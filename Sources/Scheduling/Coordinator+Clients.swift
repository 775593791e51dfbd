import Sweeps
import Wire

extension Coordinator {
  /// The merged state of a sweep so far, which covers exactly its closed blocks.
  public func state(of sweep: SweepID) -> State? { sweeps[sweep]?.state as? State }

  /// The blocks of a sweep that count so far.
  public func closedBlocks(of sweep: SweepID) -> BlockSet? { sweeps[sweep]?.closed }

  /// Samples of a sweep that are left out, in order.
  public func quarantined(of sweep: SweepID) -> [Quarantined]? { sweeps[sweep]?.quarantined }

  /// Sweeps in order of submission.
  public var tickets: [SweepTicket] { order.compactMap { sweeps[$0]?.ticket } }

  /// Where a sweep is. Complexity: O(jobs leased of it).
  public func snapshot(of sweep: SweepID, at now: Moment) -> Snapshot? {
    guard let work = sweeps[sweep] else { return nil }
    let oldest = work.leased.values.lazy.map(\.leasedAt).min()
    return Snapshot(
      sweep: sweep, spec: work.ticket.spec, phase: work.phase, closedBlocks: work.closed.count,
      totalBlocks: work.ticket.sizes.blockCount, closedRuns: UInt64(work.closed.ranges.count),
      leases: work.leaseCount, workers: UInt64(sessions.count), blocksPerSecond: max(0, work.totalRate),
      oldestLeaseNanoseconds: oldest.map { now.since($0).nanoseconds } ?? 0, counts: work.counters.counts,
      terms: work.ticket.terms, quarantined: UInt64(work.quarantined.count), stall: work.stall,
      computeNanoseconds: work.computeNanoseconds)
  }

  // MARK: Sweeps

  /// Takes a sweep in. The same sweep under the same name is the same sweep: it takes the new terms, and goes on if it
  /// was stopped.
  mutating func submit(
    _ ticket: SweepTicket, _ start: HeadStart?, from requester: Requester?, at now: Moment, emit: (Effect) -> Void
  ) {
    let body: ClientReply.Body
    // Even what is known may not be remembered yet.
    if isDiskFull {
      body = fullDisk
    } else if let known = sweeps[ticket.id] {
      body = resubmit(ticket, known, at: now, emit: emit)
    } else if sweeps.count >= policy.maxSweeps {
      body = .refused(
        .full, explanation: "the coordinator keeps \(policy.maxSweeps) sweeps; cancel one that is no longer needed")
    } else {
      emit(.persist(.submitted(ticket)))
      enter(ticket, at: now)
      if let start { begin(ticket.id, with: start, emit: emit) }
      watchProgress(at: now)
      body = .accepted(ticket.id, known: false)
    }
    reply(body, to: requester, emit: emit)
  }

  /// Counts what is known of a new sweep, as if it had been computed.
  private mutating func begin(_ sweep: SweepID, with start: HeadStart, emit: (Effect) -> Void) {
    guard let work = sweeps[sweep] else { return }
    do throws(MergeError) { try work.restore(start.blocks.ranges, state: start.state) } catch {
      preconditionFailure("The shell made the head start of \(sweep) for its ticket: \(error)")
    }
    let records = Record.merged(
      sweep, closed: start.blocks.ranges, state: start.state, inPiecesOf: policy.recordedPieceBytes)
    for record in records { emit(.persist(record)) }
    touch(sweep)
    if work.isComplete { ended = true }
  }

  private mutating func resubmit(
    _ ticket: SweepTicket, _ known: SweepWork, at now: Moment, emit: (Effect) -> Void
  ) -> ClientReply.Body {
    guard known.ticket.spec == ticket.spec else {
      return .refused(
        .nameTaken, explanation: "\(ticket.id) is another sweep (\(known.ticket.spec)); choose another name")
    }
    guard !known.isSpoilt else {
      return .refused(
        .wrongPhase, explanation: "the results of \(ticket.id) cannot be trusted; cancel it, and submit it again")
    }
    var isStopped = false
    if case .stopped = known.phase { isStopped = true }
    let changesTerms = known.ticket.terms != ticket.terms
    if changesTerms {
      emit(.persist(.submitted(ticket)))
      change(ticket.id, to: ticket.terms)
    }
    if isStopped {
      emit(.persist(.resumed(ticket.id)))
      resume(ticket.id, at: now)
    }
    return .accepted(ticket.id, known: true)
  }

  mutating func enter(_ ticket: SweepTicket, at now: Moment) {
    submissions += 1
    sweeps[ticket.id] = SweepWork(ticket, of: State(layout: ticket.layout), number: submissions, at: now)
    order.append(ticket.id)
    takePart(ticket.id)
  }

  mutating func change(_ sweep: SweepID, to terms: SweepTerms) {
    let old = sweeps[sweep]?.ticket.terms
    sweeps[sweep]?.ticket.terms = terms
    // One that was kept small is owed nothing for it.
    let isElsewhere = old?.priority != terms.priority || old?.maxWorkers != terms.maxWorkers
    if isElsewhere { takePart(sweep) } else { touch(sweep) }
  }

  // MARK: Requests

  mutating func answer(_ message: ClientMessage, from peer: Peer, at now: Moment, emit: (Effect) -> Void) {
    let requester = Requester(peer: peer, request: message.request)
    reply(body(answering: message.body, for: requester, at: now, emit: emit), to: requester, emit: emit)
  }

  private mutating func body(
    answering request: ClientMessage.Body, for requester: Requester, at now: Moment, emit: (Effect) -> Void
  ) -> ClientReply.Body {
    switch request {
    case .submit(let sweep, _, _, _):
      preconditionFailure("The shell compiles a submitted sweep (\(sweep)) and hands in the ticket.")
    case .status(let sweep?): return snapshot(of: sweep, at: now).map { .status([$0]) } ?? unknown(sweep)
    case .status(nil): return .status(order.compactMap { snapshot(of: $0, at: now) })
    case .snapshot(let sweep, let place):
      return isDiskFull ? fullDisk : state(of: sweep, place, for: requester, at: now)
    case .order(let order, let sweep, let reason):
      return carryOut(order, sweep, reason: reason, at: now, emit: emit)
    case .workers: return .workers(workers(at: now), counts: counters.counts)
    case .drain(let worker, let undo): return drain(worker, undo: undo)
    }
  }

  /// A state, or the asked piece of one that is too large for a message; where that is gone, the first of another.
  ///
  /// A large state is encoded once and kept while it is fetched. Encoding takes some seconds for a gigabyte.
  private mutating func state(
    of sweep: SweepID, _ place: SnapshotPlace?, for requester: Requester, at now: Moment
  ) -> ClientReply.Body {
    if let held = large, held.answers(sweep, place, of: requester) {
      large?.askedAt = now
      return .snapshot(held.piece(from: place?.firstByte ?? 0, atMost: policy.pieceBytes))
    }
    guard let work = sweeps[sweep], let status = snapshot(of: sweep, at: now) else { return unknown(sweep) }
    let whole = SweepSnapshot(
      status: status, canonical: work.ticket.canonical, closed: work.closed.ranges, quarantined: work.quarantined,
      state: work.state.encode())
    guard whole.state.count > policy.wholeStateBytes else { return .snapshot(whole) }
    let new = LargeState(whole, for: requester, at: now)
    large = new
    return .snapshot(new.piece(from: 0, atMost: policy.pieceBytes))
  }

  mutating func forgetLargeState(at now: Moment) {
    if let held = large, held.askedAt + policy.piecePatience <= now { large = nil }
  }

  /// That there is none may be as little remembered as that it was cancelled.
  func unknown(_ sweep: SweepID) -> ClientReply.Body {
    isDiskFull
      ? fullDisk : .refused(.unknownSweep, explanation: "there is no sweep \(sweep); submit it first")
  }

  mutating func reply(_ body: ClientReply.Body, to requester: Requester?, emit: (Effect) -> Void) {
    if case .refused(let reason, _) = body { counters.note(reason) }
    guard let requester else { return }
    emit(.reply(ClientReply(request: requester.request, epoch: epoch, body: body), to: requester.peer))
  }
}
