import Sweeps
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ProtoSweepStatus {
  init(_ status: SweepStatus) {
    sweep = status.sweep.text
    spec = Data(status.spec.bytes)
    switch status.phase {
    case .running: phase = .running
    case .complete: phase = .complete
    case .stopped(let reason):
      phase = .stopped
      stopReason = reason
    case .paused: phase = .paused
    }
    closedBlocks = status.closedBlocks
    totalBlocks = status.totalBlocks
    closedRuns = status.closedRuns
    leases = status.leases
    workers = status.workers
    blocksPerSecond = status.blocksPerSecond
    oldestLeaseNanoseconds = status.oldestLeaseNanoseconds
    counts = status.counts.map(ProtoCount.init)
    terms = ProtoTerms(status.terms)
    quarantined = status.quarantined
    stall = status.stall?.proto ?? .unspecified
    computeNanoseconds = status.computeNanoseconds
  }
}

extension ProtoCount {
  init(_ count: SweepStatus.Count) {
    name = count.name
    self.count = count.count
  }
}

extension SweepStatus {
  init(_ proto: ProtoSweepStatus, _ limits: WireLimits) throws(WireError) {
    guard proto.blocksPerSecond.isFinite, proto.blocksPerSecond >= 0 else { throw .invalid("blocks_per_second") }
    guard proto.closedBlocks <= proto.totalBlocks else { throw .invalid("closed_blocks") }
    self.init(
      sweep: try limits.sweep(proto.sweep), spec: try limits.hash(proto.spec, "spec"),
      phase: try Self.phase(proto, limits), closedBlocks: proto.closedBlocks, totalBlocks: proto.totalBlocks,
      closedRuns: proto.closedRuns, leases: proto.leases, workers: proto.workers,
      blocksPerSecond: proto.blocksPerSecond, oldestLeaseNanoseconds: proto.oldestLeaseNanoseconds,
      counts: try limits.counts(proto.counts), terms: try limits.terms(proto.terms), quarantined: proto.quarantined,
      stall: try Stall(proto.stall), computeNanoseconds: proto.computeNanoseconds)
  }

  private static func phase(_ proto: ProtoSweepStatus, _ limits: WireLimits) throws(WireError) -> Phase {
    switch proto.phase {
    case .running: .running
    case .complete: .complete
    case .stopped: .stopped(reason: try limits.text(proto.stopReason, "stop_reason"))
    case .paused: .paused
    case .unspecified, .UNRECOGNIZED: throw .invalid("phase")
    }
  }
}

extension WireLimits {
  func counts(_ protos: [ProtoCount]) throws(WireError) -> [SweepStatus.Count] {
    try count(protos.count, "counts", limit: 64)
    var counts: [SweepStatus.Count] = []
    for proto in protos { counts.append(.init(try text(proto.name, "count"), proto.count)) }
    return counts
  }
}

extension SweepStatus.Stall {
  fileprivate var proto: ProtoSweepStatus.Stall {
    switch self {
    case .noWorkers: .noWorkers
    case .workersRefused: .workersRefused
    case .workersDrained: .workersDrained
    case .noCredit: .noCredit
    case .workersSilent: .workersSilent
    case .slowJobs: .slowJobs
    case .otherSweeps: .otherSweeps
    case .diskFull: .diskFull
    }
  }

  /// Nil where nothing is said.
  fileprivate init?(_ proto: ProtoSweepStatus.Stall) throws(WireError) {
    switch proto {
    case .unspecified: return nil
    case .noWorkers: self = .noWorkers
    case .workersRefused: self = .workersRefused
    case .workersDrained: self = .workersDrained
    case .noCredit: self = .noCredit
    case .workersSilent: self = .workersSilent
    case .slowJobs: self = .slowJobs
    case .otherSweeps: self = .otherSweeps
    case .diskFull: self = .diskFull
    case .UNRECOGNIZED: throw .invalid("stall")
    }
  }
}
