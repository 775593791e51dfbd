import Scheduling
import Sweeps
import Wire

extension Simulation {
  /// What must hold after every step of the coordinator.
  func check(_ effects: [Effect], _ process: Process) throws(Violation) {
    if let fault = process.machine.faultsInBooks.first { throw violation(fault) }
    var recorded: [SweepID: BlockSet] = [:]
    for effect in effects {
      switch effect {
      case .persist(.closed(let sweep, let blocks, _)): recorded[sweep, default: BlockSet()].insert(blocks)
      case .persist(.quarantined(let sweep, let sample)):
        guard poison.contains(where: { $0.sweep == sweep && $0.place == sample.place }) else {
          throw violation("block \(sample.place.block) sample \(sample.place.sample) is quarantined and does no harm")
        }
      case .persist(.distrusted(let host, _)):
        guard let liar = farm.liar, host == "host-\(liar)" else { throw violation("\(host) is honest and distrusted") }
      case .send(let message, _): try check(message, recorded, process)
      case .persist, .reply, .publish, .note: break
      }
    }
  }

  private func check(
    _ message: CoordinatorMessage, _ recorded: [SweepID: BlockSet], _ process: Process
  ) throws(Violation) {
    switch message.body {
    case .acknowledge(let lease, .accepted):
      guard recorded[lease.sweep]?.intersects(lease.blocks) == true else {
        throw violation("\(lease) is acknowledged before its record")
      }
    case .lease(let lease):
      let most = farm.coresPerWorker * WorkerPolicy().leasesPerCore
      let count = process.machine.leaseCount(of: message.session)
      guard count <= most else { throw violation("\(count) leases where credit is \(most)") }
      let isAudit = process.machine.snapshot(of: lease.sweep, at: now)?.phase == .complete
      guard process.machine.isLeasing(lease.sweep) || isAudit else { throw violation("\(lease.sweep) gets a lease") }
    case .acknowledge, .welcome, .refused, .sweep, .cancel, .sayHello, .alive: break
    }
  }

  func isJournalled(_ blocks: BlockRange, of sweep: SweepID) -> Bool {
    journalled[sweep]?.intersects(blocks) ?? false
  }
}
