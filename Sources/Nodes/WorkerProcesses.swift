import Glibc
import Scheduling
import Transport

/// Worker processes of this host, started from this program and replaced when they end.
public final class WorkerProcesses {
  /// Workers that ended since the last progress, for each that shall run, beyond which another start does not help.
  private static let endsWithoutProgress = 10
  /// How long workers may take to leave. They promise less than a second.
  private static let leavingTime = Duration.seconds(2)

  private let program: String
  private let arguments: [String]
  private let count: Int
  private var processes: [ChildProcess] = []
  private var endsSinceProgress = 0
  /// Workers started in place of one that ended.
  public private(set) var replacements = 0

  /// Starts `count` workers of one core each.
  ///
  /// - Throws: `CannotStart`; those that were started are ended.
  public init(count: Int, endpoint: Endpoint, instructionSet: String) throws {
    program = try ChildProcess.thisProgram()
    arguments = [
      "worker", "--connect", endpoint.description, "--cores", "1", "--tied", "--isa", instructionSet,
    ]
    self.count = count
    do {
      for _ in 0..<count { try start() }
    } catch {
      stop()
      throw error
    }
  }

  public var processIdentifiers: [Int32] { processes.map(\.identifier) }

  /// Whether one still runs.
  public var areRunning: Bool { processes.contains { $0.checkEnd() == nil } }

  /// Starts a worker for every one that ended.
  ///
  /// - Returns: whether one had ended.
  /// - Throws: `WorkersKeepDying`, `CannotStart`.
  public func replaceTheEnded() throws -> Bool {
    let ended = processes.compactMap { $0.checkEnd() }
    guard let last = ended.last else { return false }
    processes.removeAll { $0.checkEnd() != nil }
    endsSinceProgress += ended.count
    guard endsSinceProgress <= Self.endsWithoutProgress * count else {
      throw WorkersKeepDying(ends: endsSinceProgress, last: last)
    }
    for _ in ended {
      replacements += 1
      try start()
    }
    return true
  }

  /// Work was done, so workers that ended before are forgiven.
  public func noteProgress() { endsSinceProgress = 0 }

  /// Tells all to return what is finished and leave.
  public func dismiss() {
    for process in processes { process.send(SIGTERM) }
  }

  /// Waits until all have left; those that take too long are killed. Call `dismiss` before.
  public func awaitEnd() {
    let limit = MonotonicClock.now + Self.leavingTime
    for process in processes where process.wait(until: limit) == nil {
      process.send(SIGKILL)
      _ = process.wait(until: MonotonicClock.now + Self.leavingTime)
    }
    processes.removeAll()
  }

  /// Dismisses all and waits until they have left.
  public func stop() {
    dismiss()
    awaitEnd()
  }

  private func start() throws(CannotStart) {
    processes.append(try ChildProcess(program, arguments))
  }
}

/// Workers end as fast as they are started, and nothing gets done.
public struct WorkersKeepDying: Error, CustomStringConvertible {
  /// How many ended since the last progress.
  public var ends: Int
  public var last: ProcessEnd

  public var description: String {
    "\(ends) worker processes ended and no block was done meanwhile (the last by \(last)); what is done is kept. Look "
      + "above for what they said, and in the system's log if a signal ended them; then run the same command again"
  }
}
