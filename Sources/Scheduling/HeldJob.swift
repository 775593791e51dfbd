import Sweeps
import Wire

/// A lease in a worker's hands.
struct HeldJob: Hashable, Sendable {
  enum Phase: Hashable, Sendable {
    case waiting
    case running(since: Moment, blocksDone: UInt64, samplesDone: UInt64)
    /// Cancelled, but its core has not let go yet.
    case abandoned
    /// Computed; sent again at `resendAt` until it is acknowledged.
    case finished(Finished, resendAt: Moment, pause: Duration)
  }
  let lease: Lease
  var phase: Phase

  var occupiesCore: Bool {
    switch phase {
    case .running, .abandoned: true
    case .waiting, .finished: false
    }
  }

  var isWaiting: Bool { phase == .waiting }

  var resendAt: Moment? {
    guard case .finished(_, let resendAt, _) = phase else { return nil }
    return resendAt
  }

  /// As told to the coordinator; nil once cancelled.
  var report: LeaseReport? {
    switch phase {
    case .waiting: LeaseReport(lease, .waiting, blocksDone: 0)
    case .running(_, let blocksDone, let samplesDone):
      LeaseReport(lease, .running, blocksDone: blocksDone, samplesDone: samplesDone)
    case .abandoned: nil
    case .finished(let finished, _, _): LeaseReport(lease, .finished, blocksDone: finished.blocks.count)
    }
  }
}
