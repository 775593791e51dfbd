import Sweeps
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ClientReply {
  /// The reply as one frame.
  public func encode() -> [UInt8] {
    var frame = ProtoReplyFrame()
    frame.protocol = WireLimits.protocolVersion
    frame.request = request
    frame.epoch = epoch.number
    switch body {
    case .accepted(let sweep, let known):
      frame.accepted.sweep = sweep.text
      frame.accepted.known = known
    case .refused(let reason, let explanation):
      frame.refused.reason = reason.proto
      frame.refused.explanation = explanation
    case .status(let sweeps): frame.status.sweeps = sweeps.map(ProtoSweepStatus.init)
    case .snapshot(let snapshot): frame.snapshot = ProtoSnapshot(snapshot)
    case .done: frame.done = ProtoDone()
    case .workers(let workers, let counts):
      frame.workers.workers = workers.map(ProtoWorkerStatus.init)
      frame.workers.counts = counts.map(ProtoCount.init)
    }
    return encoded(frame)
  }

  /// Reads a frame of the coordinator.
  ///
  /// - Throws: `WireError` naming the field.
  public init(decoding bytes: [UInt8], limits: WireLimits = .standard) throws(WireError) {
    let frame: ProtoReplyFrame = try parsed(bytes, limit: limits.frameBytes)
    try limits.version(frame.protocol, address: frame.request)
    request = frame.request
    epoch = Epoch(frame.epoch)
    switch frame.body {
    case .accepted(let accepted): body = .accepted(try limits.sweep(accepted.sweep), known: accepted.known)
    case .refused(let refused):
      let explanation = try limits.text(refused.explanation, "explanation")
      body = .refused(try ClientRefusal(refused.reason), explanation: explanation)
    case .status(let status):
      try limits.count(status.sweeps.count, "sweeps", limit: limits.sweeps)
      var sweeps: [SweepStatus] = []
      for sweep in status.sweeps { sweeps.append(try SweepStatus(sweep, limits)) }
      body = .status(sweeps)
    case .snapshot(let snapshot): body = .snapshot(try SweepSnapshot(snapshot, limits))
    case .done: body = .done
    case .workers(let proto):
      try limits.count(proto.workers.count, "workers", limit: limits.workers)
      var workers: [WorkerStatus] = []
      for worker in proto.workers { workers.append(try WorkerStatus(worker, limits)) }
      body = .workers(workers, counts: try limits.counts(proto.counts))
    case nil: throw .missing("body")
    }
  }
}

extension ProtoSnapshot {
  fileprivate init(_ snapshot: SweepSnapshot) {
    status = ProtoSweepStatus(snapshot.status)
    canonical = Data(snapshot.canonical)
    closed = snapshot.closed.map(ProtoBlocks.init)
    quarantined = snapshot.quarantined.map(ProtoQuarantined.init)
    state = Data(snapshot.state)
    stateCrc = CRC32C.checksum(of: snapshot.state.span)
    guard let piece = snapshot.piece else { return }
    firstByte = piece.place.firstByte
    wholeBytes = piece.wholeBytes
    wholeCrc = piece.place.wholeCRC
  }
}

extension SweepSnapshot {
  fileprivate init(_ proto: ProtoSnapshot, _ limits: WireLimits) throws(WireError) {
    try limits.count(proto.canonical.count, "canonical", limit: limits.canonicalBytes)
    try limits.count(proto.quarantined.count, "quarantined", limit: limits.quarantined)
    var quarantined: [Quarantined] = []
    for sample in proto.quarantined { quarantined.append(try limits.quarantined(sample)) }
    self.init(
      status: try SweepStatus(proto.status, limits), canonical: [UInt8](proto.canonical),
      closed: try limits.runs(proto.closed), quarantined: quarantined,
      state: try limits.state(proto.state, crc: proto.stateCrc), piece: try Piece(proto))
  }
}

extension SweepSnapshot.Piece {
  /// Nil where the state is the whole.
  fileprivate init?(_ proto: ProtoSnapshot) throws(WireError) {
    guard proto.wholeBytes > 0 else { return nil }
    let (end, overflow) = proto.firstByte.addingReportingOverflow(UInt64(proto.state.count))
    guard !overflow, end <= proto.wholeBytes, !proto.state.isEmpty else { throw .invalid("first_byte") }
    self.init(
      place: SnapshotPlace(firstByte: proto.firstByte, wholeCRC: proto.wholeCrc), wholeBytes: proto.wholeBytes)
  }
}

extension ProtoWorkerStatus {
  fileprivate init(_ status: WorkerStatus) {
    worker = Data(status.worker.bytes)
    host = status.host
    cores = UInt32(clamping: status.cores)
    leases = UInt32(clamping: status.leases)
    closedBlocks = status.closedBlocks
    failures = status.failures
    heardNanosecondsAgo = status.heardNanosecondsAgo
    drained = status.drained ?? ""
  }
}

extension WorkerStatus {
  fileprivate init(_ proto: ProtoWorkerStatus, _ limits: WireLimits) throws(WireError) {
    guard let worker = WorkerID(proto.worker) else { throw .invalid("worker") }
    self.init(
      worker: worker, host: try limits.host(proto.host),
      cores: try limits.number(proto.cores, "cores", in: 1...limits.cores), leases: Int(proto.leases),
      closedBlocks: proto.closedBlocks, failures: proto.failures, heardNanosecondsAgo: proto.heardNanosecondsAgo,
      drained: proto.drained.isEmpty ? nil : try limits.text(proto.drained, "drained"))
  }
}

extension ClientRefusal {
  fileprivate var proto: ProtoClientRefused.Reason {
    switch self {
    case .otherProtocol: .otherProtocol
    case .unknownSweep: .unknownSweep
    case .nameTaken: .nameTaken
    case .badSweep: .badSweep
    case .full: .full
    case .unknownWorker: .unknownWorker
    case .wrongPhase: .wrongPhase
    case .notAllowed: .notAllowed
    }
  }

  fileprivate init(_ proto: ProtoClientRefused.Reason) throws(WireError) {
    switch proto {
    case .otherProtocol: self = .otherProtocol
    case .unknownSweep: self = .unknownSweep
    case .nameTaken: self = .nameTaken
    case .badSweep: self = .badSweep
    case .full: self = .full
    case .unknownWorker: self = .unknownWorker
    case .wrongPhase: self = .wrongPhase
    case .notAllowed: self = .notAllowed
    case .unspecified, .UNRECOGNIZED: throw .invalid("reason")
    }
  }
}
