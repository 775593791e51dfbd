import Aggregates
import Formulas
import Sweeps
import Testing

@testable import Models

/// Inputs that are paths, and defaults that follow a choice, from the declaration to the program.
@Suite struct PathTests {
  private let model = PathModel()

  private func plan(
    axes: [Axis] = [], decisions: [Axis] = [], uncertain: [UncertainInput] = [], fixed: [FixedInput] = [],
    derived: [DerivedInput] = [], of output: String = "cost", design: Sample.Design = .random, by: [String] = []
  ) throws -> Plan {
    try Plan(
      Sweep(
        name: "test", model: ModelReference(name: "path", version: 1), seed: 3, axes: axes, decisions: decisions,
        uncertain: uncertain, fixed: fixed, derived: derived, sample: Sample(design: design, size: 64, replicates: 1),
        reports: [Report(name: "r", question: .statistics(of: .name(output), [.mean, .min, .max]), by: by)]),
      declaration: model.declaration)
  }

  private let shocks = UncertainInput(input: "shocks", distribution: .uniform(low: 0, high: 1))

  // MARK: Paths

  @Test func `every step has its own draw, under its own name, after all inputs of one value`() throws {
    let layout = try plan(uncertain: [
      UncertainInput(input: "nre", distribution: .uniform(low: 0, high: 1)), shocks,
      UncertainInput(input: "area", distribution: .uniform(low: 1, high: 2), dimension: 4),
    ]).drawLayout
    #expect(layout.ranges == [0..<1, 2..<42, 1..<2])
    #expect(layout.draws[0] == Workload.Draw(key: FNV1a.hash32("nre"), dimension: 0))
    #expect(layout.draws[1] == Workload.Draw(key: FNV1a.hash32("area"), dimension: 3))
    #expect(layout.draws[5] == Workload.Draw(key: FNV1a.hash32("shocks[3]"), dimension: 5))
    // Dimension 4, counted from 1, is pinned: the steps go around it.
    #expect(layout.draws[2...].map(\.dimension) == [1, 2] + Array(4..<42))
    #expect(Set(layout.draws.map(\.key)).count == 42)
  }

  @Test func `a step that no report reads is not drawn`() throws {
    let third = Workload(try plan(uncertain: [shocks], of: "third"), model: model)
    #expect(third.draws == [Workload.Draw(key: FNV1a.hash32("shocks[2]"), dimension: 2)])
    #expect(third.passes[0].program.draws == [0])
    let sum = Workload(try plan(uncertain: [shocks], of: "sum"), model: model)
    #expect(sum.draws.map(\.dimension) == [0, 1, 2, 3])
    #expect(Workload(try plan(uncertain: [shocks], of: "cost"), model: model).draws.isEmpty)
  }

  @Test(arguments: [Sample.Design.random, .sobol])
  func `the scenario of a name has the path that the cores drew`(design: Sample.Design) throws {
    let plan = try plan(uncertain: [shocks], of: "sum", design: design)
    for set in InstructionSet.available {
      var state = SweepState(layout: plan.stateLayout)
      set.engine(Workload(plan, model: model)).run(BlockRange(0, plan.blockCount), into: &state) { _ in true }
      let extremes = try #require(state[pass: 0, replicate: 0, cell: 0]?[0].extremes)
      let maximum = try #require(extremes.maximum)
      let name = ScenarioName(replicate: 0, cell: 0, sample: maximum.sample)
      let point = ScenarioEvaluation(plan, model: model, named: name).point(under: Option(choices: []))
      #expect(point.outputs["sum"] == maximum.value)
      guard case .path(let steps)? = point.inputs["shocks"] else {
        Issue.record("no path")
        return
      }
      #expect(steps.count == 40 && Set(steps).count == 40)
      #expect(((steps[0] + steps[1]) + steps[2]) + steps[3] == maximum.value)
    }
  }

  @Test func `given steps come first, and the others keep the default`() throws {
    func sum(_ value: Value?) throws -> Double? {
      try Evaluation(model, given: value.map { ["z": $0] } ?? [:])["sum"]
    }
    #expect(try sum(nil) == 2)
    #expect(try sum(.number(0.25)) == 1)
    #expect(try sum(.path([1, -1])) == 1)
    let evaluation = try Evaluation(model, given: ["shocks": .path([3])])
    #expect(evaluation.inputs[2].value == .path([3] + Array(repeating: 0.5, count: 39)))
    let fixed = try plan(fixed: [FixedInput(input: "shocks", value: .path([1, -1]))], of: "sum")
    let name = ScenarioName(replicate: 0, cell: 0, sample: 0)
    let scenario = ScenarioEvaluation(fixed, model: model, named: name)
    #expect(scenario.value(of: .name("sum"), under: Option(choices: [])) == 1)
  }

  @Test(arguments: [
    (["z": Value.path([0, 10])], "shocks[1]: 10 is out of range; use -9..9, because the rest is beyond belief"),
    (
      ["z": .path(Array(repeating: 0, count: 41))],
      "shocks: 41 numbers, and the path has 40 steps; give at most 40"
    ),
    (["area": .path([1, 2])], "area: 2 numbers where one belongs; give one"),
    (["area": .number(859)], "area: 859 is out of range; use at most 858 mm2, because the reticle field is 26 x 33 mm"),
    (["area": .number(-1)], "area: -1 is out of range; use at most 858 mm2, because the reticle field is 26 x 33 mm"),
  ])
  func `a path or number out of range is refused with the reason`(given: [String: Value], sentence: String) {
    #expect { try Evaluation(model, given: given) } throws: { "\($0)" == sentence }
  }

  // MARK: Defaults per choice

  /// Cost less the area, in every cell under every option.
  private func designCosts(_ plan: Plan) -> [Double] {
    let cells = plan.passes[0].numbering.cells
    return (0..<UInt32(cells)).flatMap { cell in
      let name = ScenarioName(replicate: 0, cell: cell, sample: 0)
      let scenario = ScenarioEvaluation(plan, model: model, named: name)
      return scenario.options.map { (scenario.point(under: $0).outputs["cost"] ?? .nan) - 800 }
    }
  }

  @Test func `a default follows its choice wherever the choice stands`() throws {
    let strategy = Axis(input: "strategy", values: [.choice("build"), .choice("buy"), .choice("codesign")])
    #expect(designCosts(try plan()) == [350])
    #expect(designCosts(try plan(fixed: [FixedInput(input: "strategy", value: .choice("buy"))])) == [5])
    #expect(designCosts(try plan(decisions: [strategy], by: ["strategy"])) == [350, 5, 200])
    #expect(designCosts(try plan(axes: [strategy], by: ["strategy"])) == [350, 5, 200])
    let weights = [WeightedValue(value: .choice("codesign"), weight: 1), .init(value: .choice("buy"), weight: 0)]
    #expect(
      designCosts(try plan(uncertain: [UncertainInput(input: "strategy", distribution: .discrete(weights))])) == [200])
    #expect(try Evaluation(model, given: ["strat": .choice("CODESIGN")])["cost"] == 1000)
    #expect(try Evaluation(model).inputs[1].value == .number(350))
  }

  @Test func `what a person gives wins over the default of every choice`() throws {
    let decisions = [Axis(input: "strategy", values: [.choice("buy"), .choice("build")])]
    func costs(_ make: (PathTests) throws -> Plan) throws -> [Double] { designCosts(try make(self)) }
    let given = FixedInput(input: "nre", value: .number(7))
    #expect(try costs { try $0.plan(decisions: decisions, fixed: [given], by: ["strategy"]) } == [7, 7])
    let axis = Axis(input: "nre", values: [.number(7)])
    #expect(try costs { try $0.plan(axes: [axis], decisions: decisions, by: ["strategy", "nre"]) } == [7, 7])
    #expect(try costs { try $0.plan(decisions: decisions + [axis], by: ["strategy", "nre"]) } == [7, 7])
    let uncertain = UncertainInput(input: "nre", distribution: .constant(7))
    #expect(try costs { try $0.plan(decisions: decisions, uncertain: [uncertain], by: ["strategy"]) } == [7, 7])
    let derived = DerivedInput(input: "nre", expression: .number(7))
    #expect(try costs { try $0.plan(decisions: decisions, derived: [derived], by: ["strategy"]) } == [7, 7])
  }

  @Test func `a default under a decided choice is a constant of the program`() throws {
    let strategy = Axis(input: "strategy", values: [.choice("buy"), .choice("build")])
    let decided = Workload(try plan(decisions: [strategy], by: ["strategy"]), model: model)
    #expect(decided.passes[0].program.tables.isEmpty)
    #expect(decided.passes[0].program.cellCode.isEmpty)
    let varied = Workload(try plan(axes: [strategy], by: ["strategy"]), model: model)
    #expect(varied.passes[0].program.tables == [[5, 200, 350]])
  }

  @Test func `a survey names the points that cannot be built, and why`() throws {
    let strategy = Axis(input: "strategy", values: [.choice("buy"), .choice("build")])
    let area = Axis(input: "area", values: [.number(1), .number(2), .number(3)])
    let plan = try plan(axes: [area], decisions: [strategy], by: ["area", "strategy"])
    let survey = FeasibilitySurvey(plan, model: model)
    #expect(survey.checked == 6 && survey.infeasible == 3)
    #expect(
      survey.reasons == [
        .init(
          sentence: "nre: 350 USD is too dear; use less",
          example: [
            FixedInput(input: "area", value: .number(1)), FixedInput(input: "strategy", value: .choice("build")),
          ], points: 3)
      ])
    let few = FeasibilitySurvey(plan, model: model, limit: 2)
    #expect(few.checked == 2 && few.infeasible == 1)
  }
}
