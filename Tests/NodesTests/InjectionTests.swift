import Aggregates
import Models
import Sweeps
import Testing

@testable import Nodes

@Suite struct InjectionTests {
  @Test func `faults are read from a text`() throws {
    let injection = try Injection("crash:1.5.300,hang:0.2.7,slow:2.5,flip")
    #expect(
      injection.scenarios == [
        ScenarioName(replicate: 1, cell: 5, sample: 300): .crash, ScenarioName(replicate: 0, cell: 2, sample: 7): .hang,
      ])
    #expect(injection.slowness == 2.5 && injection.flips)
    #expect(try Injection(nil) == Injection(""))
  }

  @Test(arguments: ["crash", "crash:1.5", "hang:1.5.x", "slow", "slow:0.5", "slow:inf", "flip:1", "boom:1.2.3"])
  func `a word that is no fault is named`(word: String) {
    let error = #expect(throws: InjectionError.self) { try Injection("flip,\(word)") }
    #expect(error?.word == word)
  }

  @Test func `a liar's state reads as a true one but is another`() throws {
    let text = """
      sweep: liar
      model: chip-breakeven
      seed: 3
      vary: {volume: 1e3 .. 1e6 in 3 log}
      uncertain: {defect_density: 0.05 to 0.15 /cm2}
      sample: {design: sobol, size: 2^7, replicates: 2}
      report:
        cost: {of: cost, stats: [mean, p95], by: volume}
      """
    let compiled = try CompiledSweep(canonical: Array(text.utf8))
    let layout = compiled.plan.stateLayout
    var state = SweepState(layout: layout)
    let engine = try #require(InstructionSet.best).engine(compiled.workload)
    engine.run(BlockRange(0, 2), into: &state) { _ in true }
    let truth = state.encode()
    #expect(InjectedFaults(try Injection(nil), in: compiled.plan).told(truth, layout: layout) == truth)
    let lie = InjectedFaults(try Injection("flip"), in: compiled.plan).told(truth, layout: layout)
    // The checksum at the end fits the lie.
    #expect(lie.count == truth.count && zip(lie, truth).dropLast(4).count { $0 != $1 } == 1)
    #expect(try SweepState(decoding: lie, layout: layout).scenarioCount == state.scenarioCount)
  }
}
