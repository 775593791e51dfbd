import Aggregates
import Formulas
import Models
import Sweeps
import Testing

/// Compiled calculations whose control flow is drawn: scenarios that differ in it never run side by side.
@Suite struct SteeringTests {
  /// Whole numbers from 0 on, each with a random weight.
  private func mixture(_ count: Int, _ random: inout SplitMix64) -> Distribution {
    let weights = (0..<count).map { _ in Double.random(in: 0.01...1, using: &random) }
    let total = weights.reduce(0, +)
    return .discrete(weights.enumerated().map { WeightedValue(value: .number(Double($0)), weight: $1 / total) })
  }

  private func sweep(seed: UInt64, design: Sample.Design, size: UInt64, axis: Axis?) -> Sweep {
    var random = SplitMix64(seed: seed)
    let by = axis.map { [$0.input] } ?? []
    let kind = Axis(input: "kind", values: [.choice("x"), .choice("y"), .choice("z")])
    return Sweep(
      name: "steered", model: ModelReference(name: "toy", version: 1), seed: seed, axes: axis.map { [$0] } ?? [],
      decisions: [kind],
      uncertain: [
        UncertainInput(input: "count", distribution: mixture(9, &random)),
        UncertainInput(input: "wait", distribution: mixture(5, &random)),
        UncertainInput(input: "c", distribution: .lognormal(.median(2, sigma: 0.4))),
        UncertainInput(input: "a", distribution: .normal(.moments(mean: 0, sd: 1))),
      ],
      fixed: [], derived: [], filter: nil, sample: Sample(design: design, size: size, replicates: 2),
      reports: [
        Report(
          name: "sum", question: .statistics(of: .name("simulated"), [.mean, .sd, .min, .max, .quantile(0.5)]),
          by: by + ["kind"], at: [], filter: nil),
        Report(
          name: "detail", question: .statistics(of: .name("detailed"), [.mean, .max]), by: by,
          at: [
            FixedInput(input: "kind", value: .choice("y"))
          ], filter: nil),
        Report(
          name: "best", question: .best(.min, of: .name("simulated"), over: ["kind"]), by: by, at: [], filter: nil),
      ])
  }

  private func check(_ sweep: Sweep) throws {
    let plan = try Plan(sweep, declaration: ToyModel().declaration)
    let expected = ScalarOracle(plan, model: ToyModel()).state()
    let workload = Workload(plan, model: ToyModel())
    for set in InstructionSet.available {
      var state = SweepState(layout: plan.stateLayout)
      set.engine(workload).run(BlockRange(0, plan.blockCount), into: &state) { _ in true }
      #expect(state.encode() == expected.encode(), "seed \(sweep.seed), \(set)")
    }
  }

  @Test(arguments: 1..<5 as Range<UInt64>)
  func `drawn steering gives the bytes of the scalar computation`(seed: UInt64) throws {
    let isRandom = seed % 2 == 0
    try check(sweep(seed: seed, design: isRandom ? .random : .sobol, size: isRandom ? 2 * 1303 : 2048, axis: nil))
  }

  /// A swept input other than the steering, and a swept steering input.
  @Test(arguments: ["share", "wait", "count"])
  func `so it does in several cells`(input: String) throws {
    let values: [Double] = input == "share" ? [0.2, 0.35, 0.9] : [0, 3, 7]
    var sweep = sweep(
      seed: 7, design: .random, size: 2 * 300, axis: Axis(input: input, values: values.map(Value.number)))
    sweep.uncertain.removeAll { $0.input == input }
    try check(sweep)
  }
}
