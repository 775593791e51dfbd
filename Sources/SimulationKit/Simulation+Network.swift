import Scheduling
import Wire

extension Simulation {
  /// A message of a worker enters the network.
  func send(_ message: WorkerMessage, from worker: WorkerProcess) {
    note(message.ordinal)
    if strikes(.reconnect) { worker.connection += 1 }
    cut(worker)
    guard worker.cutFrom <= now else { return }
    let peer = worker.peer
    for arrival in arrivals(after: &worker.lastArrivalThere) {
      agenda.enter(.toCoordinator(passed(message), from: peer), at: arrival)
    }
  }

  /// A message of the coordinator enters the network, if the address is still somebody's.
  func send(_ message: CoordinatorMessage, to peer: Peer) throws(Violation) {
    note(message.session.number)
    guard let worker = workers.first(where: { $0.peer == peer && $0.isAlive }) else {
      if random.chance(0.5) { agenda.enter(.event(.unreachable([peer]), life: life), at: now) }
      return
    }
    cut(worker)
    guard worker.cutTo <= now else { return }
    for arrival in arrivals(after: &worker.lastArrivalHere) {
      agenda.enter(.toWorker(worker.index, peer: peer, passed(message)), at: arrival)
    }
  }

  func deliver(_ message: CoordinatorMessage, to index: Int, _ peer: Peer) {
    // A worker of a new life or connection is another peer; ZeroMQ would not deliver. A stray may still reach it.
    guard workers[index].peer == peer || random.chance(0.1) else { return }
    work(.received(message), at: index)
  }

  /// When a message arrives: never if it is lost, twice if it is doubled; behind the one before, unless it strays.
  private func arrivals(after last: inout Moment) -> [Moment] {
    guard !strikes(.loss) else { return [] }
    if strikes(.straying) { return [now + random.duration(in: 1...5000)] }
    last = max(last, now + random.duration(in: 0.05...3))
    return strikes(.doubling) ? [last, last + random.duration(in: 0.05...2000)] : [last]
  }

  private func cut(_ worker: WorkerProcess) {
    guard strikes(.partition) else { return }
    let until = now + random.duration(in: 100...10_000)
    let ways = Int.random(in: 0..<3, using: &random)
    if ways != 0 { worker.cutTo = until }
    if ways != 1 { worker.cutFrom = until }
  }

  /// The message after a passage through its bytes, in farms that use them.
  private func passed(_ message: WorkerMessage) -> WorkerMessage {
    guard farm.usesBytes else { return message }
    do { return try WorkerMessage(decoding: message.encode()) } catch {
      preconditionFailure("seed \(farm.seed): a message does not decode: \(error)")
    }
  }

  private func passed(_ message: CoordinatorMessage) -> CoordinatorMessage {
    guard farm.usesBytes else { return message }
    do { return try CoordinatorMessage(decoding: message.encode()) } catch {
      preconditionFailure("seed \(farm.seed): a message does not decode: \(error)")
    }
  }

  private func note(_ number: UInt64) { trace = mixed(trace ^ now.nanoseconds &+ number) }
}
