import Formulas
import Models
import Sweeps

/// Random sweeps of a model: every family, axes, decisions, filters, derived inputs and kinds of report.
struct RandomSweep {
  /// How large a sweep may become.
  struct Size {
    /// Values of an axis or decision.
    var values = 3
    /// Samples of a replicate.
    var samples = 40
    var reports = 4
  }
  let declaration: ModelDeclaration
  let size: Size
  var random: SplitMix64
  var names: [String] = []

  init(_ declaration: ModelDeclaration, seed: UInt64, size: Size = Size()) {
    self.declaration = declaration
    self.size = size
    random = SplitMix64(seed: seed)
  }

  mutating func sweep() -> Sweep {
    let paths = declaration.inputs.filter { $0.length != nil }
    var inputs = declaration.inputs.filter { $0.length == nil }.shuffled(using: &random)
    let axes = (0..<below(3)).map { _ in axis(inputs.removeLast()) }
    let decisions = (0..<below(3)).map { _ in axis(inputs.removeLast()) }
    let isGrid = chance(0.1)
    let uncertainCount = isGrid ? 0 : 1 + below(min(6, inputs.count - 2))
    let pinned = chance(0.3)
    var uncertain = (0..<uncertainCount).map { index in
      let input = inputs.removeLast()
      return UncertainInput(
        input: input.name, distribution: perAxis(input, axes + decisions), dimension: pinned ? 40 + 3 * index : nil)
    }
    var fixed = chance(0.5) ? [FixedInput(input: inputs[0].name, value: value(inputs[0]))] : []
    for path in paths where chance(0.7) {
      if isGrid || chance(0.3) {
        fixed.append(FixedInput(input: path.name, value: pathValue(path)))
      } else {
        let entry = UncertainInput(input: path.name, distribution: perAxis(path, axes + decisions))
        uncertain.insert(entry, at: below(uncertain.count + 1))
      }
    }
    names = declaration.outputs.map(\.name) + declaration.inputs.filter { $0.length == nil }.map(\.name)
    let derived = derived(inputs)
    let filter = chance(0.3) ? predicate(decisions) : nil
    let reports = (0...below(size.reports)).map { report("r\($0)", axes, decisions) }
    return Sweep(
      name: "random", model: ModelReference(name: declaration.name, version: declaration.version), seed: random.next(),
      axes: axes, decisions: decisions, uncertain: uncertain, fixed: fixed, derived: derived, filter: filter,
      sample: sample(isGrid: isGrid), reports: reports)
  }

  // MARK: Chance

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &random) }
  mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
  mutating func real(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }

  // MARK: Inputs

  private mutating func axis(_ input: InputDeclaration) -> Axis {
    var values: [Value] = []
    // Now and then more cells than one tile.
    let count = 1 + (chance(0.05) ? 69 : below(size.values))
    for _ in 0..<count {
      let value = value(input)
      if !values.contains(value) { values.append(value) }
    }
    return Axis(input: input.name, values: values)
  }

  func scale(_ input: InputDeclaration) -> Double {
    if case .number(let number) = input.defaultValue, number != 0 { return number.magnitude }
    return 1
  }

  mutating func value(_ input: InputDeclaration) -> Value {
    switch input.kind {
    case .positive: .number(scale(input) * real(0.5...2))
    case .fraction: .number(real(0.01...0.99))
    case .real: .number(scale(input) * real(-2...2))
    case .count(let minimum): .number(Double(minimum + below(6)))
    case .choice(let names): .choice(names[below(names.count)])
    }
  }

  /// One number for every step, or those of the first steps.
  private mutating func pathValue(_ input: InputDeclaration) -> Value {
    guard let length = input.length, chance(0.7) else { return value(input) }
    return .path(
      (0..<below(length + 1)).map { _ in
        if case .number(let number) = value(input) { number } else { 0 }
      })
  }

  private mutating func sample(isGrid: Bool) -> Sample {
    if isGrid { return Sample(design: .grid, size: 1, replicates: 1) }
    let replicates = 1 + below(3)
    if chance(0.5) {
      let samples = 1 + below(size.samples)
      return Sample(design: .random, size: UInt64(samples * replicates), replicates: replicates)
    }
    let bits = below(size.samples.bitWidth - size.samples.leadingZeroBitCount)
    return Sample(design: .sobol, size: UInt64(replicates) << UInt64(bits), replicates: replicates)
  }

  private mutating func derived(_ inputs: [InputDeclaration]) -> [DerivedInput] {
    guard chance(0.4), let target = inputs.last, case .positive = target.kind, scale(target) > 0 else { return [] }
    let source = inputs[0].name
    let damped = Expression.call(.abs, [.binary(.divide, .name(source), .binary(.add, .number(3), .name(source)))])
    return [
      DerivedInput(input: "fresh", expression: damped),
      DerivedInput(
        input: target.name,
        expression: .binary(.multiply, .number(scale(target)), .binary(.add, .number(1), .name("fresh")))),
    ]
  }
}
