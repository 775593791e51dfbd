import Sweeps
import Wire

extension SweepWork {
  /// How many waiting jobs are looked at for one that suits a worker.
  private static var lookAhead: Int { 4 }

  /// The next job: one given back that suits, or the first `size` pending blocks (fewer at a hole), named by `id`.
  func nextJob(size: UInt64, id: JobID, suits: (Job) -> Bool) -> Job? {
    if let job = nextWaiting(suits: suits) { return job }
    guard let blocks = pending.firstRun(length: max(size, 1)) else { return nil }
    pending.subtract(blocks)
    return Job(id: id, blocks: blocks)
  }

  private func nextWaiting(suits: (Job) -> Bool) -> Job? {
    var looked = 0
    while looked < Self.lookAhead, looked < waiting.count, let id = waitingOrder.popFirst() {
      guard let job = waiting[id] else { continue }
      if suits(job) {
        waiting[id] = nil
        return job
      }
      waitingOrder.append(id)
      looked += 1
    }
    return nil
  }

  /// Takes a waiting job out by name.
  func takeWaiting(_ id: JobID) -> Job? {
    guard let job = waiting.removeValue(forKey: id) else { return nil }
    waitingOrder.tidy(wanted: waiting.count) { waiting[$0] != nil }
    return job
  }

  /// Lets a job wait for its next lease. Where part of it was closed meanwhile, only the rest is open again.
  func giveBack(_ job: Job, at now: Moment, limit: Int) {
    guard !closed.intersects(job.blocks), waiting.count < limit else {
      reopen(job.blocks)
      return
    }
    var job = job
    job.waitsSince = now
    if waiting.updateValue(job, forKey: job.id) == nil { waitingOrder.append(job.id) }
  }

  /// Makes those of the blocks pending that are not closed.
  func reopen(_ blocks: BlockRange) {
    var start = blocks.lower
    while let gap = closed.firstGap(from: start, below: blocks.upper) {
      pending.insert(gap)
      start = gap.upper
    }
  }

  /// The job that a worker says it holds, if its blocks are open and in no other job; with one holder more.
  func adopt(_ lease: Lease, maxCopies: Int) -> Bool {
    guard !isComplete, !isSpoilt, lease.spec == ticket.spec, !lease.blocks.isEmpty else { return false }
    guard lease.blocks.upper <= ticket.sizes.blockCount, lease.without == without(lease.blocks) else { return false }
    let id = lease.key.job
    if let job = leased[id] {
      guard job.blocks == lease.blocks, job.holders.count < maxCopies else { return false }
    } else if let job = waiting[id] {
      guard job.blocks == lease.blocks, let taken = takeWaiting(id) else { return false }
      leased[id] = taken
    } else {
      guard pending.contains(lease.blocks) else { return false }
      pending.subtract(lease.blocks)
      leased[id] = Job(id: id, blocks: lease.blocks)
      leased[id]?.isCareful = lease.isCareful
    }
    let attempts = leased[id]?.attempts ?? Attempt(0)
    leased[id]?.attempts = max(attempts, lease.key.attempt)
    leased[id]?.holders.append(lease.key)
    return true
  }

  /// Takes a lease off its job. The job, if it was the last.
  func letGo(_ key: Lease.Key) -> Job? {
    guard let place = leased[key.job]?.holders.firstIndex(of: key) else { return nil }
    leased[key.job]?.holders.remove(at: place)
    guard leased[key.job]?.holders.isEmpty == true else { return nil }
    return leased.removeValue(forKey: key.job)
  }
}
