import Aggregates
import Formulas
import Models
import Sweeps
import Testing

/// The heart of the promise: every core gives the bytes of a plain computation, scenario by scenario, number by number.
@Suite struct OracleTests {
  private func check(_ model: any Model, seed: UInt64, size: RandomSweep.Size) throws {
    var random = RandomSweep(model.declaration, seed: seed, size: size)
    let sweep = random.sweep()
    let plan = try Plan(sweep, declaration: model.declaration)
    let expected = ScalarOracle(plan, model: model).state()
    let workload = Workload(plan, model: model)
    for set in InstructionSet.available {
      var state = SweepState(layout: plan.stateLayout)
      let end = set.engine(workload).run(BlockRange(0, plan.blockCount), into: &state) { _ in true }
      #expect(end == plan.blockCount, "seed \(seed)")
      guard state.encode() != expected.encode() else { continue }
      Issue.record("seed \(seed), \(set): \(difference(state, expected, plan)) of \(sweep.canonicalJSON.text)")
    }
  }

  @Test(arguments: 1..<121 as Range<UInt64>)
  func `any sweep of a small model gives the bytes of the scalar computation`(seed: UInt64) throws {
    try check(ToyModel(), seed: seed, size: .init())
  }

  /// Several blocks and chunks, none of them full at the end.
  @Test(arguments: 1001..<1007 as Range<UInt64>)
  func `sweeps of many blocks give the bytes of the scalar computation`(seed: UInt64) throws {
    try check(ToyModel(), seed: seed, size: .init(values: 1, samples: 9000, reports: 2))
  }

  @Test(arguments: Catalogue.models.map(\.declaration.name), 2001..<2009 as Range<UInt64>)
  func `any sweep of a real model gives the bytes of the scalar computation`(name: String, seed: UInt64) throws {
    try check(try Catalogue.model(named: name), seed: seed, size: .init(values: 2, samples: 20, reports: 3))
  }

  /// Where two states first differ.
  private func difference(_ state: SweepState, _ expected: SweepState, _ plan: Plan) -> String {
    for (index, pass) in plan.passes.enumerated() {
      for replicate in 0..<Int(pass.numbering.replicates) {
        for cell in 0..<Int(pass.numbering.cells) {
          let found = state[pass: index, replicate: replicate, cell: cell]
          let wanted = expected[pass: index, replicate: replicate, cell: cell]
          for measure in pass.measures.indices where found?[measure] != wanted?[measure] {
            let (a, b) = (found?[measure], wanted?[measure])
            var parts: [String] = []
            if a?.tally != b?.tally {
              parts.append("tally \(String(describing: a?.tally)) \(String(describing: b?.tally))")
            }
            if a?.hits != b?.hits { parts.append("hits") }
            if a?.moments != b?.moments { parts.append("moments") }
            if a?.histogram != b?.histogram { parts.append("histogram") }
            if a?.extremes != b?.extremes { parts.append("extremes") }
            return "pass \(index), replicate \(replicate), cell \(cell), measure \(pass.measures[measure]): \(parts)"
          }
        }
      }
    }
    return "the encoding alone"
  }
}
