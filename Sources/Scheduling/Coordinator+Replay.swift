import Sweeps
import Wire

/// Why a journal does not rebuild a coordinator.
public enum ReplayError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownSweep(SweepID)
  case submittedTwice(SweepID)
  case outsideSweep(SweepID, BlockRange)
  case closedTwice(SweepID, BlockRange)
  case unmergeable(SweepID, BlockRange, MergeError)

  public var description: String {
    switch self {
    case .unknownSweep(let sweep): "a record names the sweep \(sweep) before it was submitted. " + Self.remedy
    case .submittedTwice(let sweep): "the sweep \(sweep) was submitted twice. " + Self.remedy
    case .outsideSweep(let sweep, let blocks):
      "blocks \(blocks.lower) ..< \(blocks.upper) lie outside the sweep \(sweep). " + Self.remedy
    case .closedTwice(let sweep, let blocks):
      "blocks \(blocks.lower) ..< \(blocks.upper) of the sweep \(sweep) are closed twice. " + Self.remedy
    case .unmergeable(let sweep, let blocks, let error):
      "the result of blocks \(blocks.lower) ..< \(blocks.upper) of the sweep \(sweep): \(error). " + Self.remedy
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
  }

  /// Takes in the next record of the journal; for use before the first event, where records come one by one.
  public mutating func replay(_ record: Record) throws(ReplayError) {
    switch record {
    case .opened(let past): epoch = max(epoch, past.next)
    case .submitted(let ticket):
      guard sweeps[ticket.id] == nil else { throw .submittedTwice(ticket.id) }
      enter(ticket)
    case .closed(let sweep, let blocks, let delta): try restore(sweep, [blocks], state: delta)
    case .merged(let sweep, let closed, let state): try restore(sweep, closed, state: state)
    case .stopped(let sweep, let reason):
      guard sweeps[sweep] != nil else { throw .unknownSweep(sweep) }
      if sweeps[sweep]?.phase == .running { sweeps[sweep]?.phase = .stopped(reason: reason) }
    case .paused, .cancelled, .quarantined, .distrusted: break
    case .resumed(let sweep):
      guard sweeps[sweep] != nil else { throw .unknownSweep(sweep) }
      resume(sweep)
    }
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
    changed.insert(sweep)
  }

  /// The few records that rebuild this coordinator: what a compacted journal holds.
  public var checkpoint: [Record] {
    var records: [Record] = [.opened(epoch)]
    for id in order {
      guard let work = sweeps[id] else { continue }
      records.append(.submitted(work.ticket))
      if !work.closed.isEmpty {
        records.append(.merged(id, closed: work.closed.ranges, state: work.state.encode()))
      }
      if case .stopped(let reason) = work.phase { records.append(.stopped(id, reason: reason)) }
    }
    return records
  }
}
