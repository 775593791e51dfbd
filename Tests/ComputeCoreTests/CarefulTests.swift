import Aggregates
import Formulas
import Models
import Sweeps
import Testing

@testable import ComputeCoreV3

/// Blocks computed sample by sample, and blocks without some of their samples.
@Suite struct CarefulTests {
  private func plan(seed: UInt64, isLong: Bool) throws -> Plan {
    let size = RandomSweep.Size(values: 2, samples: 30, reports: 2)
    var random = RandomSweep(ToyModel().declaration, seed: seed, size: size)
    var sweep = random.sweep()
    if isLong, !sweep.uncertain.isEmpty {
      // More than one block, the last of which is not full.
      let samples: UInt64 = sweep.sample.design == .sobol ? 8192 : 4096 + seed % 100
      sweep.sample = Sample(design: sweep.sample.design, size: 2 * samples, replicates: 2)
    }
    return try Plan(sweep, declaration: ToyModel().declaration)
  }

  /// A sweep whose samples are computed in another order than they are folded in.
  private func orderedPlan(seed: UInt64, design: Sample.Design) throws -> Plan {
    let waits = (0..<5).map { WeightedValue(value: .number(Double($0)), weight: 0.2) }
    let counts = (0..<4).map { WeightedValue(value: .number(Double($0)), weight: 0.25) }
    let sweep = Sweep(
      name: "ordered", model: ModelReference(name: "toy", version: 1), seed: seed,
      axes: [Axis(input: "d", values: [.number(10), .number(20)])], decisions: [],
      uncertain: [
        UncertainInput(input: "count", distribution: .discrete(counts)),
        UncertainInput(input: "wait", distribution: .discrete(waits)),
        UncertainInput(input: "a", distribution: .normal(.moments(mean: 0, sd: 1))),
      ],
      fixed: [], derived: [], filter: nil,
      sample: Sample(design: design, size: design == .sobol ? 1024 : seed == 3 ? 2 * 4133 : 2 * 611, replicates: 2),
      reports: [
        Report(
          name: "sum", question: .statistics(of: .name("simulated"), [.mean, .sd, .min, .max, .quantile(0.5)]),
          by: ["d"], at: [], filter: nil)
      ])
    return try Plan(sweep, declaration: ToyModel().declaration)
  }

  /// How many samples each block of the plan holds.
  private func counts(_ plan: Plan) -> [UInt64] {
    plan.passes.flatMap { pass in (0..<pass.numbering.blockCount).map { pass.numbering.place(of: $0).count } }
  }

  /// Some samples of some blocks: neighbours, first and last ones, and now and then a whole block.
  private func places(_ plan: Plan, _ random: inout SplitMix64) -> [SamplePlace] {
    var places: Set<SamplePlace> = []
    for (block, count) in counts(plan).enumerated() where random.next() % 3 > 0 {
      for _ in 0..<1 + random.next() % 4 {
        let sample = random.next() % count
        places.insert(SamplePlace(block: UInt64(block), sample: UInt32(sample)))
        if random.next() % 2 == 0, sample + 1 < count {
          places.insert(SamplePlace(block: UInt64(block), sample: UInt32(sample + 1)))
        }
      }
      if random.next() % 4 == 0 { places.insert(SamplePlace(block: UInt64(block), sample: 0)) }
      if random.next() % 4 == 0 { places.insert(SamplePlace(block: UInt64(block), sample: UInt32(count - 1))) }
      if random.next() % 10 == 0 {
        for sample in 0..<count { places.insert(SamplePlace(block: UInt64(block), sample: UInt32(sample))) }
      }
    }
    return places.shuffled(using: &random)
  }

  private func checkReduced(_ plan: Plan, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let places = places(plan, &random)
    let expected = ScalarOracle(plan, model: ToyModel(), without: Set(places)).state().encode()
    let workload = Workload(plan, model: ToyModel())
    for set in InstructionSet.available {
      var state = SweepState(layout: plan.stateLayout)
      let engine = set.engine(workload)
      #expect(
        engine.run(BlockRange(0, plan.blockCount), without: places, into: &state) { _ in true } == plan.blockCount)
      #expect(state.encode() == expected, "seed \(seed), \(set), \(places.count) samples left out")
      var careful = SweepState(layout: plan.stateLayout)
      for block in 0..<plan.blockCount {
        let left = Set(places.filter { $0.block == block }.map(\.sample))
        var told: [UInt32] = []
        let isDone = engine.runCarefully(block, without: places, into: &careful) { samplesDone in
          told.append(samplesDone)
          return true
        }
        #expect(isDone)
        #expect(told == (0..<UInt32(counts(plan)[Int(block)])).filter { !left.contains($0) }, "seed \(seed)")
      }
      #expect(careful.encode() == expected, "seed \(seed), \(set), carefully")
    }
  }

  @Test(arguments: 1..<25 as Range<UInt64>)
  func `a run without some samples gives the bytes of the scalar computation of the others`(seed: UInt64) throws {
    try checkReduced(try plan(seed: seed, isLong: false), seed: seed)
  }

  @Test(arguments: [Sample.Design.random, .sobol], 1..<4 as Range<UInt64>)
  func `samples can be left out where they are computed in another order`(design: Sample.Design, seed: UInt64) throws {
    let plan = try orderedPlan(seed: seed, design: design)
    #expect(Workload(plan, model: ToyModel()).passes.contains { $0.program.ordering != nil })
    try checkReduced(plan, seed: seed)
  }

  @Test(arguments: 31..<43 as Range<UInt64>)
  func `a careful run gives the bytes of the plain one, also between plain runs of one engine`(seed: UInt64) throws {
    let plan = try seed % 2 == 0 ? orderedPlan(seed: seed, design: .sobol) : plan(seed: seed, isLong: seed % 3 == 0)
    let workload = Workload(plan, model: ToyModel())
    var random = SplitMix64(seed: seed)
    for set in InstructionSet.available {
      var whole = SweepState(layout: plan.stateLayout)
      set.engine(workload).run(BlockRange(0, plan.blockCount), into: &whole) { _ in true }
      let engine = set.engine(workload)
      var state = SweepState(layout: plan.stateLayout)
      for block in 0..<plan.blockCount {
        if random.next() % 2 == 0 {
          #expect(engine.runCarefully(block, without: [], into: &state) { _ in true })
        } else {
          engine.run(BlockRange(block, block + 1), into: &state) { _ in true }
        }
      }
      #expect(state.encode() == whole.encode(), "seed \(seed), \(set)")
    }
  }

  @Test func `a careful run that is stopped leaves the state as it was`() throws {
    let plan = try orderedPlan(seed: 5, design: .random)
    let engine = InstructionSet.v3.engine(Workload(plan, model: ToyModel()))
    var state = SweepState(layout: plan.stateLayout)
    engine.run(BlockRange(0, 1), into: &state) { _ in true }
    let before = state.encode()
    #expect(!engine.runCarefully(1, without: [], into: &state) { $0 < 100 })
    #expect(state.encode() == before)
    #expect(!engine.runCarefully(plan.blockCount, without: [], into: &state) { _ in true })
    #expect(state.encode() == before)
  }

  /// An evaluation may end the process, so what is left out must not be computed in any lane.
  @Test(arguments: [Sample.Design.random, .sobol], [false, true])
  func `no step evaluates a sample that it does not name`(design: Sample.Design, oneByOne: Bool) throws {
    var fixture = WorkloadFixture()
    fixture.design = design
    fixture.samples = 203
    fixture.fold(fixture.draw(0), as: .event)
    let workload = fixture.workload
    var source = DrawRows(design: design, seed: workload.seed, draws: workload.draws)
    source.start(replicate: 0)
    let place = workload.passes[0].numbering.place(of: 0)
    let left: Set<UInt32> = [0, 63, 64, 100, 101, 202]
    let walk = SampleSteps(workload.passes[0].program, draws: workload.draws.count, measures: 1)
    var walked: [Int] = []
    let isDone = walk.walk(place, source, without: left, oneByOne: oneByOne) { _ in
      true
    } evaluate: { samples, draw in
      if oneByOne { #expect(samples.count == 1) }
      let lanes = draw(0).values
      let named = samples.map { fixture.uniform(draw: 0, replicate: 0, sample: UInt64($0)) }
      #expect((0..<8).allSatisfy { lanes[$0] == named[min($0, named.count - 1)] }, "\(samples)")
      walked += samples
    }
    #expect(isDone)
    #expect(walked == (0..<203).filter { !left.contains(UInt32($0)) })
  }
}
