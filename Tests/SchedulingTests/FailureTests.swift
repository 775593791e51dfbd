import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct FailureTests {
  private func without(_ lease: Lease, _ samples: [SamplePlace]) -> Lease {
    var lease = lease
    lease.without = samples
    return lease
  }

  /// Brings one block, alone in the sweep, to its first careful lease.
  private func careful(hosts: [String] = ["tiger"], _ change: (inout Policy) -> Void = { _ in }) throws -> (
    CoordinatorBench, Lease
  ) {
    let bench = try CoordinatorBench(blocks: 1) {
      ($0.hostPatience, $0.carefulPatience) = (.zero, .zero)
      change(&$0)
    }
    bench.start()
    var lease = try #require(bench.leases(bench.hello(.a, host: hosts[0])).first)
    for _ in 0..<4 { lease = try #require(bench.leases(bench.died(lease, .a)).first) }
    #expect(lease.isCareful)
    return (bench, lease)
  }

  @Test func `the block that a failure names goes on alone, and the rest is clean`() throws {
    let bench = try CoordinatorBench(blocks: 10)
    bench.start()
    bench.hello(.a)
    let effects = bench.died(bench.lease(1, 0...9), .a, blocksDone: 4)
    #expect(effects == [bench.send(.lease(bench.lease(2, 4...4)), to: .a)])
    #expect(
      bench.beat(.a, credit: 3, [LeaseReport(bench.lease(2, 4...4), .running, blocksDone: 0)]) == [
        bench.send(.alive, to: .a), bench.send(.lease(bench.lease(3, 0...3)), to: .a),
        bench.send(.lease(bench.lease(4, 5...9)), to: .a),
      ])
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `a sample that two attempts name on the only host is quarantined, and the block closes without it`() throws
  {
    let (bench, first) = try careful()
    let second = try #require(bench.leases(bench.died(first, .a, samplesDone: 17)).first)
    #expect(second.isCareful && second.without.isEmpty)
    let place = SamplePlace(block: 0, sample: 17)
    let effects = bench.died(second, .a, samplesDone: 17)
    let sample = Quarantined(place: place, reason: "signal 6", hosts: ["tiger"])
    #expect(effects.first == .persist(.quarantined(CoordinatorBench.sweep, sample)))
    let third = try #require(bench.leases(effects).first)
    #expect(third.isCareful && third.without == [place])
    let whole = bench.finished(third)
    #expect(
      bench.receive(.finished(whole), from: .a).first == bench.send(.acknowledge(third, .otherCoverage), to: .a))
    let again = without(third, [place])
    var finished = bench.finished(again)
    finished.state = BlockTally(of: third.blocks, sizes: bench.sizes, without: [place]).encode()
    _ = bench.receive(.finished(finished), from: .a)
    #expect(bench.status()?.phase == .complete)
    #expect(bench.status()?.quarantined == 1)
    let next = try CoordinatorBench(blocks: 1, replaying: bench.machine.checkpoint)
    let kept = next.machine.quarantined(of: CoordinatorBench.sweep)
    #expect(kept == [sample])
    #expect(next.status()?.phase == .complete)
  }

  @Test func `where two hosts are connected, one alone cannot quarantine`() throws {
    let (bench, first) = try careful()
    bench.hello(.b, credit: 0, host: "lion")
    var lease = first
    for _ in 0..<3 {
      let effects = bench.died(lease, .a, samplesDone: 5)
      #expect(!effects.contains { if case .persist = $0 { true } else { false } })
      lease = try #require(bench.leases(effects).first)
    }
    _ = bench.receive(.goodbye(returned: [lease], reason: ""), from: .a)
    let other = try #require(bench.leases(bench.beat(.b)).first)
    let effects = bench.died(other, .b, samplesDone: 5)
    guard case .persist(.quarantined(_, let sample))? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(sample.place == SamplePlace(block: 0, sample: 5))
  }

  @Test func `more poison than allowed stops the sweep with the first places`() throws {
    var (bench, lease) = try careful { $0.maxQuarantined = 1 }
    for sample in UInt64(3)...4 {
      lease = try #require(bench.leases(bench.died(lease, .a, samplesDone: sample)).first)
      lease = bench.leases(bench.died(lease, .a, samplesDone: sample)).first ?? lease
    }
    guard case .stopped(let reason)? = bench.status()?.phase else {
      Issue.record("the sweep goes on")
      return
    }
    #expect(reason.contains("block 0 sample 3"))
  }

  @Test func `a job that failed on one host is kept for another for a while`() throws {
    let bench = try CoordinatorBench(blocks: 1)
    bench.start()
    bench.hello(.a)
    bench.hello(.b, credit: 0, host: "lion")
    #expect(bench.leases(bench.died(bench.lease(1, 0...0), .a)) == [])
    #expect(bench.leases(bench.beat(.b)).map(\.blocks) == [BlockRange(0, 1)])
  }

  @Test func `a host whose jobs others finish is drained with the reason`() throws {
    let bench = try CoordinatorBench(blocks: 100) { $0.maxHostFailures = 2 }
    bench.start()
    bench.hello(.b, credit: 0, host: "lion")
    bench.hello(.a)
    for number in UInt64(1)...2 {
      let lease = bench.lease(number, (number * 10 - 10)...(number * 10 - 1))
      var refused = bench.finished(lease)
      refused.state = [1]
      _ = bench.receive(.finished(refused), from: .a)
      let good = try #require(bench.leases(bench.beat(.b)).first)
      _ = bench.beat(.b, credit: 0, [LeaseReport(good, .running, blocksDone: 0)])
      _ = bench.finish(good, from: .b)
    }
    #expect(bench.machine.counters.drainedHosts == 1)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `a lease that does not come on is stuck: its worker is told, and its block goes on alone`() throws {
    let bench = try CoordinatorBench(blocks: 10)
    bench.start()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    var effects: [Effect] = []
    for second in 0...60 {
      #expect(effects == (second == 0 ? [] : [bench.send(.alive, to: .a)]))
      bench.now = bench.now + .seconds(1)
      effects = bench.beat(.a, [LeaseReport(first, .running, blocksDone: 3)])
    }
    #expect(effects.prefix(2) == [bench.send(.alive, to: .a), bench.send(.cancel(first), to: .a)])
    #expect(bench.leases(effects).map(\.blocks) == [BlockRange(3, 4)])
    #expect(bench.count("stuck") == 1)
  }

  // MARK: Results that do not come

  /// Says each second that a lease is computed, without the result.
  private func withhold(_ lease: Lease, for seconds: Int, _ bench: CoordinatorBench) -> [Effect] {
    var effects: [Effect] = []
    for second in 1...seconds {
      if second > 1 { #expect(effects == [bench.send(.alive, to: .a)], "second \(second)") }
      bench.now = bench.now + .seconds(1)
      effects = bench.beat(.a, [LeaseReport(lease, .finished, blocksDone: lease.blocks.count)])
    }
    return effects
  }

  @Test func `a lease reported finished is called back when its result does not come, and not taken up again`() throws {
    let bench = try CoordinatorBench(blocks: 10)
    bench.start()
    bench.hello(.a)
    let (first, second) = (bench.lease(1, 0...9), bench.lease(1, 0...9, attempt: 2))
    #expect(
      withhold(first, for: 61, bench) == [bench.send(.alive, to: .a), bench.send(.cancel(first), to: .a)])
    #expect(bench.count("withheld") == 1 && bench.count("stuck") == 0)
    #expect(bench.notes.last == .failed(first, host: "tiger", reason: "computed 60 s ago, and its result did not come"))
    // What it keeps takes its credit; whoever comes gets the job.
    _ = withhold(first, for: 100, bench)
    #expect(bench.hello(.a, [LeaseReport(first, .finished, blocksDone: 10)]).count == 1)
    #expect(bench.status()?.leases == 0)
    #expect(bench.leases(bench.hello(.b)) == [second])
    // Nothing is held against the job, and the late result counts.
    #expect(
      bench.finish(first, from: .a) == [
        bench.closed(first), bench.send(.cancel(second), to: .b), bench.send(.acknowledge(first, .accepted), to: .a),
      ])
    #expect(bench.status()?.phase == .complete && bench.count("failed") == 0)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `a worker that has let go of a withheld result has its credit again`() throws {
    let bench = try CoordinatorBench(blocks: 10)
    bench.start()
    bench.hello(.a)
    _ = withhold(bench.lease(1, 0...9), for: 61, bench)
    #expect(bench.leases(bench.beat(.a)) == [bench.lease(1, 0...9, attempt: 2)])
  }

  @Test func `the patience with a result stands still while the disk is full or the coordinator is away`() throws {
    let bench = try CoordinatorBench(blocks: 10)
    bench.start()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    let quiet = [bench.send(.alive, to: .a)]
    #expect(withhold(first, for: 50, bench) == quiet)
    _ = bench.handle(.diskFull(true))
    #expect(withhold(first, for: 200, bench) == quiet)
    _ = bench.handle(.diskFull(false))
    #expect(withhold(first, for: 30, bench) == quiet)
    #expect(bench.wait(.seconds(200)) == [])
    #expect(bench.machine.counters.ownStalls == 1)
    #expect(withhold(first, for: 20, bench) == quiet)
    for _ in 1...15 {
      bench.now = bench.now + .seconds(1)
      _ = bench.beat(.a, [LeaseReport(first, .finished, blocksDone: 10)])
    }
    #expect(bench.count("withheld") == 1)
  }
}
