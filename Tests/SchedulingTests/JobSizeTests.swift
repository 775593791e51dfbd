import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct JobSizeTests {
  /// The lease that a result calls forth, after so many seconds, or as many as its worker says.
  private func next(_ bench: CoordinatorBench, after lease: Lease, seconds: Double, said: Double? = nil) -> Lease? {
    for _ in 0..<Int(seconds) {
      bench.now = bench.now + .seconds(1)
      _ = bench.beat(.a, [LeaseReport(lease, .running, blocksDone: 0)])
    }
    bench.now = bench.now + .seconds(seconds - seconds.rounded(.down))
    let effects = bench.receive(.finished(bench.finished(lease, seconds: said ?? seconds)), from: .a)
    return leases(effects).first
  }

  private func leases(_ effects: [Effect]) -> [Lease] {
    effects.compactMap {
      if case .send(let message, _) = $0, case .lease(let lease) = message.body { lease } else { nil }
    }
  }

  private func bench(blocks: UInt64, _ change: (inout Policy) -> Void = { _ in }) throws -> CoordinatorBench {
    let bench = try CoordinatorBench(blocks: blocks) {
      $0.forcedJobBlocks = nil
      change(&$0)
    }
    bench.start()
    return bench
  }

  @Test func `jobs grow step by step to the target time at the measured rate`() throws {
    let bench = try bench(blocks: 1 << 40)
    let first = try #require(leases(bench.hello(.a)).first)
    #expect(first.blocks.count == 8)
    // 1,000 blocks a second: sixteen times the last, and again, and then the rate decides.
    let second = try #require(next(bench, after: first, seconds: 0.008))
    #expect(second.blocks.count == 128)
    let third = try #require(next(bench, after: second, seconds: 0.128))
    #expect((999...1000).contains(third.blocks.count))
  }

  @Test func `jobs shrink as the sweep runs out, down to a block`() throws {
    let bench = try bench(blocks: 100)
    var lease = leases(bench.hello(.a)).first
    var sizes: [UInt64] = []
    while let held = lease {
      sizes.append(held.blocks.count)
      lease = next(bench, after: held, seconds: Double(held.blocks.count) / 1000)
    }
    #expect(sizes.reduce(0, +) == 100)
    #expect(sizes.dropFirst() == ArraySlice(sizes.dropFirst().sorted(by: >)))
    #expect(sizes.last == 1)
    #expect(sizes[1] == 30)
  }

  @Test func `a slow worker gets small jobs`() throws {
    let bench = try bench(blocks: 1 << 40)
    let first = try #require(leases(bench.hello(.a)).first)
    #expect(next(bench, after: first, seconds: 8)?.blocks.count == 1)
  }

  @Test func `a worker whose computer slept does not seem slow`() throws {
    let bench = try bench(blocks: 1 << 40)
    let first = try #require(leases(bench.hello(.a)).first)
    // It had 8 milliseconds.
    #expect(next(bench, after: first, seconds: 0.008, said: 3600)?.blocks.count == 128)
  }

  @Test func `how long a worker had before the coordinator restarted tells nothing of its rate`() throws {
    let past = try bench(blocks: 1 << 40)
    let held = try #require(leases(past.hello(.a)).first)
    let bench = try CoordinatorBench(blocks: 1 << 40, replaying: past.journal) { $0.forcedJobBlocks = nil }
    _ = bench.handle(.started)
    bench.hello(.a, [LeaseReport(held, .running, blocksDone: 4)], epoch: 1)
    // The next one is a first one again, in 3,600 seconds as in a hundredth.
    #expect(next(bench, after: held, seconds: 0.01, said: 3600)?.blocks.count == 8)
  }

  @Test func `large states keep jobs small`() throws {
    // A tally has 24 bytes: three a block at first, so 48 bytes allow 16 blocks.
    let bench = try bench(blocks: 1 << 40) { $0.targetStateBytes = 48 }
    let first = try #require(leases(bench.hello(.a)).first)
    #expect(next(bench, after: first, seconds: 0.001)?.blocks.count == 16)
  }

  struct Flow: Hashable, Sendable {
    var results: Double
    var bytes: Double
    var longest: Double
    var seconds: UInt64
  }

  /// A tally has 24 bytes, and the worker 32 cores.
  @Test(arguments: [
    Flow(results: 16, bytes: 1e9, longest: 60, seconds: 2), Flow(results: 16, bytes: 96, longest: 60, seconds: 8),
    Flow(results: 16, bytes: 96, longest: 3, seconds: 3), Flow(results: 1e9, bytes: 1e9, longest: 60, seconds: 1),
  ])
  func `jobs take longer where so many cores would send too much`(flow: Flow) throws {
    let bench = try bench(blocks: 1 << 40) {
      $0.resultsPerSecond = flow.results
      $0.resultBytesPerSecond = flow.bytes
      $0.longestJobSeconds = flow.longest
    }
    let first = try #require(leases(bench.hello(.a, credit: 1, cores: 32)).first)
    // A hundred blocks a second.
    let second = try #require(next(bench, after: first, seconds: 0.08))
    #expect(second.blocks.count == min(flow.seconds * 100, 128))
    let third = try #require(next(bench, after: second, seconds: Double(second.blocks.count) / 100))
    #expect(third.blocks.count.distance(to: flow.seconds * 100).magnitude < 2)
  }

  @Test func `a sweep of 10^11 scenarios costs no more books than a small one`() throws {
    let bench = try bench(blocks: 1_000_000_000)
    bench.hello(.a, credit: 64, cores: 32)
    #expect(bench.machine.faultsInBooks == [])
    #expect(bench.status()?.closedRuns == 0)
    #expect(bench.status()?.totalBlocks == 1_000_000_000)
  }
}
