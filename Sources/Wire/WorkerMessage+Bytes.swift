import Sweeps
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension WorkerMessage {
  /// The message as one frame.
  public func encode() -> [UInt8] {
    var frame = ProtoWorkerFrame()
    frame.protocol = WireLimits.protocolVersion
    frame.session = session.number
    frame.epoch = epoch.number
    frame.ordinal = ordinal
    frame.body = body.proto
    return encoded(frame)
  }

  /// Reads a frame of an untrusted worker.
  ///
  /// - Throws: `WireError` naming the field; `.otherProtocol` carries the session to refuse.
  public init(decoding bytes: [UInt8], limits: WireLimits = .standard) throws(WireError) {
    let frame: ProtoWorkerFrame = try parsed(bytes, limit: limits.frameBytes)
    try limits.version(frame.protocol, address: frame.session)
    guard let proto = frame.body else { throw .missing("body") }
    session = Session(frame.session)
    epoch = Epoch(frame.epoch)
    ordinal = frame.ordinal
    body = try Body(proto, limits)
  }
}

extension WorkerMessage.Body {
  fileprivate var proto: ProtoWorkerFrame.OneOf_Body {
    switch self {
    case .hello(let hello): return .hello(ProtoHello(hello))
    case .heartbeat(let credit, let leases):
      var proto = ProtoHeartbeat()
      proto.credit = UInt32(clamping: credit)
      proto.leases = leases.map(ProtoLeaseReport.init)
      return .heartbeat(proto)
    case .finished(let finished): return .finished(ProtoFinished(finished))
    case .failed(let lease, let failure):
      var proto = ProtoFailed(failure)
      proto.lease = ProtoLease(lease)
      return .failed(proto)
    case .askSweep(let sweep):
      var proto = ProtoAskSweep()
      proto.sweep = sweep.text
      return .askSweep(proto)
    case .goodbye(let returned, let reason):
      var proto = ProtoGoodbye()
      proto.returned = returned.map(ProtoLease.init)
      proto.reason = reason
      return .goodbye(proto)
    }
  }

  fileprivate init(_ proto: ProtoWorkerFrame.OneOf_Body, _ limits: WireLimits) throws(WireError) {
    switch proto {
    case .hello(let hello): self = .hello(try Hello(hello, limits))
    case .heartbeat(let heartbeat):
      let credit = try limits.number(heartbeat.credit, "credit", in: 0...limits.leases)
      self = .heartbeat(credit: credit, try limits.reports(heartbeat.leases))
    case .finished(let finished): self = .finished(try Finished(finished, limits))
    case .failed(let failed):
      let lease = try limits.lease(failed.lease, isPresent: failed.hasLease)
      self = .failed(lease, try JobFailure(failed, of: lease, limits))
    case .askSweep(let ask): self = .askSweep(try limits.sweep(ask.sweep))
    case .goodbye(let goodbye):
      try limits.count(goodbye.returned.count, "leases", limit: limits.leases)
      var returned: [Lease] = []
      for lease in goodbye.returned { returned.append(try limits.lease(lease)) }
      self = .goodbye(returned: returned, reason: try limits.text(goodbye.reason, "reason"))
    }
  }
}

extension ProtoHello {
  fileprivate init(_ hello: Hello) {
    worker = Data(hello.worker.bytes)
    build = hello.build
    selfTest = Data(hello.selfTest.bytes)
    cores = UInt32(clamping: hello.cores)
    credit = UInt32(clamping: hello.credit)
    leases = hello.leases.map(ProtoLeaseReport.init)
    host = hello.host
    nanosecondsLeft = hello.nanosecondsLeft
  }
}

extension Hello {
  fileprivate init(_ proto: ProtoHello, _ limits: WireLimits) throws(WireError) {
    guard let worker = WorkerID(proto.worker) else { throw .invalid("worker") }
    self.worker = worker
    build = try limits.text(proto.build, "build")
    selfTest = try limits.hash(proto.selfTest, "self_test")
    cores = try limits.number(proto.cores, "cores", in: 1...limits.cores)
    credit = try limits.number(proto.credit, "credit", in: 0...limits.leases)
    leases = try limits.reports(proto.leases)
    host = try limits.host(proto.host)
    nanosecondsLeft = proto.nanosecondsLeft
  }
}

extension ProtoFailed {
  fileprivate init(_ failure: JobFailure) {
    switch failure.cause {
    case .cannotStart: cause = .cannotStart
    case .died: cause = .died
    }
    reason = failure.reason
    blocksDone = failure.blocksDone
    samplesDone = failure.samplesDone
  }
}

extension JobFailure {
  fileprivate init(_ proto: ProtoFailed, of lease: Lease, _ limits: WireLimits) throws(WireError) {
    guard proto.blocksDone <= lease.blocks.count else { throw .invalid("blocks_done") }
    self.init(
      try Self.cause(proto.cause), reason: try limits.text(proto.reason, "reason"), blocksDone: proto.blocksDone,
      samplesDone: proto.samplesDone)
  }

  private static func cause(_ cause: ProtoFailed.Cause) throws(WireError) -> Cause {
    switch cause {
    case .cannotStart: .cannotStart
    case .died: .died
    case .unspecified, .UNRECOGNIZED: throw .invalid("cause")
    }
  }
}

extension ProtoFinished {
  fileprivate init(_ finished: Finished) {
    lease = ProtoLease(finished.lease)
    firstBlock = finished.blocks.lower
    endBlock = finished.blocks.upper
    computeNanoseconds = finished.computeNanoseconds
    state = Data(finished.state)
    stateCrc = CRC32C.checksum(of: finished.state.span)
  }
}

extension Finished {
  fileprivate init(_ proto: ProtoFinished, _ limits: WireLimits) throws(WireError) {
    lease = try limits.lease(proto.lease, isPresent: proto.hasLease)
    blocks = try limits.blocks(proto.firstBlock, proto.endBlock)
    computeNanoseconds = proto.computeNanoseconds
    state = try limits.state(proto.state, crc: proto.stateCrc)
  }
}
