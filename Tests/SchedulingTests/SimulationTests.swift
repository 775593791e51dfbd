import Foundation
import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct SimulationTests {
  /// The seeds of this run; a failure names its own. SWEEPFARM_SIM_SEED replays one, SWEEPFARM_SIM_COUNT runs more.
  private func seeds(_ count: UInt64) -> Range<UInt64> {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["SWEEPFARM_SIM_SEED"].flatMap({ UInt64($0) }) { return seed..<seed + 1 }
    let count = environment["SWEEPFARM_SIM_COUNT"].flatMap { UInt64($0) } ?? count
    let base = UInt64.random(in: 0..<1 << 40)
    print("simulated farms: seeds \(base) ..< \(base + count)")
    return base..<base + count
  }

  @Test func `five hundred farms in which everything breaks give the one-thread bytes`() throws {
    for seed in seeds(500) { _ = try Simulation<BlockTally>(Farm(seed: seed)).run() }
  }

  @Test func `farms really break`() throws {
    var lives: UInt64 = 0
    var wasted: UInt64 = 0
    for seed in UInt64(0)..<60 {
      let farm = Farm(seed: seed)
      let outcome = try Simulation<BlockTally>(farm).run()
      lives += outcome.lives - 1
      wasted += outcome.blocksComputed - farm.blockCount
    }
    #expect(lives > 20)
    #expect(wasted > 100)
  }

  @Test func `a farm in which nothing breaks computes every block once`() throws {
    for seed in seeds(50) {
      var farm = Farm(seed: seed)
      farm.faults = .none
      farm.poisons = 0
      farm.maxCopies = 1
      let outcome = try Simulation<BlockTally>(farm).run()
      #expect(outcome.blocksComputed == farm.blockCount, "seed \(seed)")
      #expect(outcome.lives == 1, "seed \(seed)")
    }
  }

  @Test func `a seed replays to the same run`() throws {
    for seed in seeds(10) {
      let outcome = try Simulation<BlockTally>(Farm(seed: seed)).run()
      #expect(try Simulation<BlockTally>(Farm(seed: seed)).run() == outcome)
    }
  }

  @Test func `with a liar among four hosts, results are exact or their sweep is stopped`() throws {
    var spoilt = 0
    for seed in seeds(50) { spoilt += try Simulation<BlockTally>(Farm.withLiar(seed: seed)).run().spoilt }
    #expect(spoilt > 0)
  }

  @Test func `a worker that becomes twenty times slower hardly delays the end`() throws {
    var farm = Farm(seed: 1)
    farm.faults = .none
    (farm.poisons, farm.sweeps, farm.forcedJobBlocks, farm.liar) = (0, 1, nil, nil)
    (farm.hosts, farm.coresPerWorker, farm.equalSpeed, farm.targetJobSeconds) = (4, 1, 1, 1)
    (farm.blocks, farm.blockMilliseconds) = (4000, 20)
    farm.workers = 3
    let without = try Simulation<BlockTally>(farm).run().elapsed
    farm.workers = 4
    farm.slowdown = 20
    let slowed = try Simulation<BlockTally>(farm).run().elapsed
    print("three workers: \(without), and a fourth that is slow: \(slowed)")
    #expect(slowed < without * 1.3)
  }

  @Test func `audits that are left out are missed`() {
    var found = 0
    for seed in seeds(20) {
      var farm = Farm.withLiar(seed: seed)
      farm.auditShare = 0
      do { _ = try Simulation<BlockTally>(farm).run() } catch { found += 1 }
    }
    #expect(found > 0)
  }

  @Test func `a worker that names the wrong sample is found`() {
    var found = 0
    for seed in seeds(50) {
      var farm = Farm(seed: seed)
      farm.namesWrongly = true
      farm.poisons = 3
      farm.blocks = 20
      do { _ = try Simulation<BlockTally>(farm).run() } catch { found += 1 }
    }
    #expect(found > 0)
  }

  @Test func `a journal that forgets records is found`() {
    var found = 0
    for seed in seeds(50) {
      var farm = Farm(seed: seed)
      farm.shell = .forgetsRecords
      farm.blocks = 100
      farm.forcedJobBlocks = 1
      do { _ = try Simulation<BlockTally>(farm).run() } catch { found += 1 }
    }
    #expect(found > 25)
  }

  @Test func `a state that counts twice is found at once`() {
    for seed in seeds(5) {
      #expect(throws: Violation.self) { try Simulation<CountingTwice>(Farm(seed: seed)).run() }
    }
  }

  @Test func `a state that now and then forgets a result is found`() {
    for seed in seeds(20) {
      var farm = Farm(seed: seed)
      farm.blocks = 100
      farm.forcedJobBlocks = 1
      #expect(throws: Violation.self) { try Simulation<Forgetting>(farm).run() }
    }
  }

  @Test func `a shell that sends before it commits is found`() {
    var found = 0
    for seed in seeds(20) {
      var farm = Farm(seed: seed)
      farm.shell = .sendsThenCommits
      farm.faults.orders = 0
      do { _ = try Simulation<BlockTally>(farm).run() } catch { found += 1 }
    }
    #expect(found == 20)
  }
}

/// Wrong on purpose: merges everything twice.
private struct CountingTwice: MergedState {
  private var tally: BlockTally

  init(layout: StateLayout) { tally = BlockTally(layout: layout) }

  mutating func merge(encoded: [UInt8], scenarios: UInt64) throws(MergeError) {
    try tally.merge(encoded: encoded, scenarios: scenarios)
    try tally.merge(encoded: encoded, scenarios: scenarios)
  }

  func encode() -> [UInt8] { tally.encode() }
}

/// Wrong on purpose: drops the results whose last byte is small, one in sixteen.
private struct Forgetting: MergedState {
  private var tally: BlockTally

  init(layout: StateLayout) { tally = BlockTally(layout: layout) }

  mutating func merge(encoded: [UInt8], scenarios: UInt64) throws(MergeError) {
    var scratch = tally
    try scratch.merge(encoded: encoded, scenarios: scenarios)
    if encoded.last ?? 0 >= 16 { tally = scratch }
  }

  func encode() -> [UInt8] { tally.encode() }
}
