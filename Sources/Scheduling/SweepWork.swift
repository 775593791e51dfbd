import Sweeps
import Wire

/// A run of blocks cut from a sweep, until it is closed.
struct Job: Hashable, Sendable {
  var id: JobID
  var blocks: BlockRange
  /// Leases so far.
  var attempts = Attempt(0)
  /// Workers that could not compute it.
  var failures = 0
  /// Workers that were lost while it ran.
  var losses = 0
}

/// The books of one sweep: every block is either closed, or pending, or in exactly one job that waits or is leased.
struct SweepWork<State: MergedState> {
  let ticket: SweepTicket
  private(set) var state: State
  private(set) var closed = BlockSet()
  /// Open blocks in no job.
  private(set) var pending: BlockSet
  /// Jobs given back, first to be leased again.
  private(set) var waiting = Queue<Job>()
  var phase = SweepStatus.Phase.running
  var leaseCount: UInt64 = 0
  var counters = SweepCounters()
  /// Measured blocks per second of all workers together.
  var totalRate = 0.0
  /// Of the last result.
  private(set) var stateBytesPerBlock = 0.0

  init(_ ticket: SweepTicket) {
    self.ticket = ticket
    state = State(layout: ticket.layout)
    pending = BlockSet(BlockRange(0, ticket.sizes.blockCount))
  }

  var isComplete: Bool { closed.count == ticket.sizes.blockCount }
  var hasWork: Bool { phase == .running && (!waiting.isEmpty || !pending.isEmpty) }
  /// Blocks in jobs that wait.
  var waitingBlocks: UInt64 { waiting.all.reduce(0) { $0 + $1.blocks.count } }

  // MARK: Cutting

  /// The next job: one given back, or the first `size` pending blocks (fewer at a hole), named by `id`.
  mutating func nextJob(size: UInt64, id: () -> JobID) -> Job? {
    if let job = waiting.popFirst() { return job }
    guard let blocks = pending.firstRun(length: max(size, 1)) else { return nil }
    pending.subtract(blocks)
    return Job(id: id(), blocks: blocks)
  }

  /// The job that a worker says it holds, if its blocks are open and nobody else's.
  mutating func adopt(_ lease: Lease) -> Job? {
    guard phase == .running, lease.spec == ticket.spec else { return nil }
    if pending.contains(lease.blocks) {
      pending.subtract(lease.blocks)
      return Job(id: lease.key.job, blocks: lease.blocks, attempts: lease.key.attempt)
    }
    guard var job = waiting.extract(where: { $0.blocks == lease.blocks }).first else { return nil }
    job.id = lease.key.job
    job.attempts = max(job.attempts, lease.key.attempt)
    return job
  }

  /// Takes a job back from a lease that ended. Where part of it was closed meanwhile, only the rest is open again.
  mutating func giveBack(_ job: Job) {
    if closed.intersects(job.blocks) {
      reopen(job.blocks)
    } else {
      waiting.append(job)
    }
  }

  private mutating func reopen(_ blocks: BlockRange) {
    var start = blocks.lower
    while let gap = closed.firstGap(from: start, below: blocks.upper) {
      pending.insert(gap)
      start = gap.upper
    }
  }

  /// Goes on after a stop, with nothing held against its jobs.
  mutating func resume() {
    guard phase != .complete else { return }
    phase = .running
    for var job in waiting.extract(where: { _ in true }) {
      (job.failures, job.losses) = (0, 0)
      waiting.append(job)
    }
  }

  // MARK: Closing

  /// Judges a result and, if it counts, merges it and closes its blocks: both or neither.
  ///
  /// The caller ends the leases that held the blocks. Nothing but the blocks decides: not the lease, not who sends it.
  mutating func close(_ finished: Finished) -> Verdict {
    let blocks = finished.blocks
    let held = finished.lease.blocks
    guard finished.lease.spec == ticket.spec else { return .otherSpec }
    guard !blocks.isEmpty, blocks.upper <= ticket.sizes.blockCount else { return .outsideRange }
    guard held.lower <= blocks.lower, blocks.upper <= held.upper else { return .outsideRange }
    guard !closed.contains(blocks) else { return .duplicate }
    guard !closed.intersects(blocks) else { return .partlyClosed }
    do {
      try state.merge(encoded: finished.state, scenarios: ticket.sizes.scenarios(in: blocks))
    } catch {
      switch error {
      case .damaged: return .damagedState
      case .otherCoverage: return .otherCoverage
      }
    }
    markClosed(blocks)
    stateBytesPerBlock = Double(finished.state.count) / Double(blocks.count)
    return .accepted
  }

  /// Merges what the journal remembers of these blocks.
  mutating func restore(_ runs: [BlockRange], state bytes: [UInt8]) throws(MergeError) {
    let scenarios = runs.reduce(0) { $0 + ticket.sizes.scenarios(in: $1) }
    try state.merge(encoded: bytes, scenarios: scenarios)
    for run in runs { markClosed(run) }
  }

  private mutating func markClosed(_ blocks: BlockRange) {
    closed.insert(blocks)
    pending.subtract(blocks)
    for job in waiting.extract(where: { $0.blocks.overlaps(blocks) }) { reopen(job.blocks) }
    if isComplete { phase = .complete }
  }
}
