import Sweeps

/// How reports name axes and decisions.
extension SweepReader {
  /// Full names of the axes or decisions listed in `by` or `over`.
  mutating func axisNames(_ entry: Entry?) -> [String] {
    var names: [String] = []
    for item in entry?.items ?? [] {
      guard let text = attempt(item, { item throws(Complaint) in try item.text("the name of an axis") }) else {
        continue
      }
      guard let axis = axis(text) else {
        complainOfAxis(text, item.line, item.path)
        continue
      }
      if names.contains(axis.input) {
        add(item.line, item.path, Complaint("\(axis.input) is listed twice", "remove one of them"))
      } else {
        names.append(axis.input)
      }
    }
    return names
  }

  /// The values at which `at` holds axes and decisions.
  mutating func heldAxes(_ entry: Entry?, uncertain: [UncertainInput]) -> [FixedInput] {
    var held: [FixedInput] = []
    for pair in sectionPairs(entry, "`axis: value`") {
      guard let axis = axis(pair.key), let input = declaredInput(axis.input) else {
        complainOfAxis(pair.key, pair.line, pair.value.path)
        continue
      }
      let found = attempt(pair.value) { entry throws(Complaint) in try input.value(reading: entry.text("one value")) }
      guard let value = found else { continue }
      if held.contains(where: { $0.input == axis.input }) {
        add(pair.line, pair.value.path, Complaint("\(axis.input) is held twice", "remove one of them"))
      }
      for other in uncertain where other.distribution.lacksCase(axis.input, value) {
        add(
          pair.line, pair.value.path,
          Complaint(
            "\(other.input) has no distribution for \(axis.input) \(value.label)", "add it under `per \(axis.input)`"))
      }
      held.append(FixedInput(input: axis.input, value: value))
    }
    return held
  }

  private mutating func complainOfAxis(_ name: String, _ line: Int, _ path: String) {
    let full = declaredInput(name)?.name ?? name
    if let place = places[full], place.section == .vary || place.section == .decide { return }
    let known = (axes + decisions).map(\.input)
    let remedy =
      declaredInput(name) == nil
      ? Spelling.remedy(for: name, among: known) : "put it under `vary` or `decide`, or remove it here"
    add(line, path, Complaint("\(name) is not an axis or decision", remedy))
  }

  /// Every axis and decision has one role in every report: nothing is averaged silently.
  mutating func checkCoverage(_ pair: Entry.Pair, by: [String], over: [String], at: [FixedInput]) {
    let roles = [("by", by), ("over", over), ("at", at.map(\.input))]
    for axis in axes + decisions {
      let taken = roles.filter { $0.1.contains(axis.input) }.map { "`\($0.0)`" }
      if taken.count > 1 {
        let joined = taken.joined(separator: " and ")
        add(pair.line, pair.value.path, Complaint("\(axis.input) is in \(joined)", "keep one of them"))
      }
      guard taken.isEmpty else { continue }
      let first = axis.values.first?.label ?? "VALUE"
      add(
        pair.line, pair.value.path,
        Complaint(
          "\(axis.input) is in none of `by`, `over` and `at`",
          "add it to `by`, or hold it: at: {\(axis.input): \(first)}"))
    }
  }
}

extension Distribution {
  /// Whether it depends on this axis and has nothing for this value of it.
  fileprivate func lacksCase(_ input: String, _ value: Value) -> Bool {
    switch self {
    case .perAxis(let axis, let cases):
      (axis == input && !cases.contains { $0.value == value })
        || cases.contains { $0.distribution.lacksCase(input, value) }
    case .clipped(let inner, _, _): inner.lacksCase(input, value)
    default: false
    }
  }
}
