import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CoordinatorMessage {
  /// The message as one frame.
  public func encode() -> [UInt8] {
    var frame = ProtoCoordinatorFrame()
    frame.protocol = WireLimits.protocolVersion
    frame.session = session.number
    frame.epoch = epoch.number
    frame.body = body.proto
    return encoded(frame)
  }

  /// Reads a frame of the coordinator; it is checked like any other peer's.
  ///
  /// - Throws: `WireError` naming the field; `.otherProtocol` means that the programs are of different versions.
  public init(decoding bytes: [UInt8], limits: WireLimits = .standard) throws(WireError) {
    let frame: ProtoCoordinatorFrame = try parsed(bytes, limit: limits.frameBytes)
    try limits.version(frame.protocol, address: frame.session)
    guard let proto = frame.body else { throw .missing("body") }
    guard frame.epoch > 0 else { throw .invalid("epoch") }
    session = Session(frame.session)
    epoch = Epoch(frame.epoch)
    body = try Body(proto, limits)
  }

  /// The refusal of a worker that speaks another version, whose message could not be read beyond its session.
  public static func refusingProtocol(_ version: UInt32, session: Session, epoch: Epoch) -> CoordinatorMessage {
    let explanation = WireError.otherProtocol(version, address: session.number).description
    return CoordinatorMessage(
      session: session, epoch: epoch, body: .refused(.otherProtocol, explanation: explanation))
  }
}

extension CoordinatorMessage.Body {
  fileprivate var proto: ProtoCoordinatorFrame.OneOf_Body {
    switch self {
    case .welcome(let welcome): return .welcome(ProtoWelcome(welcome))
    case .refused(let reason, let explanation):
      var proto = ProtoRefused()
      proto.reason = reason.proto
      proto.explanation = explanation
      return .refused(proto)
    case .sweep(let definition): return .sweep(ProtoSweepDefinition(definition))
    case .lease(let lease): return .lease(ProtoLease(lease))
    case .acknowledge(let lease, let verdict):
      var proto = ProtoAcknowledge()
      proto.lease = ProtoLease(lease)
      proto.verdict = verdict.proto
      return .acknowledge(proto)
    case .cancel(let lease): return .cancel(ProtoLease(lease))
    case .sayHello: return .sayHello(ProtoSayHello())
    case .alive: return .alive(ProtoAlive())
    }
  }

  fileprivate init(_ proto: ProtoCoordinatorFrame.OneOf_Body, _ limits: WireLimits) throws(WireError) {
    switch proto {
    case .welcome(let welcome): self = .welcome(try Welcome(welcome))
    case .refused(let refused):
      let explanation = try limits.text(refused.explanation, "explanation")
      self = .refused(try WorkerRefusal(refused.reason), explanation: explanation)
    case .sweep(let definition): self = .sweep(try SweepDefinition(definition, limits))
    case .lease(let lease): self = .lease(try limits.lease(lease))
    case .acknowledge(let proto):
      let lease = try limits.lease(proto.lease, isPresent: proto.hasLease)
      self = .acknowledge(lease, try Verdict(proto.verdict))
    case .cancel(let lease): self = .cancel(try limits.lease(lease))
    case .sayHello: self = .sayHello
    case .alive: self = .alive
    }
  }
}

extension ProtoWelcome {
  fileprivate init(_ welcome: Welcome) {
    answering = welcome.answering
    heartbeatNanoseconds = welcome.heartbeatNanoseconds
    silenceNanoseconds = welcome.silenceNanoseconds
  }
}

extension Welcome {
  /// A heartbeat of 1 ms to 1 h, and a silence limit of at least that and at most a day.
  fileprivate init(_ proto: ProtoWelcome) throws(WireError) {
    answering = proto.answering
    heartbeatNanoseconds = proto.heartbeatNanoseconds
    silenceNanoseconds = proto.silenceNanoseconds
    guard (1_000_000...3_600_000_000_000).contains(heartbeatNanoseconds) else { throw .invalid("heartbeat") }
    guard (heartbeatNanoseconds...86_400_000_000_000).contains(silenceNanoseconds) else { throw .invalid("silence") }
  }
}

extension ProtoSweepDefinition {
  fileprivate init(_ definition: SweepDefinition) {
    sweep = definition.sweep.text
    spec = Data(definition.spec.bytes)
    canonical = Data(definition.canonical)
  }
}

extension SweepDefinition {
  fileprivate init(_ proto: ProtoSweepDefinition, _ limits: WireLimits) throws(WireError) {
    try limits.count(proto.canonical.count, "canonical", limit: limits.canonicalBytes)
    sweep = try limits.sweep(proto.sweep)
    spec = try limits.hash(proto.spec, "spec")
    canonical = [UInt8](proto.canonical)
  }
}

extension WorkerRefusal {
  fileprivate var proto: ProtoRefused.Reason {
    switch self {
    case .otherProtocol: .otherProtocol
    case .otherBuild: .otherBuild
    case .otherBits: .otherBits
    case .full: .full
    case .distrusted: .distrusted
    }
  }

  fileprivate init(_ proto: ProtoRefused.Reason) throws(WireError) {
    switch proto {
    case .otherProtocol: self = .otherProtocol
    case .otherBuild: self = .otherBuild
    case .otherBits: self = .otherBits
    case .full: self = .full
    case .distrusted: self = .distrusted
    case .unspecified, .UNRECOGNIZED: throw .invalid("reason")
    }
  }
}

extension Verdict {
  fileprivate var proto: ProtoAcknowledge.Verdict {
    switch self {
    case .accepted: .accepted
    case .duplicate: .duplicate
    case .unknownSweep: .unknownSweep
    case .otherSpec: .otherSpec
    case .outsideRange: .outsideRange
    case .partlyClosed: .partlyClosed
    case .damagedState: .damagedState
    case .otherCoverage: .otherCoverage
    }
  }

  fileprivate init(_ proto: ProtoAcknowledge.Verdict) throws(WireError) {
    switch proto {
    case .accepted: self = .accepted
    case .duplicate: self = .duplicate
    case .unknownSweep: self = .unknownSweep
    case .otherSpec: self = .otherSpec
    case .outsideRange: self = .outsideRange
    case .partlyClosed: self = .partlyClosed
    case .damagedState: self = .damagedState
    case .otherCoverage: self = .otherCoverage
    case .unspecified, .UNRECOGNIZED: throw .invalid("verdict")
    }
  }
}
