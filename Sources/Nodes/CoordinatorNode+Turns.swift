import Journal
import Logging
import Scheduling
import Sweeps
import Transport
import Wire

extension CoordinatorNode {
  // MARK: Reading

  mutating func read(_ body: [UInt8], from peer: PeerAddress, into events: inout [Event]) throws {
    do throws(WireError) {
      switch try PeerMessage(decoding: body) {
      case .worker(let message):
        connections[peer] = message.session
        // A worker keeps its result until it is told; there would be no room to remember it now.
        if diskFault != nil, case .finished = message.body { return }
        events.append(.received(message, from: Peer(peer.bytes)))
      case .client(let message): events.append(event(of: message, from: Peer(peer.bytes)))
      }
    } catch {
      try refuse(error, of: peer)
    }
  }

  /// A request for the machine; a submitted sweep is compiled first.
  private func event(of message: ClientMessage, from peer: Peer) -> Event {
    guard case .submit(let id, let canonical, let terms) = message.body else { return .requested(message, from: peer) }
    let requester = Requester(peer: peer, request: message.request)
    do {
      return .submitted(try CompiledSweep(canonical: canonical).ticket(id: id, terms), from: requester)
    } catch {
      return .refused(.badSweep, explanation: "\(error)", to: requester)
    }
  }

  private mutating func refuse(_ error: WireError, of peer: PeerAddress) throws {
    if refusals.note(error, at: MonotonicClock.now) {
      logger.warning("frame refused", metadata: ["peer": "\(peer)", "reason": "\(error)"])
    }
    // The first two fields of a frame are those of any version: the other side can read that it is of another one.
    guard case .otherProtocol(let version, let address) = error else { return }
    let answer = CoordinatorMessage.refusingProtocol(version, session: Session(address), epoch: machine.epoch)
    _ = try socket.send(answer.encode(), to: peer)
  }

  mutating func forget(_ peer: PeerAddress) -> Peer {
    connections[peer] = nil
    return Peer(peer.bytes)
  }

  // MARK: Deciding and doing

  mutating func turn(_ events: [Event]) throws {
    var effects: [Effect] = []
    for event in events { machine.handle(event, at: MonotonicClock.now) { effects.append($0) } }
    // Peers that are gone come up while sending; what the machine says to that is another turn.
    while !effects.isEmpty {
      let gone = try perform(effects)
      effects.removeAll()
      for peer in gone { machine.handle(.unreachable(peer), at: MonotonicClock.now) { effects.append($0) } }
    }
    if diskFault == nil, history.isWorthFolding { try history.fold(into: machine.checkpoint) }
  }

  /// Commits, then sends. Where there is no room to remember, effects from the first record on wait for it.
  ///
  /// - Returns: the peers that could not be reached.
  private mutating func perform(_ effects: [Effect]) throws -> [Peer] {
    if diskFault != nil, effects.contains(where: \.isRecord) {
      uncommitted += effects
      return []
    }
    do throws(JournalError) {
      try history.append(effects.compactMap(\.record))
    } catch {
      guard error.kind == .full else { throw error }
      wait(for: error, holding: effects)
      return []
    }
    return try send(effects)
  }

  private mutating func wait(for fault: JournalError, holding effects: [Effect]) {
    if diskFault == nil { logger.error("no room for the journal: the farm waits", metadata: ["reason": "\(fault)"]) }
    diskFault = fault
    commitsAt = MonotonicClock.now + Self.commitRetry
    uncommitted += effects
  }

  /// Tries again to remember what found no room.
  mutating func commitWaiting() throws {
    guard let commitsAt, commitsAt <= MonotonicClock.now else { return }
    do throws(JournalError) {
      try history.append(uncommitted.compactMap(\.record))
    } catch {
      guard error.kind == .full else { throw error }
      self.commitsAt = MonotonicClock.now + Self.commitRetry
      return
    }
    let effects = uncommitted
    (diskFault, self.commitsAt, uncommitted) = (nil, nil, [])
    logger.notice("room for the journal again: the farm goes on")
    for peer in try send(effects) { try turn([.unreachable(peer)]) }
  }

  private mutating func send(_ effects: [Effect]) throws -> [Peer] {
    var gone: [Peer] = []
    for effect in effects {
      switch effect {
      case .send(let message, let peer):
        // A full queue drops the message; workers ask anew for what does not come.
        let address = PeerAddress(peer.address)
        if try socket.send(message.encode(), to: address) == .unreachable { gone.append(forget(address)) }
      case .reply(let reply, let peer):
        _ = try socket.send(reply.encode(), to: PeerAddress(peer.address))
      case .publish(let snapshot): published.append(snapshot)
      case .persist: break
      }
    }
    return gone
  }
}

extension Effect {
  fileprivate var record: Record? { if case .persist(let record) = self { record } else { nil } }
  fileprivate var isRecord: Bool { record != nil }
}
