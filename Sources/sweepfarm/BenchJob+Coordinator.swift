import Aggregates
import Foundation
import Journal
import Nodes
import Scheduling
import Sweeps
import Wire

extension BenchJob {
  /// Jobs accepted with the journal on: frames decoded, states merged, records committed turn by turn, answers encoded.
  /// No socket: what is measured is the coordinator's own work.
  static var coordinator: BenchJob {
    BenchJob(name: "jobs accepted, journal on", group: .coordinator, unit: "jobs") { _ in
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweepfarm-bench-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      var bench = try CoordinatorBench(journal: folder.appendingPathComponent("journal.sqlite").path)
      return (try bench.jobsPerSecond(), nil)
    }
  }
}

/// A coordinator fed by one tireless worker whose every job is one block with the same small state.
private struct CoordinatorBench: ~Copyable {
  private static let jobsPerTurn = 256
  private var machine: Coordinator<SweepState>
  private let journal: Journal
  private let peer = Peer([1])
  private let session = Session(7)
  private let state: [UInt8]
  private let ticket: SweepTicket
  private let hash: SpecHash
  private var leases: [Lease] = []
  private var ordinal: UInt64 = 0

  init(journal path: String) throws {
    let journal = try Journal(path: path)
    guard let hash = SpecHash([UInt8](repeating: 1, count: 32)), let id = SweepID("bench"),
      let strips = BlockSizes.Strips(count: 1, scenariosPerStrip: 1 << 40), let sizes = BlockSizes([strips])
    else { preconditionFailure("constants are valid") }
    let layout = StateLayout(
      passes: [.init(replicates: 1, cells: 1, measures: [.quantity(QuantityMeasure(momentOrder: 2))])])
    var block = SweepState(layout: layout)
    block.withCell(pass: 0, replicate: 0, cell: 0) { cell in
      cell[0].tally.valid = 4096
      cell[0].moments.add(count: 4096, pivot: 1, blockSums: (12.5, 4000, 0, 0))
    }
    state = block.encode()
    var policy = Policy(build: Build.version, selfTest: hash)
    policy.forcedJobBlocks = 1
    machine = Coordinator(policy: policy)
    self.journal = journal
    self.hash = hash
    ticket = SweepTicket(id: id, spec: hash, canonical: [], sizes: sizes, layout: layout)
  }

  private mutating func open() throws {
    try turn([.started])
    try turn([
      .submitted(ticket, from: nil),
      .received(
        message(
          .hello(
            Hello(
              worker: WorkerID(1), build: Build.version, selfTest: hash, cores: 1, credit: Self.jobsPerTurn, leases: [],
              host: "bench")
          )),
        from: peer),
    ])
  }

  private mutating func message(_ body: WorkerMessage.Body) -> WorkerMessage {
    ordinal += 1
    return WorkerMessage(session: session, epoch: machine.epoch, ordinal: ordinal, body: body)
  }

  /// Commits and encodes as a node does; keeps what was leased.
  private mutating func turn(_ events: [Event]) throws {
    var records: [Record] = []
    var fresh: [Lease] = []
    for event in events {
      machine.handle(event, at: MonotonicClock.now) { effect in
        switch effect {
        case .persist(let record): records.append(record)
        case .send(let message, _):
          _ = message.encode()
          if case .lease(let lease) = message.body { fresh.append(lease) }
        case .reply, .publish, .note: break
        }
      }
    }
    if !records.isEmpty { try journal.append(JournalRow.rows(of: records)) }
    leases += fresh
  }

  mutating func jobsPerSecond() throws -> Double {
    try open()
    let start = MonotonicClock.now
    var jobs = 0
    var seconds = 0.0
    while seconds < 0.5 {
      let finished = leases
      leases.removeAll()
      let frames = finished.map {
        message(.finished(Finished(lease: $0, blocks: $0.blocks, computeNanoseconds: 1_000_000, state: state))).encode()
      }
      try turn(frames.map { .received(try WorkerMessage(decoding: $0), from: peer) })
      jobs += finished.count
      seconds = Double(MonotonicClock.now.since(start).nanoseconds) / 1e9
    }
    return Double(jobs) / seconds
  }
}
