import Formulas
import Sweeps
import Testing

@testable import Models

/// What every model of the catalogue must declare and give.
@Suite struct DeclarationTests {
  private static let all = Catalogue.models.map(\.declaration)

  private func dependencies(of model: any Model) -> ModelOutputs<DependencyLane> {
    let names = model.declaration.inputs.map(\.name)
    let lanes = Dictionary(uniqueKeysWithValues: names.map { ($0, DependencyLane(names: [$0])) })
    return model.outputs(ModelInputs(model.declaration, given: lanes))
  }

  @Test func `every declared input changes some output`() {
    for model in Catalogue.models {
      let reached = dependencies(of: model).values.reduce(into: Set<String>()) { $0.formUnion($1.value.names) }
      for input in model.declaration.inputs {
        #expect(reached.contains(input.name), "\(model.declaration.name) ignores \(input.name)")
      }
    }
  }

  @Test func `outputs come in declared order and under their declared names`() {
    for model in Catalogue.models {
      let given = dependencies(of: model).values.map(\.name)
      #expect(given == model.declaration.outputs.map(\.name))
    }
  }

  @Test func `terms stand under outputs that exist`() {
    for model in Catalogue.models {
      let outputs = Set(model.declaration.outputs.map(\.name))
      let terms = dependencies(of: model).terms
      #expect(!terms.isEmpty)
      #expect(terms.allSatisfy { outputs.contains($0.output) })
    }
  }

  @Test func `the terms of an output add up to it`() throws {
    for model in Catalogue.models {
      for options in Self.options(of: model) {
        let evaluation = try Evaluation(model, given: options)
        for output in Set(evaluation.terms.map(\.output)) {
          let sum = evaluation.terms.filter { $0.output == output }.reduce(0) { $0 + $1.value }
          let whole = try #require(evaluation[output])
          #expect((sum - whole).magnitude <= 1e-12 * whole.magnitude, "\(output) of \(options)")
        }
      }
    }
  }

  private static func options(of model: any Model) -> [[String: Value]] {
    guard let input = model.declaration.input("strategy"), case .choice(let names) = input.kind else {
      guard model.declaration.input("layers") != nil else { return [[:]] }
      return [[:], ["layers": .number(126), "hidden": .number(16384)]]
    }
    return names.map { ["strategy": .choice($0)] }
  }

  @Test func `names and symbols are unique within a model`() {
    for declaration in Self.all {
      let inputs = declaration.inputs.map { [$0.name, $0.symbol] }
      let outputs = declaration.outputs.map { [$0.name, $0.symbol] }
      let words = (inputs + outputs).flatMap { Set($0) }
      let repeated = Dictionary(grouping: words, by: { $0 }).filter { $0.value.count > 1 }.keys
      #expect(repeated.isEmpty, "\(declaration.name): \(repeated.sorted())")
    }
  }

  @Test func `every input and output has a unit that reads, and words that explain it`() {
    for declaration in Self.all {
      for input in declaration.inputs {
        #expect(throws: Never.self, "\(input.name)") { try Unit(parsing: input.unit) }
        #expect(!input.source.isEmpty && input.doc.hasSuffix("."), "\(input.name)")
      }
      for output in declaration.outputs {
        #expect(throws: Never.self, "\(output.name)") { try Unit(parsing: output.unit) }
        #expect(output.doc.hasSuffix("."), "\(output.name)")
      }
    }
  }

  @Test func `names are snake case`() {
    let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_")
    for declaration in Self.all {
      for name in declaration.inputs.map(\.name) + declaration.outputs.map(\.name) {
        #expect(name.allSatisfy(letters.contains), "\(name)")
      }
    }
  }

  @Test func `every default is a value of its own kind and feasible`() throws {
    for model in Catalogue.models {
      for input in model.declaration.inputs { #expect(input.fault(of: input.defaultValue) == nil, "\(input.name)") }
      #expect(try Evaluation(model).infeasible.isEmpty)
    }
  }

  @Test func `a default that follows a choice has legal cases, and the choice a default of its own`() throws {
    for declaration in Self.all {
      for input in declaration.inputs {
        guard let per = input.defaultPer else { continue }
        let choice = try #require(declaration.input(per.input), "\(input.name)")
        #expect(choice.isChoice && choice.defaultPer == nil, "\(input.name)")
        for branch in per.cases {
          #expect(choice.choice(reading: branch.choice) == branch.choice, "\(input.name)")
          #expect(input.fault(of: branch.value) == nil, "\(input.name)")
        }
      }
    }
  }

  @Test func `a path is a number and has steps, and a limit gives its reason as a clause`() {
    for input in Self.all.flatMap(\.inputs) {
      if let length = input.length { #expect(!input.isChoice && length > 0, "\(input.name)") }
      guard let reason = input.limit?.reason else { continue }
      #expect(!reason.isEmpty && !reason.hasSuffix(".") && reason.first?.isUppercase == false, "\(input.name)")
    }
  }

  @Test func `the accelerator catalogue has one entry a name and positive figures`() {
    #expect(Accelerator.table.count == 46)
    #expect(Set(Accelerator.names).count == Accelerator.table.count)
    for chip in Accelerator.table {
      let figures = [
        chip.bf16, chip.fp8, chip.int8, chip.fp4, chip.memoryGB, chip.bandwidth, chip.power, chip.serverPower,
        chip.chipPrice, chip.serverPrice, chip.hourPrice,
      ].compactMap { $0 }
      #expect(figures.allSatisfy { $0 > 0 }, "\(chip.name)")
      #expect(!chip.sources.isEmpty, "\(chip.name)")
    }
  }
}
