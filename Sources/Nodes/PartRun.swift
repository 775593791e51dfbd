import Aggregates
import Foundation
import Models
import Results
import Sweeps
import Synchronization

/// A range of blocks computed by the threads of this process, without a coordinator, into a state file.
///
/// The file holds whatever blocks are finished, so that a part that was interrupted or killed goes on from it.
public final class PartRun: Sendable {
  public struct Configuration: Sendable {
    public var blocks: BlockRange
    /// The state file; its folder is made.
    public var path: String
    public var threads: Int
    public var instructionSet: InstructionSet
    /// What is finished is saved so often, for the case that this process is killed.
    public var saveInterval = Duration.seconds(60)

    public init(blocks: BlockRange, path: String, threads: Int, instructionSet: InstructionSet) {
      self.blocks = blocks
      self.path = path
      self.threads = threads
      self.instructionSet = instructionSet
    }
  }

  /// Which blocks the file holds in the end; all of the range unless a signal came.
  public struct Outcome: Sendable {
    public var finished: BlockSet
    /// Blocks that were in the file before.
    public var resumed: UInt64
    public var isComplete: Bool
  }

  private struct Work {
    var open: BlockSet
    var finished: BlockSet
    var state: SweepState
  }

  /// A thread takes so much at a time that it is back after about this long.
  private static let jobTime = Duration.milliseconds(250)

  private let sweep: CompiledSweep
  private let configuration: Configuration
  private let work: Mutex<Work>
  private let isStopped = Atomic(false)
  private let threadEnded = DispatchSemaphore(value: 0)

  public init(_ sweep: CompiledSweep, _ configuration: Configuration) {
    self.sweep = sweep
    self.configuration = configuration
    work = Mutex(
      Work(
        open: BlockSet(configuration.blocks), finished: BlockSet(), state: SweepState(layout: sweep.plan.stateLayout)))
  }

  /// Computes the blocks that the file does not hold yet and writes it; `signals` ends that at the next block.
  ///
  /// - Throws: `StateFileError` for a file in the way that is not the beginning of this part; `OutputError`.
  public func run(signals: TerminationSignals) throws -> Outcome {
    try StateFile.prepare(configuration.path)
    let origin = try StateFile.Origin(of: sweep, on: configuration.instructionSet)
    let resumed = try takeUp(origin)
    signals.onSignal { self.isStopped.store(true, ordering: .relaxed) }
    for _ in 0..<configuration.threads { Thread { self.compute() }.start() }
    var saved = resumed
    try awaitThreads(origin, &saved)
    try save(origin, ifMoreThan: &saved)
    let finished = work.withLock(\.finished)
    return Outcome(finished: finished, resumed: resumed, isComplete: finished.contains(configuration.blocks))
  }

  /// Waits until all threads have ended, and saves what is finished now and then. None runs on when this throws.
  private func awaitThreads(_ origin: StateFile.Origin, _ saved: inout UInt64) throws(OutputError) {
    var running = configuration.threads
    while running > 0 {
      guard threadEnded.wait(timeout: .now() + configuration.saveInterval.seconds) == .timedOut else {
        running -= 1
        continue
      }
      do { try save(origin, ifMoreThan: &saved) } catch {
        isStopped.store(true, ordering: .relaxed)
        for _ in 0..<running { threadEnded.wait() }
        throw error
      }
    }
  }

  // MARK: The file

  /// Takes in what an earlier run of this part left.
  ///
  /// - Returns: how many blocks that is.
  private func takeUp(_ origin: StateFile.Origin) throws(StateFileError) -> UInt64 {
    guard FileManager.default.fileExists(atPath: configuration.path) else { return 0 }
    do throws(StateFileError) {
      let file = try StateFile(path: configuration.path)
      try file.check(against: origin)
      guard file.blocks.ranges.allSatisfy({ BlockSet(configuration.blocks).contains($0) }) else {
        throw StateFileError(
          "holds \(file.blocks.sentence), not only blocks of \(configuration.blocks.text)", path: file.path, remedy: "")
      }
      try work.withLock { work throws(StateFileError) in
        try work.state.merge(file, of: sweep)
        work.finished = file.blocks
        work.open.subtract(file.blocks)
      }
      return file.blocks.count
    } catch {
      throw StateFileError(
        error.what, path: error.path, remedy: "delete it if nobody needs it, or name another file with --state")
    }
  }

  /// Writes what is finished if that is more than what the file holds.
  private func save(_ origin: StateFile.Origin, ifMoreThan saved: inout UInt64) throws(OutputError) {
    let (state, finished) = work.withLock { ($0.state, $0.finished) }
    guard finished.count > saved else { return }
    try StateFile.write(
      .init(state.encode(), of: finished, origin: origin, text: sweep.canonical), to: configuration.path)
    saved = finished.count
  }

  // MARK: Computing

  /// What a thread does: takes blocks, computes them, adds their state, until none are open or it is told to stop.
  private func compute() {
    defer { threadEnded.signal() }
    let engine = configuration.instructionSet.engine(sweep.workload)
    var length: UInt64 = 1
    while !isStopped.load(ordering: .relaxed), let job = take(length) {
      let started = MonotonicClock.now
      var part = SweepState(layout: sweep.plan.stateLayout)
      let end = engine.run(job, into: &part) { _ in !self.isStopped.load(ordering: .relaxed) }
      add(part, of: BlockRange(job.lower, end))
      if MonotonicClock.now.since(started) < Self.jobTime { length = job.count * 2 }
    }
  }

  /// The next open blocks, fewer towards the end so that all threads end together.
  private func take(_ length: UInt64) -> BlockRange? {
    work.withLock { work in
      let share = max(1, work.open.count / UInt64(2 * configuration.threads))
      guard let job = work.open.firstRun(length: min(length, share)) else { return nil }
      work.open.subtract(job)
      return job
    }
  }

  private func add(_ part: SweepState, of blocks: BlockRange) {
    work.withLock { work in
      do { try work.state.merge(part) } catch { preconditionFailure("States of one plan merge: \(error)") }
      work.finished.insert(blocks)
    }
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(nanoseconds) / 1e9 }
}
