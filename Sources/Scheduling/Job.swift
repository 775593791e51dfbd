import Sweeps
import Wire

/// A run of blocks cut from a sweep, until it is closed, and what happened to it.
struct Job: Hashable, Sendable {
  /// A careful run that ended or halted its process at a sample.
  struct Naming: Hashable, Sendable {
    var sample: UInt32
    var host: String
  }

  /// Hosts kept in mind where it failed.
  static let maxHosts = 8

  let id: JobID
  let blocks: BlockRange
  /// Leases so far.
  var attempts = Attempt(0)
  /// Processes that ended or halted while they evaluated it.
  var failures = 0
  /// Workers that were lost while it ran.
  var losses = 0
  /// Results that were refused.
  var refusals = 0
  /// Hosts where it failed, each once.
  private(set) var failedOn: [String] = []
  /// The block that the last failure named, counted from the first of the job.
  var named: UInt64?
  var namings: [Naming] = []
  /// Compute it sample after sample. Once so, always so, until it is closed.
  var isCareful = false
  /// Leases in force.
  var holders: [Lease.Key] = []
  var leasedAt = Moment(nanoseconds: 0)
  /// When it last came to wait for a lease.
  var waitsSince = Moment(nanoseconds: 0)

  init(id: JobID, blocks: BlockRange) {
    self.id = id
    self.blocks = blocks
  }

  /// Times that it took a process with it.
  var charges: Int { failures + losses }

  mutating func noteFailure(on host: String) {
    guard !failedOn.contains(host), failedOn.count < Self.maxHosts else { return }
    failedOn.append(host)
  }

  /// Forgives its hosts: a sample was to blame.
  mutating func forgiveHosts() {
    failedOn = []
    namings = []
  }

  /// Whether it failed on a host and is better tried on another: one that may be given work and has not failed it.
  func isKept(from host: String, among hosts: [String: HostBook], eligible: Int) -> Bool {
    // Of a careful job those count that named a sample: two of them are wanted, whoever failed it before.
    let tried = isCareful ? Set(namings.map(\.host)) : Set(failedOn)
    guard !tried.isEmpty, tried.contains(host) else { return false }
    return tried.count { hosts[$0]?.isEligible == true } < eligible
  }

  /// For reasons that people read.
  var sentence: String {
    blocks.count == 1
      ? "job \(id) (block \(blocks.lower))" : "job \(id) (blocks \(blocks.lower) to \(blocks.upper - 1))"
  }
}
