import Foundation
import Models
import Results
import Scheduling
import Sweeps
import Wire

/// The turns of a local run: serves workers until the sweep ends or a signal comes.
struct LocalService: ~Copyable {
  /// How long a turn waits when nothing comes: what ended without a word is noticed after this.
  private static let turn = Duration.milliseconds(100)
  /// How long interrupted workers may take to return what is finished.
  private static let draining = Duration.seconds(1)
  /// After a worker ended, connections are probed for so long: libzmq needs a moment to see one close.
  private static let probing = Duration.milliseconds(500)

  private var node: CoordinatorNode
  private let workers: WorkerProcesses
  private let sweep: CompiledSweep
  private let signals: TerminationSignals
  private let log: RunLog
  private let id: SweepID
  private let started = MonotonicClock.now
  private var checkedAt = MonotonicClock.now
  private var probesUntil: Moment?
  /// Blocks that an earlier run closed, and those closed when last looked.
  private var resumed: UInt64 = 0
  private var closedBefore: UInt64 = 0

  init(
    node: consuming CoordinatorNode, workers: WorkerProcesses, sweep: CompiledSweep, signals: TerminationSignals,
    log: RunLog
  ) {
    guard let id = SweepID("sweep") else { preconditionFailure("a valid name") }
    self.id = id
    self.node = node
    self.workers = workers
    self.sweep = sweep
    self.signals = signals
    self.log = log
  }

  /// Submits the sweep and serves until it ends.
  mutating func run(
    _ configuration: LocalRun.Configuration, progress: (LocalRun.Progress) -> Void
  ) throws -> LocalRun.Outcome {
    let waker = node.waker
    signals.onSignal { waker.wake() }
    try node.start()
    try node.submit(sweep.ticket(id: id), configuration.headStart)
    resumed = status.closedBlocks
    closedBefore = resumed
    try log.append(resumed == 0 ? "started" : "resumed", facts(of: configuration), at: Date())
    while true {
      if let outcome = try outcome(configuration) { return outcome }
      guard !signals.isRaised else { return try interrupt(configuration) }
      try node.serve(atMost: Self.turn)
      try lookAfterWorkers()
      show(progress)
    }
  }

  private var status: SweepStatus {
    guard let status = node.status(of: id) else { preconditionFailure("a submitted sweep is known") }
    return status
  }

  // MARK: Ending

  /// How the run ends, if the sweep has ended. A complete result is written while the workers leave.
  private func outcome(_ configuration: LocalRun.Configuration) throws -> LocalRun.Outcome? {
    let status = status
    switch status.phase {
    case .running, .paused: return nil
    case .complete:
      workers.dismiss()
      let result = result
      try ResultFolder.write(result, to: configuration.folder)
      if let path = configuration.statePath, result.coverage.quarantined.isEmpty {
        try writeState(to: path, configuration.instructionSet)
      }
      try log.append("complete", facts(status), at: Date())
      return .complete(result)
    case .stopped(let reason):
      try log.append("stopped", facts(status), at: Date())
      return .stopped(status, reason: reason)
    }
  }

  /// Lets the workers return what is finished; a second signal ends that too.
  private mutating func interrupt(_ configuration: LocalRun.Configuration) throws -> LocalRun.Outcome {
    let limit = MonotonicClock.now + Self.draining
    workers.dismiss()
    while workers.areRunning, MonotonicClock.now < limit, signals.count < 2 {
      try node.serve(atMost: .milliseconds(10))
    }
    try node.serve(atMost: .zero)
    if let outcome = try outcome(configuration) { return outcome }
    try log.append("interrupted", facts(status), at: Date())
    return .interrupted(status)
  }

  private func writeState(to path: String, _ instructionSet: InstructionSet) throws {
    guard let state = node.state(of: id), let closed = node.closedBlocks(of: id) else {
      preconditionFailure("a submitted sweep is known")
    }
    let origin = try StateFile.Origin(of: sweep, on: instructionSet)
    try StateFile.write(.init(state.encode(), of: closed, origin: origin, text: sweep.canonical), to: path)
  }

  private var result: Results.Result {
    guard let state = node.state(of: id), let closed = node.closedBlocks(of: id),
      let quarantined = node.quarantined(of: id)
    else {
      preconditionFailure("a submitted sweep is known")
    }
    return Results.Result(
      plan: sweep.plan, state: state, coverage: sweep.coverage(closed: closed, quarantined: quarantined),
      specSHA256: sweep.specSHA256)
  }

  // MARK: Serving

  /// Replaces workers that ended, and gives what they held to others at once.
  private mutating func lookAfterWorkers() throws {
    let now = MonotonicClock.now
    guard now >= checkedAt + Self.turn else { return }
    checkedAt = now
    let closed = status.closedBlocks
    if closed > closedBefore {
      closedBefore = closed
      workers.noteProgress()
    }
    if try workers.replaceTheEnded() { probesUntil = now + Self.probing }
    guard let probesUntil else { return }
    try node.probe()
    if probesUntil < now { self.probesUntil = nil }
  }

  private func show(_ progress: (LocalRun.Progress) -> Void) {
    let state = node.state(of: id)
    let plan = sweep.plan
    progress(
      LocalRun.Progress(status: status, resumedBlocks: resumed, elapsed: MonotonicClock.now.since(started)) {
        state.map { Results.Result.tables(of: plan, state: $0) } ?? []
      })
  }

  // MARK: Logging

  private func facts(of configuration: LocalRun.Configuration) -> [JSON.Member] {
    [
      .init("sweep", .string(sweep.sweep.name)), .init("spec_sha256", .string(sweep.specSHA256)),
      .init("workers", .integer(Int64(configuration.workers))),
      .init("worker_processes", .array(workers.processIdentifiers.map { .integer(Int64($0)) })),
      .init("isa", .string(configuration.instructionSet.rawValue)), .init("closed_blocks", .unsigned(resumed)),
    ]
  }

  private func facts(_ status: SweepStatus) -> [JSON.Member] {
    let elapsed = Double(MonotonicClock.now.since(started).nanoseconds) / 1e9
    return [
      .init("seconds", .number(elapsed)), .init("closed_blocks", .unsigned(status.closedBlocks)),
      .init("blocks", .unsigned(status.totalBlocks)),
      .init("blocks_per_second", .number(Double(status.closedBlocks - resumed) / elapsed)),
      .init("worker_restarts", .integer(Int64(workers.replacements))),
      .init("counts", .object(status.counts.map { .init($0.name, .unsigned($0.count)) })),
    ]
  }
}
