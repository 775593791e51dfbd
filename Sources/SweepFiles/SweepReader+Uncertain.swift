import Sweeps

extension SweepReader {
  mutating func uncertain(_ entry: Entry?, of declaration: ModelDeclaration) -> [UncertainInput] {
    var result: [UncertainInput] = []
    var lines: [String: Int] = [:]
    let pairs = sectionPairs(entry, "`input: distribution`")
    let uncertain = Set(pairs.compactMap { declaration.input($0.key)?.name })
    published = PublishedSpread(
      declaration: declaration, axes: axes + decisions, fixed: fixed, uncertain: uncertain)
    for pair in pairs {
      guard let input = input(pair, in: .uncertain, of: declaration) else { continue }
      lines[input.name] = pair.line
      if let uncertain = uncertainInput(pair.value, input) { result.append(uncertain) }
    }
    checkDimensions(result, entry, lines)
    checkDrawNames(result, lines)
    return result
  }

  private mutating func uncertainInput(_ entry: Entry, _ input: InputDeclaration) -> UncertainInput? {
    guard case .map(let pairs) = entry.content, pairs.contains(where: { $0.key == "dist" }), !isWeights(pairs, input)
    else {
      return distribution(entry, input).map { UncertainInput(input: input.name, distribution: $0) }
    }
    var found: Distribution?
    var dimension: Int?
    for pair in pairs {
      switch pair.key {
      case "dist": found = distribution(pair.value, input)
      case "dim":
        dimension = attempt(pair.value) { entry throws(Complaint) in
          if let length = input.length {
            throw Complaint("\(input.name) draws \(length) numbers, which have no one dimension", "remove `dim`")
          }
          return try Self.dimension(entry)
        }
      default:
        add(
          pair.line, pair.value.path, Complaint("unknown key", Spelling.remedy(for: pair.key, among: ["dist", "dim"])))
      }
    }
    return found.map { UncertainInput(input: input.name, distribution: $0, dimension: dimension) }
  }

  private static func dimension(_ entry: Entry) throws(Complaint) -> Int {
    let text = try entry.text("a whole number")
    guard let number = DecimalNumber(parsing: text)?.whole, 1...UInt64(SweepFileLimits.dimensions) ~= number else {
      throw Complaint("\(text) is not a dimension", "use 1 to \(SweepFileLimits.dimensions)")
    }
    return Int(number)
  }

  // MARK: Distributions

  mutating func distribution(_ entry: Entry, _ input: InputDeclaration, depth: Int = 0, checked: Bool = true)
    -> Distribution?
  {
    guard depth < SweepFileLimits.depth else {
      add(entry.line, entry.path, Complaint("the distribution is nested too deeply", "simplify it"))
      return nil
    }
    let found: Distribution?
    if case .map(let pairs) = entry.content {
      found = compound(pairs, entry, input, depth)
    } else {
      let reader = DistributionText(input: input, files: files, published: published)
      found = attempt(entry) { entry throws(Complaint) in try reader.distribution(entry.text("a distribution")) }
    }
    guard let found else { return nil }
    guard checked else { return found }
    return attempt(entry) { _ throws(Complaint) in
      try found.check(for: input)
      return found
    }
  }

  private mutating func compound(
    _ pairs: [Entry.Pair], _ entry: Entry, _ input: InputDeclaration, _ depth: Int
  ) -> Distribution? {
    if isWeights(pairs, input) { return discrete(pairs, entry, input) }
    if let pair = pairs.first(where: { $0.key.hasPrefix("per ") }), pairs.count == 1 {
      return perAxis(pair, input, depth)
    }
    let keys = Set(pairs.map(\.key))
    if keys == ["data"] {
      return attempt(pairs[0].value) { entry throws(Complaint) in
        var values: [Double] = []
        for item in entry.items { values.append(try input.number(Quantity(parsing: item.text("a number")))) }
        return .data(values.sorted())
      }
    }
    if keys == ["clip", "low", "high"] { return clipped(pairs, input, depth) }
    return discrete(pairs, entry, input)
  }

  /// Whether all keys are choices of the input: then the values are weights, even if a choice is called `data`.
  private func isWeights(_ pairs: [Entry.Pair], _ input: InputDeclaration) -> Bool {
    input.isChoice && pairs.allSatisfy { input.choice(reading: $0.key) != nil }
  }

  private mutating func clipped(_ pairs: [Entry.Pair], _ input: InputDeclaration, _ depth: Int) -> Distribution? {
    var inner: Distribution?
    var ends: [String: Double] = [:]
    for pair in pairs {
      if pair.key == "clip" {
        inner = distribution(pair.value, input, depth: depth + 1, checked: false)
      } else {
        ends[pair.key] = attempt(pair.value) { entry throws(Complaint) in
          try input.number(Quantity(parsing: entry.text("a number")))
        }
      }
    }
    guard let inner, let low = ends["low"], let high = ends["high"] else { return nil }
    return .clipped(inner, low: low, high: high)
  }

  private mutating func discrete(_ pairs: [Entry.Pair], _ entry: Entry, _ input: InputDeclaration) -> Distribution? {
    let before = faults.count
    var values: [WeightedValue] = []
    for pair in pairs {
      let place = Entry(line: pair.line, path: pair.value.path, content: pair.value.content)
      let value = attempt(place) { _ throws(Complaint) in try input.value(reading: pair.key) }
      let weight = attempt(place) { entry throws(Complaint) in try Self.weight(entry.text("a weight")) }
      if let value, values.contains(where: { $0.value == value }) {
        add(pair.line, pair.value.path, Complaint("\(value.label) has two weights", "add them up"))
      }
      if let value, let weight { values.append(WeightedValue(value: value, weight: weight)) }
    }
    guard faults.count == before else { return nil }
    let sum = values.reduce(0) { $0 + $1.weight }
    guard abs(sum - 1) <= 1e-9 else {
      let shown = ((sum * 1e12).rounded() / 1e12).brief
      add(entry.line, entry.path, Complaint("the weights sum to \(shown), not 1", "scale them to sum to 1"))
      return nil
    }
    return .discrete(values)
  }

  private static func weight(_ text: String) throws(Complaint) -> Double {
    let weight = try Quantity(parsing: text).value(in: .one, of: "a weight")
    guard weight >= 0 else { throw Complaint("a weight of \(weight.brief) is negative", "use 0..1") }
    return weight
  }

  private mutating func perAxis(_ pair: Entry.Pair, _ input: InputDeclaration, _ depth: Int) -> Distribution? {
    let name = pair.key.dropFirst(4).trimmed
    guard let axis = axis(name), let axisInput = declaredInput(axis.input) else {
      let known = (axes + decisions).map(\.input)
      add(
        pair.line, pair.value.path,
        Complaint("\(name) is not an axis or decision", Spelling.remedy(for: name, among: known)))
      return nil
    }
    let before = faults.count
    var cases: [AxisCase] = []
    for branch in sectionPairs(pair.value, "`value: distribution`") {
      let place = Entry(line: branch.line, path: branch.value.path, content: branch.value.content)
      let value = attempt(place) { _ throws(Complaint) in try axisInput.value(reading: branch.key) }
      let found = distribution(branch.value, input, depth: depth + 1)
      if let value, let found { cases.append(AxisCase(value: value, distribution: found)) }
    }
    guard faults.count == before else { return nil }
    for value in axis.values where !cases.contains(where: { $0.value == value }) {
      add(
        pair.line, pair.value.path,
        Complaint("no distribution for \(axis.input) \(value.label)", "add `\(value.label): distribution`"))
    }
    return faults.count == before ? .perAxis(input: axis.input, cases) : nil
  }

  // MARK: Draws

  private mutating func checkDimensions(_ inputs: [UncertainInput], _ entry: Entry?, _ lines: [String: Int]) {
    var owners: [Int: String] = [:]
    for input in inputs {
      guard let dimension = input.dimension else { continue }
      if let owner = owners[dimension] {
        add(
          lines[input.input] ?? 1, "uncertain.\(input.input)",
          Complaint("dimension \(dimension) is pinned by \(owner) too", "pin another or remove `dim`"))
      }
      owners[dimension] = input.input
    }
    let draws = inputs.reduce(0) { $0 + (declaredInput($1.input)?.length ?? 1) }
    if draws > SweepFileLimits.dimensions {
      let complaint = Complaint(
        "\(draws) uncertain numbers",
        "use at most \(SweepFileLimits.dimensions), the dimensions of the Sobol' table")
      add(entry?.line ?? 1, "uncertain", complaint)
    }
  }

  private mutating func checkDrawNames(_ inputs: [UncertainInput], _ lines: [String: Int]) {
    var owners: [UInt32: String] = [:]
    for input in inputs {
      let declared = declaredInput(input.input)
      let names = declared?.length.map { (0..<$0).compactMap { declared?.stepName($0) } } ?? [input.input]
      for name in names {
        let hash = FNV1a.hash32(name)
        if let owner = owners[hash] {
          add(
            lines[input.input] ?? 1, "uncertain.\(input.input)",
            Complaint(
              "\(name) and \(owner) would draw the same numbers (equal FNV-1a hashes)", "hold one under `fixed`"))
        }
        owners[hash] = name
      }
    }
  }
}
