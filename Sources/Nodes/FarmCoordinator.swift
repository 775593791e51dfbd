import Foundation
import Journal
import Logging
import Models
import Results
import Scheduling
import Sweeps
import Transport
import Wire

/// A coordinator process for a farm on many hosts: serves workers and clients until it is told to leave.
public struct FarmCoordinator {
  public struct Configuration {
    /// Where to listen; never empty.
    public var endpoints: [Endpoint]
    public var access: FarmAccess
    /// The folder of the journal.
    public var folder: String
    public var forcedJobBlocks: UInt64?
    /// Work that does not come on for so long is given up; nil for the usual limits.
    public var stuckAfter: Duration?
    public var instructionSet: InstructionSet

    public init(
      endpoints: [Endpoint], access: FarmAccess = .thisHostOnly, folder: String, forcedJobBlocks: UInt64? = nil,
      stuckAfter: Duration? = nil, instructionSet: InstructionSet
    ) {
      self.endpoints = endpoints
      self.access = access
      self.folder = folder
      self.forcedJobBlocks = forcedJobBlocks
      self.stuckAfter = stuckAfter
      self.instructionSet = instructionSet
    }
  }

  /// How long a turn waits when nothing comes: tokens are looked at as often.
  private static let turn = Duration.milliseconds(250)

  private let configuration: Configuration
  private let logger: Logger

  public init(_ configuration: Configuration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  /// Serves until a signal comes.
  ///
  /// - Parameter listening: called with each address that was taken.
  /// - Throws: `FolderInUse`, `OutputError`, `JournalError`, `HistoryError` or `TransportError`, each with place and
  ///   remedy.
  public func run(signals: TerminationSignals, listening: (Endpoint) -> Void) throws {
    try makeFolder()
    let lock = try FolderLock(configuration.folder, used: .asJournal)
    defer { withExtendedLifetime(lock) {} }
    var policy = Policy(build: Build.version, selfTest: try SelfTest.hash(configuration.instructionSet))
    policy.forcedJobBlocks = configuration.forcedJobBlocks
    if let patience = configuration.stuckAfter { policy.giveUpStuck(after: patience) }
    policy.auditSeed = .random(in: 0 ... .max)
    policy.restartGrace = .seconds(2)
    let room = OpenFiles.connections(within: OpenFiles.raiseLimit())
    if room < policy.maxWorkers {
      policy.maxWorkers = room
      logger.warning(
        "the system allows few open files: raise `ulimit -n` for more workers", metadata: ["workers": "\(room)"])
    }
    var node = try CoordinatorNode(
      journal: configuration.folder + "/journal.sqlite", endpoints: configuration.endpoints,
      access: configuration.access,
      policy: policy, logger: logger)
    let waker = node.waker
    signals.onSignal { waker.wake() }
    try node.start()
    logger.notice("listening", metadata: facts(of: node))
    for endpoint in node.endpoints { listening(endpoint) }
    var news = FarmNews(logger)
    while !signals.isRaised {
      try node.serve(atMost: Self.turn)
      for snapshot in node.published { news.tell(snapshot) }
    }
    logger.notice(
      "leaving; workers go on and find the next life", metadata: facts(of: node).merging(counts(of: node)) { $1 })
  }

  private func counts(of node: borrowing CoordinatorNode) -> Logger.Metadata {
    Dictionary((node.counts + node.refusedFrames).map { ($0.name, "\($0.count)") }) { $1 }
  }

  private func facts(of node: borrowing CoordinatorNode) -> Logger.Metadata {
    [
      "address": "\(node.endpoints.map(\.description).joined(separator: ", "))", "epoch": "\(node.epoch)",
      "sweeps": "\(node.sweeps.count)",
      "journal_rows": "\(node.journalRows)", "process": "\(getpid())",
    ]
  }

  private func makeFolder() throws(OutputError) {
    do {
      try FileManager.default.createDirectory(atPath: configuration.folder, withIntermediateDirectories: true)
    } catch {
      throw OutputError(
        what: "cannot be made", place: configuration.folder, remedy: "choose a folder you may write with --journal")
    }
  }
}

/// Tells the log what became of sweeps, once each.
private struct FarmNews {
  private let logger: Logger
  private var told: [SweepID: SweepStatus] = [:]

  init(_ logger: Logger) { self.logger = logger }

  mutating func tell(_ status: SweepStatus) {
    let before = told.updateValue(status, forKey: status.sweep)
    var facts: Logger.Metadata = [
      "sweep": "\(status.sweep)", "closed_blocks": "\(status.closedBlocks)", "blocks": "\(status.totalBlocks)",
      "workers": "\(status.workers)",
    ]
    if before?.phase != status.phase { logger.notice("sweep \(status.phase.word)", metadata: facts) }
    if before?.quarantined ?? 0 < status.quarantined {
      facts["quarantined"] = "\(status.quarantined)"
      logger.warning("sample quarantined", metadata: facts)
    }
    guard before?.stall != status.stall else { return }
    if let stall = status.stall {
      logger.warning("no progress: \(stall.sentence)", metadata: facts)
    } else {
      logger.notice("progress again", metadata: facts)
    }
  }
}
