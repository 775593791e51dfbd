import Sweeps
import Wire

extension Coordinator {
  /// The merged state of a sweep so far, which covers exactly its closed blocks.
  public func state(of sweep: SweepID) -> State? { sweeps[sweep]?.state }

  /// The blocks of a sweep that count so far.
  public func closedBlocks(of sweep: SweepID) -> BlockSet? { sweeps[sweep]?.closed }

  /// Sweeps in order of submission.
  public var tickets: [SweepTicket] { order.compactMap { sweeps[$0]?.ticket } }

  /// Where a sweep is. Complexity: O(leases + workers).
  public func snapshot(of sweep: SweepID, at now: Moment) -> Snapshot? {
    guard let work = sweeps[sweep] else { return nil }
    let oldest = leases.values.lazy.filter { $0.lease.sweep == sweep }.map(\.leasedAt).min()
    return Snapshot(
      sweep: sweep, spec: work.ticket.spec, phase: work.phase, closedBlocks: work.closed.count,
      totalBlocks: work.ticket.sizes.blockCount, closedRuns: UInt64(work.closed.ranges.count),
      leases: work.leaseCount, workers: UInt64(sessions.count), blocksPerSecond: max(0, work.totalRate),
      oldestLeaseNanoseconds: oldest.map { now.since($0).nanoseconds } ?? 0, counts: work.counters.counts)
  }

  // MARK: Requests

  /// Takes a sweep in. The same sweep under the same name is the same sweep, and goes on if it was stopped.
  mutating func submit(_ ticket: SweepTicket, from requester: Requester?, emit: (Effect) -> Void) {
    let body: ClientReply.Body
    if let known = sweeps[ticket.id] {
      body = resubmit(ticket, known: known.ticket, phase: known.phase, emit: emit)
    } else if sweeps.count >= policy.maxSweeps {
      body = .refused(
        .full, explanation: "the coordinator keeps \(policy.maxSweeps) sweeps; start another on a new journal")
    } else {
      enter(ticket)
      emit(.persist(.submitted(ticket)))
      body = .accepted(ticket.id, known: false)
    }
    reply(body, to: requester, emit: emit)
  }

  private mutating func resubmit(
    _ ticket: SweepTicket, known: SweepTicket, phase: SweepStatus.Phase, emit: (Effect) -> Void
  ) -> ClientReply.Body {
    guard known.spec == ticket.spec else {
      return .refused(.nameTaken, explanation: "\(ticket.id) is another sweep (\(known.spec)); choose another name")
    }
    if case .stopped = phase {
      emit(.persist(.resumed(ticket.id)))
      resume(ticket.id)
    }
    return .accepted(ticket.id, known: true)
  }

  mutating func enter(_ ticket: SweepTicket) {
    sweeps[ticket.id] = SweepWork(ticket)
    order.append(ticket.id)
    changed.insert(ticket.id)
  }

  mutating func resume(_ sweep: SweepID) {
    sweeps[sweep]?.resume()
    changed.insert(sweep)
  }

  mutating func answer(_ message: ClientMessage, from peer: Peer, at now: Moment, emit: (Effect) -> Void) {
    let requester = Requester(peer: peer, request: message.request)
    switch message.body {
    case .submit(let sweep, _, _):
      preconditionFailure("The shell compiles a submitted sweep (\(sweep)) and hands in the ticket.")
    case .status(let sweep?):
      guard let status = snapshot(of: sweep, at: now) else { return refuse(sweep, requester, emit) }
      reply(.status([status]), to: requester, emit: emit)
    case .status(nil): reply(.status(order.compactMap { snapshot(of: $0, at: now) }), to: requester, emit: emit)
    case .snapshot(let sweep):
      guard let work = sweeps[sweep], let status = snapshot(of: sweep, at: now) else {
        return refuse(sweep, requester, emit)
      }
      let snapshot = SweepSnapshot(
        status: status, canonical: work.ticket.canonical, closed: work.closed.ranges, quarantined: [],
        state: work.state.encode())
      reply(.snapshot(snapshot), to: requester, emit: emit)
    case .order(_, let sweep, let reason):
      guard sweeps[sweep] != nil else { return refuse(sweep, requester, emit) }
      stop(sweep, reason, emit: emit)
      reply(.done, to: requester, emit: emit)
    case .workers, .drain: reply(.workers([], counts: []), to: requester, emit: emit)
    }
  }

  private func refuse(_ sweep: SweepID, _ requester: Requester, _ emit: (Effect) -> Void) {
    reply(
      .refused(.unknownSweep, explanation: "there is no sweep \(sweep); submit it first"), to: requester, emit: emit)
  }

  private func reply(_ body: ClientReply.Body, to requester: Requester?, emit: (Effect) -> Void) {
    guard let requester else { return }
    emit(.reply(ClientReply(request: requester.request, epoch: epoch, body: body), to: requester.peer))
  }
}
