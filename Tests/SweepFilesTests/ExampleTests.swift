import Models
import SweepFiles
import Sweeps
import Testing

/// tokens_per_param is an input of the guide's model only.
private let guide: [ModelDeclaration] = {
  var training = Declarations.training
  training.inputs.append(Declarations.input("tokens_per_param", "tpp", "1", .positive(allowsZero: false)))
  return [training, Declarations.chips]
}()

@Test func `the guide's training example reads`() throws {
  let sweep = try SweepFile.read(text: Examples.trainingCost, path: "training.yaml", catalogue: guide)
  #expect(sweep.axes.map(\.values.count) == [41, 4])
  #expect(sweep.decisions.map(\.input) == ["precision", "chips"])
  #expect(sweep.uncertain.count == 9)
  #expect(sweep.uncertain[0].distribution == .logitNormal(Interval(low: 0.3, high: 0.45)))
  #expect(sweep.derived.map(\.expression.text) == ["(params * tokens_per_param)"])
  #expect(sweep.filter?.text == "(tokens <= 400000000000000)")
  #expect(sweep.sample == Sample(design: .sobol, size: 1 << 18, replicates: 16))
  #expect(sweep.reports.map(\.name) == ["cost", "over_1b", "cheapest"])
  #expect(sweep.reports[1].question == .probability(.binary(.greater, .name("cost"), .number(1e9))))
  #expect(sweep.reports[2].question == .best(.min, of: .name("cost"), over: ["precision", "chips"]))
}

@Test func `the guide's chip example reads`() throws {
  let sweep = try SweepFile.read(text: Examples.chipStrategy, path: "chips.yaml", catalogue: guide)
  #expect(sweep.uncertain.count == 12)
  let nre = Distribution.perAxis(
    input: "node",
    [("N5", 180.0, 420.0), ("N3", 300, 750), ("N2", 450, 1200)].map {
      AxisCase(value: .choice($0.0), distribution: .lognormal(.interval(Interval(low: $0.1, high: $0.2))))
    })
  #expect(sweep.uncertain[0].distribution == nre)
  #expect(sweep.uncertain[6].distribution == .lognormal(.interval(Interval(low: 40e6, high: 300e6))))
  #expect(sweep.reports[1].question == .best(.max, of: .name("npv"), over: ["strategy"]))
}

@Test func `what the guide's examples ask beyond this version is refused line by line`() {
  for (text, words) in [
    (Examples.trainingCost + "\n" + Examples.trainingCostRefused, ["pareto", "sensitivity", "scenarios", "correlate"]),
    (Examples.chipStrategy + "\n" + Examples.chipStrategyRefused, ["breakeven", "evppi", "discover", "sensitivity"]),
  ] {
    #expect {
      try SweepFile.read(text: text, path: "f", catalogue: guide)
    } throws: { error in
      let faults = (error as? SweepFileFaults)?.faults ?? []
      return faults.map(\.what) == words.map { "\($0) is not supported by this version" }
    }
  }
}

private let readyFiles = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Cluster/sweeps/"

@Test(arguments: [
  ("chip-breakeven", 10_000_000...100_000_000), ("gpt4-training", 1_000_000...100_000_000),
  ("own-chip", 10_000_000...100_000_000),
])
func `the ready sweep files read and plan`(_ name: String, _ size: ClosedRange<Int>) throws {
  let declarations = Catalogue.models.map(\.declaration)
  let sweep = try SweepFile.read(path: readyFiles + name + ".yaml", catalogue: declarations)
  #expect(sweep.name == name)
  let model = try #require(declarations.first { $0.name == sweep.model.name })
  let plan = try Plan(sweep, declaration: model)
  #expect(size ~= Int(plan.scenarioCount))
  let again = try SweepFile.read(text: sweep.canonicalJSON.text, path: "canonical", catalogue: declarations)
  #expect(again == sweep)
}

@Test func `the default sweep maps a thousand cells or more`() throws {
  let sweep = try SweepFile.read(
    path: readyFiles + "chip-breakeven.yaml", catalogue: Catalogue.models.map(\.declaration))
  #expect(sweep.axes.reduce(1) { $0 * $1.values.count } >= 1_000)
}

@Test func `every unit of the catalogue parses`() {
  for model in Catalogue.models.map(\.declaration) {
    for unit in model.inputs.map(\.unit) + model.outputs.map(\.unit) {
      #expect(throws: Never.self, "\(model.name): \(unit)") { try Unit(parsing: unit) }
    }
  }
}

@Test func `every default distribution of the catalogue passes the checks of a written one`() {
  for model in Catalogue.models.map(\.declaration) {
    for input in model.inputs where input.distribution != nil {
      let output = model.outputs[0].name
      let text = "sweep: s\nmodel: \(model.name)\nuncertain: {\(input.name): default}\nreport: {r: {of: \(output)}}\n"
      #expect(throws: Never.self, "\(model.name): \(input.name)") {
        try SweepFile.read(text: text, path: "f", catalogue: [model])
      }
    }
  }
}
