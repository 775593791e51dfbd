import Aggregates
import Foundation
import Logging
import Models
import Results
import Scheduling
import Sweeps
import Transport
import Wire

/// A sweep on this machine from start to end: an embedded coordinator and worker processes around one journal.
public struct LocalRun {
  public struct Configuration: Sendable {
    public var workers: Int
    /// The result folder; the journal lives in it until the sweep is complete.
    public var folder: String
    public var forcedJobBlocks: UInt64?
    public var instructionSet: InstructionSet

    public init(workers: Int, folder: String, forcedJobBlocks: UInt64? = nil, instructionSet: InstructionSet) {
      self.workers = workers
      self.folder = folder
      self.forcedJobBlocks = forcedJobBlocks
      self.instructionSet = instructionSet
    }
  }

  /// How a run ended.
  public enum Outcome {
    case complete(Results.Result)
    /// A signal came; what is done is in the journal and the next run goes on from there.
    case interrupted(SweepStatus)
    /// A job failed again and again.
    case stopped(SweepStatus, reason: String)
  }

  /// What a progress display reads: the same partial state that becomes the result.
  public struct Progress {
    public var status: SweepStatus
    public var resumedBlocks: UInt64
    public var elapsed: Duration
    /// Finishes the state as it stands.
    public var partial: () -> Results.Result?
  }

  private let sweep: CompiledSweep
  private let configuration: Configuration
  private let logger: Logger

  public init(_ sweep: CompiledSweep, _ configuration: Configuration, logger: Logger) {
    self.sweep = sweep
    self.configuration = configuration
    self.logger = logger
  }

  /// Where the journal of a sweep is kept in a result folder: each text has its own.
  public static func journalPath(folder: String, specSHA256: String) -> String {
    "\(folder)/.journal-\(specSHA256.prefix(16))"
  }

  /// Runs the sweep, or goes on with it where an earlier run was interrupted. Writes nothing but journal and log.
  ///
  /// - Throws: `OutputError`, `JournalError`, `TransportError` and the like, each with place and remedy.
  public func run(signals: TerminationSignals, progress: (Progress) -> Void) throws -> Outcome {
    let log = try RunLog(folder: configuration.folder)
    let journalFolder = Self.journalPath(folder: configuration.folder, specSHA256: sweep.specSHA256)
    try makeFolder(journalFolder)
    let socketFolder = try SocketFolder()
    defer { socketFolder.remove() }
    var policy = Policy(build: Build.version, selfTest: try SelfTest.hash(configuration.instructionSet))
    policy.forcedJobBlocks = configuration.forcedJobBlocks
    var node = try CoordinatorNode(
      journal: journalFolder + "/journal.sqlite", endpoint: try Endpoint("ipc://\(socketFolder.path)/farm"),
      policy: policy, logger: logger)
    let workers = try WorkerProcesses(
      count: configuration.workers, endpoint: node.endpoint, instructionSet: configuration.instructionSet.rawValue)
    defer { workers.stop() }
    let waker = node.waker
    signals.onSignal { waker.wake() }
    let outcome = try serve(&node, workers, signals, log, progress)
    if case .complete = outcome { try? FileManager.default.removeItem(atPath: journalFolder) }
    return outcome
  }

  private func serve(
    _ node: inout CoordinatorNode, _ workers: WorkerProcesses, _ signals: TerminationSignals, _ log: RunLog,
    _ progress: (Progress) -> Void
  ) throws -> Outcome {
    guard let id = SweepID("sweep") else { preconditionFailure("a valid name") }
    let started = MonotonicClock.now
    try node.start()
    try node.submit(sweep.ticket(id: id))
    let resumed = node.closedBlocks(of: id)?.count ?? 0
    try log.append(
      resumed == 0 ? "started" : "resumed",
      [
        .init("sweep", .string(sweep.sweep.name)), .init("spec_sha256", .string(sweep.specSHA256)),
        .init("workers", .integer(Int64(configuration.workers))),
        .init("worker_processes", .array(workers.processIdentifiers.map { .integer(Int64($0)) })),
        .init("isa", .string(configuration.instructionSet.rawValue)), .init("closed_blocks", .unsigned(resumed)),
      ], at: Date())
    while true {
      guard let status = node.status(of: id) else { preconditionFailure("a submitted sweep is known") }
      switch status.phase {
      case .complete:
        try log.append("complete", facts(status, since: started, workers), at: Date())
        return .complete(result(node, id))
      case .stopped(let reason):
        try log.append("stopped", facts(status, since: started, workers), at: Date())
        return .stopped(status, reason: reason)
      case .running: break
      }
      guard !signals.isRaised else {
        try log.append("interrupted", facts(status, since: started, workers), at: Date())
        return .interrupted(status)
      }
      try node.serve(atMost: .milliseconds(200))
      try workers.replaceTheDead()
      let state = node.state(of: id)
      let closed = node.closedBlocks(of: id)
      progress(
        Progress(status: status, resumedBlocks: resumed, elapsed: MonotonicClock.now.since(started)) {
          zip(state, closed).map { self.result($0, $1) }
        })
    }
  }

  private func result(_ node: borrowing CoordinatorNode, _ id: SweepID) -> Results.Result {
    let state = node.state(of: id) ?? SweepState(layout: sweep.plan.stateLayout)
    return result(state, node.closedBlocks(of: id) ?? BlockSet())
  }

  private func result(_ state: SweepState, _ closed: BlockSet) -> Results.Result {
    Results.Result(
      plan: sweep.plan, state: state, coverage: Coverage(of: sweep.plan, closed: closed), specSHA256: sweep.specSHA256)
  }

  private func facts(_ status: SweepStatus, since started: Moment, _ workers: WorkerProcesses) -> [JSON.Member] {
    let elapsed = Double(MonotonicClock.now.since(started).nanoseconds) / 1e9
    return [
      .init("seconds", .number(elapsed)), .init("closed_blocks", .unsigned(status.closedBlocks)),
      .init("blocks", .unsigned(status.totalBlocks)), .init("blocks_per_second", .number(status.blocksPerSecond)),
      .init("worker_restarts", .integer(Int64(workers.restarts))),
      .init("counts", .object(status.counts.map { .init($0.name, .unsigned($0.count)) })),
    ]
  }

  private func makeFolder(_ path: String) throws(OutputError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw OutputError(what: "cannot be made", place: path, remedy: "choose a folder you may write with --output")
    }
  }
}

private func zip<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
  if let a, let b { (a, b) } else { nil }
}

/// A private folder for the socket of one run.
private struct SocketFolder {
  let path: String

  init() throws(OutputError) {
    var template = Array("/tmp/sweepfarm-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw OutputError(what: "no folder for the socket can be made", place: "/tmp", remedy: "make /tmp writable")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
