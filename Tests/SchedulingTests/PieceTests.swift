import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

/// States that are larger than a message or a record.
@Suite struct PieceTests {
  private static let client = Peer([9])

  /// Thirty blocks, of which some count.
  private func bench(closing results: Int = 2) throws -> CoordinatorBench {
    let bench = try CoordinatorBench(blocks: 30) {
      $0.wholeStateBytes = 3
      $0.pieceBytes = 4
      $0.recordedPieceBytes = 5
    }
    bench.start()
    bench.hello(.a)
    for number in 0..<UInt64(results) { count(number, on: bench) }
    return bench
  }

  private func count(_ number: UInt64, on bench: CoordinatorBench) {
    _ = bench.finish(bench.lease(number + 1, number * 10...number * 10 + 9), from: .a)
  }

  private func ask(_ place: SnapshotPlace? = nil, request: UInt64, _ bench: CoordinatorBench) -> ClientReply.Body? {
    let message = ClientMessage(request: request, body: .snapshot(CoordinatorBench.sweep, place))
    return bench.handle(.requested(message, from: Self.client)).lazy.compactMap {
      if case .reply(let reply, _) = $0 { reply.body } else { nil }
    }.first
  }

  private func piece(_ place: SnapshotPlace? = nil, request: UInt64, _ bench: CoordinatorBench) throws -> SweepSnapshot
  {
    guard case .snapshot(let snapshot) = ask(place, request: request, bench) else { throw Missing() }
    return snapshot
  }

  private struct Missing: Error {}

  /// All pieces that follow the first.
  private func whole(_ first: SweepSnapshot, _ bench: CoordinatorBench) throws -> [UInt8] {
    let piece = try #require(first.piece)
    var bytes = first.state
    while UInt64(bytes.count) < piece.wholeBytes {
      let place = SnapshotPlace(firstByte: UInt64(bytes.count), wholeCRC: piece.place.wholeCRC)
      let next = try self.piece(place, request: UInt64(100 + bytes.count), bench)
      #expect(next.piece == SweepSnapshot.Piece(place: place, wholeBytes: piece.wholeBytes))
      #expect(next.closed == first.closed && next.status == first.status)
      bytes += next.state
    }
    return bytes
  }

  @Test func `a large state comes in pieces, of one moment though the sweep goes on`() throws {
    let bench = try bench()
    let before = bench.machine.state(of: CoordinatorBench.sweep)?.encode() ?? []
    let first = try piece(request: 1, bench)
    #expect(first.state.count == 4 && before.count > 8)
    count(2, on: bench)
    // The same request again, as a client asks that heard nothing.
    #expect(try piece(request: 1, bench) == first)
    #expect(try whole(first, bench) == before)
    let after = bench.machine.state(of: CoordinatorBench.sweep)?.encode() ?? []
    #expect(after != before)
    #expect(try whole(piece(request: 2, bench), bench) == after)
  }

  @Test func `a piece of a state that is gone is answered with the first of another`() throws {
    let bench = try bench()
    let first = try piece(request: 1, bench)
    let place = SnapshotPlace(firstByte: 4, wholeCRC: try #require(first.piece).place.wholeCRC)
    count(2, on: bench)
    _ = bench.wait(.seconds(59))
    #expect(try piece(place, request: 2, bench).piece?.place == place)
    _ = bench.wait(.seconds(60))
    let other = try piece(place, request: 3, bench)
    #expect(other.piece?.place.firstByte == 0 && other.piece?.place.wholeCRC != place.wholeCRC)
    for wrong in [
      SnapshotPlace(firstByte: 4, wholeCRC: 0), SnapshotPlace(firstByte: 1 << 60, wholeCRC: place.wholeCRC),
    ] {
      #expect(try piece(wrong, request: 4, bench).piece?.place.firstByte == 0)
    }
    _ = bench.handle(
      .requested(
        ClientMessage(request: 5, body: .order(.cancel, CoordinatorBench.sweep, reason: "")), from: Self.client))
    guard case .refused(.unknownSweep, _)? = ask(place, request: 6, bench) else {
      Issue.record("a cancelled sweep is there")
      return
    }
  }

  @Test func `a state is remembered in pieces, and only all of them rebuild it`() throws {
    let bench = try bench()
    let records = bench.machine.checkpoint
    let pieces = records.indices.filter { if case .mergedPiece = records[$0] { true } else { false } }
    #expect(pieces.count > 1)
    let next = try CoordinatorBench(blocks: 30, replaying: records)
    #expect(next.machine.state(of: CoordinatorBench.sweep) == bench.machine.state(of: CoordinatorBench.sweep))
    #expect(next.status()?.closedBlocks == 20)
    let cut = ReplayError.cutState(CoordinatorBench.sweep)
    #expect(throws: cut) { try CoordinatorBench(blocks: 30, replaying: Array(records[...pieces[0]])) }
    var torn = records
    torn.insert(.opened(Epoch(7)), at: pieces[0] + 1)
    #expect(throws: cut) { try CoordinatorBench(blocks: 30, replaying: torn) }
    var missing = records
    missing.remove(at: pieces[0])
    #expect(throws: ReplayError.self) { try CoordinatorBench(blocks: 30, replaying: missing) }
    let early = [records[pieces[0]]]
    #expect(throws: ReplayError.unknownSweep(CoordinatorBench.sweep)) {
      try CoordinatorBench(blocks: 30, replaying: early)
    }
  }

  @Test(arguments: 0..<40)
  func `pieces put together are the state`(length: Int) {
    let state = (0..<length).map { UInt8($0) }
    let records = Record.merged(CoordinatorBench.sweep, closed: [], state: state, inPiecesOf: 8)
    var bytes: [UInt8] = []
    for record in records {
      switch record {
      case .mergedPiece(_, let piece):
        #expect(piece.count == 8)
        bytes += piece
      case .merged(_, _, let rest):
        #expect(rest.count <= 8 && (!rest.isEmpty || length == 0))
        bytes += rest
      case _: Issue.record("\(record)")
      }
    }
    #expect(bytes == state)
    #expect(records.count == max(1, (length + 7) / 8))
  }
}
