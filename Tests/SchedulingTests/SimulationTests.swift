import Foundation
import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct SimulationTests {
  private static func variable(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// The seeds of this run: SWEEPFARM_SEED is the first.
  private func seeds(_ count: UInt64) -> Range<UInt64> {
    let first = Self.variable("SWEEPFARM_SEED") ?? UInt64.random(in: 0..<1 << 40)
    print("simulated farms: seeds \(first) ..< \(first + count)")
    return first..<first + count
  }

  /// What Scripts/simulate runs, with SWEEPFARM_SCHEDULES; it reads the lines that begin with `simulation: `.
  @Test func `thousands of farms in which everything breaks give the one-thread bytes`() async {
    let seeds = seeds(Self.variable("SWEEPFARM_SCHEDULES") ?? 3000)
    let clock = ContinuousClock()
    let start = clock.now
    let campaign = await Campaign.run(seeds, on: ProcessInfo.processInfo.activeProcessorCount) { Farm(seed: $0) }
    let seconds = Double((clock.now - start).nanoseconds) / 1e9
    print(campaign.report(from: seeds.lowerBound, seconds: seconds))
    #expect(campaign.violations.isEmpty)
    #expect(campaign.schedules == seeds.count)
  }

  @Test func `in two hundred farms every kind of fault strikes`() async {
    let campaign = await Campaign.run(0..<200, on: 1) { Farm(seed: $0) }
    for fault in Fault.allCases { #expect(campaign.faults[fault] > 0, "\(fault)") }
    #expect(campaign.lives > 200)
  }

  @Test(arguments: PlantedBug.allCases)
  func `a planted bug is found within a thousand schedules, wherever one begins`(bug: PlantedBug) {
    for first in [0, 1000, 77_777, 1 << 32, 1 << 50] as [UInt64] {
      let violation = Campaign.find(bug, from: first, within: 1000)
      let found = violation.map { "seed \($0.seed): \($0.what.prefix(160))" }
      #expect(violation != nil, "\(bug) from seed \(first)")
      print("planted bug \(bug): \((violation?.seed ?? first) - first + 1) schedules, \(found ?? "not found")")
    }
  }

  @Test func `a farm in which nothing breaks computes every block once`() throws {
    for seed in seeds(50) {
      var farm = Farm(seed: seed)
      farm.faults = [:]
      farm.poisons = 0
      farm.maxCopies = 1
      let outcome = try farm.run()
      #expect(outcome.blocksComputed == farm.blockCount, "seed \(seed)")
      #expect(outcome.lives == 1, "seed \(seed)")
    }
  }

  @Test func `a seed replays to the same run`() throws {
    for seed in seeds(20) { #expect(try Farm(seed: seed).run() == Farm(seed: seed).run()) }
  }

  @Test func `with a liar among four hosts, results are exact or their sweep is stopped`() throws {
    var spoilt = 0
    for seed in seeds(50) { spoilt += try Farm.withLiar(seed: seed).run().spoilt }
    #expect(spoilt > 0)
  }

  @Test func `a liar is found where jobs outlast the patience with an audit that waits`() throws {
    var spoilt = 0
    for seed in seeds(20) {
      var farm = Farm.withLiar(seed: seed)
      (farm.sweeps, farm.blocks, farm.forcedJobBlocks) = (1, 12, 2)
      (farm.blockMilliseconds, farm.equalSpeed) = (50_000, 1)
      spoilt += try farm.run().spoilt
    }
    #expect(spoilt > 10)
  }

  @Test func `audits that are left out are missed`() {
    var found = 0
    for seed in seeds(50) {
      var farm = Farm.withLiar(seed: seed)
      farm.auditShare = 0
      do { _ = try farm.run() } catch { found += 1 }
    }
    #expect(found > 0)
  }
}

extension Campaign {
  /// For people and for Scripts/simulate.
  fileprivate func report(from seed: UInt64, seconds: Double) -> String {
    let faults = Fault.allCases.map { "\($0) \(self.faults[$0])" }.joined(separator: ", ")
    let rate = (Double(schedules) / seconds).rounded(to: 1)
    let hours = (virtualSeconds / 3600).rounded(to: 10)
    var lines = [
      "\(schedules) schedules from seed \(seed) in \(seconds.rounded(to: 10)) s: \(rate) a second",
      "\(steps) steps, \(lives) lives of the coordinator, \(hours) hours of virtual time",
      "\(self.faults.total) faults: \(faults)",
    ]
    for violation in violations { lines += "VIOLATION \(violation)".split(separator: "\n").map(String.init) }
    return lines.map { "simulation: \($0)" }.joined(separator: "\n")
  }
}

extension Double {
  fileprivate func rounded(to parts: Double) -> Double { (self * parts).rounded() / parts }
}
