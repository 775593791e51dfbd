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
  /// defaults.
  public init(_ model: any Model, given: [String: Value] = [:]) throws(EvaluationError) {
    let declaration = model.declaration
    let values = try Self.resolve(given, for: declaration)
    let point = try Self.point(values, for: declaration)
    self.model = ModelReference(name: declaration.name, version: declaration.version)
    inputs = declaration.inputs.map { input in
      Input(name: input.name, value: values[input.name] ?? input.defaultValue, unit: input.unit, symbol: input.symbol)
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

  private static func point(
    _ values: [String: Value], for declaration: ModelDeclaration
  ) throws(EvaluationError) -> ModelInputs<ScalarLane> {
    var lanes: [String: ScalarLane] = [:]
    for input in declaration.inputs {
      let value = values[input.name] ?? input.defaultValue
      guard let number = input.number(of: value) else {
        throw EvaluationError(sentences: ["\(input.name): its default is not one of its choices"])
      }
      lanes[input.name] = ScalarLane(number)
    }
    return ModelInputs(lanes)
  }
}

/// Inputs that cannot be evaluated: one sentence a fault, each with the remedy.
public struct EvaluationError: Error, Equatable, CustomStringConvertible {
  public var sentences: [String]

  public var description: String { sentences.joined(separator: "\n") }
}

extension InputDeclaration {
  /// The number a value stands for in an evaluation: itself, or the index of the choice. Nil for an unknown choice
  /// and for a name where a number belongs.
  public func number(of value: Value) -> Double? {
    switch (kind, value) {
    case (.choice(let names), .choice(let name)): names.firstIndex(of: name).map(Double.init)
    case (.choice(let names), .number(let number)): names.firstIndex(of: JSON.text(of: number)).map(Double.init)
    case (.positive, .number(let number)), (.fraction, .number(let number)), (.real, .number(let number)),
      (.count, .number(let number)):
      number
    case (.positive, .choice), (.fraction, .choice), (.real, .choice), (.count, .choice): nil
    }
  }

  /// Why a value is not one of this input, as a sentence with the allowed range; nil where it is.
  public func fault(of value: Value) -> String? {
    switch (kind, value) {
    case (.choice(let names), _):
      guard number(of: value) == nil else { return nil }
      return choiceFault(value, names)
    case (_, .choice(let text)): return "\(name): \(text) is not a number; \(allowed)"
    case (_, .number(let number)):
      return number.isFinite && isAllowed(number)
        ? nil : "\(name): \(JSON.text(of: number)) is out of range; \(allowed)"
    }
  }

  private func choiceFault(_ value: Value, _ names: [String]) -> String {
    let text =
      switch value {
      case .choice(let text): text
      case .number(let number): JSON.text(of: number)
      }
    let nearest = Spelling.nearest(to: text, in: names)
    let remedy = nearest.map { "did you mean \($0)?" } ?? "use one of \(names.joined(separator: ", "))"
    return "\(name): \(text) is not a choice; \(remedy)"
  }

  private func isAllowed(_ number: Double) -> Bool {
    switch kind {
    case .positive(let allowsZero): number > 0 || (allowsZero && number == 0)
    case .fraction: (0...1).contains(number)
    case .real: true
    case .count(let minimum): number >= Double(minimum) && number == number.rounded()
    case .choice: false
    }
  }

  private var allowed: String {
    let suffix = unit == "1" ? "" : " (\(unit))"
    return switch kind {
    case .positive(let allowsZero): "use a number \(allowsZero ? "of 0 or more" : "above 0")\(suffix)"
    case .fraction: "use a fraction in 0..1"
    case .real: "use a finite number\(suffix)"
    case .count(let minimum): "use a whole number of at least \(minimum)"
    case .choice(let names): "use one of \(names.joined(separator: ", "))"
    }
  }
}
