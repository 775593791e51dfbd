import Sweeps
import Wire

/// What happened in the farm that a person may look for later; for the log only.
public enum FarmNote: Hashable, Sendable {
  case joined(WorkerID, host: String, cores: Int)
  /// A worker left of its own will, or was sent away.
  case left(WorkerID, host: String)
  /// A worker was silent for too long, or cannot be reached any more.
  case lost(WorkerID, host: String, leases: Int)
  case refused(host: String, reason: WorkerRefusal, explanation: String)
  /// A worker could not compute a job, or did not come on with it.
  case failed(Lease, host: String, reason: String)
  /// Jobs failed on a host that others then finished: it gets no more.
  case drained(host: String)
  /// A host's results are wrong.
  case distrusted(host: String, reason: String)
}
