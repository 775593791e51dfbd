import Sweeps
import Wire

/// Why a journal does not rebuild a coordinator.
public enum ReplayError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownSweep(SweepID)
  case submittedTwice(SweepID)
  case outsideSweep(SweepID, BlockRange)
  case closedTwice(SweepID, BlockRange)
  case unmergeable(SweepID, BlockRange, MergeError)
  /// Pieces of a state are not followed by its end.
  case cutState(SweepID)

  public var description: String {
    switch self {
    case .unknownSweep(let sweep): "a record names the sweep \(sweep) before it was submitted. " + Self.remedy
    case .submittedTwice(let sweep): "the sweep \(sweep) was submitted twice, with other texts. " + Self.remedy
    case .outsideSweep(let sweep, let blocks):
      "blocks \(blocks.lower) ..< \(blocks.upper) lie outside the sweep \(sweep). " + Self.remedy
    case .closedTwice(let sweep, let blocks):
      "blocks \(blocks.lower) ..< \(blocks.upper) of the sweep \(sweep) are closed twice. " + Self.remedy
    case .unmergeable(let sweep, let blocks, let error):
      "the result of blocks \(blocks.lower) ..< \(blocks.upper) of the sweep \(sweep): \(error). " + Self.remedy
    case .cutState(let sweep): "the state of the sweep \(sweep) has no end. " + Self.remedy
    }
  }

  private static let remedy =
    "The journal cannot be trusted: keep the file, and start again on a new one or on a copy from before"
}

extension Coordinator {
  /// The coordinator that wrote these records, in its next life. Sessions and leases are not remembered; workers bring them.
  public init(replaying records: some Sequence<Record>, policy: Policy) throws(ReplayError) {
    self.init(policy: policy)
    for record in records { try replay(record) }
    try endReplay()
  }

  /// To be called after the last record.
  public mutating func endReplay() throws(ReplayError) {
    if let open = openPieces { throw .cutState(open.sweep) }
  }

  /// Takes in the next record of the journal; for use before the first event, where records come one by one.
  public mutating func replay(_ record: Record) throws(ReplayError) {
    if let open = openPieces {
      switch record {
      case .mergedPiece(open.sweep, _), .merged(open.sweep, _, _): break
      case _: throw .cutState(open.sweep)
      }
    }
    switch record {
    case .opened(let past): epoch = max(epoch, past.next)
    case .submitted(let ticket): try replay(ticket)
    case .closed(let sweep, let blocks, let delta): try restore(sweep, [blocks], state: delta)
    case .merged(let sweep, let closed, let state):
      let pieces = openPieces?.bytes ?? []
      openPieces = nil
      try restore(sweep, closed, state: pieces.isEmpty ? state : pieces + state)
    case .mergedPiece(let sweep, let bytes):
      try know(sweep)
      var pieces = openPieces?.bytes ?? []
      openPieces = nil
      pieces += bytes
      openPieces = (sweep, pieces)
    case .stopped(let sweep, let reason):
      try know(sweep)
      markStopped(sweep, reason)
    case .spoilt(let sweep, let reason):
      try know(sweep)
      markSpoilt(sweep, reason)
    case .paused(let sweep):
      try know(sweep)
      markPaused(sweep)
    case .resumed(let sweep):
      try know(sweep)
      sweeps[sweep]?.resume()
      touch(sweep)
    case .cancelled(let sweep):
      try know(sweep)
      drop(sweep)
    case .quarantined(let sweep, let sample): try replay(sample, of: sweep)
    case .distrusted(let host, let reason): changeHost(host) { $0.distrusted = reason }
    }
  }

  private func know(_ sweep: SweepID) throws(ReplayError) {
    guard sweeps[sweep] != nil else { throw .unknownSweep(sweep) }
  }

  /// A sweep, or the new terms of one.
  private mutating func replay(_ ticket: SweepTicket) throws(ReplayError) {
    guard let known = sweeps[ticket.id]?.ticket else {
      enter(ticket, at: Moment(nanoseconds: 0))
      return
    }
    guard known.spec == ticket.spec else { throw .submittedTwice(ticket.id) }
    change(ticket.id, to: ticket.terms)
  }

  private mutating func replay(_ sample: Quarantined, of sweep: SweepID) throws(ReplayError) {
    guard let work = sweeps[sweep] else { throw .unknownSweep(sweep) }
    let block = BlockRange(sample.place.block, sample.place.block + 1)
    guard block.upper <= work.ticket.sizes.blockCount else { throw .outsideSweep(sweep, block) }
    guard !work.closed.intersects(block) else { throw .closedTwice(sweep, block) }
    sweeps[sweep]?.quarantine(sample)
  }

  private mutating func restore(_ sweep: SweepID, _ runs: [BlockRange], state: [UInt8]) throws(ReplayError) {
    guard let work = sweeps[sweep] else { throw .unknownSweep(sweep) }
    guard let first = runs.first, let last = runs.last else { return }
    let hull = BlockRange(first.lower, last.upper)
    guard hull.upper <= work.ticket.sizes.blockCount else { throw .outsideSweep(sweep, hull) }
    for run in runs where work.closed.intersects(run) { throw .closedTwice(sweep, run) }
    do throws(MergeError) { try sweeps[sweep]?.restore(runs, state: state) } catch {
      throw .unmergeable(sweep, hull, error)
    }
    touch(sweep)
  }

  /// The few records that rebuild this coordinator: what a compacted journal holds.
  public var checkpoint: [Record] {
    var records: [Record] = [.opened(epoch)]
    for host in hosts.keys.sorted() {
      if let reason = hosts[host]?.distrusted { records.append(.distrusted(host: host, reason: reason)) }
    }
    for id in order {
      if let work = sweeps[id] { records += work.checkpoint(inPiecesOf: policy.recordedPieceBytes) }
    }
    return records
  }
}

extension SweepWork {
  fileprivate func checkpoint(inPiecesOf bytes: Int) -> [Record] {
    let id = ticket.id
    var records: [Record] = [.submitted(ticket)]
    records += quarantined.map { .quarantined(id, $0) }
    if !closed.isEmpty {
      records += Record.merged(id, closed: closed.ranges, state: state.encode(), inPiecesOf: bytes)
    }
    switch phase {
    case .running, .complete: break
    case .paused: records.append(.paused(id))
    case .stopped(let reason): records.append(isSpoilt ? .spoilt(id, reason: reason) : .stopped(id, reason: reason))
    }
    return records
  }
}
