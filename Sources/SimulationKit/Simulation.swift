import Scheduling
import Sweeps
import Wire

/// One run of real machines over a simulated network, clocks and disk, from one seed.
///
/// Messages are delayed, lost, doubled and reordered; workers and the coordinator die at any boundary between effects,
/// and what was not committed is forgotten. After every step the invariants are checked; faults end after a while of
/// virtual time, and then the sweeps must complete with the bytes of the one-thread run.
final class Simulation<State: MergedState> {
  /// The coordinator's process; a class, so that death is one assignment.
  final class Process {
    var machine: Coordinator<State>

    init(_ machine: consuming Coordinator<State>) { self.machine = machine }
  }

  /// Something that waits for its turn's commit, and how many records of this life go before it.
  struct Pending {
    var effect: Effect
    var after: Int
  }

  let farm: Farm
  let tickets: [SweepTicket]
  let sizes: [SweepID: BlockSizes]
  let poison: [Farm.Poison]
  let blockCount: UInt64
  var random: SeededRandom
  var agenda = Agenda()
  let begin = Moment(nanoseconds: 1_000_000_000)
  var now = Moment(nanoseconds: 1_000_000_000)
  var workers: [WorkerProcess] = []

  // MARK: The coordinator

  var coordinator: Process?
  var life: UInt64 = 0
  var coordinatorWakesAt: Moment?
  /// How far its clock is ahead of virtual time.
  var clockLead: UInt64 = 0
  /// The coordinator takes nothing before this.
  var awayUntil = Moment(nanoseconds: 0)
  /// Effects of the turn that is not committed yet.
  var uncommitted: [Pending] = []
  /// Effects of turns that the full disk did not take.
  var held: [Pending] = []
  /// Records of this life, and those that are safe.
  var recordsEmitted = 0
  var recordsCommitted = 0

  // MARK: The disk

  var journal: [Record] = []
  /// Lengths of the journal after each turn since it was compacted.
  var turnEnds: [Int] = []
  /// What the journal says is closed.
  var journalled: [SweepID: BlockSet] = [:]
  var isDiskFull = false
  /// Sweeps that were cancelled at some time.
  var hasCancelled: Set<SweepID> = []

  // MARK: The record of the run

  var steps = 0
  var blocksComputed: UInt64 = 0
  var almostDone: Moment?
  /// Sweeps of which a liar computed something, and those in which it lied.
  var touched: Set<SweepID> = []
  var falsified: Set<SweepID> = []
  var faults = FaultCounts()
  var trace: UInt64 = 0

  /// Faults happen before this, and none after.
  let faultsEnd: Moment
  /// A farm that has not finished by then never will.
  let patience = Moment(nanoseconds: 1_800_000_000_000)

  init(_ farm: Farm) {
    self.farm = farm
    tickets = farm.tickets
    sizes = Dictionary(uniqueKeysWithValues: tickets.map { ($0.id, $0.sizes) })
    poison = farm.poison
    blockCount = tickets.reduce(0) { $0 + $1.sizes.blockCount }
    faultsEnd = begin + .seconds(farm.faultSeconds)
    random = SeededRandom(seed: farm.seed ^ 0x5EED)
    for index in 0..<farm.workers {
      let speed = farm.equalSpeed ?? 0.3 + 1.7 * random.fraction()
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
      selfTest: Farm.selfTest, cores: farm.coresPerWorker, host: host,
      // Some are of an engine that ends them.
      timeLimit: farm.seed.isMultiple(of: 5) ? random.duration(in: 20_000...300_000) : nil)
  }

  /// Runs to the end.
  ///
  /// - Throws: the first `Violation`.
  func run() throws(Violation) -> Outcome {
    while let (moment, happening) = agenda.next() {
      now = max(now, moment)
      guard now < patience else { throw violation("not all is complete in half an hour: \(standing)") }
      steps += 1
      try take(happening)
      if isOver { return try outcome() }
    }
    throw violation("nothing is left to happen, and the sweep is not complete")
  }

  private func take(_ happening: Happening) throws(Violation) {
    switch happening {
    case .toCoordinator(let message, let peer):
      try coordinate(.received(message, from: peer), life: life, happening)
    case .event(let event, let life): try coordinate(event, life: life, happening)
    case .flush(let life): if life == self.life { try commit() }
    case .diskHasRoom(let life): if life == self.life { try findRoom() }
    case .order: try order()
    case .startCoordinator: try startCoordinator()
    case .startWorker(let index): startWorker(index)
    case .toWorker(let index, let peer, let message): deliver(message, to: index, peer)
    case .workerEvent(let index, let life, let event):
      if workers[index].life == life { work(event, at: index) }
    }
  }

  // MARK: Chance

  var isFaulty: Bool { now < faultsEnd }

  /// Whether something goes wrong here; counted.
  func strikes(_ fault: Fault) -> Bool {
    let chance = farm.faults[fault]
    guard chance > 0, isFaulty, random.chance(chance) else { return false }
    faults[fault] += 1
    return true
  }

  func violation(_ what: String) -> Violation { Violation(seed: farm.seed, what: what) }
}

/// A clock that is ahead of virtual time: computers were not all started at once.
func ahead(_ moment: Moment, by lead: UInt64) -> Moment { Moment(nanoseconds: moment.nanoseconds + lead) }

/// Virtual time when such a clock shows `moment`; the beginning if that lies before it.
func behind(_ moment: Moment, by lead: UInt64) -> Moment {
  Moment(nanoseconds: moment.nanoseconds > lead ? moment.nanoseconds - lead : 0)
}
