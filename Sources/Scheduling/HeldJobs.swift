import Sweeps
import Wire

/// The leases in a worker's hands. What concerns one of them takes O(1), amortised, however many there are.
struct HeldJobs {
  private struct Entry {
    var job: HeldJob
    /// Orders them by age.
    let number: UInt64
  }
  private var entries: [Lease.Key: Entry] = [:]
  private var taken: UInt64 = 0
  /// Keys of those that wait, oldest first; the keys of some that wait no more are left among them.
  private var line = Queue<Lease.Key>()
  private var waiting = 0
  private var abandoned = 0
  /// Cores at work, cancelled jobs that have not ended yet included.
  private(set) var busy = 0
  /// No finished one is to be sent again before this; nil where none is finished.
  private(set) var resendAt: Moment?

  /// Those that count against credit, results that wait for their acknowledgement included.
  var leaseCount: Int { entries.count - abandoned }
  var areAllWaiting: Bool { waiting == entries.count }
  /// Oldest first. Complexity: O(n log n).
  var inOrder: [HeldJob] { entries.values.sorted { $0.number < $1.number }.map(\.job) }

  subscript(key: Lease.Key) -> HeldJob? {
    get { entries[key]?.job }
    set {
      let old = entries[key]
      count(old?.job, by: -1)
      count(newValue, by: 1)
      guard let job = newValue else {
        entries[key] = nil
        line.tidy(wanted: waiting) { entries[$0]?.job.isWaiting == true }
        return
      }
      if old == nil { taken += 1 }
      entries[key] = Entry(job: job, number: old?.number ?? taken)
      if job.isWaiting, old?.job.isWaiting != true { line.append(key) }
      if let moment = job.resendAt { resendAt = resendAt.map { min($0, moment) } ?? moment }
    }
  }

  private mutating func count(_ job: HeldJob?, by one: Int) {
    guard let job else { return }
    if job.isWaiting { waiting += one }
    if job.occupiesCore { busy += one }
    if job.phase == .abandoned { abandoned += one }
  }

  /// The oldest waiting lease that has what it needs, and that. It keeps waiting until its phase is set.
  ///
  /// Complexity: O(1) where the first has it, O(those that wait) where none has.
  mutating func nextWaiting<Need>(with need: (Lease) -> Need?) -> (lease: Lease, need: Need)? {
    guard waiting > 0 else { return nil }
    for _ in 0..<line.count {
      guard let key = line.popFirst(), let job = self[key], job.isWaiting else { continue }
      if let found = need(job.lease) { return (job.lease, found) }
      line.append(key)
    }
    return nil
  }

  /// The results that are to be sent again now, or all of them, oldest first; each is then due after its next pause.
  ///
  /// Complexity: O(1) where none is due yet, O(n log n) otherwise.
  mutating func takeDue(at now: Moment, all: Bool, longestPause: Duration) -> [Finished] {
    guard let resendAt, all || resendAt <= now else { return [] }
    self.resendAt = nil  // found anew on the way
    var due: [Finished] = []
    for job in inOrder {
      guard case .finished(let finished, let moment, let pause) = job.phase else { continue }
      if all || moment <= now {
        due.append(finished)
        self[job.lease.key]?.phase = .finished(finished, resendAt: now + pause, pause: min(pause * 2, longestPause))
      } else {
        self[job.lease.key] = job
      }
    }
    return due
  }
}
