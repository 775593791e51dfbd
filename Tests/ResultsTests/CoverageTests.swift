import Results
import Sweeps
import Testing

@testable import Results

@Suite struct CoverageTests {
  @Test(arguments: [
    (cells: UInt64(1), samples: UInt64(1)), (3, 8192), (64, 4096), (65, 4097), (130, 10_000), (200, 5),
  ])
  func `samples before a block are the sum over the blocks below it`(cells: UInt64, samples: UInt64) {
    let numbering = Numbering(replicates: 3, cells: cells, samples: samples)
    var total: UInt64 = 0
    for block in 0..<numbering.blockCount {
      #expect(numbering.samples(before: block) == total)
      total += numbering.place(of: block).count
    }
    #expect(numbering.samples(before: numbering.blockCount) == total)
    #expect(total == 3 * cells * samples)
  }

  @Test func `coverage counts evaluations over all passes and options`() {
    let one = Option(choices: [.init(input: "chips", value: .number(1))])
    let two = Option(choices: [.init(input: "chips", value: .number(2))])
    let first = TestPlan.pass(positions: [[0, 1]], replicates: 2, samples: 5000, measures: [], options: [one])
    let second = TestPlan.pass(positions: [[0]], replicates: 2, samples: 5000, measures: [], options: [one, two])
    let plan = TestPlan.plan(passes: [first, second], sheets: [], axisValues: [[.number(1), .number(2)]])
    #expect(plan.blockCount == 12)
    // Blocks 7 ... 9: the last of the first pass (904 samples), then both blocks of a replicate under two options.
    let part = Coverage(of: plan, closed: BlockSet(BlockRange(7, 10)))
    #expect(part.scenarios == 904 + 2 * 5000)
    #expect(!part.complete)
    let all = Coverage(of: plan, closed: BlockSet(BlockRange(0, 12)))
    #expect(all.scenarios == plan.scenarioCount)
    #expect(all.complete)
    #expect(Coverage(of: plan, closed: BlockSet()).scenarios == 0)
  }

  @Test func `every sample has a name that leads back to it`() {
    let one = Option(choices: [])
    // The second pass visits other values, in another order, and has short last blocks.
    let first = TestPlan.pass(positions: [[0, 1, 2], [1]], replicates: 2, samples: 5000, measures: [], options: [one])
    let second = TestPlan.pass(
      positions: [[2, 0], [1, 0]], replicates: 2, samples: 5000, measures: [], options: [one])
    let axis: [Value] = [.number(1), .number(2), .number(3)]
    let plan = TestPlan.plan(passes: [first, second], sheets: [], axisValues: [axis, Array(axis.prefix(2))])
    for block in 0..<plan.blockCount {
      let place = SamplePlace(block: block, sample: UInt32(block % 904))
      #expect(plan.places(of: plan.scenario(at: place)).contains(place), "\(place)")
    }
    // Cell 5 is the third value with the second: in both passes. Cell 0 is in the second alone, cell 3 in the first.
    func count(_ cell: UInt32, _ sample: UInt64 = 4999) -> Int {
      plan.places(of: ScenarioName(replicate: 1, cell: cell, sample: sample)).count
    }
    #expect((0..<7).map { count($0) } == [1, 2, 0, 1, 1, 2, 0])
    #expect(count(5, 5000) == 0)
  }

  @Test func `what is quarantined is left out of what is counted, once for each option`() {
    let options = [1.0, 2].map { Option(choices: [.init(input: "chips", value: .number($0))]) }
    let pass = TestPlan.pass(positions: [[0, 1]], replicates: 2, samples: 5000, measures: [], options: options)
    let plan = TestPlan.plan(passes: [pass], sheets: [], axisValues: [[.number(1), .number(2)]])
    let poison = Coverage.Quarantined(
      scenario: ScenarioName(replicate: 1, cell: 0, sample: 4500), inputs: [], reason: "ended")
    let all = Coverage(of: plan, closed: BlockSet(BlockRange(0, 8)), quarantined: [poison])
    #expect(all.scenarios == 40_000 && all.leftOut == 2)
    #expect(all.sentence == "complete, 39,998 scenarios counted, 2 quarantined")
    // Its block is open.
    #expect(Coverage(of: plan, closed: BlockSet(BlockRange(0, 4)), quarantined: [poison]).leftOut == 0)
  }

  @Test func `coverage is said in words`() {
    #expect(Examples.result().coverage.sentence == "partial, 20,479 of 49,152 scenarios (41.7%), 1 quarantined")
    let all = Coverage(of: Examples.plan, closed: BlockSet(BlockRange(0, 12)))
    #expect(all.sentence == "complete, 49,152 scenarios")
    let none = Coverage(of: Examples.plan, closed: BlockSet())
    #expect(none.sentence == "partial, 0 of 49,152 scenarios (0%)")
  }
}
