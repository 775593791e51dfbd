import Sweeps
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Encodes a message of ours. It cannot fail: every string is valid and `WireLimits` keeps sizes far under 2 GB.
func encoded(_ message: some SwiftProtobuf.Message) -> [UInt8] {
  do { return try message.serializedBytes() } catch {
    preconditionFailure("A message of ours does not encode: \(error)")
  }
}

/// Reads a frame of a peer; unknown fields are dropped, nesting is bounded.
func parsed<Frame: SwiftProtobuf.Message>(_ bytes: [UInt8], limit: Int) throws(WireError) -> Frame {
  guard bytes.count <= limit else { throw .tooLong("frame", count: bytes.count, limit: limit) }
  var options = BinaryDecodingOptions()
  options.discardUnknownFields = true
  options.messageDepthLimit = 16
  do { return try Frame(serializedBytes: bytes, options: options) } catch { throw .unreadable }
}

/// Checked conversions from what a peer sent to values of ours.
extension WireLimits {
  func version(_ version: UInt32, address: UInt64) throws(WireError) {
    guard version == Self.protocolVersion else { throw .otherProtocol(version, address: address) }
  }

  func sweep(_ text: String) throws(WireError) -> SweepID {
    guard let sweep = SweepID(text) else { throw .invalid("sweep") }
    return sweep
  }

  func hash(_ bytes: Data, _ field: String) throws(WireError) -> SpecHash {
    guard let hash = SpecHash(bytes) else { throw .invalid(field) }
    return hash
  }

  func text(_ text: String, _ field: String) throws(WireError) -> String {
    try count(text.utf8.count, field, limit: textBytes)
    return text
  }

  func count(_ count: Int, _ field: String, limit: Int) throws(WireError) {
    guard count <= limit else { throw .tooLong(field, count: count, limit: limit) }
  }

  func number(_ value: UInt32, _ field: String, in range: ClosedRange<Int>) throws(WireError) -> Int {
    guard range.contains(Int(value)) else { throw .invalid(field) }
    return Int(value)
  }

  func blocks(_ first: UInt64, _ end: UInt64) throws(WireError) -> BlockRange {
    guard first < end, end < 1 << 63 else { throw .invalid("blocks") }
    return BlockRange(first, end)
  }

  func state(_ bytes: Data, crc: UInt32) throws(WireError) -> [UInt8] {
    try count(bytes.count, "state", limit: stateBytes)
    let bytes = bytes.withUnsafeBytes { [UInt8]($0) }
    guard CRC32C.checksum(of: bytes.span) == crc else { throw .damaged("state") }
    return bytes
  }

  func lease(_ proto: ProtoLease, isPresent: Bool = true) throws(WireError) -> Lease {
    guard isPresent else { throw .missing("lease") }
    guard proto.attempt > 0, proto.jobEpoch > 0 else { throw .invalid("lease") }
    let job = JobID(epoch: Epoch(proto.jobEpoch), number: proto.jobNumber)
    let blocks = try blocks(proto.firstBlock, proto.endBlock)
    guard !proto.careful || blocks.count == 1 else { throw .invalid("careful") }
    return Lease(
      sweep: try sweep(proto.sweep), spec: try hash(proto.spec, "spec"),
      key: Lease.Key(job: job, attempt: Attempt(proto.attempt)), blocks: blocks, isCareful: proto.careful,
      without: try places(proto.without, in: blocks))
  }

  /// Sorted places, none twice.
  private func places(_ protos: [ProtoSamplePlace], in blocks: BlockRange) throws(WireError) -> [SamplePlace] {
    try count(protos.count, "without", limit: quarantined)
    let places = protos.map(SamplePlace.init)
    for (place, next) in zip(places, places.dropFirst()) where next <= place { throw .invalid("without") }
    guard places.allSatisfy({ blocks.lower <= $0.block && $0.block < blocks.upper }) else { throw .invalid("without") }
    return places
  }

  func quarantined(_ proto: ProtoQuarantined) throws(WireError) -> Quarantined {
    try count(proto.hosts.count, "hosts", limit: quarantined)
    var hosts: [String] = []
    for host in proto.hosts { hosts.append(try self.host(host)) }
    return Quarantined(
      place: SamplePlace(proto.place), reason: try text(proto.reason, "reason"), hosts: hosts)
  }

  /// The name of a host: something that fits a line.
  func host(_ text: String) throws(WireError) -> String {
    try count(text.utf8.count, "host", limit: hostBytes)
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { throw .invalid("host") }
    return text
  }

  /// What is not stated is the usual.
  func terms(_ proto: ProtoTerms) throws(WireError) -> SweepTerms {
    let weight = proto.weight == 0 ? 1 : try number(proto.weight, "weight", in: SweepTerms.weights)
    guard SweepTerms.priorities.contains(Int(proto.priority)) else { throw .invalid("priority") }
    let most = proto.maxWorkers == 0 ? nil : try number(proto.maxWorkers, "max_workers", in: SweepTerms.workerLimits)
    return SweepTerms(weight: weight, priority: Int(proto.priority), maxWorkers: most)
  }

  func reports(_ protos: [ProtoLeaseReport]) throws(WireError) -> [LeaseReport] {
    try count(protos.count, "leases", limit: leases)
    var reports: [LeaseReport] = []
    for proto in protos {
      let lease = try lease(proto.lease, isPresent: proto.hasLease)
      guard proto.blocksDone <= lease.blocks.count else { throw .invalid("blocks_done") }
      reports.append(
        LeaseReport(lease, try phase(proto.phase), blocksDone: proto.blocksDone, samplesDone: proto.samplesDone))
    }
    return reports
  }

  private func phase(_ phase: ProtoLeaseReport.Phase) throws(WireError) -> LeaseReport.Phase {
    switch phase {
    case .waiting: .waiting
    case .running: .running
    case .finished: .finished
    case .unspecified, .UNRECOGNIZED: throw .invalid("phase")
    }
  }

  /// Sorted, disjoint runs that do not touch.
  func runs(_ protos: [ProtoBlocks]) throws(WireError) -> [BlockRange] {
    try count(protos.count, "runs", limit: runs)
    var runs: [BlockRange] = []
    for proto in protos {
      let run = try blocks(proto.first, proto.end)
      if let last = runs.last, run.lower <= last.upper { throw .invalid("runs") }
      runs.append(run)
    }
    return runs
  }
}

extension ProtoLease {
  init(_ lease: Lease) {
    sweep = lease.sweep.text
    spec = lease.spec.withBytes { Data($0) }
    jobEpoch = lease.key.job.epoch.number
    jobNumber = lease.key.job.number
    attempt = lease.key.attempt.number
    firstBlock = lease.blocks.lower
    endBlock = lease.blocks.upper
    careful = lease.isCareful
    without = lease.without.map(ProtoSamplePlace.init)
  }
}

extension ProtoLeaseReport {
  init(_ report: LeaseReport) {
    lease = ProtoLease(report.lease)
    blocksDone = report.blocksDone
    samplesDone = report.samplesDone
    switch report.phase {
    case .waiting: phase = .waiting
    case .running: phase = .running
    case .finished: phase = .finished
    }
  }
}

extension SamplePlace {
  init(_ proto: ProtoSamplePlace) { self.init(block: proto.block, sample: proto.sample) }
}

extension ProtoSamplePlace {
  init(_ place: SamplePlace) {
    block = place.block
    sample = place.sample
  }
}

extension ProtoQuarantined {
  init(_ quarantined: Quarantined) {
    place = ProtoSamplePlace(quarantined.place)
    reason = quarantined.reason
    hosts = quarantined.hosts
  }
}

extension ProtoTerms {
  init(_ terms: SweepTerms) {
    weight = UInt32(terms.weight)
    priority = Int32(terms.priority)
    maxWorkers = UInt32(terms.maxWorkers ?? 0)
  }
}

extension ProtoBlocks {
  init(_ blocks: BlockRange) {
    first = blocks.lower
    end = blocks.upper
  }
}
