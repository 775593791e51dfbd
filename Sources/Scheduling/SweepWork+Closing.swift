import Sweeps
import Wire

extension SweepWork {
  /// Judges a result and, if it counts, merges it and closes its blocks: both or neither.
  ///
  /// The caller settles the jobs that held the blocks. Nothing but the blocks and what is left out of them decides: not
  /// the lease, not who sends it.
  func close(_ finished: Finished) -> Verdict {
    let blocks = finished.blocks
    let held = finished.lease.blocks
    guard finished.lease.spec == ticket.spec else { return .otherSpec }
    guard !blocks.isEmpty, blocks.upper <= ticket.sizes.blockCount else { return .outsideRange }
    guard held.lower <= blocks.lower, blocks.upper <= held.upper else { return .outsideRange }
    guard !closed.contains(blocks) else { return .duplicate }
    guard !closed.intersects(blocks) else { return .partlyClosed }
    let without = without(blocks)
    guard finished.lease.without.filter({ blocks.contains($0.block) }) == without else { return .otherCoverage }
    do {
      try state.merge(encoded: finished.state, scenarios: scenarios(in: blocks))
    } catch {
      switch error {
      case .damaged: return .damagedState
      case .otherCoverage: return .otherCoverage
      }
    }
    markClosed(blocks)
    stateBytesPerJob = Double(finished.state.count)
    stateBytesPerBlock = stateBytesPerJob / Double(blocks.count)
    return .accepted
  }

  /// Merges what the journal remembers of these blocks.
  func restore(_ runs: [BlockRange], state bytes: [UInt8]) throws(MergeError) {
    try state.merge(encoded: bytes, scenarios: runs.reduce(0) { $0 + scenarios(in: $1) })
    for run in runs {
      markClosed(run)
      pending.subtract(run)
    }
    noteStrangers()
  }

  private func markClosed(_ blocks: BlockRange) {
    closed.insert(blocks)
    if isComplete, !isSpoilt { phase = .complete }
  }

  /// Whether a result stems from a lease whose samples left out are not those of now: no fault of its host.
  func isOutdated(_ lease: Lease) -> Bool { lease.without != without(lease.blocks) }

  /// The jobs that a result took blocks of, out of the books: the leased ones and the waiting ones.
  ///
  /// Complexity: O(1) where the job that the result names is still there or its blocks are in none, as almost always;
  /// O(jobs) where a result of an earlier life overlaps what was cut anew.
  func takeJobs(closedBy finished: Finished) -> [Job] {
    let blocks = finished.blocks
    let id = finished.lease.key.job
    if let job = leased[id], job.blocks.contains(blocks) {
      leased[id] = nil
      return [job]
    }
    if let job = waiting[id], job.blocks.contains(blocks) { return takeWaiting(id).map { [$0] } ?? [] }
    let isFree = pending.contains(blocks)
    pending.subtract(blocks)
    guard !isFree else { return [] }
    var jobs: [Job] = []
    for job in leased.values where job.blocks.overlaps(blocks) { jobs.append(job) }
    for job in waiting.values where job.blocks.overlaps(blocks) { jobs.append(job) }
    jobs.sort { $0.id < $1.id }
    for job in jobs {
      leased[job.id] = nil
      _ = takeWaiting(job.id)
    }
    return jobs
  }
}

extension BlockRange {
  /// Whether all of the other run lies in this one.
  func contains(_ other: BlockRange) -> Bool { lower <= other.lower && other.upper <= upper }
}
