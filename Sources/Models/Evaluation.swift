import Formulas
import Sweeps

/// One scenario of a model, worked out in full: what `evaluate` prints.
public struct Evaluation: Sendable {
  public struct Input: Hashable, Sendable {
    public var name: String
    public var value: Value
    public var unit: String
    public var symbol: String
  }

  public struct Output: Hashable, Sendable {
    public var name: String
    public var value: Double
    public var unit: String
    public var symbol: String
  }

  /// An addend of an output, in its unit.
  public struct Term: Hashable, Sendable {
    public var output: String
    public var name: String
    public var value: Double
  }

  public var model: ModelReference
  /// Every input in declared order, defaults included.
  public var inputs: [Input]
  public var outputs: [Output]
  public var terms: [Term]
  /// Why the point cannot be built; empty where it can.
  public var infeasible: [String]

  /// Evaluates a model with some inputs given, by name or by symbol, in the model's units; the rest keep their
  /// defaults, which may follow a choice. A number given for a path holds for every step.
  public init(_ model: any Model, given: [String: Value] = [:]) throws(EvaluationError) {
    let declaration = model.declaration
    let point = ModelInputs(declaration, given: try Self.resolve(given, for: declaration))
    self.model = ModelReference(name: declaration.name, version: declaration.version)
    inputs = declaration.inputs.map { input in
      Input(name: input.name, value: point.value(of: input), unit: input.unit, symbol: input.symbol)
    }
    let results = model.outputs(point)
    outputs = declaration.outputs.map { output in
      Output(name: output.name, value: results[output.name].value, unit: output.unit, symbol: output.symbol)
    }
    terms = results.terms.map { Term(output: $0.output, name: $0.name, value: $0.value.value) }
    infeasible = model.infeasibilities(point)
  }

  /// The output of this full name or symbol.
  public subscript(nameOrSymbol: String) -> Double? {
    (outputs.first { $0.name == nameOrSymbol } ?? outputs.first { $0.symbol == nameOrSymbol })?.value
  }

  /// Full names for names or symbols, each value checked against its input's kind. All faults at once.
  private static func resolve(
    _ given: [String: Value], for declaration: ModelDeclaration
  ) throws(EvaluationError) -> [String: Value] {
    var values: [String: Value] = [:]
    var faults: [String] = []
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      guard let input = declaration.input(name) else {
        faults.append(unknown(name, in: declaration))
        continue
      }
      if values.updateValue(value, forKey: input.name) != nil {
        faults.append("\(input.name): given twice, by name and by symbol \(input.symbol); give it once")
      }
      if let fault = input.fault(of: value) { faults.append(fault) }
    }
    guard faults.isEmpty else { throw EvaluationError(sentences: faults) }
    return values
  }

  private static func unknown(_ name: String, in declaration: ModelDeclaration) -> String {
    let nearest = Spelling.nearest(to: name, in: declaration.inputs.map(\.name))
    let remedy = nearest.map { "did you mean \($0)?" } ?? "see the inputs with: sweepfarm models \(declaration.name)"
    return "\(name): \(declaration.name) has no such input; \(remedy)"
  }
}

/// Inputs that cannot be evaluated: one sentence a fault, each with the remedy.
public struct EvaluationError: Error, Equatable, CustomStringConvertible {
  public var sentences: [String]

  public var description: String { sentences.joined(separator: "\n") }
}
