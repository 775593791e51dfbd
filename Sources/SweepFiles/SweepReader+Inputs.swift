import Sweeps

extension SweepReader {
  /// The input that a key names, unless another section has it already.
  mutating func input(_ pair: Entry.Pair, in section: TopKey, of declaration: ModelDeclaration) -> InputDeclaration? {
    guard let input = declaredInput(pair.key) else {
      let known = declaration.inputs.map(\.name)
      let complaint =
        if let output = declaration.output(pair.key) {
          Complaint("\(output.name) is an output of \(declaration.name)", "report it, or \(Self.listing(known))")
        } else {
          Complaint("not an input of \(declaration.name)", Spelling.remedy(for: pair.key, among: known))
        }
      add(pair.line, pair.value.path, complaint)
      return nil
    }
    return claim(input.name, pair, in: section) ? input : nil
  }

  private static func listing(_ names: [String]) -> String {
    "choose an input such as \(names.prefix(3).joined(separator: ", "))"
  }

  /// Notes where a name was given a value; a fault at the later place when that happened before.
  mutating func claim(_ name: String, _ pair: Entry.Pair, in section: TopKey) -> Bool {
    let place = Place(section: section, line: pair.line, path: pair.value.path)
    guard let known = places[name] else {
      places[name] = place
      return true
    }
    let (first, second) = known.line <= place.line ? (known, place) : (place, known)
    add(
      second.line, second.path,
      Complaint(
        "\(name) already stands under `\(first.section.rawValue)`, on line \(first.line)", "keep one of the two"))
    return false
  }

  mutating func sectionPairs(_ entry: Entry?, _ wanted: String) -> [Entry.Pair] {
    attempt(entry) { entry throws(Complaint) in try entry.pairs(wanted) } ?? []
  }

  // MARK: Axes

  mutating func axes(_ entry: Entry?, in section: TopKey, of declaration: ModelDeclaration) -> [Axis] {
    sectionPairs(entry, "`input: values`").compactMap { pair in
      guard let input = input(pair, in: section, of: declaration), takesAxis(input, pair),
        let values = values(of: pair.value, input)
      else { return nil }
      return Axis(input: input.name, values: values)
    }
  }

  private mutating func takesAxis(_ input: InputDeclaration, _ pair: Entry.Pair) -> Bool {
    let place = Entry(line: pair.line, path: pair.value.path, content: pair.value.content)
    return attempt(place) { _ throws(Complaint) in
      try input.refusePath("and cannot be an axis or a decision")
      return true
    } ?? false
  }

  private mutating func values(of entry: Entry, _ input: InputDeclaration) -> [Value]? {
    let before = faults.count
    var values: [Value] = []
    switch entry.content {
    case .text(let text, _) where text.contains(".."):
      let range = attempt(entry) { _ throws(Complaint) in
        if input.isChoice { throw Complaint("\(input.name) is a choice", "list the choices: [a, b]") }
        return try AxisReader(input: input).range(text)
      }
      values = (range ?? []).map(Value.number)
    case .text, .list:
      values = entry.items.compactMap { item in
        attempt(item) { item throws(Complaint) in try input.value(reading: item.text("a value")) }
      }
    case .map:
      add(entry.line, entry.path, Complaint("a mapping where values belong", "write [a, b] or `a .. b in n`"))
    }
    guard faults.count == before else { return nil }
    _ = attempt(entry) { _ throws(Complaint) in try Self.checkValues(values) }
    return faults.count == before ? values : nil
  }

  private static func checkValues(_ values: [Value]) throws(Complaint) {
    if values.isEmpty { throw Complaint("the axis has no values", "give at least one, or remove the axis") }
    if values.count > SweepFileLimits.values {
      throw Complaint("the axis has \(values.count) values", "use at most \(SweepFileLimits.values)")
    }
    var seen: Set<Value> = []
    for value in values where !seen.insert(value).inserted {
      throw Complaint("\(value.label) is listed twice", "remove one of them")
    }
  }

  mutating func checkMapSize() {
    for (axes, limit, section, what) in [
      (axes, SweepFileLimits.cells, TopKey.vary, "cells"), (decisions, SweepFileLimits.options, .decide, "options"),
    ] {
      let product = axes.reduce(1.0) { $0 * Double($1.values.count) }
      guard product > Double(limit), let line = axes.compactMap({ places[$0.input]?.line }).min() else { continue }
      add(
        line, section.rawValue,
        Complaint("the axes make \(product.brief) \(what)", "use fewer values; at most \(limit) \(what)"))
    }
  }

  // MARK: Held values

  mutating func held(_ entry: Entry?, of declaration: ModelDeclaration) -> [FixedInput] {
    sectionPairs(entry, "`input: value`").compactMap { pair in
      guard let input = input(pair, in: .fixed, of: declaration) else { return nil }
      let value = attempt(pair.value) { entry throws(Complaint) in try Self.heldValue(entry, of: input) }
      return value.map { FixedInput(input: input.name, value: $0) }
    }
  }

  private static func heldValue(_ entry: Entry, of input: InputDeclaration) throws(Complaint) -> Value {
    guard input.length != nil, case .list(let items) = entry.content else {
      return try input.value(reading: entry.text("one value"))
    }
    if items.isEmpty { throw Complaint("the list is empty", "give at least one number, or remove it") }
    var quantities: [Quantity] = []
    for item in items { quantities.append(try Quantity(parsing: item.text("a number"))) }
    return try input.path(quantities)
  }

  /// The axis or decision of this name or symbol.
  func axis(_ name: String) -> Axis? {
    let full = declaredInput(name)?.name ?? name
    return (axes + decisions).first { $0.input == full }
  }
}
