import Sweeps

extension ModelDeclaration {
  /// What `models MODEL` prints, in lines of at most `width` characters where words allow.
  func text(width: Int) -> String {
    var out = "\(name)@\(version)\n" + question.wrapped(width: width, indent: 0)
    out += "\ninputs\n"
    for input in inputs { out += input.text(width: width) }
    out += "\noutputs\n"
    for output in outputs {
      out += "  \(output.name) (\(output.symbol))\(output.unit == "1" ? "" : " [\(output.unit)]")\n"
      out += output.doc.wrapped(width: width, indent: 4)
    }
    return out
  }
}

extension InputDeclaration {
  fileprivate func text(width: Int) -> String {
    let unit = unit == "1" ? "" : " \(unit)"
    var head = "\(name) (\(symbol)) = \(defaultValue.readable)\(unit)"
    if let length { head += " in each of \(length) steps" }
    if !isChoice { head += ", \(limit?.words(unit: self.unit) ?? kind.words)" }
    var out = head.wrapped(width: width, indent: 2)
    for line in [doc] + facts { out += line.wrapped(width: width, indent: 4) }
    return out
  }

  private var facts: [String] {
    var lines: [String] = []
    if case .choice(let names) = kind { lines.append("one of: \(names.joined(separator: ", "))") }
    if let limit { lines.append("limited because \(limit.reason)") }
    if let defaultPer {
      let cases = defaultPer.cases.map { "\($0.choice) \($0.value.readable)" }.joined(separator: ", ")
      lines.append("default by \(defaultPer.input): \(cases); otherwise \(defaultValue.readable)")
    }
    switch distribution {
    case nil: break
    case .perAxis(let choice, let cases)?:
      lines += cases.map { "spread for \(choice) \($0.value.label): \($0.distribution.canonicalText)" }
    case let spread?: lines.append("spread: \(spread.canonicalText)")
    }
    return lines + ["source: \(source)"]
  }
}

extension InputDeclaration.Kind {
  /// As the catalogue prints it.
  var words: String {
    switch self {
    case .positive(let allowsZero): allowsZero ? "0 or more" : "more than 0"
    case .fraction: "a fraction in 0..1"
    case .real: "any number"
    case .count(let minimum): "a whole number from \(minimum)"
    case .choice(let names): "choice of \(names.joined(separator: ", "))"
    }
  }
}
