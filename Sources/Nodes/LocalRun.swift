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
    /// The result folder, which exists; the journal lives in it until the result is written.
    public var folder: String
    /// What an earlier sweep knows of this one.
    public var headStart: HeadStart?
    /// Where the state of the complete sweep goes besides, if anywhere; not where samples are quarantined, for a state
    /// file has all of its blocks.
    public var statePath: String?
    public var forcedJobBlocks: UInt64?
    /// Work that does not come on for so long is given up; nil for the usual limits.
    public var stuckAfter: Duration?
    public var instructionSet: InstructionSet

    public init(
      workers: Int, folder: String, headStart: HeadStart? = nil, statePath: String? = nil,
      forcedJobBlocks: UInt64? = nil, stuckAfter: Duration? = nil, instructionSet: InstructionSet
    ) {
      self.workers = workers
      self.folder = folder
      self.headStart = headStart
      self.statePath = statePath
      self.forcedJobBlocks = forcedJobBlocks
      self.stuckAfter = stuckAfter
      self.instructionSet = instructionSet
    }
  }

  /// How a run ended.
  public enum Outcome {
    /// The result is in its folder.
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
    public var partial: () -> [Table]

    public init(status: SweepStatus, resumedBlocks: UInt64, elapsed: Duration, partial: @escaping () -> [Table]) {
      self.status = status
      self.resumedBlocks = resumedBlocks
      self.elapsed = elapsed
      self.partial = partial
    }
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

  /// Runs the sweep, or goes on with it where an earlier run was interrupted, and writes the result folder. The journal
  /// goes only when the result is on the disk.
  ///
  /// - Throws: `FolderInUse`, `OutputError`, `JournalError`, `HistoryError`, `TransportError`, `TooFewOpenFiles`,
  ///   `CannotStart` or `WorkersKeepDying`, each with place and remedy.
  public func run(signals: TerminationSignals, progress: (Progress) -> Void) throws -> Outcome {
    try OpenFiles.allow(processes: configuration.workers, askedWith: "--workers")
    let lock = try FolderLock(configuration.folder)
    defer { withExtendedLifetime(lock) {} }
    let journalFolder = Self.journalPath(folder: configuration.folder, specSHA256: sweep.specSHA256)
    try makeFolder(journalFolder)
    let outcome = try serve(journalFolder, isAlone: lock.isHeld, signals, progress)
    if case .complete = outcome { remove(journalFolder) }
    return outcome
  }

  /// Starts the workers first: while they get ready, so does the coordinator.
  private func serve(
    _ journalFolder: String, isAlone: Bool, _ signals: TerminationSignals, _ progress: (Progress) -> Void
  ) throws -> Outcome {
    let socketFolder = try SocketFolder(rememberedIn: journalFolder, clearsFormer: isAlone)
    defer { socketFolder.remove() }
    let endpoint = try Endpoint("ipc://\(socketFolder.path)/farm")
    let workers = try WorkerProcesses(
      count: configuration.workers, endpoint: endpoint, instructionSet: configuration.instructionSet.rawValue)
    defer { workers.stop() }
    var policy = Policy(build: Build.version, selfTest: try SelfTest.hash(configuration.instructionSet))
    policy.forcedJobBlocks = configuration.forcedJobBlocks
    if let patience = configuration.stuckAfter { policy.giveUpStuck(after: patience) }
    let node = try CoordinatorNode(
      journal: journalFolder + "/journal.sqlite", endpoints: [endpoint], policy: policy, logger: logger)
    var service = LocalService(
      node: node, workers: workers, sweep: sweep, signals: signals, log: try RunLog(folder: configuration.folder))
    return try service.run(configuration, progress: progress)
  }

  private func makeFolder(_ path: String) throws(OutputError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw OutputError(what: "cannot be made", place: path, remedy: "choose a folder you may write with --output")
    }
  }

  /// A journal that stays is no harm: the next run of the sweep finds it complete.
  private func remove(_ journalFolder: String) {
    do {
      try FileManager.default.removeItem(atPath: journalFolder)
    } catch {
      logger.warning("the journal could not be removed", metadata: ["path": "\(journalFolder)", "reason": "\(error)"])
    }
  }
}
