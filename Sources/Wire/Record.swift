import Sweeps

/// What the coordinator must remember, in order. Replayed in order, records rebuild the coordinator.
public enum Record: Hashable, Sendable {
  /// A life of the coordinator began.
  case opened(Epoch)
  case submitted(SweepTicket)
  /// A result was counted: its blocks close and its state is merged, both or neither.
  case closed(SweepID, BlockRange, delta: [UInt8])
  /// Everything counted so far; stands in a compacted journal for the `closed` records of the sweep.
  case merged(SweepID, closed: [BlockRange], state: [UInt8])
  /// Bytes of a state too large for one record. More of them follow, or the `merged` with the last ones, and nothing else.
  case mergedPiece(SweepID, [UInt8])
  case stopped(SweepID, reason: String)
  /// Stopped for good, complete or not: what it counted cannot be trusted.
  case spoilt(SweepID, reason: String)
  case paused(SweepID)
  case resumed(SweepID)
  /// The sweep and all that was counted of it are forgotten.
  case cancelled(SweepID)
  /// Stands before the record that closes its block.
  case quarantined(SweepID, Quarantined)
  /// A host that returned other bits than two others; its workers are refused from now on.
  case distrusted(host: String, reason: String)

  /// What is remembered of everything counted so far: the last record says it, those before hold what is too long for it.
  public static func merged(
    _ sweep: SweepID, closed: [BlockRange], state: [UInt8], inPiecesOf bytes: Int
  ) -> [Record] {
    precondition(bytes > 0, "A piece has a byte.")
    let last = max(0, state.count - 1) / bytes * bytes
    let pieces = stride(from: 0, to: last, by: bytes).map { Record.mergedPiece(sweep, Array(state[$0..<$0 + bytes])) }
    return pieces + [.merged(sweep, closed: closed, state: pieces.isEmpty ? state : Array(state[last...]))]
  }
}
