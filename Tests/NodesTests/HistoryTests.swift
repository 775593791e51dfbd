import Aggregates
import Foundation
import Journal
import Logging
import Models
import Scheduling
import Sweeps
import Testing
import Wire

@testable import Nodes

struct HistoryTests {
  /// A sweep of 60 blocks, and the results of its blocks one by one.
  private struct Work {
    let sweep: SweepID
    let ticket: SweepTicket
    let results: [Wire.Record]

    init() throws {
      sweep = try #require(SweepID("sweep"))
      let text = """
        sweep: history
        model: chip-breakeven
        seed: 3
        vary: {volume: 1e3 .. 1e6 in 30 log}
        uncertain: {defect_density: 0.05 to 0.15 /cm2}
        sample: {design: sobol, size: 2^7, replicates: 2}
        report:
          cost: {of: cost, stats: [mean, p95], by: volume}
        """
      let compiled = try CompiledSweep(canonical: Array(text.utf8))
      ticket = compiled.ticket(id: sweep)
      let engine = try #require(InstructionSet.best).engine(compiled.workload)
      results = (0..<compiled.plan.blockCount).map { [sweep] block in
        var state = SweepState(layout: compiled.plan.stateLayout)
        engine.run(BlockRange(block, block + 1), into: &state) { _ in true }
        return Wire.Record.closed(sweep, BlockRange(block, block + 1), delta: state.encode())
      }
    }
  }

  private let path = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID().uuidString)").path
  private let policy: FoldingPolicy = {
    var policy = FoldingPolicy()
    policy.smallestBytes = 4_000
    policy.growth = 2
    return policy
  }()

  private func machine() throws -> Coordinator<SweepState> {
    Coordinator(policy: Policy(build: "test", selfTest: try #require(SpecHash([UInt8](repeating: 1, count: 32)))))
  }

  private func open(_ machine: inout Coordinator<SweepState>) throws -> History {
    try History(
      path: path, policy: policy, logger: Logger(label: "test"),
      replay: { record throws(ReplayError) in try machine.replay(record) },
      end: { () throws(ReplayError) in try machine.endReplay() })
  }

  private func removeFiles() {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }

  @Test func `a folded journal rebuilds the same coordinator, and stays short`() throws {
    defer { removeFiles() }
    let work = try Work()
    var live = try machine()
    var folds = 0
    var longest = 0
    // Closed and opened again between all results, so that every state of the journal is replayed.
    for record in [Wire.Record.opened(Epoch(1)), .submitted(work.ticket)] + work.results {
      var revived = try machine()
      var history = try open(&revived)
      #expect(revived.state(of: work.sweep)?.encode() == live.state(of: work.sweep)?.encode())
      #expect(revived.closedBlocks(of: work.sweep) == live.closedBlocks(of: work.sweep))
      try live.replay(record)
      try history.append([record])
      longest = max(longest, history.rows)
      if history.isWorthFolding {
        try history.fold(into: live.checkpoint)
        folds += 1
        #expect(history.rows == 1)
        #expect(!history.isWorthFolding)
      }
    }
    #expect(live.closedBlocks(of: work.sweep)?.count == 60)
    #expect(folds > 1)
    #expect(longest < 30, "the journal held \(longest) rows")
  }

  @Test func `a short history is left alone`() throws {
    defer { removeFiles() }
    let work = try Work()
    var machine = try machine()
    var history = try open(&machine)
    try history.append([.submitted(work.ticket), work.results[0]])
    #expect(!history.isWorthFolding)
    #expect(history.rows == 1)
  }

  @Test func `records that contradict each other are refused with their place`() throws {
    defer { removeFiles() }
    let work = try Work()
    var machine = try machine()
    do {
      var history = try open(&machine)
      try history.append([.submitted(work.ticket), work.results[0], work.results[0]])
    }
    var again = try self.machine()
    let error = #expect(throws: HistoryError.self) { _ = try open(&again) }
    #expect(error?.description.hasPrefix("\(path): record 3 of row 1 cannot be used (") == true)
  }

  @Test func `a state without its end is refused`() throws {
    defer { removeFiles() }
    let work = try Work()
    var machine = try machine()
    do {
      var history = try open(&machine)
      try history.append([.submitted(work.ticket), .mergedPiece(work.sweep, [1, 2, 3])])
    }
    var again = try self.machine()
    let error = #expect(throws: HistoryError.self) { _ = try open(&again) }
    #expect(error?.description.contains("has no end") == true)
  }

  @Test func `a record of another version is refused with its place`() throws {
    defer { removeFiles() }
    do { try Journal(path: path).append([[0xFF, 0xFF, 0xFF]]) }
    var machine = try machine()
    let error = #expect(throws: HistoryError.self) { _ = try open(&machine) }
    #expect(error?.row == 1)
  }
}
