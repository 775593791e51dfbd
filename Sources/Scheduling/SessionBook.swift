import Wire

/// A lease in force.
struct HeldLease: Hashable, Sendable {
  var lease: Lease
  var job: Job
  var session: Session
  var leasedAt: Moment
  /// When its holder last listed it.
  var renewedAt: Moment
  var blocksDone: UInt64 = 0
}

/// What the coordinator knows of one life of a worker.
struct SessionBook: Hashable, Sendable {
  /// A worker's measured speed on one sweep.
  struct Rate: Hashable, Sendable {
    /// Blocks per second of one core.
    var perCore: Double
    /// Blocks of the largest job finished.
    var largest: UInt64
  }

  let worker: WorkerID
  var peer: Peer
  var cores: Int
  /// Leases the worker is willing to hold at once.
  var credit: Int
  /// Ordinal of the newest message that stated credit.
  var ordinal: UInt64
  var heardAt: Moment
  /// Leases held, oldest first.
  var leases: [Lease.Key] = []
  /// Sweeps whose definition was sent.
  var defined: Set<SweepID> = []
  var rates: [SweepID: Rate] = [:]
  /// Stands in the queue for work.
  var isQueued = false

  /// Blocks per second of all cores on a sweep; 0 where nothing was measured.
  func rate(on sweep: SweepID) -> Double { (rates[sweep]?.perCore ?? 0) * Double(cores) }

  /// Takes a measurement in, as an exponentially weighted mean.
  mutating func measure(_ finished: Finished, weight: Double) {
    let seconds = Double(max(finished.computeNanoseconds, 1000)) / 1e9
    let perCore = Double(finished.blocks.count) / seconds
    guard var rate = rates[finished.lease.sweep] else {
      rates[finished.lease.sweep] = Rate(perCore: perCore, largest: finished.blocks.count)
      return
    }
    rate.perCore += weight * (perCore - rate.perCore)
    rate.largest = max(rate.largest, finished.blocks.count)
    rates[finished.lease.sweep] = rate
  }
}
