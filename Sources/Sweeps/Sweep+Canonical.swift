extension Sweep {
  /// Everything spelled out, in the grammar of sweep files: reading this text gives an equal sweep. Its bytes are what is
  /// hashed, stored and sent.
  public var canonicalJSON: JSON {
    var members: [JSON.Member] = [
      .init("sweep", .string(name)), .init("model", .string("\(model.name)@\(model.version)")),
      .init("seed", .unsigned(seed)),
    ]
    func add(_ key: String, _ entries: [JSON.Member]) {
      if !entries.isEmpty { members.append(.init(key, .object(entries))) }
    }
    add("vary", axes.map { .init($0.input, .array($0.values.map(\.json))) })
    add("decide", decisions.map { .init($0.input, .array($0.values.map(\.json))) })
    add("uncertain", uncertain.map { .init($0.input, $0.json) })
    add("fixed", fixed.map { .init($0.input, $0.value.json) })
    add("derive", derived.map { .init($0.input, .string($0.expression.text)) })
    if let filter { members.append(.init("where", .string(filter.text))) }
    members.append(.init("sample", sample.json))
    add("report", reports.map { .init($0.name, $0.json) })
    members.append(.init("numeric_contract", .integer(1)))
    return .object(members)
  }
}

extension Value {
  /// A number, the name of the choice, or the numbers of the path.
  public var json: JSON {
    switch self {
    case .number(let number): .number(number)
    case .choice(let name): .string(name)
    case .path(let numbers): .array(numbers.map(JSON.number))
    }
  }

  /// As written in a sweep file: the shortest number that reads back, the name of the choice, or numbers with commas.
  public var label: String {
    switch self {
    case .number(let number): JSON.text(of: number)
    case .choice(let name): name
    case .path(let numbers): numbers.map { JSON.text(of: $0) }.joined(separator: ", ")
    }
  }
}

extension UncertainInput {
  fileprivate var json: JSON {
    guard let dimension else { return distribution.json }
    return .object([.init("dist", distribution.json), .init("dim", .integer(Int64(dimension)))])
  }
}

extension Distribution {
  /// Named families as their text, compound ones as mappings.
  public var json: JSON {
    func call(_ name: String, _ arguments: Double...) -> JSON {
      .string("\(name)(\(arguments.map { JSON.text(of: $0) }.joined(separator: ", ")))")
    }
    switch self {
    case .constant(let value): return .number(value)
    case .normal(.interval(let interval)): return .string("normal(\(interval.text))")
    case .normal(.moments(let mean, let sd)):
      return .string("normal(mean=\(JSON.text(of: mean)), sd=\(JSON.text(of: sd)))")
    case .lognormal(.interval(let interval)): return .string("lognormal(\(interval.text))")
    case .lognormal(.median(let median, let sigma)):
      return .string("lognormal(median=\(JSON.text(of: median)), sigma=\(JSON.text(of: sigma)))")
    case .logitNormal(let interval): return .string("logitnormal(\(interval.text))")
    case .uniform(let low, let high): return call("uniform", low, high)
    case .loguniform(let low, let high): return call("loguniform", low, high)
    case .triangular(let min, let mode, let max): return call("tri", min, mode, max)
    case .pert(let min, let mode, let max): return call("pert", min, mode, max)
    case .beta(let alpha, let beta): return call("beta", alpha, beta)
    case .discrete(let values): return .object(values.map { .init($0.value.label, .number($0.weight)) })
    case .data(let values): return .object([.init("data", .array(values.map { .number($0) }))])
    case .clipped(let inner, let low, let high):
      return .object([.init("clip", inner.json), .init("low", .number(low)), .init("high", .number(high))])
    case .perAxis(let input, let cases):
      let entries = cases.map { JSON.Member($0.value.label, $0.distribution.json) }
      return .object([.init("per \(input)", .object(entries))])
    }
  }
}

extension Distribution {
  /// As a sweep file writes it, in the model's unit.
  public var canonicalText: String {
    if case .string(let text) = json { text } else { json.text }
  }
}

extension Interval {
  /// `0.3 to 0.45 @ 0.9`.
  fileprivate var text: String {
    "\(JSON.text(of: low)) to \(JSON.text(of: high)) @ \(JSON.text(of: coverage))"
  }
}

extension Sample {
  fileprivate var json: JSON {
    .object([
      .init("design", .string(design.rawValue)), .init("size", .unsigned(size)),
      .init("replicates", .integer(Int64(replicates))),
    ])
  }
}

extension Report {
  fileprivate var json: JSON {
    var members: [JSON.Member] = []
    switch question {
    case .statistics(let value, let statistics):
      members.append(.init("of", .string(value.text)))
      members.append(.init("stats", .array(statistics.map { .string($0.label) })))
    case .probability(let predicate): members.append(.init("prob", .string(predicate.text)))
    case .best(let goal, let value, let over):
      members.append(.init("best", .string("\(goal.rawValue) \(value.text)")))
      members.append(.init("over", .array(over.map { .string($0) })))
    }
    if !by.isEmpty { members.append(.init("by", .array(by.map { .string($0) }))) }
    if !at.isEmpty { members.append(.init("at", .object(at.map { .init($0.input, $0.value.json) }))) }
    if let filter { members.append(.init("where", .string(filter.text))) }
    return .object(members)
  }
}
