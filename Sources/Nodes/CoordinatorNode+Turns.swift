import Journal
import Logging
import Scheduling
import Sweeps
import Transport
import Wire

extension CoordinatorNode {
  // MARK: Reading

  mutating func read(_ body: [UInt8], from peer: PeerAddress, into events: inout [Event]) throws {
    do {
      let message = try PeerMessage(decoding: body)
      let holder = socket.holder(of: peer)
      if let holder, !Guardian.allows(holder.role, message) {
        try refuse(message, of: holder, at: peer)
        return
      }
      let sender = Peer(peer.bytes, key: holder?.key.text)
      switch message {
      case .worker(let message): events.append(.received(message, from: sender))
      case .client(let message): events.append(event(of: message, from: sender))
      }
    } catch let error as WireError {
      try refuse(error, of: peer, body)
    }
  }

  /// Answers who may not say what was said; a worker would not understand an answer.
  private mutating func refuse(_ message: PeerMessage, of holder: KeyHolder, at peer: PeerAddress) throws {
    if refusals.noteForbidden(to: holder.role, at: MonotonicClock.now) {
      logger.warning(
        "frame refused: not allowed to this role", metadata: ["token": "\(holder.id)", "role": "\(holder.role)"])
    }
    guard case .client(let message) = message else { return }
    let explanation = "a \(holder.role)'s token (\(holder.id)) does not allow this; use a client's token"
    let reply = ClientReply(
      request: message.request, epoch: machine.epoch, body: .refused(.notAllowed, explanation: explanation))
    _ = try socket.send(reply.encode(), to: peer)
  }

  /// A request for the machine; a submitted sweep is compiled first.
  private func event(of message: ClientMessage, from peer: Peer) -> Event {
    guard case .submit(let id, let canonical, let terms, let reuse) = message.body else {
      return .requested(message, from: peer)
    }
    let requester = Requester(peer: peer, request: message.request)
    do {
      let sweep = try CompiledSweep(canonical: canonical)
      let isKnown = machine.closedBlocks(of: id) != nil
      let start = isKnown ? nil : try reuse.map { try headStart(of: sweep, from: $0) }
      return .submitted(sweep.ticket(id: id, terms), start, from: requester)
    } catch let error as UnknownSweep {
      return .refused(.unknownSweep, explanation: error.description, to: requester)
    } catch {
      return .refused(.badSweep, explanation: "\(error)".firstLines(WireLimits.standard.textBytes), to: requester)
    }
  }

  /// What a sweep of this farm knows of a new one.
  private func headStart(of sweep: CompiledSweep, from earlier: SweepID) throws -> HeadStart {
    guard let ticket = machine.tickets.first(where: { $0.id == earlier }), let state = machine.state(of: earlier),
      let status = status(of: earlier)
    else { throw UnknownSweep(id: earlier) }
    guard status.phase == .complete else {
      throw ReuseError("\(earlier) is \(status.phase.word): only a complete sweep can be reused")
    }
    do {
      return try sweep.headStart(
        from: CompiledSweep(canonical: ticket.canonical), state: state,
        without: (quarantined(of: earlier) ?? []).map(\.place))
    } catch let error as ReuseError {
      throw ReuseError(
        "\(earlier) cannot be reused for \(sweep.sweep.name): \(error); submit the sweep without --reuse, or change "
          + "nothing but sample sizes, values of `vary`, and reports")
    }
  }

  private mutating func refuse(_ error: WireError, of peer: PeerAddress, _ body: [UInt8]) throws {
    if refusals.note(error, at: MonotonicClock.now) {
      logger.warning("frame refused", metadata: ["peer": "\(peer)", "reason": "\(error)"])
    }
    if case .otherProtocol(let version, let address) = error {
      // The first two fields of a frame are those of any version: the other side can read that it is of another one.
      let answer = CoordinatorMessage.refusingProtocol(version, session: Session(address), epoch: machine.epoch)
      _ = try socket.send(answer.encode(), to: peer)
    } else if let request = ClientMessage.request(in: body, refusedFor: error) {
      let reply = ClientReply(
        request: request, epoch: machine.epoch, body: .refused(.otherProtocol, explanation: "the request: \(error)"))
      _ = try socket.send(reply.encode(), to: peer)
    }
  }

  // MARK: Deciding and doing

  mutating func turn(_ events: [Event]) throws {
    var events = events
    while !events.isEmpty {
      var decided = Decided(events: events.count)
      for event in events { machine.handle(event, at: MonotonicClock.now) { decided.note($0) } }
      events = try perform(decided)
    }
    if diskFault == nil, history.isWorthFolding { try history.fold(into: machine.checkpoint) }
  }

  /// Commits, then sends. Where there is no room to remember, the effects wait for it.
  ///
  /// - Returns: what came of it, for the machine.
  private mutating func perform(_ decided: Decided) throws -> [Event] {
    if diskFault != nil, !decided.records.isEmpty {
      uncommitted.append(decided)
      return []
    }
    do throws(JournalError) {
      try history.append(decided.records)
    } catch {
      guard error.kind == .full else { throw error }
      logger.error("no room for the journal: the farm waits", metadata: ["reason": "\(error)"])
      diskFault = error
      commitsAt = MonotonicClock.now + Self.commitRetry
      uncommitted = decided
      return [.diskFull(true)]
    }
    return try send(decided.effects)
  }

  /// Tries again to remember what found no room.
  mutating func commitWaiting() throws {
    guard let commitsAt, commitsAt <= MonotonicClock.now else { return }
    do throws(JournalError) {
      try history.append(uncommitted.records)
    } catch {
      guard error.kind == .full else { throw error }
      self.commitsAt = MonotonicClock.now + Self.commitRetry
      return
    }
    let effects = uncommitted.effects
    (diskFault, self.commitsAt, uncommitted) = (nil, nil, Decided())
    logger.notice("room for the journal again: the farm goes on")
    try turn(try send(effects) + [.diskFull(false)])
  }

  /// - Returns: the peers that are gone.
  private mutating func send(_ effects: [Effect]) throws -> [Event] {
    var gone: Set<Peer> = []
    for effect in effects {
      switch effect {
      case .send(let message, let peer):
        // A full queue drops the message; workers ask anew for what does not come.
        if try socket.send(message.encode(), to: PeerAddress(peer.address)) == .unreachable { gone.insert(peer) }
      case .reply(let reply, let peer):
        _ = try socket.send(withRefusedFrames(reply).encode(), to: PeerAddress(peer.address))
      case .publish(let snapshot): published.append(snapshot)
      case .note(let note): logger.log(note)
      case .persist: break
      }
    }
    return gone.isEmpty ? [] : [.unreachable(gone)]
  }

  /// Who asks for the workers also hears of frames that never reached the machine.
  private func withRefusedFrames(_ reply: ClientReply) -> ClientReply {
    guard case .workers(let workers, let counts) = reply.body else { return reply }
    var reply = reply
    reply.body = .workers(workers, counts: counts + refusedFrames)
    return reply
  }
}

/// A sweep to be reused that is not there.
private struct UnknownSweep: Error, CustomStringConvertible {
  var id: SweepID

  var description: String { "there is no sweep \(id) to reuse; `sweepfarm list` names those there are" }
}

extension String {
  /// As many whole lines as fit into so many bytes, and how many there are besides.
  fileprivate func firstLines(_ bytes: Int) -> String {
    guard utf8.count > bytes else { return self }
    let lines = split(separator: "\n", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    var room = bytes - 40
    for line in lines {
      room -= line.utf8.count + 1
      guard room >= 0 else { break }
      kept.append(line)
    }
    return kept.joined(separator: "\n") + "\nand \(lines.count - kept.count) more lines"
  }
}
