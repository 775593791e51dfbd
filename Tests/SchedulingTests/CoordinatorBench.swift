import Scheduling
import SimulationKit
import Sweeps
import Wire

/// A coordinator under test, with a clock to turn and one worker `A` and one `B` to speak for.
final class CoordinatorBench {
  static let spec = hash(7)
  static let sweep = SweepID("s") ?? { preconditionFailure("a valid name") }()
  let sizes: BlockSizes
  let ticket: SweepTicket
  var machine: Coordinator<BlockTally>
  var now = Moment(nanoseconds: 1_000_000_000_000)
  var ordinals: [Session: UInt64] = [:]
  /// Records emitted so far.
  var journal: [Record] = []
  /// What was said for the log.
  var notes: [FarmNote] = []

  static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
    var policy = Policy(build: "b", selfTest: hash(9))
    policy.forcedJobBlocks = 10
    policy.publishInterval = .seconds(3600)
    // Copies and audits have tests of their own.
    policy.maxCopies = 1
    policy.auditShare = 0
    change(&policy)
    return policy
  }

  /// `blocks` blocks of 100 scenarios.
  init(blocks: UInt64 = 100, replaying records: [Record] = [], _ change: (inout Policy) -> Void = { _ in }) throws {
    guard let strips = BlockSizes.Strips(count: blocks, scenariosPerStrip: 100), let sizes = BlockSizes([strips]) else {
      preconditionFailure("valid sizes")
    }
    self.sizes = sizes
    ticket = SweepTicket(
      id: Self.sweep, spec: Self.spec, canonical: [1], sizes: sizes, layout: StateLayout(passes: []))
    machine = try Coordinator(replaying: records, policy: Self.policy(change))
  }

  func handle(_ event: Event) -> [Effect] {
    var effects: [Effect] = []
    machine.handle(event, at: now) { effect in
      switch effect {
      case .note(let note):
        notes.append(note)
        return
      // Snapshots have a test of their own.
      case .publish: return
      case .persist(let record): journal.append(record)
      case .send, .reply: break
      }
      effects.append(effect)
    }
    return effects
  }

  func wait(_ duration: Duration) -> [Effect] {
    now = now + duration
    return handle(.woken)
  }

  @discardableResult
  func start() -> [Effect] { handle(.started) + handle(.submitted(ticket, from: nil)) }

  // MARK: Words of a worker

  func receive(_ body: WorkerMessage.Body, from worker: Person, epoch: UInt64 = 1, ordinal: UInt64? = nil) -> [Effect] {
    let next = ordinal ?? (ordinals[worker.session, default: 0] + 1)
    ordinals[worker.session] = max(next, ordinals[worker.session, default: 0])
    let message = WorkerMessage(session: worker.session, epoch: Epoch(epoch), ordinal: next, body: body)
    return handle(.received(message, from: worker.peer))
  }

  @discardableResult
  func hello(
    _ worker: Person, credit: Int = 1, cores: Int = 1, _ leases: [LeaseReport] = [], epoch: UInt64 = 0,
    host: String = "tiger", left: Duration = .zero
  ) -> [Effect] {
    let hello = Hello(
      worker: WorkerID(UInt128(worker.rawValue) << 120), build: "b", selfTest: hash(9), cores: cores, credit: credit,
      leases: leases, host: host, nanosecondsLeft: left.nanoseconds)
    return receive(.hello(hello), from: worker, epoch: epoch)
  }

  func finished(_ lease: Lease, _ blocks: BlockRange? = nil, seconds: Double = 1) -> Finished {
    let blocks = blocks ?? lease.blocks
    return Finished(
      lease: lease, blocks: blocks, computeNanoseconds: UInt64(seconds * 1e9),
      state: BlockTally(of: blocks, sizes: sizes).encode())
  }

  func finish(_ lease: Lease, from worker: Person, _ blocks: BlockRange? = nil, epoch: UInt64 = 1) -> [Effect] {
    receive(.finished(finished(lease, blocks)), from: worker, epoch: epoch)
  }

  // MARK: Effects to expect

  func send(_ body: CoordinatorMessage.Body, to worker: Person, epoch: UInt64 = 1) -> Effect {
    .send(CoordinatorMessage(session: worker.session, epoch: Epoch(epoch), body: body), to: worker.peer)
  }

  func closed(_ lease: Lease, _ blocks: BlockRange? = nil) -> Effect {
    .persist(.closed(Self.sweep, blocks ?? lease.blocks, delta: finished(lease, blocks).state))
  }

  func welcome(_ worker: Person, answering: UInt64 = 1, epoch: UInt64 = 1) -> Effect {
    let welcome = Welcome(
      answering: answering, heartbeatNanoseconds: 1_000_000_000, silenceNanoseconds: 3_000_000_000)
    return send(.welcome(welcome), to: worker, epoch: epoch)
  }

  /// Job `number` of a life, at an attempt, over blocks.
  func lease(_ number: UInt64, _ blocks: ClosedRange<UInt64>, attempt: UInt32 = 1, epoch: UInt64 = 1) -> Lease {
    let key = Lease.Key(job: JobID(epoch: Epoch(epoch), number: number), attempt: Attempt(attempt))
    return Lease(
      sweep: Self.sweep, spec: Self.spec, key: key, blocks: BlockRange(blocks.lowerBound, blocks.upperBound + 1))
  }

  /// The leases among some effects.
  func leases(_ effects: [Effect]) -> [Lease] {
    effects.compactMap {
      if case .send(let message, _) = $0, case .lease(let lease) = message.body { lease } else { nil }
    }
  }

  func order(_ order: SweepOrder, _ sweep: SweepID = CoordinatorBench.sweep, reason: String = "") -> [Effect] {
    handle(.requested(ClientMessage(request: 5, body: .order(order, sweep, reason: reason)), from: Peer([0xCC])))
  }

  func reply(_ body: ClientReply.Body, epoch: UInt64 = 1) -> Effect {
    .reply(ClientReply(request: 5, epoch: Epoch(epoch), body: body), to: Peer([0xCC]))
  }

  func beat(_ worker: Person, credit: Int = 1, _ leases: [LeaseReport] = []) -> [Effect] {
    receive(.heartbeat(credit: credit, leases), from: worker)
  }

  func died(_ lease: Lease, _ worker: Person, blocksDone: UInt64 = 0, samplesDone: UInt64 = 0) -> [Effect] {
    let failure = JobFailure(.died, reason: "signal 6", blocksDone: blocksDone, samplesDone: samplesDone)
    return receive(.failed(lease, failure), from: worker)
  }

  func status() -> Snapshot? { machine.snapshot(of: Self.sweep, at: now) }

  func count(_ name: String) -> UInt64 { status()?.counts.first { $0.name == name }?.count ?? 0 }
}

/// A worker to speak for.
enum Person: UInt64 {
  case a = 0xA
  case b = 0xB
  case c = 0xC

  var session: Session { Session(rawValue) }
  var peer: Peer { Peer([UInt8(rawValue)]) }
}

func hash(_ byte: UInt8) -> SpecHash {
  SpecHash([UInt8](repeating: byte, count: 32)) ?? { preconditionFailure("32 bytes") }()
}
