import Formulas
import Sweeps

/// The inputs of one evaluation by full name.
public struct ModelInputs<L: Lane> {
  let values: [String: L]
  let paths: [String: [L]]

  /// One value for every declared input of one value, and the steps of every path.
  public init(_ values: [String: L], paths: [String: [L]] = [:]) {
    self.values = values
    self.paths = paths
  }

  /// What is given, and defaults for the rest. A default that follows a choice is looked up by that choice, whatever gave
  /// it, so it depends on what the choice depends on and on nothing else.
  ///
  /// - Parameters:
  ///   - given: by full name; of a path, one value for every step.
  ///   - paths: the first steps of paths.
  init(_ declaration: ModelDeclaration, given: [String: L], paths: [String: [L]] = [:]) {
    var values = given
    for input in declaration.inputs where values[input.name] == nil {
      values[input.name] = Self.defaultValue(of: input, given: given, in: declaration)
    }
    var steps: [String: [L]] = [:]
    for input in declaration.inputs {
      guard let length = input.length, let rest = values.removeValue(forKey: input.name) else { continue }
      let first = (paths[input.name] ?? []).prefix(length)
      steps[input.name] = first + Array(repeating: rest, count: length - first.count)
    }
    self.init(values, paths: steps)
  }

  private static func defaultValue(
    of input: InputDeclaration, given: [String: L], in declaration: ModelDeclaration
  ) -> L {
    let plain = input.number(of: input.defaultValue) ?? .nan
    guard let per = input.defaultPer, let choice = declaration.input(per.input), case .choice(let names) = choice.kind
    else { return L(plain) }
    let table = names.map { input.number(of: input.defaultValue(under: .choice($0))) ?? .nan }
    let position = given[choice.name] ?? L(choice.number(of: choice.defaultValue) ?? 0)
    return position.lookup(in: table)
  }

  /// The input of this name. Traps on a name the model does not declare: that is a fault of the model's text.
  public subscript(name: String) -> L {
    guard let value = values[name] else { preconditionFailure("the model reads an undeclared input: \(name)") }
    return value
  }

  /// The steps of the path of this name, as many as it declares. A step that no output reads costs nothing. Traps on a
  /// name the model does not declare as a path.
  public func path(_ name: String) -> [L] {
    guard let path = paths[name] else { preconditionFailure("the model reads an undeclared path: \(name)") }
    return path
  }
}

extension ModelInputs where L == ScalarLane {
  /// - Parameter given: checked values by full name.
  init(_ declaration: ModelDeclaration, given: [String: Value]) {
    var numbers: [String: ScalarLane] = [:]
    var paths: [String: [ScalarLane]] = [:]
    for (name, value) in given {
      if case .path(let steps) = value {
        paths[name] = steps.map { ScalarLane($0) }
      } else if let number = declaration.input(name)?.number(of: value) {
        numbers[name] = ScalarLane(number)
      }
    }
    self.init(declaration, given: numbers, paths: paths)
  }

  /// Inputs traced from constants alone; NaN where one is not a constant.
  init(constants: ModelInputs<TracedLane>) {
    func scalar(_ lane: TracedLane) -> ScalarLane { ScalarLane(lane.constant ?? .nan) }
    self.init(constants.values.mapValues(scalar), paths: constants.paths.mapValues { $0.map(scalar) })
  }

  /// The input as a person reads it.
  func value(of input: InputDeclaration) -> Value { value(of: input, \.value) }
}

extension ModelInputs where L == TracedLane {
  /// The input as a person reads it; NaN where it is not a constant.
  func value(of input: InputDeclaration) -> Value { value(of: input) { $0.constant ?? .nan } }
}

extension ModelInputs {
  /// A number, the name of a choice, or the numbers of a path.
  private func value(of input: InputDeclaration, _ read: (L) -> Double) -> Value {
    if let path = paths[input.name] { return .path(path.map(read)) }
    let number = read(self[input.name])
    guard case .choice(let names) = input.kind, let index = Int(exactly: number),
      names.indices.contains(index)
    else { return .number(number) }
    return .choice(names[index])
  }
}

extension ModelInputs: Sendable where L: Sendable {}
