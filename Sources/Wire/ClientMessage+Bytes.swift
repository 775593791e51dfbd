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
    case .submit(let sweep, let canonical, let terms, let reuse):
      frame.submit.sweep = sweep.text
      frame.submit.canonical = Data(canonical)
      frame.submit.terms = ProtoTerms(terms)
      frame.submit.reuse = reuse?.text ?? ""
    case .status(let sweep): frame.status.sweep = sweep?.text ?? ""
    case .snapshot(let sweep, let place):
      frame.snapshot.sweep = sweep.text
      frame.snapshot.firstByte = place?.firstByte ?? 0
      frame.snapshot.wholeCrc = place?.wholeCRC ?? 0
    case .order(let order, let sweep, let reason):
      frame.order.kind = order.proto
      frame.order.sweep = sweep.text
      frame.order.reason = reason
    case .workers: frame.workers = ProtoAskWorkers()
    case .drain(let worker, let undo):
      frame.drain.worker = worker
      frame.drain.undo = undo
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
      body = .submit(
        try limits.sweep(submit.sweep), canonical: [UInt8](submit.canonical), try limits.terms(submit.terms),
        reuse: submit.reuse.isEmpty ? nil : try limits.sweep(submit.reuse))
    case .status(let ask): body = .status(ask.sweep.isEmpty ? nil : try limits.sweep(ask.sweep))
    case .snapshot(let ask):
      let isFirst = ask.firstByte == 0
      body = .snapshot(
        try limits.sweep(ask.sweep), isFirst ? nil : SnapshotPlace(firstByte: ask.firstByte, wholeCRC: ask.wholeCrc))
    case .order(let order):
      let reason = try limits.text(order.reason, "reason")
      body = .order(try SweepOrder(order.kind), try limits.sweep(order.sweep), reason: reason)
    case .workers: body = .workers
    case .drain(let drain):
      body = .drain(worker: try limits.host(drain.worker), undo: drain.undo)
    case nil: throw .missing("body")
    }
  }

  /// The number to answer of a client's frame that was refused, or of one whose body nobody here knows; nil where it is
  /// none of a client's.
  public static func request(in bytes: [UInt8], refusedFor error: WireError, limits: WireLimits = .standard) -> UInt64?
  {
    let frame: ProtoClientFrame? = try? parsed(bytes, limit: limits.frameBytes)
    guard let frame, frame.protocol == WireLimits.protocolVersion else { return nil }
    return frame.body != nil || error == .missing("body") ? frame.request : nil
  }
}

extension SweepOrder {
  fileprivate var proto: ProtoOrder.Kind {
    switch self {
    case .pause: .pause
    case .resume: .resume
    case .stop: .stop
    case .cancel: .cancel
    }
  }

  fileprivate init(_ proto: ProtoOrder.Kind) throws(WireError) {
    switch proto {
    case .pause: self = .pause
    case .resume: self = .resume
    case .stop: self = .stop
    case .cancel: self = .cancel
    case .unspecified, .UNRECOGNIZED: throw .invalid("kind")
    }
  }
}
