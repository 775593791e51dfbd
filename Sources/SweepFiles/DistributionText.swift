import Sweeps

/// Reads distributions written as one text: `a to b`, `a to b @ 80%`, `family(...)`, `default` or a plain number.
struct DistributionText {
  /// The named families, as written.
  enum Family: String, CaseIterable {
    case normal, lognormal, logitnormal, uniform, loguniform, tri, pert, beta, data, clip
  }

  var input: InputDeclaration
  var files: DataFiles
  var published = PublishedSpread()

  func distribution(_ source: String, depth: Int = 0) throws(Complaint) -> Distribution {
    let text = source.trimmed
    if text == "default" { return try published.distribution(of: input) }
    guard !input.isChoice else {
      throw Complaint(
        "\(input.name) is a choice, and `\(text)` gives no weights",
        "write {choice: weight, ...}, or hold one choice under `fixed`")
    }
    if let open = text.firstIndex(of: "("), text.hasSuffix(")"), text[..<open].allSatisfy(\.isLetter),
      open > text.startIndex
    {
      guard depth < SweepFileLimits.depth else {
        throw Complaint("the distribution is nested too deeply", "simplify it")
      }
      let name = text[..<open].trimmed
      guard let family = Family(rawValue: name) else {
        throw Complaint(
          "\(name) is not a distribution", Spelling.remedy(for: name, among: Family.allCases.map(\.rawValue)))
      }
      let inside = String(text[text.index(after: open)...].dropLast())
      return try call(family, inside, depth: depth)
    }
    if text.contains("("), !text.contains(")") {
      throw Complaint("`\(text)` misses its `)`", "close it; inside { } a text with commas needs quotes")
    }
    if Self.interval(in: text) != nil { return try inferred(interval(text)) }
    let value = try input.number(Quantity(parsing: text))
    return .constant(value)
  }

  private func call(_ family: Family, _ inside: String, depth: Int) throws(Complaint) -> Distribution {
    let arguments = Self.arguments(of: inside)
    switch family {
    case .normal: return .normal(try normal(inside, arguments))
    case .lognormal: return .lognormal(try lognormal(inside, arguments))
    case .logitnormal: return .logitNormal(try interval(inside))
    case .uniform, .loguniform:
      let ends = try numbers(arguments, count: 2, form: "\(family)(low, high)")
      return family == .uniform
        ? .uniform(low: ends[0], high: ends[1]) : .loguniform(low: ends[0], high: ends[1])
    case .tri, .pert:
      let points = try numbers(arguments, count: 3, form: "\(family)(min, mode, max)")
      return family == .tri
        ? .triangular(min: points[0], mode: points[1], max: points[2])
        : .pert(min: points[0], mode: points[1], max: points[2])
    case .beta:
      guard arguments.count == 2 else { throw Self.wrongForm("beta(\(inside))", "beta(alpha, beta)") }
      return .beta(alpha: try pure(arguments[0], of: "alpha"), beta: try pure(arguments[1], of: "beta"))
    case .data: return .data(try column(inside))
    case .clip:
      guard arguments.count >= 3 else { throw Self.wrongForm("clip(\(inside))", "clip(distribution, low, high)") }
      let inner = arguments.dropLast(2).joined(separator: ",")
      let ends = try values(Array(arguments.suffix(2)))
      return .clipped(try distribution(inner, depth: depth + 1), low: ends[0], high: ends[1])
    }
  }

  private func normal(_ inside: String, _ arguments: [String]) throws(Complaint) -> NormalParameters {
    guard let named = Self.named(arguments) else { return .interval(try interval(inside)) }
    guard let mean = named["mean"], let sd = named["sd"], named.count == 2 else {
      throw Self.wrongForm("normal(\(inside))", "normal(mean=.., sd=..) or normal(a to b)")
    }
    let numbers = try values([mean, sd])
    return .moments(mean: numbers[0], sd: numbers[1])
  }

  private func lognormal(_ inside: String, _ arguments: [String]) throws(Complaint) -> LognormalParameters {
    guard let named = Self.named(arguments) else { return .interval(try interval(inside)) }
    guard let median = named["median"], let sigma = named["sigma"], named.count == 2 else {
      throw Self.wrongForm("lognormal(\(inside))", "lognormal(median=.., sigma=..) or lognormal(a to b)")
    }
    return .median(try values([median])[0], sigma: try pure(sigma, of: "sigma"))
  }

  /// The family of an interval from the input's kind.
  private func inferred(_ interval: Interval) throws(Complaint) -> Distribution {
    switch input.kind {
    case .positive: return .lognormal(.interval(interval))
    case .fraction: return .logitNormal(interval)
    case .real: return .normal(.interval(interval))
    case .count, .choice:
      throw Complaint("\(input.name) takes whole numbers, and a range has others between", "write {value: weight, ...}")
    }
  }

  // MARK: Parts

  /// `a to b`, with `@ coverage` where it is not 90%.
  func interval(_ text: String) throws(Complaint) -> Interval {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let to = Self.interval(in: String(parts[0])) else {
      throw Self.wrongForm(text, "a to b, or a to b @ 80%")
    }
    let ends = try values([String(parts[0][..<to.lowerBound]), String(parts[0][to.upperBound...])])
    let coverage = parts.count == 2 ? try pure(String(parts[1]), of: "coverage") : 0.9
    return Interval(low: ends[0], high: ends[1], coverage: coverage)
  }

  private static func interval(in text: String) -> Range<String.Index>? {
    text.indices.lazy.filter { text[$0...].hasPrefix(" to ") }.first.map { $0..<text.index($0, offsetBy: 4) }
  }

  private func numbers(_ texts: [String], count: Int, form: String) throws(Complaint) -> [Double] {
    guard texts.count == count else { throw Complaint("\(texts.count) numbers where \(count) belong", "write \(form)") }
    return try values(texts)
  }

  /// Numbers in the input's unit; what the kind allows is checked when the whole distribution is known.
  private func values(_ texts: [String]) throws(Complaint) -> [Double] {
    var result: [Double] = []
    for quantity in try Quantities.sharingUnits(texts) {
      result.append(try quantity.value(in: input.parsedUnit, of: input.name))
    }
    return result
  }

  private func pure(_ text: String, of name: String) throws(Complaint) -> Double {
    try Quantity(parsing: text).value(in: .one, of: name)
  }

  private func column(_ inside: String) throws(Complaint) -> [Double] {
    let texts: [String]
    if let split = inside.lastIndex(of: ":") {
      texts = try files.column(inside[inside.index(after: split)...].trimmed, of: inside[..<split].trimmed)
    } else {
      texts = Self.arguments(of: inside)
    }
    var values: [Double] = []
    for text in texts { values.append(try input.number(Quantity(parsing: text))) }
    return values.sorted()
  }

  /// Splits at commas outside parentheses.
  static func arguments(of text: String) -> [String] {
    var result = [""]
    var depth = 0
    for character in text {
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      if character == ",", depth == 0 { result.append("") } else { result[result.count - 1].append(character) }
    }
    return result.map(\.trimmed)
  }

  /// `name=value` arguments; nil where one has no name.
  private static func named(_ arguments: [String]) -> [String: String]? {
    var result: [String: String] = [:]
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(\.trimmed)
      guard parts.count == 2 else { return nil }
      result[parts[0]] = parts[1]
    }
    return result
  }

  static func wrongForm(_ text: String, _ form: String) -> Complaint {
    Complaint("`\(text)` is not of the form \(form)", "write \(form)")
  }
}
