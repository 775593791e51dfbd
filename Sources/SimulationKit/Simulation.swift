import Scheduling
import Sweeps
import Wire

/// One run of real machines over a simulated network, clock and disk, from one seed.
///
/// Messages are delayed, lost, doubled and reordered; workers and the coordinator die at any boundary between effects,
/// and what was not committed is forgotten. After every step the invariants are checked; faults end after a minute of
/// virtual time, and then the sweep must complete with the bytes of the one-thread run.
public final class Simulation<State: MergedState> {
  enum Item {
    case toCoordinator(WorkerMessage, from: Peer)
    case toWorker(Int, peer: Peer, CoordinatorMessage)
    case event(Event, life: UInt64)
    case flush(life: UInt64)
    case diskHasRoom(life: UInt64)
    case order
    case startCoordinator
    case startWorker(Int)
    case workerEvent(Int, life: Int, WorkerEvent)
  }

  /// The coordinator's process; a class, so that death is one assignment.
  final class Process {
    var machine: Coordinator<State>

    init(_ machine: consuming Coordinator<State>) { self.machine = machine }
  }

  let farm: Farm
  let tickets: [SweepID: SweepTicket]
  let poison: [Farm.Poison]
  var random: SeededRandom
  var agenda = Agenda<Item>()
  let begin = Moment(nanoseconds: 1_000_000_000)
  var now = Moment(nanoseconds: 1_000_000_000)
  var workers: [WorkerProcess] = []
  var coordinator: Process?
  var life: UInt64 = 0
  var coordinatorWakesAt: Moment?
  /// The coordinator takes nothing before this.
  var awayUntil = Moment(nanoseconds: 0)
  /// What the disk holds.
  var journal: [Record] = []
  var journalled: [SweepID: BlockSet] = [:]
  var isDiskFull = false
  /// Sweeps that were cancelled at some time.
  var hasCancelled: Set<SweepID> = []
  /// Effects of turns that the full disk did not take.
  var held: [Effect] = []
  /// Effects of the turn that is not committed yet.
  var uncommitted: [Effect] = []
  var steps = 0
  var blocksComputed: UInt64 = 0
  var trace: UInt64 = 0

  /// Faults happen before this, and none after.
  let faultsEnd = Moment(nanoseconds: 61_000_000_000)
  /// A farm that has not finished by then never will.
  let patience = Moment(nanoseconds: 1_800_000_000_000)

  public init(_ farm: Farm) {
    self.farm = farm
    tickets = Dictionary(uniqueKeysWithValues: farm.tickets.map { ($0.id, $0) })
    poison = farm.poison
    random = SeededRandom(seed: farm.seed ^ 0x5EED)
    for index in 0..<farm.workers {
      let speed = farm.equalSpeed ?? Double.random(in: 0.3...2, using: &random)
      let host = "host-\(index % farm.hosts)"
      workers.append(
        WorkerProcess(
          index: index, host: host, speed: speed, machine: Self.machine(farm, host: host, using: &random)))
      agenda.enter(.startWorker(index), at: now + random.duration(in: 0...3000))
    }
    agenda.enter(.startCoordinator, at: now + random.duration(in: 0...1000))
    agenda.enter(.order, at: now + .seconds(2))
  }

  static func machine(_ farm: Farm, host: String, using random: inout SeededRandom) -> Worker {
    Worker(
      worker: WorkerID(UInt128(random.next())), session: Session(random.next()), build: "simulated",
      selfTest: farm.selfTest, cores: farm.coresPerWorker, host: host)
  }

  /// Runs to the end.
  ///
  /// - Throws: the first `Violation`.
  public func run() throws(Violation) -> Outcome {
    while let (moment, item) = agenda.next() {
      now = max(now, moment)
      guard now < patience else { throw violation("not all is complete in half an hour: \(standing)") }
      steps += 1
      try take(item)
      if isOver { return try outcome() }
    }
    throw violation("nothing is left to happen, and the sweep is not complete")
  }

  private func take(_ item: Item) throws(Violation) {
    switch item {
    case .toCoordinator(let message, let peer): try coordinate(.received(message, from: peer), life: life, item)
    case .event(let event, let life): try coordinate(event, life: life, item)
    case .flush(let life): if life == self.life { try commit() }
    case .diskHasRoom(let life): if life == self.life { try findRoom() }
    case .order: try order()
    case .startCoordinator: try startCoordinator()
    case .startWorker(let index): try startWorker(index)
    case .toWorker(let index, let peer, let message): deliver(message, to: index, peer)
    case .workerEvent(let index, let life, let event):
      if workers[index].life == life { work(event, at: index) }
    }
  }

  /// Where the sweeps are, for people.
  private var standing: String {
    let sweeps = farm.tickets.map { ticket in
      guard let status = coordinator?.machine.snapshot(of: ticket.id, at: now) else { return "\(ticket.id) unknown" }
      return "\(ticket.id) \(status.phase), \(status.closedBlocks) of \(status.totalBlocks) blocks, "
        + "\(status.leases) leases, stall \(status.stall.map { "\($0)" } ?? "none"), "
        + status.counts.map { "\($0.name) \($0.count)" }.joined(separator: " ")
    }
    let held = workers.map { "\($0.host) alive \($0.isAlive) holds \($0.machine.leaseCount)" }
    return
      (sweeps + held + [
        "poison \(poison)", "full \(isDiskFull)", "open audits \(coordinator?.machine.openAudits ?? 0)",
      ])
      .joined(separator: "; ")
  }

  var isFaulty: Bool { now < faultsEnd }

  func strikes(_ chance: KeyPath<Faults, Double>) -> Bool { isFaulty && random.chance(farm.faults[keyPath: chance]) }

  func violation(_ what: String) -> Violation { Violation(seed: farm.seed, what: what) }

  // MARK: The end

  /// Complete and committed or stopped for good, and nobody holds anything back.
  private var isOver: Bool {
    guard let machine = coordinator, uncommitted.isEmpty, held.isEmpty, !isDiskFull else { return false }
    let isDone = tickets.values.allSatisfy { ticket in
      journalled[ticket.id]?.count == ticket.sizes.blockCount || machine.machine.isSpoilt(ticket.id)
    }
    guard isDone, farm.liar == nil || machine.machine.openAudits == 0 else { return false }
    guard tickets.keys.allSatisfy({ machine.machine.snapshot(of: $0, at: now)?.leases == 0 }) else { return false }
    return workers.allSatisfy { !$0.isAlive || $0.machine.leaseCount == 0 || isLiar($0) }
  }

  /// Whether a lie may have slipped through because nobody else was there to audit, which is counted.
  private func wentUnaudited(_ sweep: SweepID) -> Bool {
    guard farm.liar != nil, let status = coordinator?.machine.snapshot(of: sweep, at: now) else { return false }
    return status.counts.contains { $0.name == "unaudited" }
  }

  private func isLiar(_ worker: WorkerProcess) -> Bool { farm.liar.map { worker.host == "host-\($0)" } ?? false }

  private func outcome() throws(Violation) -> Outcome {
    let replayed: Coordinator<State>
    do { replayed = try Coordinator<State>(replaying: journal, policy: farm.policy) } catch {
      throw violation("the journal does not replay: \(error)")
    }
    var states: [[UInt8]] = []
    var spoilt = 0
    for ticket in farm.tickets {
      let state = coordinator?.machine.state(of: ticket.id)?.encode() ?? []
      states.append(state)
      if coordinator?.machine.isSpoilt(ticket.id) == true {
        spoilt += 1
        guard farm.liar != nil else { throw violation("\(ticket.id) is spoilt where nobody lies") }
      } else if state != farm.expectedState(of: ticket), !wentUnaudited(ticket.id) {
        throw violation("the merged state of \(ticket.id) differs from the one-thread run")
      }
      guard replayed.state(of: ticket.id)?.encode() == state else {
        throw violation("the journal replays to other bytes")
      }
    }
    return Outcome(
      states: states, spoilt: spoilt, steps: steps, lives: life, elapsed: now.since(begin),
      blocksComputed: blocksComputed, trace: trace)
  }
}
