import Sweeps
import Wire

/// A lease in force.
struct HeldLease: Hashable, Sendable {
  enum Purpose: Hashable, Sendable {
    /// Its result counts.
    case work
    /// Its result is compared with one that counted.
    case audit(UInt64)
  }
  let lease: Lease
  let session: Session
  let purpose: Purpose
  var leasedAt: Moment
  /// Whether the time since then is what its holder had: false where it was taken up, or the coordinator was away.
  var isTimed = true
  /// When its holder last listed it.
  var renewedAt: Moment
  /// Compute seconds that its sweep was charged for it.
  let charged: Double
  /// When its holder first said that it runs.
  private(set) var startedAt: Moment?
  /// When it last came on.
  private(set) var progressAt: Moment
  private(set) var blocksDone: UInt64 = 0
  private(set) var samplesDone: UInt64 = 0
  /// When its holder first said that it is computed; later where its result could not be taken meanwhile.
  private(set) var finishedAt: Moment?

  init(_ lease: Lease, by session: Session, for purpose: Purpose, at now: Moment, charged: Double) {
    self.lease = lease
    self.session = session
    self.purpose = purpose
    self.charged = charged
    leasedAt = now
    renewedAt = now
    progressAt = now
  }

  var isFinished: Bool { finishedAt != nil }
  var isAudit: Bool { purpose != .work }
  /// Whether its holder ever said that it runs or ran.
  var hasBegun: Bool { startedAt != nil || isFinished }

  /// Takes in what its holder says of it.
  mutating func note(_ report: LeaseReport, at now: Moment) {
    renewedAt = now
    switch report.phase {
    case .waiting: return
    case .finished: finishedAt = finishedAt ?? now
    case .running:
      if startedAt == nil {
        startedAt = now
        progressAt = now
      }
    }
    let done = min(report.blocksDone, lease.blocks.count)
    guard (done, report.samplesDone) > (blocksDone, samplesDone) else { return }
    (blocksDone, samplesDone) = (done, report.samplesDone)
    progressAt = now
  }

  /// Whether it runs and has not come on for `limit`.
  func isStuck(for limit: Duration, at now: Moment) -> Bool {
    startedAt != nil && !isFinished && progressAt + limit <= now
  }

  /// Whether it was computed `limit` ago, and the result is not here.
  func isWithheld(for limit: Duration, at now: Moment) -> Bool { finishedAt.map { $0 + limit <= now } ?? false }

  /// Results are taken again: its own has all its time.
  mutating func awaitResult(from now: Moment) { if isFinished { finishedAt = now } }

  /// The time in which the coordinator itself was away does not count.
  mutating func forgive(_ delay: Duration, at now: Moment) {
    renewedAt = min(now, renewedAt + delay)
    progressAt = min(now, progressAt + delay)
    finishedAt = finishedAt.map { min(now, $0 + delay) }
    isTimed = false
  }

  /// The share that is known to be done.
  var shareDone: Double { isFinished ? 1 : Double(blocksDone) / Double(max(lease.blocks.count, 1)) }

  /// Seconds it will still run, at `perBlock` seconds a block or as slowly as it was seen to run.
  func secondsLeft(perBlock: Double, at now: Moment) -> Double {
    guard !isFinished else { return 0 }
    let seen = startedAt.map { now.seconds(since: $0) / Double(blocksDone + 1) } ?? 0
    return Double(lease.blocks.count - blocksDone) * max(perBlock, seen)
  }
}
