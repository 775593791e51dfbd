import Glibc
import Scheduling
import Sweeps
import Transport
import Wire

/// One core of a worker: a child process that computes one job at a time, and is replaced when it ends.
///
/// The two speak as coordinator and worker do, and what the child says is checked as any peer's: the definition and the
/// lease go out, the result comes back. How far it is, it writes into a page of shared memory.
final class ComputeChild {
  private struct Job {
    let lease: Lease
    let definition: SweepDefinition
    /// Processes that ended before they began it.
    var falseStarts = 0
    var interruptedAt: Moment?
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
    guard let job, let event = event(frame, of: job.lease) else {
      life?.process.send(SIGKILL)
      return
    }
    events.append(event)
    self.job = nil
    pause = Self.firstPause
  }

  private func event(_ frame: [UInt8], of lease: Lease) -> WorkerEvent? {
    guard let message = try? WorkerMessage(decoding: frame) else { return nil }
    switch message.body {
    case .finished(let finished):
      guard finished.lease == lease, finished.blocks.lower == lease.blocks.lower,
        finished.blocks.upper <= lease.blocks.upper
      else { return nil }
      return .computed(lease.key, blocks: finished.blocks, state: finished.state)
    case .failed(let failed, let failure): return failed == lease ? .computeFailed(lease.key, failure) : nil
    case .goodbye(let returned, _): return returned == [lease] ? Self.nothing(of: lease) : nil
    case .hello, .heartbeat, .askSweep: return nil
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
    lose(because: reason ?? "the computing process does not end", at: now, &events)
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
