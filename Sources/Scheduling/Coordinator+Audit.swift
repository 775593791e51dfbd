import Sweeps
import Wire

extension Coordinator {
  /// Leases of a worker in the books.
  public func leaseCount(of session: Session) -> Int { sessions[session]?.leases.count ?? 0 }

  /// What is wrong with the books; empty at any time between events, or this program is at fault.
  ///
  /// Every block of a sweep is closed, pending, or in exactly one job that waits or is leased; every lease belongs to a
  /// known session and is counted once. Complexity: O(leases + holes).
  public var faultsInBooks: [String] {
    var faults: [String] = []
    for sweep in order { faults += coverageFaults(of: sweep) }
    for (key, held) in leases where sessions[held.session]?.leases.count(where: { $0 == key }) != 1 {
      faults.append("lease \(key.job)/\(key.attempt) is not in its session's list exactly once")
    }
    let listed = sessions.values.reduce(0) { $0 + $1.leases.count }
    if listed != leases.count { faults.append("sessions list \(listed) leases, the table holds \(leases.count)") }
    if totalCores != sessions.values.reduce(0, { $0 + $1.cores }) { faults.append("cores do not add up") }
    return faults
  }

  private func coverageFaults(of sweep: SweepID) -> [String] {
    guard let work = sweeps[sweep] else { return ["\(sweep) is listed but has no books"] }
    let held = leases.values.filter { $0.lease.sweep == sweep }
    var all = work.closed
    all.formUnion(work.pending)
    for job in work.waiting.all { all.insert(job.blocks) }
    for lease in held { all.insert(lease.lease.blocks) }
    let parts =
      work.closed.count + work.pending.count + work.waitingBlocks + held.reduce(0) { $0 + $1.lease.blocks.count }
    var faults: [String] = []
    let total = work.ticket.sizes.blockCount
    if all.ranges != [BlockRange(0, total)] { faults.append("\(sweep): blocks are missing: \(all.json.text)") }
    if parts != total { faults.append("\(sweep): \(parts) blocks in the books of \(total): some are twice") }
    if work.leaseCount != UInt64(held.count) {
      faults.append("\(sweep): \(work.leaseCount) leases, \(held.count) held")
    }
    return faults
  }
}
