import Sweeps
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Record {
  /// The record as the bytes that a `JournalRow` holds.
  public func encode() -> [UInt8] {
    var proto = ProtoJournalRecord()
    proto.format = WireLimits.recordFormat
    switch self {
    case .opened(let epoch): proto.opened.epoch = epoch.number
    case .submitted(let ticket): proto.submitted = ProtoTicket(ticket)
    case .closed(let sweep, let blocks, let delta):
      proto.closed.sweep = sweep.text
      proto.closed.blocks = ProtoBlocks(blocks)
      proto.closed.delta = Data(delta)
    case .merged(let sweep, let closed, let state):
      proto.merged.sweep = sweep.text
      proto.merged.closed = closed.map(ProtoBlocks.init)
      proto.merged.state = Data(state)
    case .mergedPiece(let sweep, let state):
      proto.mergedPiece.sweep = sweep.text
      proto.mergedPiece.state = Data(state)
    case .stopped(let sweep, let reason):
      proto.stopped.sweep = sweep.text
      proto.stopped.reason = reason
    case .spoilt(let sweep, let reason):
      proto.spoilt.sweep = sweep.text
      proto.spoilt.reason = reason
    case .paused(let sweep): proto.paused = sweep.text
    case .resumed(let sweep): proto.resumed = sweep.text
    case .cancelled(let sweep): proto.cancelled = sweep.text
    case .quarantined(let sweep, let sample):
      proto.quarantined.sweep = sweep.text
      proto.quarantined.sample = ProtoQuarantined(sample)
    case .distrusted(let host, let reason):
      proto.distrusted.host = host
      proto.distrusted.reason = reason
    }
    return encoded(proto)
  }

  /// Reads a record.
  ///
  /// - Throws: `WireError` naming the field. A `format` other than this program's is `.invalid("format")`: the journal
  ///   was written by another version and must be read by that one.
  public init(decoding bytes: [UInt8]) throws(WireError) {
    let limits = WireLimits.standard
    let proto: ProtoJournalRecord = try parsed(bytes, limit: Int(Int32.max))
    guard proto.format == WireLimits.recordFormat else { throw .invalid("format") }
    switch proto.body {
    case .opened(let opened):
      guard opened.epoch > 0 else { throw .invalid("epoch") }
      self = .opened(Epoch(opened.epoch))
    case .submitted(let ticket): self = .submitted(try SweepTicket(ticket, limits))
    case .closed(let closed):
      let blocks = try limits.blocks(closed.blocks.first, closed.blocks.end)
      self = .closed(try limits.sweep(closed.sweep), blocks, delta: [UInt8](closed.delta))
    case .merged(let merged):
      let closed = try limits.runs(merged.closed)
      self = .merged(try limits.sweep(merged.sweep), closed: closed, state: [UInt8](merged.state))
    case .mergedPiece(let piece): self = .mergedPiece(try limits.sweep(piece.sweep), [UInt8](piece.state))
    case .stopped(let stopped): self = .stopped(try limits.sweep(stopped.sweep), reason: stopped.reason)
    case .paused(let sweep): self = .paused(try limits.sweep(sweep))
    case .spoilt(let spoilt): self = .spoilt(try limits.sweep(spoilt.sweep), reason: spoilt.reason)
    case .resumed(let sweep): self = .resumed(try limits.sweep(sweep))
    case .cancelled(let sweep): self = .cancelled(try limits.sweep(sweep))
    case .quarantined(let proto):
      self = .quarantined(try limits.sweep(proto.sweep), try limits.quarantined(proto.sample))
    case .distrusted(let proto): self = .distrusted(host: try limits.host(proto.host), reason: proto.reason)
    case nil: throw .missing("body")
    }
  }
}

extension ProtoTicket {
  fileprivate init(_ ticket: SweepTicket) {
    sweep = ticket.id.text
    spec = Data(ticket.spec.bytes)
    canonical = Data(ticket.canonical)
    strips = ticket.sizes.strips.map(ProtoStrips.init)
    passes = ticket.layout.passes.map(ProtoPass.init)
    terms = ProtoTerms(ticket.terms)
  }
}

extension SweepTicket {
  fileprivate init(_ proto: ProtoTicket, _ limits: WireLimits) throws(WireError) {
    var strips: [BlockSizes.Strips] = []
    for group in proto.strips {
      let read = BlockSizes.Strips(
        count: group.count, scenariosPerStrip: group.scenariosPerStrip, scenariosPerBlock: group.scenariosPerBlock,
        stripsPerTile: group.stripsPerTile, repetitions: group.repetitions)
      guard let read else { throw .invalid("strips") }
      strips.append(read)
    }
    guard let sizes = BlockSizes(strips) else { throw .invalid("strips") }
    var passes: [StateLayout.Pass] = []
    var room: UInt64 = 1 << 63
    for pass in proto.passes { passes.append(try StateLayout.Pass(pass, room: &room)) }
    self.init(
      id: try limits.sweep(proto.sweep), spec: try limits.hash(proto.spec, "spec"), canonical: [UInt8](proto.canonical),
      sizes: sizes, layout: StateLayout(passes: passes), terms: try limits.terms(proto.terms))
  }
}

extension ProtoStrips {
  fileprivate init(_ strips: BlockSizes.Strips) {
    count = strips.count
    scenariosPerStrip = strips.scenariosPerStrip
    scenariosPerBlock = strips.scenariosPerBlock
    stripsPerTile = strips.stripsPerTile
    repetitions = strips.repetitions
  }
}

extension ProtoPass {
  fileprivate init(_ pass: StateLayout.Pass) {
    replicates = UInt64(pass.replicates)
    cells = UInt64(pass.cells)
    measures = pass.measures.map(ProtoPassMeasure.init)
  }
}

extension StateLayout.Pass {
  /// Takes its cells from the room: a state numbers those of all passes with 63 bits.
  fileprivate init(_ proto: ProtoPass, room: inout UInt64) throws(WireError) {
    guard let replicates = Int(exactly: proto.replicates), let cells = Int(exactly: proto.cells) else {
      throw .invalid("pass")
    }
    let (size, overflow) = proto.replicates.multipliedReportingOverflow(by: proto.cells)
    guard !overflow, size < room else { throw .invalid("pass") }
    room -= size
    var measures: [Measure] = []
    for measure in proto.measures { measures.append(try Measure(measure)) }
    self.init(replicates: replicates, cells: cells, measures: measures)
  }
}

extension ProtoPassMeasure {
  fileprivate init(_ measure: Measure) {
    switch measure {
    case .event: event = true
    case .quantity(let quantity):
      momentOrder = UInt32(clamping: quantity.momentOrder)
      extremes = quantity.extremes
      guard let shape = quantity.histogram else { return }
      histogram = true
      mantissaBits = UInt32(clamping: shape.mantissaBits)
      histogramSums = shape.sums
    }
  }
}

extension Measure {
  /// Up to four moments, and a histogram whose keys fit 32 bits.
  fileprivate init(_ proto: ProtoPassMeasure) throws(WireError) {
    guard !proto.event else {
      self = .event
      return
    }
    guard proto.momentOrder <= 4, !proto.histogram || proto.mantissaBits <= 20 else { throw .invalid("measure") }
    let shape = HistogramShape(mantissaBits: Int(proto.mantissaBits), sums: proto.histogramSums)
    self = .quantity(
      QuantityMeasure(
        momentOrder: Int(proto.momentOrder), histogram: proto.histogram ? shape : nil, extremes: proto.extremes))
  }
}
