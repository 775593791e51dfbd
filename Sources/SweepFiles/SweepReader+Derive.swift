import Sweeps

extension SweepReader {
  /// A derived name with its expression, where it was written and what it uses.
  struct Derivation {
    var name: String
    var line: Int
    var path: String
    var text: String
    var uses: Set<String> = []
    var typed = TypedExpression(expression: .number(0))
  }

  /// Derived inputs in an order in which each uses only earlier ones, otherwise as written.
  mutating func derived(_ entry: Entry?, of declaration: ModelDeclaration) -> [Derivation] {
    var pending: [Derivation] = []
    for pair in sectionPairs(entry, "`name: expression`") {
      guard pending.count < SweepFileLimits.derived else {
        add(
          pair.line, pair.value.path,
          Complaint("`derive` has more than \(SweepFileLimits.derived) names", "join some of them in one expression"))
        break
      }
      guard let name = derivedName(pair, of: declaration), claim(name, pair, in: .derive),
        let text = attempt(pair.value, { entry throws(Complaint) in try entry.text("an expression") }),
        let syntax = attempt(pair.value, { _ throws(Complaint) in try ExpressionParser.parse(text) })
      else { continue }
      let uses = Set(syntax.names.map { declaration.input($0)?.name ?? $0 })
      pending.append(Derivation(name: name, line: pair.line, path: pair.value.path, text: text, uses: uses))
    }
    let ordered = inOrder(pending)
    return resolved(ordered, of: declaration)
  }

  private mutating func derivedName(_ pair: Entry.Pair, of declaration: ModelDeclaration) -> String? {
    let entry = Entry(line: pair.line, path: pair.value.path, content: pair.value.content)
    return attempt(entry) { _ throws(Complaint) in
      if let input = declaration.input(pair.key) {
        if input.isChoice {
          throw Complaint(
            "\(input.name) is a choice and cannot be computed", "put it under `vary`, `decide` or `fixed`")
        }
        try input.refusePath("and cannot be computed")
        return input.name
      }
      if let output = declaration.output(pair.key) {
        throw Complaint("\(output.name) is an output of \(declaration.name)", "give the derived value another name")
      }
      let isWord = pair.key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      guard isWord, pair.key.first?.isNumber == false, !["and", "or", "not"].contains(pair.key),
        Expression.Function(rawValue: pair.key) == nil
      else { throw Complaint("`\(pair.key)` cannot be a name", "use letters, digits and _, starting with a letter") }
      return pair.key
    }
  }

  private mutating func inOrder(_ derivations: [Derivation]) -> [Derivation] {
    var rest = derivations
    var done: [Derivation] = []
    while !rest.isEmpty {
      let open = Set(rest.map(\.name))
      guard let next = rest.firstIndex(where: { $0.uses.isDisjoint(with: open) }) else {
        add(rest[0].line, rest[0].path, Self.circle(from: rest))
        return done
      }
      done.append(rest.remove(at: next))
    }
    return done
  }

  /// Every one of these uses another of them, so following uses comes round to one already seen.
  private static func circle(from rest: [Derivation]) -> Complaint {
    var way: [String] = []
    var current = rest[0]
    while !way.contains(current.name) {
      way.append(current.name)
      guard let next = rest.first(where: { current.uses.contains($0.name) }) else { break }
      current = next
    }
    let start = way.firstIndex(of: current.name) ?? 0
    let round = (way[start...] + [current.name]).joined(separator: " uses ")
    return Complaint("circular: \(round)", "compute one of them from inputs alone")
  }

  private mutating func resolved(_ derivations: [Derivation], of declaration: ModelDeclaration) -> [Derivation] {
    var names = ExpressionNames(declaration: declaration, allowsOutputs: false)
    var result: [Derivation] = []
    for var derivation in derivations {
      let entry = Entry(line: derivation.line, path: derivation.path, content: .text(derivation.text, plain: true))
      let resolver = ExpressionResolver(names: names)
      let text = derivation.text
      let typed = attempt(entry) { _ throws(Complaint) in try resolver.value(text) }
      let unit = declaration.input(derivation.name).map(\.parsedUnit) ?? typed?.knownUnit
      names.derived[derivation.name] = .some(unit)
      guard let typed else { continue }
      derivation.typed = typed
      result.append(derivation)
    }
    return result
  }

  /// What expressions outside `derive` may use.
  func names(derived: [Derivation], of declaration: ModelDeclaration) -> ExpressionNames {
    var names = ExpressionNames(declaration: declaration, decisions: decisions)
    for derivation in derived {
      let unit = declaration.input(derivation.name).map(\.parsedUnit) ?? derivation.typed.knownUnit
      names.derived[derivation.name] = .some(unit)
    }
    return names
  }
}

extension TypedExpression {
  /// The unit, unless it was guessed past a bare number.
  fileprivate var knownUnit: Unit? { isCertain ? unit : nil }
}

extension Syntax {
  /// Every name in it.
  fileprivate var names: [String] {
    switch self {
    case .number, .quoted, .member: []
    case .name(let name): [name]
    case .unary(_, let operand): operand.names
    case .binary(_, let left, let right): left.names + right.names
    case .call(_, let arguments): arguments.flatMap(\.names)
    }
  }
}
