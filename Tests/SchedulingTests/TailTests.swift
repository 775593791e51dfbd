import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct TailTests {
  private func bench(blocks: UInt64 = 10) throws -> CoordinatorBench {
    let bench = try CoordinatorBench(blocks: blocks) { $0.maxCopies = 2 }
    bench.start()
    bench.hello(.a)
    return bench
  }

  @Test func `when nothing is left, an idle worker gets a copy; the first result counts and the other is called back`()
    throws
  {
    let bench = try bench()
    let (first, copy) = (bench.lease(1, 0...9), bench.lease(1, 0...9, attempt: 2))
    #expect(bench.leases(bench.hello(.b)) == [copy])
    #expect(bench.machine.faultsInBooks == [])
    #expect(
      bench.finish(copy, from: .b) == [
        bench.closed(copy), bench.send(.cancel(first), to: .a), bench.send(.acknowledge(copy, .accepted), to: .b),
      ])
    #expect(bench.finish(first, from: .a) == [bench.send(.acknowledge(first, .duplicate), to: .a)])
    #expect(bench.status()?.closedBlocks == 10)
    #expect(bench.count("copies") == 1)
  }

  @Test func `no job is leased more often than allowed, nor twice to one worker`() throws {
    let bench = try bench()
    #expect(bench.beat(.a, credit: 5, [LeaseReport(bench.lease(1, 0...9), .running, blocksDone: 0)]).count == 1)
    #expect(bench.leases(bench.hello(.b)).count == 1)
    #expect(bench.leases(bench.hello(.c)).isEmpty)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `a copy goes on where its twin is lost, and both are taken up after a restart`() throws {
    let bench = try bench()
    bench.hello(.b)
    #expect(bench.handle(.unreachable([Person.a.peer])) == [])
    let copy = bench.lease(1, 0...9, attempt: 2)
    let next = try CoordinatorBench(blocks: 10, replaying: bench.journal) { $0.maxCopies = 2 }
    _ = next.handle(.started)
    #expect(next.hello(.b, [LeaseReport(copy, .running, blocksDone: 1)], epoch: 1) == [next.welcome(.b, epoch: 2)])
    let twin = LeaseReport(bench.lease(1, 0...9), .running, blocksDone: 5)
    #expect(next.hello(.a, [twin], epoch: 1) == [next.welcome(.a, epoch: 2)])
    #expect(next.machine.faultsInBooks == [])
    #expect(next.count("adopted") == 2)
  }
}
