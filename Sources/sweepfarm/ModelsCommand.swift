import ArgumentParser
import Models
import Sweeps

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the models, or every input and output of one.",
    discussion: """
      Example:
        sweepfarm models training-cost
      """)

  @Argument(help: "A model.")
  var model: String?

  @OptionGroup var format: FormatOptions

  mutating func run() throws {
    guard let model else {
      let declarations = Catalogue.models.map(\.declaration)
      if format.json {
        print(JSON.array(declarations.map(\.summary)).text)
      } else {
        for entry in declarations {
          print("\(entry.name)@\(entry.version)  \(entry.inputs.count) inputs, \(entry.outputs.count) outputs")
          print("  \(entry.question)")
        }
        print("\nsweepfarm models MODEL shows one in full; sweepfarm evaluate MODEL works out one scenario.")
      }
      return
    }
    let declaration = try Catalogue.model(named: model).declaration
    print(format.json ? declaration.json.text : declaration.text(width: min(100, Terminal.width)))
  }
}

extension ModelDeclaration {
  fileprivate var summary: JSON {
    .object([
      .init("model", .string(name)), .init("version", .integer(Int64(version))), .init("question", .string(question)),
    ])
  }

  /// What `models MODEL --json` prints.
  var json: JSON {
    .object([
      .init("model", .string(name)), .init("version", .integer(Int64(version))), .init("question", .string(question)),
      .init("inputs", .array(inputs.map(\.json))),
      .init(
        "outputs",
        .array(
          outputs.map {
            .object([
              .init("name", .string($0.name)), .init("symbol", .string($0.symbol)), .init("unit", .string($0.unit)),
              .init("doc", .string($0.doc)),
            ])
          })),
    ])
  }
}

extension InputDeclaration {
  fileprivate var json: JSON {
    .object([
      .init("name", .string(name)), .init("symbol", .string(symbol)), .init("unit", .string(unit)),
      .init("kind", .string(kind.words)), .init("default", defaultValue.json),
      .init("default_per", defaultPer?.json ?? .null), .init("length", length.map { .integer(Int64($0)) } ?? .null),
      .init("limit", limit.map { .string($0.words(unit: unit)) } ?? .null),
      .init("limit_reason", limit.map { .string($0.reason) } ?? .null),
      .init("distribution", distribution.map { .string($0.canonicalText) } ?? .null), .init("source", .string(source)),
      .init("doc", .string(doc)),
    ])
  }
}

extension ChoiceDefaults {
  fileprivate var json: JSON {
    .object([
      .init("input", .string(input)), .init("defaults", .object(cases.map { .init($0.choice, $0.value.json) })),
    ])
  }
}
