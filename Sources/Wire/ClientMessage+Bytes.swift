import Sweeps
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ClientMessage {
  /// The request as one frame.
  public func encode() -> [UInt8] {
    var frame = ProtoClientFrame()
    frame.protocol = WireLimits.protocolVersion
    frame.request = request
    switch body {
    case .submit(let sweep, let canonical):
      frame.submit.sweep = sweep.text
      frame.submit.canonical = Data(canonical)
    case .status(let sweep): frame.status.sweep = sweep?.text ?? ""
    case .snapshot(let sweep): frame.snapshot.sweep = sweep.text
    case .stop(let sweep, let reason):
      frame.stop.sweep = sweep.text
      frame.stop.reason = reason
    }
    return encoded(frame)
  }

  /// Reads a frame of an untrusted client.
  ///
  /// - Throws: `WireError` naming the field; `.otherProtocol` carries the request to refuse.
  public init(decoding bytes: [UInt8], limits: WireLimits = .standard) throws(WireError) {
    let frame: ProtoClientFrame = try parsed(bytes, limit: limits.frameBytes)
    try limits.version(frame.protocol, address: frame.request)
    request = frame.request
    switch frame.body {
    case .submit(let submit):
      try limits.count(submit.canonical.count, "canonical", limit: limits.canonicalBytes)
      body = .submit(try limits.sweep(submit.sweep), canonical: [UInt8](submit.canonical))
    case .status(let ask): body = .status(ask.sweep.isEmpty ? nil : try limits.sweep(ask.sweep))
    case .snapshot(let ask): body = .snapshot(try limits.sweep(ask.sweep))
    case .stop(let stop): body = .stop(try limits.sweep(stop.sweep), reason: try limits.text(stop.reason, "reason"))
    case nil: throw .missing("body")
    }
  }
}

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
    case .snapshot(let status, let closed, let state):
      frame.snapshot.status = ProtoSweepStatus(status)
      frame.snapshot.closed = closed.map(ProtoBlocks.init)
      frame.snapshot.state = Data(state)
      frame.snapshot.stateCrc = CRC32C.checksum(of: state.span)
    case .stopped(let sweep): frame.stopped.sweep = sweep.text
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
    case .snapshot(let snapshot):
      let closed = try limits.runs(snapshot.closed)
      let state = try limits.state(snapshot.state, crc: snapshot.stateCrc)
      body = .snapshot(try SweepStatus(snapshot.status, limits), closed: closed, state: state)
    case .stopped(let stopped): body = .stopped(try limits.sweep(stopped.sweep))
    case nil: throw .missing("body")
    }
  }
}

extension ProtoSweepStatus {
  fileprivate init(_ status: SweepStatus) {
    sweep = status.sweep.text
    spec = Data(status.spec.bytes)
    switch status.phase {
    case .running: phase = .running
    case .complete: phase = .complete
    case .stopped(let reason):
      phase = .stopped
      stopReason = reason
    }
    closedBlocks = status.closedBlocks
    totalBlocks = status.totalBlocks
    closedRuns = status.closedRuns
    leases = status.leases
    workers = status.workers
    blocksPerSecond = status.blocksPerSecond
    oldestLeaseNanoseconds = status.oldestLeaseNanoseconds
    counts = status.counts.map(ProtoCount.init)
  }
}

extension ProtoCount {
  fileprivate init(_ count: SweepStatus.Count) {
    name = count.name
    self.count = count.count
  }
}

extension SweepStatus {
  fileprivate init(_ proto: ProtoSweepStatus, _ limits: WireLimits) throws(WireError) {
    try limits.count(proto.counts.count, "counts", limit: 64)
    guard proto.blocksPerSecond.isFinite, proto.blocksPerSecond >= 0 else { throw .invalid("blocks_per_second") }
    guard proto.closedBlocks <= proto.totalBlocks else { throw .invalid("closed_blocks") }
    var counts: [Count] = []
    for count in proto.counts { counts.append(Count(try limits.text(count.name, "count"), count.count)) }
    self.init(
      sweep: try limits.sweep(proto.sweep), spec: try limits.hash(proto.spec, "spec"),
      phase: try Self.phase(proto, limits), closedBlocks: proto.closedBlocks, totalBlocks: proto.totalBlocks,
      closedRuns: proto.closedRuns, leases: proto.leases, workers: proto.workers,
      blocksPerSecond: proto.blocksPerSecond, oldestLeaseNanoseconds: proto.oldestLeaseNanoseconds, counts: counts)
  }

  private static func phase(_ proto: ProtoSweepStatus, _ limits: WireLimits) throws(WireError) -> Phase {
    switch proto.phase {
    case .running: .running
    case .complete: .complete
    case .stopped: .stopped(reason: try limits.text(proto.stopReason, "stop_reason"))
    case .unspecified, .UNRECOGNIZED: throw .invalid("phase")
    }
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
    }
  }

  fileprivate init(_ proto: ProtoClientRefused.Reason) throws(WireError) {
    switch proto {
    case .otherProtocol: self = .otherProtocol
    case .unknownSweep: self = .unknownSweep
    case .nameTaken: self = .nameTaken
    case .badSweep: self = .badSweep
    case .full: self = .full
    case .unspecified, .UNRECOGNIZED: throw .invalid("reason")
    }
  }
}
