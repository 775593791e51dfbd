import Sweeps

extension InputDeclaration {
  /// The number a value stands for in an evaluation: itself, or the index of the choice. Nil for an unknown choice,
  /// for a name where a number belongs, and for a path.
  public func number(of value: Value) -> Double? {
    switch (kind, value) {
    case (.choice(let names), .choice(let name)): choice(reading: name).flatMap(names.firstIndex).map(Double.init)
    case (.choice(let names), .number(let number)): names.firstIndex(of: JSON.text(of: number)).map(Double.init)
    case (.positive, .number(let number)), (.fraction, .number(let number)), (.real, .number(let number)),
      (.count, .number(let number)):
      number
    case (.positive, .choice), (.fraction, .choice), (.real, .choice), (.count, .choice), (_, .path): nil
    }
  }

  /// Why a value is not one of this input, as a sentence with the allowed range; nil where it is.
  public func fault(of value: Value) -> String? {
    switch (kind, value) {
    case (_, .path(let numbers)): return pathFault(numbers)
    case (.choice(let names), _):
      guard number(of: value) == nil else { return nil }
      return choiceFault(value, names)
    case (_, .choice(let text)): return "\(name): \(text) is not a number; \(allowed)"
    case (_, .number(let number)): return fault(of: number, in: name)
    }
  }

  private func fault(of number: Double, in name: String) -> String? {
    guard number.isFinite, isAllowed(number) else {
      return "\(name): \(JSON.text(of: number)) is out of range; \(allowed)"
    }
    guard let limit, !limit.allows(number) else { return nil }
    return "\(name): \(JSON.text(of: number)) is out of range; \(limit.remedy(unit: unit))"
  }

  private func pathFault(_ numbers: [Double]) -> String? {
    guard let length else { return "\(name): \(numbers.count) numbers where one belongs; give one" }
    guard numbers.count <= length else {
      return "\(name): \(numbers.count) numbers, and the path has \(length) steps; give at most \(length)"
    }
    return numbers.indices.lazy.compactMap { fault(of: numbers[$0], in: stepName($0)) }.first
  }

  private func choiceFault(_ value: Value, _ names: [String]) -> String {
    let nearest = Spelling.nearest(to: value.label, in: names)
    let remedy = nearest.map { "did you mean \($0)?" } ?? "use one of \(names.joined(separator: ", "))"
    return "\(name): \(value.label) is not a choice; \(remedy)"
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
    if let limit { return limit.remedy(unit: unit) }
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
