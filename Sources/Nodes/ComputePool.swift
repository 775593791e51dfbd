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
    /// Jobs that wait or run, and whether they shall end early.
    var isInterrupted: [Lease.Key: Bool] = [:]
  }
  /// What a thread keeps of a sweep.
  private struct Compiled {
    var spec: SpecHash
    var engine: any BlockEngine
    var layout: StateLayout
  }

  /// How often a running job says how far it is.
  private static let progressInterval = Duration.milliseconds(500)
  /// Sweeps that a thread keeps compiled.
  private static let keptSweeps = 4

  private let queue = Mutex(Queue())
  private let ready = DispatchSemaphore(value: 0)
  private let inbox: Inbox<WorkerEvent>
  private let instructionSet: InstructionSet

  init(cores: Int, instructionSet: InstructionSet, inbox: Inbox<WorkerEvent>) {
    self.inbox = inbox
    self.instructionSet = instructionSet
    for core in 0..<cores {
      let thread = Thread { self.work() }
      thread.name = "compute-\(core)"
      thread.start()
    }
  }

  /// Computes a job as soon as a thread is free.
  func start(_ lease: Lease, _ definition: SweepDefinition) {
    queue.withLock { queue in
      queue.jobs.append(Job(lease: lease, definition: definition))
      queue.isInterrupted[lease.key] = false
    }
    ready.signal()
  }

  /// Ends a job at the next block; one that has ended already stays as it is.
  func interrupt(_ key: Lease.Key) {
    queue.withLock { queue in
      if queue.isInterrupted[key] != nil { queue.isInterrupted[key] = true }
    }
  }

  private func work() {
    var kept: [Compiled] = []
    while true {
      ready.wait()
      guard let job = queue.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) else { continue }
      do {
        compute(job.lease, try compiled(job, &kept))
      } catch {
        inbox.put(
          .computeFailed(
            job.lease.key, JobFailure(.cannotStart, reason: "the sweep does not compile here: \(error)")))
      }
      queue.withLock { _ = $0.isInterrupted.removeValue(forKey: job.lease.key) }
    }
  }

  /// The engine of a job's sweep, kept for the next job.
  private func compiled(_ job: Job, _ kept: inout [Compiled]) throws -> Compiled {
    if let known = kept.first(where: { $0.spec == job.lease.spec }) { return known }
    let workload = try CompiledSweep(canonical: job.definition.canonical).workload
    let new = Compiled(spec: job.lease.spec, engine: instructionSet.engine(workload), layout: workload.layout)
    kept = kept.suffix(Self.keptSweeps - 1) + [new]
    return new
  }

  private func compute(_ lease: Lease, _ sweep: Compiled) {
    var state = SweepState(layout: sweep.layout)
    let first = lease.blocks.lower
    var end = first
    var reportedAt = MonotonicClock.now
    let goesOn = { (blocksDone: UInt64, samplesDone: UInt64) -> Bool in
      let now = MonotonicClock.now
      if now.since(reportedAt) > Self.progressInterval {
        reportedAt = now
        self.inbox.put(.progressed(lease.key, blocksDone: blocksDone, samplesDone: samplesDone))
      }
      return self.queue.withLock { $0.isInterrupted[lease.key] != true }
    }
    if lease.isCareful {
      while end < lease.blocks.upper {
        let isDone = sweep.engine.runCarefully(end, without: lease.without, into: &state) {
          goesOn(end - first, UInt64($0))
        }
        guard isDone else { break }
        end += 1
      }
    } else {
      end = sweep.engine.run(lease.blocks, without: lease.without, into: &state) { goesOn($0 - first, 0) }
    }
    inbox.put(.computed(lease.key, blocks: BlockRange(first, end), state: state.encode()))
  }
}
