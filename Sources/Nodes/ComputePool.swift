import Models
import Scheduling
import Transport
import Wire

/// The computing processes of a worker, one for each core, so that an evaluation which ends its process costs one job.
///
/// For the thread that owns the worker's socket: nothing here waits.
final class ComputePool {
  private let children: [ComputeChild]

  /// - Throws: `CannotStart` if the system does not give what is needed before any process starts.
  init(cores: Int, instructionSet: InstructionSet) throws(CannotStart) {
    let program = try ChildProcess.thisProgram()
    let now = MonotonicClock.now
    var children: [ComputeChild] = []
    for _ in 0..<cores {
      children.append(try ComputeChild(program: program, instructionSet: instructionSet.rawValue, at: now))
    }
    self.children = children
  }

  /// What is waited for besides time.
  var polled: [PolledDescriptor] { children.compactMap(\.polled) }
  /// When a turn is wanted though nothing comes.
  var wakeUp: Moment? { children.compactMap(\.wakeUp).min() }

  /// Computes a job on a free core.
  func start(_ lease: Lease, _ definition: SweepDefinition) {
    let free = children.filter(\.isFree)
    guard let child = free.first(where: \.isRunning) ?? free.first else {
      preconditionFailure("The machine starts no more jobs than there are cores.")
    }
    child.start(lease, definition, at: MonotonicClock.now)
  }

  /// Ends a job at the next block; one that has ended already stays as it is.
  func interrupt(_ key: Lease.Key) {
    children.first { $0.holds == key }?.interrupt(at: MonotonicClock.now)
  }

  /// What has come of jobs since the last turn. Processes that ended are replaced.
  func turn() -> [WorkerEvent] {
    let now = MonotonicClock.now
    return children.flatMap { $0.turn(at: now) }
  }

  /// Ends all processes.
  func end() {
    for child in children { child.end() }
  }
}
