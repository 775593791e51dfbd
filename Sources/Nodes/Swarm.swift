import Aggregates
import Foundation
import Models
import Scheduling
import Sweeps
import Transport
import Wire

/// Many workers in one process that compute nothing, for measuring a coordinator: real sockets, sessions and machines,
/// but a job takes the time that its blocks are said to take, and its state says of every scenario that a filter left it
/// out.
public struct Swarm {
  public struct Configuration: Sendable {
    public var endpoint: Endpoint
    public var workers: Int
    /// Sockets that they share.
    public var connections: Int
    public var coresPerWorker: Int
    /// Speed of a core; infinite for jobs that take no time.
    public var blocksPerSecond: Double
    /// Time between two looks at all sockets: what a message may wait.
    public var scan: Duration
    public var instructionSet: InstructionSet

    public init(
      endpoint: Endpoint, workers: Int, connections: Int, coresPerWorker: Int, blocksPerSecond: Double,
      scan: Duration, instructionSet: InstructionSet
    ) {
      self.endpoint = endpoint
      self.workers = workers
      self.connections = connections
      self.coresPerWorker = coresPerWorker
      self.blocksPerSecond = blocksPerSecond
      self.scan = scan
      self.instructionSet = instructionSet
    }
  }

  /// How the swarm stands.
  public struct Report: Hashable, Sendable {
    /// The newest life of the coordinator that any worker knows.
    public var epoch: UInt64 = 0
    /// Workers welcomed by that life, and those of them that hold a lease.
    public var serving = 0
    public var leasing = 0
    /// Jobs whose result was acknowledged.
    public var jobs: UInt64 = 0
    /// Of the heartbeats answered since the last report: the longest wait and the mean.
    public var longestAnswer = Duration.zero
    public var meanAnswer = Duration.zero
  }

  private let configuration: Configuration

  public init(_ configuration: Configuration) { self.configuration = configuration }

  /// Serves a coordinator until a signal comes.
  ///
  /// - Parameter report: called about once a second.
  /// - Throws: `TransportError`, and errors of a sweep that does not compile.
  public func run(signals: TerminationSignals, report: (Report) -> Void) throws {
    let context = try Context(ioThreads: 1, maximumSockets: max(1_023, configuration.connections + 16))
    let selfTest = try SelfTest.hash(configuration.instructionSet)
    var work = IdleWork(blocksPerSecond: configuration.blocksPerSecond)
    var connections: [SwarmConnection] = []
    for number in 0..<configuration.connections {
      let workers = (configuration.workers + number) / configuration.connections
      connections.append(try SwarmConnection(workers, configuration, in: context, selfTest: selfTest, &work))
    }
    let workers = connections.flatMap(\.workers)
    var reportedAt = MonotonicClock.now
    while !signals.isRaised {
      let lookedAt = MonotonicClock.now
      for connection in connections { try connection.turn(&work) }
      if MonotonicClock.now.since(reportedAt) >= .seconds(1) {
        reportedAt = MonotonicClock.now
        report(Self.report(workers))
      }
      let rest = Duration.nanoseconds(Int64(configuration.scan.nanoseconds)) - MonotonicClock.now.since(lookedAt)
      if rest > .zero { usleep(UInt32(rest.nanoseconds / 1_000)) }
    }
    report(Self.report(workers))
  }

  private static func report(_ workers: [SwarmWorker]) -> Report {
    var report = Report()
    report.epoch = workers.map(\.epoch).max() ?? 0
    var answers: UInt64 = 0
    var waited = Duration.zero
    for worker in workers {
      if worker.epoch == report.epoch, worker.isServing {
        report.serving += 1
        if worker.leases > 0 { report.leasing += 1 }
      }
      report.jobs += worker.acknowledged
      report.longestAnswer = max(report.longestAnswer, worker.longestAnswer)
      answers += worker.answers
      waited += worker.waited
      worker.forgetAnswers()
    }
    if answers > 0 { report.meanAnswer = waited / Int(clamping: answers) }
    return report
  }
}

/// What jobs are, where nothing is computed.
private struct IdleWork {
  let blocksPerSecond: Double
  private var sweeps: [SpecHash: Plan] = [:]

  init(blocksPerSecond: Double) { self.blocksPerSecond = blocksPerSecond }

  func time(of blocks: BlockRange) -> Duration {
    blocksPerSecond.isFinite ? .seconds(Double(blocks.count) / blocksPerSecond) : .zero
  }

  /// The state of blocks whose every scenario was left out.
  mutating func state(of blocks: BlockRange, _ definition: SweepDefinition) throws -> [UInt8] {
    let plan = try sweeps[definition.spec] ?? CompiledSweep(canonical: definition.canonical).plan
    sweeps[definition.spec] = plan
    var state = SweepState(layout: plan.stateLayout)
    var first: UInt64 = 0
    for (index, pass) in plan.passes.enumerated() {
      let end = first + pass.numbering.blockCount
      for block in max(first, blocks.lower)..<max(first, blocks.lower, min(end, blocks.upper)) {
        let place = pass.numbering.place(of: block - first)
        state.withCell(pass: index, replicate: Int(place.replicate), cell: Int(place.cell)) { cell in
          for measure in plan.stateLayout.passes[index].measures.indices {
            cell[measure].tally.excluded += place.count
          }
        }
      }
      first = end
    }
    return state.encode()
  }
}

/// One socket of the swarm, and the workers that speak through it.
private final class SwarmConnection {
  private let socket: DealerSocket
  private(set) var workers: [SwarmWorker] = []
  private var places: [Session: Int] = [:]

  init(
    _ workers: Int, _ configuration: Swarm.Configuration, in context: borrowing Context, selfTest: SpecHash,
    _ work: inout IdleWork
  ) throws {
    var options = SocketOptions()
    options.maximumMessageBytes = WireLimits.standard.frameBytes
    options.sendQueueMessages = 1_024 * workers
    options.receiveQueueMessages = 1_024 * workers
    socket = try DealerSocket(in: context, options: options, countsHandshakes: false)
    try socket.connect(configuration.endpoint)
    for place in 0..<workers {
      let worker = SwarmWorker(cores: configuration.coresPerWorker, selfTest: selfTest)
      self.workers.append(worker)
      places[worker.session] = place
      try worker.handle(.started, &work, socket)
    }
  }

  /// Reads what came, ends jobs whose time is up, and keeps time.
  func turn(_ work: inout IdleWork) throws {
    while let frame = try socket.receive() {
      let message = try CoordinatorMessage(decoding: frame)
      if let place = places[message.session] { try workers[place].take(message, &work, socket) }
    }
    for worker in workers { try worker.turn(&work, socket) }
  }
}

/// One worker of the swarm.
private final class SwarmWorker {
  private struct Running {
    var lease: Lease
    var definition: SweepDefinition
    var endsAt: Moment
  }
  private var machine: Worker
  private var running: [Running] = []
  private var askedAt: Moment?
  private(set) var isServing = false
  private(set) var acknowledged: UInt64 = 0
  private(set) var longestAnswer = Duration.zero
  private(set) var waited = Duration.zero
  private(set) var answers: UInt64 = 0

  init(cores: Int, selfTest: SpecHash) {
    var random = SystemRandomNumberGenerator()
    machine = Worker(
      worker: WorkerID(UInt128.random(in: 1 ... .max, using: &random)),
      session: Session(.random(in: 1 ... .max, using: &random)), build: Build.version, selfTest: selfTest,
      cores: cores, host: "swarm")
  }

  var session: Session { machine.session }
  var epoch: UInt64 { machine.epoch.number }
  var leases: Int { machine.leaseCount }

  func forgetAnswers() { (longestAnswer, waited, answers) = (.zero, .zero, 0) }

  func take(_ message: CoordinatorMessage, _ work: inout IdleWork, _ socket: borrowing DealerSocket) throws {
    note(message.body)
    try handle(.received(message), &work, socket)
  }

  /// Ends jobs whose time is up, and keeps time.
  func turn(_ work: inout IdleWork, _ socket: borrowing DealerSocket) throws {
    let now = MonotonicClock.now
    while let place = running.firstIndex(where: { $0.endsAt <= now }) {
      try end(running.remove(at: place), &work, socket)
    }
    if let wakeUp = machine.wakeUp, wakeUp <= now { try handle(.woken, &work, socket) }
  }

  private func note(_ body: CoordinatorMessage.Body) {
    switch body {
    case .welcome: isServing = true
    case .sayHello: isServing = false
    case .acknowledge: acknowledged += 1
    case .alive:
      guard let askedAt else { return }
      let wait = MonotonicClock.now.since(askedAt)
      (longestAnswer, waited, answers) = (max(longestAnswer, wait), waited + wait, answers + 1)
      self.askedAt = nil
    case .refused, .sweep, .lease, .cancel: break
    }
  }

  private func end(_ job: Running, _ work: inout IdleWork, _ socket: borrowing DealerSocket) throws {
    let blocks = job.lease.blocks
    let state = try work.state(of: blocks, job.definition)
    try handle(.computed(job.lease.key, blocks: blocks, state: state), &work, socket)
  }

  func handle(_ event: WorkerEvent, _ work: inout IdleWork, _ socket: borrowing DealerSocket) throws {
    var effects: [WorkerEffect] = []
    machine.handle(event, at: MonotonicClock.now) { effects.append($0) }
    for effect in effects {
      switch effect {
      case .send(let message):
        if case .heartbeat = message.body { askedAt = MonotonicClock.now }
        _ = try socket.send(message.encode())
      case .compute(let lease, let definition):
        running.append(
          Running(lease: lease, definition: definition, endsAt: MonotonicClock.now + work.time(of: lease.blocks)))
      case .interrupt(let key):
        guard let place = running.firstIndex(where: { $0.lease.key == key }) else { continue }
        let lower = running.remove(at: place).lease.blocks.lower
        try handle(.computed(key, blocks: BlockRange(lower, lower), state: []), &work, socket)
      case .stop: isServing = false
      }
    }
  }
}
