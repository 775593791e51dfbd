import Sweeps
import Wire

/// A snapshot that is larger than a message, while a client fetches it piece by piece. Meanwhile the sweep may go on.
struct LargeState {
  /// With the whole state.
  let whole: SweepSnapshot
  let crc: UInt32
  /// Whose first request it answered: the same one again gets the same.
  let requester: Requester
  var askedAt: Moment

  init(_ whole: SweepSnapshot, for requester: Requester, at now: Moment) {
    self.whole = whole
    self.requester = requester
    crc = SnapshotPlace.checksum(of: whole.state)
    askedAt = now
  }

  /// Whether a request is for it.
  func answers(_ sweep: SweepID, _ place: SnapshotPlace?, of requester: Requester) -> Bool {
    guard whole.status.sweep == sweep else { return false }
    guard let place else { return self.requester == requester }
    return place.wholeCRC == crc && place.firstByte < UInt64(whole.state.count)
  }

  /// The snapshot with the piece of the state that begins at a byte.
  func piece(from first: UInt64, atMost bytes: Int) -> SweepSnapshot {
    let start = Int(first)
    var piece = whole
    piece.state = Array(whole.state[start..<min(start + bytes, whole.state.count)])
    piece.piece = SweepSnapshot.Piece(
      place: SnapshotPlace(firstByte: first, wholeCRC: crc), wholeBytes: UInt64(whole.state.count))
    return piece
  }
}
