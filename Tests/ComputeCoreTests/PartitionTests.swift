import Aggregates
import Formulas
import Models
import Sweeps
import Testing

/// Who computes which blocks, in which order and with which engine, leaves no trace.
@Suite struct PartitionTests {
  /// A sweep with several passes, replicates, tiles and blocks.
  private func plan(seed: UInt64) throws -> Plan {
    var random = RandomSweep(ToyModel().declaration, seed: seed, size: .init(values: 3, samples: 30, reports: 3))
    var sweep = random.sweep()
    if !sweep.uncertain.isEmpty {
      let samples: UInt64 = sweep.sample.design == .sobol ? 8192 : 4096 + seed % 5000
      sweep.sample = Sample(design: sweep.sample.design, size: 2 * samples, replicates: 2)
    }
    return try Plan(sweep, declaration: ToyModel().declaration)
  }

  private func pieces(_ count: UInt64, _ random: inout SplitMix64) -> [BlockRange] {
    var cuts: Set<UInt64> = [0, count]
    for _ in 0..<Int.random(in: 0...12, using: &random) { cuts.insert(UInt64.random(in: 0...count, using: &random)) }
    let sorted = cuts.sorted()
    return zip(sorted, sorted.dropFirst()).map { BlockRange($0, $1) }
  }

  @Test(arguments: 1..<9 as Range<UInt64>)
  func `any split, in any order, by fresh or used engines of any kind, merges to the same bytes`(seed: UInt64) throws {
    let plan = try plan(seed: seed)
    let workload = Workload(plan, model: ToyModel())
    var whole = SweepState(layout: plan.stateLayout)
    InstructionSet.v3.engine(workload).run(BlockRange(0, plan.blockCount), into: &whole) { _ in true }
    let expected = whole.encode()
    #expect(
      whole.scenarioCount
        == plan.passes.reduce(0) { sum, pass in
          sum + pass.numbering.replicates * pass.numbering.cells * pass.numbering.samples
        })
    var random = SplitMix64(seed: seed)
    let used = InstructionSet.available.map { $0.engine(workload) }
    for _ in 0..<2 {
      var merged = SweepState(layout: plan.stateLayout)
      var together = SweepState(layout: plan.stateLayout)
      for piece in pieces(plan.blockCount, &random).shuffled(using: &random) {
        let isFresh = random.next() % 4 == 0
        let engine = isFresh ? InstructionSet.v3.engine(workload) : used[Int(random.next() % UInt64(used.count))]
        var part = SweepState(layout: plan.stateLayout)
        #expect(engine.run(piece, into: &part) { _ in true } == piece.upper, "seed \(seed)")
        try merged.merge(decoding: part.encode())
        used[0].run(piece, into: &together) { _ in true }
      }
      #expect(merged.encode() == expected, "seed \(seed)")
      #expect(together.encode() == expected, "seed \(seed)")
    }
  }

  @Test(arguments: 21..<29 as Range<UInt64>)
  func `a run that is stopped says where, and can be continued by another engine`(seed: UInt64) throws {
    let plan = try plan(seed: seed)
    let workload = Workload(plan, model: ToyModel())
    let range = BlockRange(plan.blockCount / 7, plan.blockCount)
    var whole = SweepState(layout: plan.stateLayout)
    InstructionSet.v3.engine(workload).run(range, into: &whole) { _ in true }
    var random = SplitMix64(seed: seed)
    var state = SweepState(layout: plan.stateLayout)
    var next = range.lower
    let engine = InstructionSet.v3.engine(workload)
    while next < range.upper {
      let stop = UInt64.random(in: next + 1...range.upper, using: &random)
      var asked: [UInt64] = []
      let continued = random.next() % 2 == 0 ? engine : InstructionSet.available[0].engine(workload)
      let end = continued.run(BlockRange(next, range.upper), into: &state) { done in
        asked.append(done)
        return done < stop
      }
      #expect(end == stop, "seed \(seed)")
      #expect(asked == Array(next + 1...stop), "seed \(seed)")
      next = end
    }
    #expect(state.encode() == whole.encode(), "seed \(seed)")
  }

  @Test func `an empty run changes nothing`() throws {
    let plan = try plan(seed: 3)
    let engine = InstructionSet.v3.engine(Workload(plan, model: ToyModel()))
    var state = SweepState(layout: plan.stateLayout)
    var asked = false
    let end = engine.run(BlockRange(plan.blockCount, plan.blockCount), into: &state) { _ in
      asked = true
      return true
    }
    #expect(end == plan.blockCount)
    #expect(state.isEmpty && !asked)
  }
}
