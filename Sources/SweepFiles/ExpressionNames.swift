import Sweeps

/// The names an expression may use, and what is known about them.
struct ExpressionNames {
  var declaration: ModelDeclaration
  /// Names that `derive` adds, with their units where these are known.
  var derived: [String: Unit?] = [:]
  var decisions: [Axis] = []
  /// Whether outputs exist yet: not in `derive`.
  var allowsOutputs = true

  /// What a name stands for.
  enum Meaning {
    case input(InputDeclaration)
    case derived(String, Unit?)
    case output(OutputDeclaration)
  }

  func meaning(of name: String) throws(Complaint) -> Meaning {
    if let unit = derived[name] { return .derived(name, unit) }
    if let input = declaration.input(name) { return .input(input) }
    if let output = declaration.output(name) {
      if allowsOutputs { return .output(output) }
      throw Complaint("\(output.name) is an output, known only after the model ran", "use inputs and derived names")
    }
    if name == "regret" || name == "evpi" {
      throw Complaint(
        "\(name) is not a value of one scenario in this version", "write a `best` report, whose table has it")
    }
    let outputs = allowsOutputs ? declaration.outputs.map(\.name) : []
    let known = outputs + derived.keys.sorted() + declaration.inputs.map(\.name)
    throw Complaint("\(name) is not a name of \(declaration.name)", Spelling.remedy(for: name, among: known))
  }

  func output(_ name: String) throws(Complaint) -> OutputDeclaration {
    if name == "regret" { _ = try meaning(of: name) }
    if allowsOutputs, let output = declaration.output(name) { return output }
    let known = allowsOutputs ? declaration.outputs.map(\.name) : []
    throw Complaint("\(name) is not an output of \(declaration.name)", Spelling.remedy(for: name, among: known))
  }

  /// The canonical labels of an option, each of which names one value of one decision.
  func labels(_ labels: [String]) throws(Complaint) -> [String] {
    var used: Set<String> = []
    var result: [String] = []
    for label in labels {
      let matches = decisions.compactMap { decision in
        declaration.input(decision.input).flatMap { decision.value(labelled: label, of: $0) }
          .map { (decision.input, $0.label) }
      }
      guard let match = matches.first else {
        let known = decisions.flatMap(\.values).map(\.label)
        throw Complaint("\(label) is not an option of `decide`", Spelling.remedy(for: label, among: known))
      }
      guard matches.count == 1 else {
        throw Complaint(
          "\(label) is an option of \(matches.map(\.0).joined(separator: " and "))",
          "give the decisions different values")
      }
      guard used.insert(match.0).inserted else {
        throw Complaint("two labels fix \(match.0)", "name one option of each decision")
      }
      result.append(match.1)
    }
    return result
  }
}

extension Axis {
  /// The value that a label written in an expression means.
  fileprivate func value(labelled text: String, of input: InputDeclaration) -> Value? {
    if let choice = input.choice(reading: text) { return values.first { $0 == .choice(choice) } }
    guard let number = DecimalNumber(parsing: text)?.value else { return nil }
    return values.first { $0 == .number(number) }
  }
}
