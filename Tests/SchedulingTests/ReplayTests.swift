import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct ReplayTests {
  /// A journal with blocks 0 to 9 closed and 10 to 19 leased to A.
  private func past() throws -> CoordinatorBench {
    let bench = try CoordinatorBench(blocks: 30)
    bench.start()
    bench.hello(.a)
    _ = bench.finish(bench.lease(1, 0...9), from: .a)
    return bench
  }

  @Test func `a restarted coordinator knows what was closed and counts on in the next epoch`() throws {
    let past = try past()
    let bench = try CoordinatorBench(blocks: 30, replaying: past.journal)
    #expect(bench.handle(.started) == [.persist(.opened(Epoch(2)))])
    #expect(bench.status()?.closedBlocks == 10)
    #expect(bench.machine.state(of: CoordinatorBench.sweep) == past.machine.state(of: CoordinatorBench.sweep))
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `what a worker holds over a restart is taken up, and its result counts`() throws {
    let past = try past()
    let bench = try CoordinatorBench(blocks: 30, replaying: past.journal)
    _ = bench.handle(.started)
    let held = bench.lease(2, 10...19)
    #expect(
      bench.hello(.a, credit: 2, [LeaseReport(held, .running, blocksDone: 4)], epoch: 1) == [
        bench.welcome(.a, epoch: 2), bench.send(.sweep(bench.ticket.definition), to: .a, epoch: 2),
        bench.send(.lease(bench.lease(1, 20...29, epoch: 2)), to: .a, epoch: 2),
      ])
    #expect(
      bench.finish(held, from: .a, epoch: 2) == [
        bench.closed(held), bench.send(.acknowledge(held, .accepted), to: .a, epoch: 2),
      ])
    #expect(bench.count("adopted") == 1)
    #expect(bench.count("late") == 0)
  }

  @Test func `a result of an earlier life cuts the leases it overlaps`() throws {
    let past = try past()
    let bench = try CoordinatorBench(blocks: 30, replaying: past.journal) { $0.forcedJobBlocks = 15 }
    _ = bench.handle(.started)
    bench.hello(.b)
    let new = bench.lease(1, 10...24, epoch: 2)
    let old = bench.lease(2, 10...19)
    #expect(
      bench.hello(.a, credit: 0, [LeaseReport(old, .running, blocksDone: 4)], epoch: 1) == [
        bench.welcome(.a, epoch: 2), bench.send(.cancel(old), to: .a, epoch: 2),
      ])
    #expect(
      bench.finish(old, from: .a, epoch: 1) == [
        bench.closed(old), bench.send(.cancel(new), to: .b, epoch: 2),
        bench.send(.acknowledge(old, .accepted), to: .a, epoch: 2),
        bench.send(.lease(bench.lease(2, 20...29, epoch: 2)), to: .b, epoch: 2),
      ])
    #expect(bench.machine.faultsInBooks == [])
    #expect(
      bench.finish(new, from: .b, epoch: 2) == [bench.send(.acknowledge(new, .partlyClosed), to: .b, epoch: 2)])
  }

  @Test func `words meant for an earlier life are answered with a request for hello`() throws {
    let past = try past()
    let bench = try CoordinatorBench(blocks: 30, replaying: past.journal)
    _ = bench.handle(.started)
    bench.hello(.a, credit: 0, epoch: 1)
    #expect(
      bench.receive(.heartbeat(credit: 3, []), from: .a, epoch: 1) == [bench.send(.sayHello, to: .a, epoch: 2)])
    #expect(bench.machine.counters.staleEpochs == 1)
  }

  @Test func `a checkpoint rebuilds the same machine`() throws {
    let past = try past()
    let records = past.machine.checkpoint
    #expect(records.count == 3)
    let bench = try CoordinatorBench(blocks: 30, replaying: records)
    #expect(bench.machine.epoch == Epoch(2))
    #expect(bench.machine.checkpoint.dropFirst() == records.dropFirst())
    #expect(bench.machine.state(of: CoordinatorBench.sweep) == past.machine.state(of: CoordinatorBench.sweep))
  }

  @Test func `a stop survives a restart`() throws {
    let past = try past()
    let stop = ClientMessage(request: 1, body: .order(.stop, CoordinatorBench.sweep, reason: "enough"))
    _ = past.handle(.requested(stop, from: Peer([1])))
    let bench = try CoordinatorBench(blocks: 30, replaying: past.journal)
    #expect(bench.status()?.phase == .stopped(reason: "enough"))
    #expect(bench.hello(.a) == [bench.welcome(.a, epoch: 2)])
  }

  @Test func `a journal that closes blocks twice, or outside the sweep, or of no sweep is refused`() throws {
    let past = try past()
    let closing = try #require(past.journal.last)
    #expect(throws: ReplayError.closedTwice(CoordinatorBench.sweep, BlockRange(0, 10))) {
      _ = try CoordinatorBench(blocks: 30, replaying: past.journal + [closing])
    }
    let outside = Record.closed(CoordinatorBench.sweep, BlockRange(25, 31), delta: [])
    #expect(throws: ReplayError.outsideSweep(CoordinatorBench.sweep, BlockRange(25, 31))) {
      _ = try CoordinatorBench(blocks: 30, replaying: past.journal + [outside])
    }
    #expect(throws: ReplayError.unknownSweep(CoordinatorBench.sweep)) {
      _ = try CoordinatorBench(blocks: 30, replaying: [closing])
    }
    var other = past.ticket
    other.spec = hash(1)
    #expect(throws: ReplayError.submittedTwice(CoordinatorBench.sweep)) {
      _ = try CoordinatorBench(blocks: 30, replaying: past.journal + [.submitted(other)])
    }
    let damaged = Record.closed(CoordinatorBench.sweep, BlockRange(20, 30), delta: [1])
    #expect(throws: ReplayError.self) { _ = try CoordinatorBench(blocks: 30, replaying: past.journal + [damaged]) }
  }

  // MARK: A head start

  /// Submits the sweep with blocks that are known.
  private func submit(_ bench: CoordinatorBench, knowing runs: [BlockRange]) throws -> [Effect] {
    var state = BlockTally(layout: bench.ticket.layout)
    for run in runs {
      try state.merge(
        encoded: BlockTally(of: run, sizes: bench.sizes).encode(), scenarios: bench.sizes.scenarios(in: run))
    }
    let start = HeadStart(blocks: BlockSet(runs), state: state.encode())
    return bench.handle(.started) + bench.handle(.submitted(bench.ticket, start, from: nil))
  }

  @Test func `what is known of a new sweep is remembered with it and not leased`() throws {
    let bench = try CoordinatorBench(blocks: 30)
    let runs = [BlockRange(0, 5), BlockRange(12, 20)]
    let records = try submit(bench, knowing: runs).compactMap {
      if case .persist(let record) = $0 { record } else { nil }
    }
    #expect(records.count == 3)
    #expect(records[1] == .submitted(bench.ticket))
    if case .merged(_, let closed, _) = records[2] { #expect(closed == runs) } else { Issue.record("\(records[2])") }
    #expect(bench.leases(bench.hello(.a, credit: 5)).map(\.blocks) == [BlockRange(5, 12), BlockRange(20, 30)])
    #expect(bench.machine.faultsInBooks == [])
    let next = try CoordinatorBench(blocks: 30, replaying: bench.journal)
    #expect(next.machine.closedBlocks(of: CoordinatorBench.sweep) == BlockSet(runs))
    #expect(next.machine.state(of: CoordinatorBench.sweep) == bench.machine.state(of: CoordinatorBench.sweep))
    // To a sweep that is there it adds nothing.
    _ = bench.handle(
      .submitted(bench.ticket, HeadStart(blocks: BlockSet(BlockRange(5, 12)), state: [1]), from: nil))
    #expect(bench.machine.closedBlocks(of: CoordinatorBench.sweep) == BlockSet(runs))
  }

  @Test func `a sweep of which all is known is complete at once`() throws {
    let bench = try CoordinatorBench(blocks: 30)
    _ = try submit(bench, knowing: [BlockRange(0, 30)])
    #expect(bench.status()?.phase == .complete)
    #expect(bench.leases(bench.hello(.a)) == [])
    #expect(try CoordinatorBench(blocks: 30, replaying: bench.journal).status()?.phase == .complete)
  }
}
