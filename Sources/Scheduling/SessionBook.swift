import Sweeps
import Wire

/// What the coordinator knows of one life of a worker. A class, as every event changes some of it; one coordinator alone
/// refers to it.
final class SessionBook {
  /// A worker's measured speed on one sweep.
  struct Rate: Hashable, Sendable {
    /// Blocks per second of one core.
    var perCore: Double
    /// Blocks of the largest job finished.
    var largest: UInt64
  }

  let worker: WorkerID
  let host: String
  var peer: Peer
  let cores: Int
  /// Leases the worker is willing to hold at once.
  var credit = 0
  /// Ordinal of the newest message that stated credit.
  var ordinal: UInt64 = 0
  var heardAt: Moment
  /// When it said that it will leave.
  var leavesAt: Moment?
  /// Leases held, oldest first.
  var leases: [Lease.Key] = []
  /// Leases called back as their results did not come, which it still lists: it does not get them again.
  var withheld: Set<Lease.Key> = []
  /// Sweeps whose definition was sent.
  var defined: Set<SweepID> = []
  private(set) var rates: [SweepID: Rate] = [:]
  /// Stands in the queue for work.
  var isQueued = false
  /// When those leases were looked for of which it could use none.
  var tailRefusedAt: Moment?
  /// Gets no more leases by order.
  var isDrained = false
  var closedBlocks: UInt64 = 0
  var failures: UInt64 = 0

  init(_ hello: Hello, peer: Peer, at now: Moment) {
    worker = hello.worker
    host = hello.host
    cores = hello.cores
    self.peer = peer
    heardAt = now
  }

  /// Blocks per second of all cores on a sweep; 0 where nothing was measured.
  func rate(on sweep: SweepID) -> Double { (rates[sweep]?.perCore ?? 0) * Double(cores) }

  /// Seconds that one core needs for a block of a sweep; nil where nothing was measured.
  func secondsPerBlock(on sweep: SweepID) -> Double? { rates[sweep].map { 1 / $0.perCore } }

  /// Takes a measurement in, as an exponentially weighted mean.
  ///
  /// - Returns: by how much the rate of all its cores changed.
  func measure(_ blocks: UInt64, of sweep: SweepID, seconds: Double, weight: Double) -> Double {
    let perCore = Double(blocks) / max(seconds, 1e-6)
    let before = rates[sweep]
    let change = before.map { weight * (perCore - $0.perCore) } ?? perCore
    rates[sweep] = Rate(
      perCore: (before?.perCore ?? 0) + change, largest: max(before?.largest ?? 0, blocks))
    return change * Double(cores)
  }

  /// The sweep is no more.
  func forget(_ sweep: SweepID) {
    rates[sweep] = nil
    defined.remove(sweep)
  }
}

/// What the coordinator knows of one host: its workers together.
struct HostBook: Hashable, Sendable {
  var sessions = 0
  /// Sessions that are not drained by their own name.
  var willing = 0
  /// Results counted.
  var finished: UInt64 = 0
  /// Jobs that failed here and that another host finished.
  var blames: UInt64 = 0
  /// Why it gets no more leases.
  var drained: String?
  /// Why its workers are refused.
  var distrusted: String?

  /// Whether work may be given to it.
  var isEligible: Bool { willing > 0 && drained == nil && distrusted == nil }
  /// Whether it can be forgotten.
  var isVoid: Bool { sessions == 0 && drained == nil && distrusted == nil }
}
