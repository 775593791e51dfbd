import Logging
import Scheduling

extension Logger {
  /// Logs what happened in the farm; faults as warnings.
  func log(_ note: FarmNote) {
    switch note {
    case .joined(let worker, let host, let cores):
      info("worker joined", metadata: ["worker": "\(worker)", "host": "\(host)", "cores": "\(cores)"])
    case .left(let worker, let host):
      info("worker left", metadata: ["worker": "\(worker)", "host": "\(host)"])
    case .lost(let worker, let host, let leases):
      warning("worker lost", metadata: ["worker": "\(worker)", "host": "\(host)", "leases": "\(leases)"])
    case .refused(let host, let reason, let explanation):
      warning("worker refused", metadata: ["host": "\(host)", "refusal": "\(reason)", "reason": "\(explanation)"])
    case .failed(let lease, let host, let reason):
      warning(
        "job failed",
        metadata: [
          "sweep": "\(lease.sweep)", "blocks": "\(lease.blocks.lower)..<\(lease.blocks.upper)", "host": "\(host)",
          "lease": "\(lease.key)", "reason": "\(reason)",
        ])
    case .drained(let host):
      warning("host drained: jobs failed on it that others then finished", metadata: ["host": "\(host)"])
    case .distrusted(let host, let reason):
      error("host distrusted: its results are wrong", metadata: ["host": "\(host)", "reason": "\(reason)"])
    }
  }
}
