import Foundation
import Scheduling
import Transport

/// Worker processes of this host, started from this program and restarted when they die.
public final class WorkerProcesses {
  /// A worker that dies so often has a reason that another start does not mend.
  private static let restartLimit = 20

  private let program: URL
  private let endpoint: Endpoint
  private let arguments: [String]
  private var processes: [Process] = []
  /// Kept open: a worker ends when its standard input does, so none outlives this process.
  private var lifelines: [Pipe] = []
  public private(set) var restarts = 0

  /// Starts `count` workers of one core each.
  public init(count: Int, endpoint: Endpoint, instructionSet: String?) throws {
    program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    self.endpoint = endpoint
    arguments =
      ["worker", "--connect", endpoint.description, "--cores", "1", "--tied"]
      + (instructionSet.map { ["--isa", $0] } ?? [])
    for _ in 0..<count { try start() }
  }

  private func start() throws {
    let process = Process()
    let lifeline = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = lifeline
    try process.run()
    processes.append(process)
    lifelines.append(lifeline)
  }

  public var processIdentifiers: [Int32] { processes.filter(\.isRunning).map(\.processIdentifier) }

  /// Starts a worker anew for every one that died.
  ///
  /// - Throws: when workers die again and again.
  public func replaceTheDead() throws {
    for index in processes.indices.reversed() where !processes[index].isRunning {
      let status = processes[index].terminationStatus
      processes.remove(at: index)
      lifelines.remove(at: index)
      restarts += 1
      guard restarts <= Self.restartLimit else {
        throw WorkersKeepDying(lastStatus: status)
      }
      try start()
    }
  }

  /// Tells all to leave and waits; those that do not within two seconds are killed.
  public func stop() {
    for process in processes where process.isRunning { process.terminate() }
    let limit = MonotonicClock.now + .seconds(2)
    for process in processes {
      while process.isRunning, MonotonicClock.now < limit { usleep(2_000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    processes.removeAll()
    lifelines.removeAll()
  }
}

/// Workers die as fast as they are started.
public struct WorkersKeepDying: Error, CustomStringConvertible {
  public var lastStatus: Int32

  public var description: String {
    "worker processes keep dying (last exit status \(lastStatus)); run `sweepfarm worker --connect ...` by hand to see why"
  }
}
