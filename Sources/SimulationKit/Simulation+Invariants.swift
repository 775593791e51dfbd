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
      guard !process.machine.isOneTooMany(lease.key) else { throw violation("\(lease.sweep) gets one worker too many") }
      guard !process.machine.isLeasing(lease.sweep) else { return }
      // Of a complete sweep only audits are leased.
      guard process.machine.snapshot(of: lease.sweep, at: coordinatorTime)?.phase == .complete else {
        throw violation("\(lease.sweep) gets a lease")
      }
    case .acknowledge, .welcome, .refused, .sweep, .cancel, .sayHello, .alive: break
    }
  }

  /// Nobody may rely on what can still be forgotten: all records that were made before a promise are committed.
  func checkIsSafe(_ pending: Pending) throws(Violation) {
    guard pending.after <= recordsCommitted else {
      throw violation("\(pending.effect) leaves before \(pending.after - recordsCommitted) records are committed")
    }
  }
}

extension CoordinatorMessage {
  /// Whether whoever gets it gives something up for it, or begins something.
  var isPromise: Bool {
    switch body {
    case .acknowledge, .lease, .refused(.distrusted, _): true
    case .welcome, .refused, .sweep, .cancel, .sayHello, .alive: false
    }
  }
}

extension ClientReply {
  /// Whether whoever gets it relies on it. What only says how things stand may be overtaken anyway.
  var isPromise: Bool {
    switch body {
    case .done, .accepted, .snapshot, .refused(.unknownSweep, _), .refused(.nameTaken, _), .refused(.wrongPhase, _):
      true
    case .refused, .status, .workers: false
    }
  }
}
