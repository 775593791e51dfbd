import Glibc
import Scheduling
import Sweeps
import Transport
import Wire

/// One core of a worker: a child process that computes one job at a time, and is replaced when it ends.
///
/// The two speak as coordinator and worker do, and what the child says is checked as any peer's: the definition and the
/// lease go out, the result comes back, its state as a frame by itself, which is read where it counts. How far it is, the
/// child writes into a page of shared memory.
final class ComputeChild {
  private struct Job {
    let lease: Lease
    let definition: SweepDefinition
    /// Processes that ended before they began it.
    var falseStarts = 0
    var interruptedAt: Moment?
    /// The blocks of the state that comes next.
    var finished: BlockRange?
    var told = ProgressPage.notBegun
  }
  private struct Life {
    let process: ChildProcess
    let stream: FrameStream
  }

  /// How often a running job is looked at.
  private static let progressInterval = Duration.milliseconds(250)
  /// A job that does not end so long after an interrupt hangs.
  private static let patience = Duration.seconds(2)
  /// Pause before a process is started in place of one that never began a job; the next is twice as long.
  private static let firstPause = Duration.milliseconds(50)
  private static let lastPause = Duration.seconds(5)
  /// A job that so many processes did not even begin cannot be started here.
  private static let maxFalseStarts = 3
  /// How long an ended process may take to be reaped.
  private static let reaping = Duration.milliseconds(500)

  private let program: String
  private let arguments: [String]
  private let page: ProgressPage
  private var life: Life?
  private var job: Job?
  /// When the next process starts, while there is none.
  private var startsAt: Moment
  private var pause = firstPause
  private var looksAt: Moment
  /// Why the process is being ended.
  private var complaint: String?

  /// - Throws: `CannotStart` if the system has no memory to share.
  init(program: String, instructionSet: String, at now: Moment) throws(CannotStart) {
    self.program = program
    arguments = ["compute-child", "--isa", instructionSet]
    page = try ProgressPage()
    startsAt = now
    looksAt = now
  }

  deinit { end() }

  var isFree: Bool { job == nil }
  var holds: Lease.Key? { job?.lease.key }
  var isRunning: Bool { life != nil }

  /// What is waited for besides time.
  var polled: PolledDescriptor? {
    life.map { PolledDescriptor($0.stream.descriptor, wantsToWrite: $0.stream.hasUnsent) }
  }

  /// When it next wants a turn.
  var wakeUp: Moment? {
    guard life != nil else { return startsAt }
    return job == nil ? nil : looksAt
  }

  // MARK: Orders

  func start(_ lease: Lease, _ definition: SweepDefinition, at now: Moment) {
    precondition(job == nil, "A core computes one job at a time.")
    job = Job(lease: lease, definition: definition)
    page.progress = ProgressPage.notBegun
    looksAt = now + Self.progressInterval
    hand()
  }

  /// Ends the job at the next block, or sample if it is careful.
  func interrupt(at now: Moment) {
    guard let job, job.interruptedAt == nil else { return }
    self.job?.interruptedAt = now
    say(.cancel(job.lease))
  }

  /// Ends the process.
  func end() {
    guard let process = life?.process else { return }
    process.send(SIGKILL)
    _ = process.wait(until: MonotonicClock.now + Self.reaping)
    life = nil
  }

  // MARK: Turns

  /// Reads what the process says, notices its end, and starts another in its place.
  func turn(at now: Moment) -> [WorkerEvent] {
    var events: [WorkerEvent] = []
    if let stream = life?.stream {
      stream.flush()
      while let frame = stream.next() { take(frame, &events) }
      if stream.isClosed { buried(at: now, &events) }
    }
    if life == nil, startsAt <= now { begin(at: now, &events) }
    if looksAt <= now { look(at: now, &events) }
    return events
  }

  private func begin(at now: Moment, _ events: inout [WorkerEvent]) {
    do {
      let process = try ChildProcess(program, arguments, giving: [page.descriptor])
      life = Life(process: process, stream: FrameStream(process.connection))
      hand()
    } catch {
      lose(because: "\(error)", at: now, &events)
    }
  }

  /// Gives the job to the process; what finds no room in the socket yet follows when it has.
  private func hand() {
    guard let job, life != nil else { return }
    page.progress = ProgressPage.notBegun
    say(.sweep(job.definition))
    say(.lease(job.lease))
    if job.interruptedAt != nil { say(.cancel(job.lease)) }
  }

  private func say(_ body: CoordinatorMessage.Body) {
    let message = CoordinatorMessage(session: ComputeProcess.session, epoch: ComputeProcess.epoch, body: body)
    life?.stream.send(message.encode())
  }

  // MARK: Answers

  /// An answer that does not belong to the job ends the process.
  private func take(_ frame: [UInt8], _ events: inout [WorkerEvent]) {
    do throws(WireError) {
      guard let job else { throw .invalid("lease") }
      if let blocks = job.finished {
        guard frame.count <= WireLimits.standard.stateBytes else {
          throw .tooLong("state", count: frame.count, limit: WireLimits.standard.stateBytes)
        }
        events.append(.computed(job.lease.key, blocks: blocks, state: frame))
      } else if let event = try event(frame, of: job.lease) {
        events.append(event)
      } else {
        return
      }
      self.job = nil
      pause = Self.firstPause
    } catch {
      complaint = "the computing process answered wrongly: \(error)"
      life?.process.send(SIGKILL)
    }
  }

  /// Nil where the state follows.
  private func event(_ frame: [UInt8], of lease: Lease) throws(WireError) -> WorkerEvent? {
    switch try WorkerMessage(decoding: frame).body {
    case .finished(let finished):
      guard finished.lease == lease, finished.blocks.lower == lease.blocks.lower,
        finished.blocks.upper <= lease.blocks.upper
      else { throw .invalid("blocks") }
      job?.finished = finished.blocks
      return nil
    case .failed(lease, let failure): return .computeFailed(lease.key, failure)
    case .goodbye([lease], _): return Self.nothing(of: lease)
    case .failed, .goodbye, .hello, .heartbeat, .askSweep: throw .invalid("lease")
    }
  }

  private static func nothing(of lease: Lease) -> WorkerEvent {
    .computed(lease.key, blocks: BlockRange(lease.blocks.lower, lease.blocks.lower), state: [])
  }

  /// Says how far the job is, and ends a process that does not answer.
  private func look(at now: Moment, _ events: inout [WorkerEvent]) {
    looksAt = now + Self.progressInterval
    guard let job, let life else { return }
    let progress = page.progress
    if progress != job.told, progress != ProgressPage.notBegun {
      self.job?.told = progress
      let (blocks, samples) = done(of: job.lease)
      events.append(.progressed(job.lease.key, blocksDone: blocks, samplesDone: samples))
    }
    if let asked = job.interruptedAt, asked + Self.patience <= now { life.process.send(SIGKILL) }
  }

  /// What the page says, as far as it can be true.
  private func done(of lease: Lease) -> (blocks: UInt64, samples: UInt64) {
    let progress = page.progress
    return lease.isCareful ? (0, progress) : (min(progress, lease.blocks.count), 0)
  }

  // MARK: Ends

  /// The process has ended, or does not speak properly any more.
  private func buried(at now: Moment, _ events: inout [WorkerEvent]) {
    guard let process = life?.process else { return }
    var reason = process.wait(until: now + Self.reaping).map { $0.reason }
    if reason == nil {
      process.send(SIGKILL)
      reason = process.wait(until: MonotonicClock.now + Self.reaping)?.reason
    }
    life = nil
    lose(because: complaint ?? reason ?? "the computing process does not end", at: now, &events)
    complaint = nil
  }

  /// Answers for the job, and sees to it that another process starts: at once, unless the one before never began a job.
  private func lose(because reason: String, at now: Moment, _ events: inout [WorkerEvent]) {
    let hasBegun = job != nil && page.progress != ProgressPage.notBegun
    startsAt = hasBegun ? now : now + pause
    pause = hasBegun ? Self.firstPause : min(pause * 2, Self.lastPause)
    guard var lost = job else { return }
    job = nil
    lost.falseStarts += 1
    if hasBegun {
      let (blocks, samples) = done(of: lost.lease)
      let failure = JobFailure(.died, reason: reason, blocksDone: blocks, samplesDone: samples)
      events.append(.computeFailed(lost.lease.key, failure))
    } else if lost.interruptedAt != nil {
      events.append(Self.nothing(of: lost.lease))
    } else if lost.falseStarts < Self.maxFalseStarts {
      job = lost
    } else {
      let failure = JobFailure(.cannotStart, reason: reason + " before its first scenario")
      events.append(.computeFailed(lost.lease.key, failure))
    }
  }
}

extension ProcessEnd {
  /// Why a job was not computed.
  fileprivate var reason: String {
    switch self {
    case .exited: "the computing process ended with \(self)"
    case .killed: "the computing process was ended by \(sentence)"
    }
  }
}
