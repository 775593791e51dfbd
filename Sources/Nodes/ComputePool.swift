import Aggregates
import Foundation
import Models
import Scheduling
import Sweeps
import Synchronization
import Wire

/// Plain threads that compute jobs, one job a thread. They never touch a socket; what they find goes into the inbox.
final class ComputePool: Sendable {
  private struct Job: Sendable {
    var lease: Lease
    var definition: SweepDefinition
  }
  private struct Queue {
    var jobs: [Job] = []
    var interrupted: Set<Lease.Key> = []
  }

  private let queue = Mutex(Queue())
  private let ready = DispatchSemaphore(value: 0)
  private let inbox: Inbox<WorkerEvent>
  private let instructionSet: InstructionSet
  /// How often a running job says how far it is.
  private static let progressNanoseconds: UInt64 = 500_000_000

  init(cores: Int, instructionSet: InstructionSet, inbox: Inbox<WorkerEvent>) {
    self.inbox = inbox
    self.instructionSet = instructionSet
    for core in 0..<cores {
      let thread = Thread { self.work() }
      thread.name = "compute-\(core)"
      thread.start()
    }
  }

  func start(_ lease: Lease, _ definition: SweepDefinition) {
    queue.withLock { $0.jobs.append(Job(lease: lease, definition: definition)) }
    ready.signal()
  }

  /// Ends a job at the next block.
  func interrupt(_ key: Lease.Key) {
    queue.withLock { _ = $0.interrupted.insert(key) }
  }

  private func work() {
    var engines: [(spec: SpecHash, engine: any BlockEngine, layout: StateLayout)] = []
    while true {
      ready.wait()
      guard let job = queue.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) else { continue }
      do {
        if !engines.contains(where: { $0.spec == job.lease.spec }) {
          let workload = try CompiledSweep(canonical: job.definition.canonical).workload
          engines = engines.suffix(3) + [(job.lease.spec, instructionSet.engine(workload), workload.layout)]
        }
        guard let known = engines.first(where: { $0.spec == job.lease.spec }) else { continue }
        compute(job.lease, known.engine, known.layout)
      } catch {
        inbox.put(.computeFailed(job.lease.key, reason: "the sweep does not compile here: \(error)"))
      }
      queue.withLock { _ = $0.interrupted.remove(job.lease.key) }
    }
  }

  private func compute(_ lease: Lease, _ engine: any BlockEngine, _ layout: StateLayout) {
    var state = SweepState(layout: layout)
    var reportedAt = MonotonicClock.now.nanoseconds
    let end = engine.run(lease.blocks, into: &state) { done in
      let now = MonotonicClock.now.nanoseconds
      if now - reportedAt > Self.progressNanoseconds {
        reportedAt = now
        inbox.put(.progressed(lease.key, blocksDone: done - lease.blocks.lower))
      }
      return !queue.withLock { $0.interrupted.contains(lease.key) }
    }
    inbox.put(.computed(lease.key, blocks: BlockRange(lease.blocks.lower, end), state: state.encode()))
  }
}
