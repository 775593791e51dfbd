import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

/// Workers that say when they will leave.
@Suite struct TimeLimitTests {
  @Test(arguments: [(100, 95.0), (20, 18.0)])
  func `a worker leaves in good time before its limit`(limit: Int, leaves: Double) {
    let bench = WorkerBench(timeLimit: .seconds(limit))
    let start = bench.now
    bench.join()
    let lease = bench.lease(1)
    _ = bench.receive(.sweep(bench.definition))
    #expect(bench.receive(.lease(lease)) == [.compute(lease, bench.definition)])
    var effects: [WorkerEffect] = []
    while !effects.contains(.interrupt(lease.key)), let wakeUp = bench.machine.wakeUp {
      bench.now = wakeUp
      effects = bench.receive(.alive)
    }
    #expect(bench.now.since(start) == .seconds(leaves))
    #expect(bench.machine.credit == 0)
    let done = bench.handle(.computed(lease.key, blocks: BlockRange(10, 14), state: [42]))
    #expect(done.count == 1, "\(done)")
    let end = bench.receive(.acknowledge(lease, .accepted))
    #expect(end.last == .stop(.terminated), "\(end)")
  }

  @Test func `a hello says how long it is until then`() throws {
    let bench = WorkerBench(timeLimit: .seconds(100))
    let first = try #require(bench.handle(.started).compactMap(Self.left).first)
    #expect(first == 95_000_000_000)
    bench.now = bench.machine.wakeUp ?? bench.now
    let waited = bench.now.since(Moment(nanoseconds: 5_000_000_000)).nanoseconds
    let second = try #require(bench.handle(.woken).compactMap(Self.left).first)
    #expect(waited > 0 && second == 95_000_000_000 - waited)
    #expect(WorkerBench().handle(.started).compactMap(Self.left) == [0])
  }

  private static func left(_ effect: WorkerEffect) -> UInt64? {
    guard case .send(let message) = effect, case .hello(let hello) = message.body else { return nil }
    return hello.nanosecondsLeft
  }

  @Test func `a job is cut to end before its worker leaves`() throws {
    let bench = try CoordinatorBench(blocks: 1_000_000) {
      $0.forcedJobBlocks = nil
      $0.targetJobSeconds = 2
    }
    bench.start()
    let end = bench.now + .seconds(100)
    // Ten blocks a second.
    var lease = bench.leases(bench.hello(.a, left: .seconds(100))).first
    var sizes: [UInt64] = []
    while bench.now < end, let held = lease {
      sizes.append(held.blocks.count)
      bench.now = bench.now + .milliseconds(100) * Int(held.blocks.count)
      let finished = bench.finished(held, seconds: Double(held.blocks.count) / 10)
      lease = bench.leases(bench.receive(.finished(finished), from: .a)).first
    }
    #expect(sizes.max() == 20, "\(sizes)")
    // In the last second there is nothing new.
    #expect(sizes.last ?? 20 < 20 && bench.now <= end && end.since(bench.now) <= .seconds(1), "\(sizes)")
    // One that says nothing gets as much as ever.
    let other = bench.leases(bench.hello(.b, host: "lion")).first
    #expect(other?.blocks.count ?? 0 >= 8)
  }
}
