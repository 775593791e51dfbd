import Sweeps
import Wire

/// One message of every kind, with every field set.
enum Examples {
  static let sweep = SweepID("chip-buy-vs-build") ?? { preconditionFailure("a valid name") }()
  static let spec = SpecHash((0..<32).map { UInt8($0) }) ?? { preconditionFailure("32 bytes") }()
  static let lease = Lease(
    sweep: sweep, spec: spec,
    key: Lease.Key(job: JobID(epoch: Epoch(3), number: 17), attempt: Attempt(2)), blocks: BlockRange(4096, 5000))
  static let carefulLease = Lease(
    sweep: sweep, spec: spec, key: lease.key, blocks: BlockRange(4096, 4097), isCareful: true,
    without: [SamplePlace(block: 4096, sample: 3), SamplePlace(block: 4096, sample: 4095)])
  static let reports = [
    LeaseReport(lease, .waiting, blocksDone: 0), LeaseReport(lease, .running, blocksDone: 7),
    LeaseReport(lease, .finished, blocksDone: 904), LeaseReport(carefulLease, .running, blocksDone: 0, samplesDone: 5),
  ]
  static let finished = Finished(
    lease: lease, blocks: BlockRange(4096, 4100), computeNanoseconds: 1_234_567_890, state: [1, 2, 3, 250])
  static let status = SweepStatus(
    sweep: sweep, spec: spec, phase: .stopped(reason: "enough"), closedBlocks: 5, totalBlocks: 10, closedRuns: 2,
    leases: 3, workers: 4, blocksPerSecond: 12.5, oldestLeaseNanoseconds: 99, counts: [.init("accepted", 5)],
    terms: SweepTerms(weight: 3, priority: -2), quarantined: 1, stall: .slowJobs, computeNanoseconds: 77)
  static let quarantined = Quarantined(
    place: SamplePlace(block: 5, sample: 9), reason: "signal 11", hosts: ["tiger", "lion"])
  static let workerStatus = WorkerStatus(
    worker: WorkerID(0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10), host: "tiger", cores: 64, leases: 128,
    closedBlocks: 1000, failures: 2, heardNanosecondsAgo: 300, drained: "asked to")

  static let workerBodies: [WorkerMessage.Body] = [
    .hello(
      Hello(
        worker: WorkerID(0x0102_0304_0506_0708_090A_0B0C_0D0E_0F10), build: "1.0", selfTest: spec, cores: 64,
        credit: 128, leases: reports, host: "tiger")),
    .hello(
      Hello(
        worker: WorkerID(1), build: "1.0", selfTest: spec, cores: 1, credit: 2, leases: [], host: "tiger",
        nanosecondsLeft: 3_600_000_000_000)),
    .heartbeat(credit: 128, reports), .finished(finished),
    .failed(lease, JobFailure(.cannotStart, reason: "no memory")),
    .failed(carefulLease, JobFailure(.died, reason: "signal 11", blocksDone: 0, samplesDone: 17)), .askSweep(sweep),
    .goodbye(returned: [lease], reason: "terminated"),
  ]

  static let coordinatorBodies: [CoordinatorMessage.Body] =
    [
      .welcome(Welcome(answering: 1, heartbeatNanoseconds: 1_000_000_000, silenceNanoseconds: 3_000_000_000)),
      .sweep(SweepDefinition(sweep: sweep, spec: spec, canonical: Array("{}".utf8))), .lease(lease),
      .lease(carefulLease), .cancel(lease),
      .sayHello, .alive,
    ] + Verdict.allCases.map { .acknowledge(lease, $0) }
    + WorkerRefusal.allCases.map { .refused($0, explanation: "because") }

  static let clientBodies: [ClientMessage.Body] =
    [
      .submit(sweep, canonical: Array("{}".utf8), SweepTerms(weight: 1000, priority: 100)), .status(nil),
      .status(sweep), .snapshot(sweep), .workers, .drain(worker: "tiger", undo: true),
    ] + SweepOrder.allCases.map { .order($0, sweep, reason: "enough") } + [
      .submit(sweep, canonical: Array("{}".utf8), SweepTerms(maxWorkers: 65_536), reuse: SweepID("before")),
      .snapshot(sweep, SnapshotPlace(firstByte: 4, wholeCRC: 5)),
    ]

  static let replyBodies: [ClientReply.Body] =
    [
      .accepted(sweep, known: true), .status([]), .status([status]),
      .snapshot(
        SweepSnapshot(
          status: status, canonical: Array("{}".utf8), closed: [BlockRange(0, 3), BlockRange(4, 6)],
          quarantined: [quarantined], state: [9, 8])),
      .snapshot(
        SweepSnapshot(
          status: status, canonical: Array("{}".utf8), closed: [BlockRange(0, 3)], quarantined: [], state: [9, 8],
          piece: SweepSnapshot.Piece(place: SnapshotPlace(firstByte: 4, wholeCRC: 5), wholeBytes: 6))),
      .done, .workers([workerStatus], counts: [.init("refused", 2)]),
    ] + ClientRefusal.allCases.map { .refused($0, explanation: "because") }

  static var ticket: SweepTicket {
    let layout = StateLayout(passes: [
      .init(replicates: 16, cells: 1000, measures: [.event]),
      .init(
        replicates: 1, cells: 3,
        measures: [
          .quantity(QuantityMeasure(momentOrder: 0)),
          .quantity(
            QuantityMeasure(
              momentOrder: 4, histogram: HistogramShape(mantissaBits: 7, sums: true), extremes: true)),
        ]),
    ])
    let strips = BlockSizes.Strips(count: 16_000, scenariosPerStrip: 10_000)
    guard let strips, let sizes = BlockSizes([strips]) else { preconditionFailure("valid sizes") }
    return SweepTicket(
      id: sweep, spec: spec, canonical: Array("{}".utf8), sizes: sizes, layout: layout,
      terms: SweepTerms(weight: 2, priority: -100, maxWorkers: 9))
  }

  static let records: [Record] = [
    .opened(Epoch(7)), .submitted(ticket), .closed(sweep, BlockRange(3, 9), delta: [1, 2]),
    .mergedPiece(sweep, [8]), .merged(sweep, closed: [BlockRange(0, 3), BlockRange(4, 6)], state: [9]),
    .stopped(sweep, reason: "enough"),
    .spoilt(sweep, reason: "tiger and lion differ"), .paused(sweep), .resumed(sweep), .cancelled(sweep),
    .quarantined(sweep, quarantined),
    .distrusted(host: "tiger", reason: "other bits"),
  ]

  static func message(_ body: WorkerMessage.Body) -> WorkerMessage {
    WorkerMessage(session: Session(0xFEED), epoch: Epoch(3), ordinal: 5, body: body)
  }

  static func message(_ body: CoordinatorMessage.Body) -> CoordinatorMessage {
    CoordinatorMessage(session: Session(0xFEED), epoch: Epoch(3), body: body)
  }

  /// The frames of all messages.
  static var frames: [[UInt8]] {
    workerBodies.map { message($0).encode() } + coordinatorBodies.map { message($0).encode() }
      + clientBodies.map { ClientMessage(request: 4, body: $0).encode() }
      + replyBodies.map { ClientReply(request: 4, epoch: Epoch(3), body: $0).encode() } + records.map { $0.encode() }
  }
}
