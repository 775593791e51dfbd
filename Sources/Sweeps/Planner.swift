/// Limits of what one coordinator takes on.
public struct PlanLimits: Hashable, Sendable {
  /// Cells of one pass.
  public var cells: UInt64 = 1 << 24
  /// Options of one report.
  public var options = 4096
  /// Bytes of merged state, as estimated before the run.
  public var stateBytes: UInt64 = 8 << 30

  public init() {}
}

/// Why a sweep cannot be planned, with the remedy.
public struct PlanError: Error, Hashable, CustomStringConvertible {
  public var description: String

  public init(description: String) { self.description = description }
}

extension Plan {
  /// Lays a checked sweep out in passes.
  ///
  /// - Throws: `PlanError` when the map or its state exceeds a limit.
  public init(
    _ sweep: Sweep, declaration: ModelDeclaration, limits: PlanLimits = PlanLimits()
  ) throws(PlanError) {
    var planner = Planner(sweep, declaration)
    for report in sweep.reports { try planner.add(report, limits) }
    self.init(
      sweep: sweep, declaration: declaration, passes: planner.passes, sheets: planner.sheets,
      axisValues: planner.axisValues)
    try check(limits)
  }

  /// A generous estimate of the merged state: quantities spread over about four octaves. 2^63 for anything larger.
  public var stateBytes: UInt64 {
    let bytes = passes.reduce(0.0) { total, pass in
      let perCell = pass.measures.reduce(UInt64(64)) { $0 + $1.keep.estimatedBytes }
      return total + Double(pass.numbering.replicates) * Double(pass.numbering.cells) * Double(perCell)
    }
    return UInt64(min(bytes, 0x1p63))
  }

  private func check(_ limits: PlanLimits) throws(PlanError) {
    if stateBytes > limits.stateBytes {
      let cells = passes.map(\.numbering.cells).reduce(0, +)
      throw PlanError(
        description: "report: the map needs about \(stateBytes >> 20) MiB of state (\(cells) cells, "
          + "\(sweep.sample.replicates) replicates) and the limit is \(limits.stateBytes >> 20) MiB; "
          + "use fewer cells or replicates, or ask for means and probabilities instead of quantiles")
    }
    // Counted in floating point, which cannot overflow: past this line the exact count cannot either.
    let scenarios = passes.reduce(0.0) {
      $0 + Double($1.numbering.cells) * Double($1.options.count) * Double(sweep.sample.size)
    }
    guard scenarios < 0x1p62 else {
      throw PlanError(description: "sample: more than 2^62 scenarios; use a smaller size or fewer cells")
    }
  }
}

extension Measure {
  fileprivate var estimatedBytes: UInt64 {
    switch self {
    case .event: return 96
    case .quantity(let quantity):
      var bytes: UInt64 = 128 + UInt64(quantity.momentOrder) * 160
      if let shape = quantity.histogram { bytes += (shape.sums ? 24 : 8) * 4 << UInt64(shape.mantissaBits) }
      return bytes
    }
  }
}

private struct Planner {
  let sweep: Sweep
  let declaration: ModelDeclaration
  var axisValues: [[Value]]
  var passes: [Pass] = []
  var sheets: [Sheet] = []

  init(_ sweep: Sweep, _ declaration: ModelDeclaration) {
    self.sweep = sweep
    self.declaration = declaration
    axisValues = sweep.axes.map(\.values)
  }

  mutating func add(_ report: Report, _ limits: PlanLimits) throws(PlanError) {
    let over = report.contestInputs
    let pass = try passIndex(for: report, over: over, limits)
    var dimensions: [Sheet.Dimension] = []
    for name in report.by { dimensions.append(dimension(named: name, pass: pass, report: report)) }
    let options = assignments(report.by.filter(isDecision).map { ($0, values(of: $0)) })
    let held = report.at.filter { isDecision($0.input) }
    let contest = assignments(over.map { ($0, values(of: $0)) })
    guard options.count * contest.count <= limits.options else {
      throw PlanError(
        description: "report.\(report.name): \(options.count * contest.count) options exceed the limit of "
          + "\(limits.options); decide among fewer values or hold some with `at`")
    }
    var slots: [Sheet.Slot] = []
    for option in options { slots.append(slot(report, option + held, contest, pass)) }
    sheets.append(
      Sheet(
        report: report, pass: pass, unit: unit(of: report.value), dimensions: dimensions, slots: slots, held: report.at)
    )
  }

  private func isDecision(_ name: String) -> Bool { sweep.decisions.contains { $0.input == name } }

  private func values(of name: String) -> [Value] {
    (sweep.axes + sweep.decisions).first { $0.input == name }?.values ?? []
  }

  /// The pass over this report's cells; axes that are compared (`over`) are options, not cells.
  private mutating func passIndex(
    for report: Report, over: [String], _ limits: PlanLimits
  ) throws(PlanError) -> Int {
    var positions: [[Int]] = []
    for (axis, declared) in sweep.axes.enumerated() {
      if let held = report.at.first(where: { $0.input == declared.input }) {
        positions.append([position(of: held.value, axis: axis)])
      } else if over.contains(declared.input) {
        positions.append([0])
      } else {
        positions.append(Array(declared.values.indices))
      }
    }
    if let known = passes.firstIndex(where: { $0.axisPositions == positions }) { return known }
    let cells = positions.reduce(UInt64(1)) { $0.multipliedReportingOverflow(by: UInt64($1.count)).partialValue }
    let size = positions.reduce(1.0) { $0 * Double($1.count) }
    guard size <= Double(limits.cells) else {
      throw PlanError(
        description:
          "report.\(report.name): the map has \(JSON.text(of: size)) cells and the limit is \(limits.cells); "
          + "use coarser axes or hold some with `at`")
    }
    passes.append(
      Pass(
        axisPositions: positions,
        numbering: Numbering(
          replicates: UInt64(sweep.sample.replicates), cells: cells, samples: sweep.sample.sizePerReplicate),
        measures: [], options: []))
    return passes.count - 1
  }

  /// The position of a value on an axis; a value that is not on it is appended.
  private mutating func position(of value: Value, axis: Int) -> Int {
    if let known = axisValues[axis].firstIndex(of: value) { return known }
    axisValues[axis].append(value)
    return axisValues[axis].count - 1
  }

  private func dimension(named name: String, pass: Int, report: Report) -> Sheet.Dimension {
    let unit = declaration.input(name)?.unit ?? "1"
    let role: Sheet.Dimension.Role
    if let axis = sweep.axes.firstIndex(where: { $0.input == name }) {
      let later = passes[pass].axisPositions[(axis + 1)...]
      role = .axis(stride: later.reduce(1) { $0 * $1.count })
    } else {
      let decisions = report.by.filter(isDecision)
      let later = decisions[(decisions.firstIndex(of: name)! + 1)...]
      role = .option(stride: later.reduce(1) { $0 * values(of: $1).count })
    }
    return Sheet.Dimension(name: name, unit: unit, values: values(of: name), role: role)
  }

  /// Every combination of values, the last input running fastest.
  private func assignments(_ inputs: [(String, [Value])]) -> [[FixedInput]] {
    inputs.reduce([[]]) { partial, input in
      partial.flatMap { fixed in input.1.map { fixed + [FixedInput(input: input.0, value: $0)] } }
    }
  }

  private mutating func slot(
    _ report: Report, _ choices: [FixedInput], _ contest: [[FixedInput]], _ pass: Int
  ) -> Sheet.Slot {
    let option = Option(choices: choices)
    switch report.question {
    case .statistics(let expression, let statistics):
      return .statistics(
        measure: request(.value(expression, option), report.filter, Self.keep(statistics), pass, [option]))
    case .probability(let predicate):
      return .probability(measure: request(.event(predicate, option), report.filter, .event, pass, [option]))
    case .best(let goal, let value, _):
      let contest = Contest(
        goal: goal, value: value, options: contest.map { Option(choices: $0 + choices) }, eligible: report.filter)
      let mean = Measure.quantity(QuantityMeasure(momentOrder: 1))
      let best = request(.best(contest), nil, mean, pass, contest.options)
      let contestants = contest.options.indices.map { index in
        Sheet.Contestant(
          option: contest.options[index],
          value: request(.contestant(contest, index), nil, mean, pass, []),
          regret: request(.regret(contest, index), nil, mean, pass, []),
          win: request(.win(contest, index), nil, .event, pass, []))
      }
      return .best(best: best, contestants: contestants)
    }
  }

  private static func keep(_ statistics: [Statistic]) -> Measure {
    var quantity = QuantityMeasure(momentOrder: 0)
    for statistic in statistics {
      switch statistic {
      case .mean: quantity.momentOrder = max(quantity.momentOrder, 1)
      case .sd: quantity.momentOrder = max(quantity.momentOrder, 2)
      case .skewness, .kurtosis: quantity.momentOrder = 4
      case .min, .max: quantity.extremes = true
      case .quantile:
        quantity.histogram = quantity.histogram ?? HistogramShape(mantissaBits: 7, sums: false)
        // A quantile is read from bins and held inside what was seen.
        quantity.extremes = true
      case .cvar: quantity.histogram = HistogramShape(mantissaBits: 7, sums: true)
      }
    }
    return .quantity(quantity)
  }

  /// The measure of a row, shared with an earlier report that asked for the same row; what is kept grows to serve both.
  private mutating func request(
    _ row: MeasureRequest.Row, _ filter: Expression?, _ keep: Measure, _ pass: Int, _ options: [Option]
  ) -> Int {
    for option in options where !passes[pass].options.contains(option) { passes[pass].options.append(option) }
    if let known = passes[pass].measures.firstIndex(where: { $0.row == row && $0.filter == filter }) {
      passes[pass].measures[known].keep = passes[pass].measures[known].keep.joined(with: keep)
      return known
    }
    passes[pass].measures.append(MeasureRequest(row: row, filter: filter, keep: keep))
    return passes[pass].measures.count - 1
  }

  /// The unit of an expression where it follows from a name; "1" otherwise.
  private func unit(of expression: Expression) -> String {
    switch expression {
    case .name(let name), .option(let name, _):
      return declaration.output(name)?.unit ?? declaration.input(name)?.unit ?? "1"
    case .unary(.negate, let inner): return unit(of: inner)
    case .binary(.add, let a, let b), .binary(.subtract, let a, let b):
      let left = unit(of: a)
      return left == "1" ? unit(of: b) : left
    case .call(.min, let arguments), .call(.max, let arguments), .call(.abs, let arguments):
      return arguments.first.map(unit) ?? "1"
    default: return "1"
    }
  }
}

extension Report {
  /// Decisions and axes whose values compete in a `best` report.
  fileprivate var contestInputs: [String] {
    if case .best(_, _, let over) = question { over } else { [] }
  }

  /// What is reported on.
  fileprivate var value: Expression {
    switch question {
    case .statistics(let expression, _), .best(_, let expression, _): expression
    case .probability: .number(1)
    }
  }
}

extension Measure {
  /// The recipe that serves both.
  fileprivate func joined(with other: Measure) -> Measure {
    guard case .quantity(var mine) = self, case .quantity(let theirs) = other else { return self }
    mine.momentOrder = max(mine.momentOrder, theirs.momentOrder)
    mine.extremes = mine.extremes || theirs.extremes
    if let shape = theirs.histogram {
      mine.histogram = HistogramShape(
        mantissaBits: max(shape.mantissaBits, mine.histogram?.mantissaBits ?? 0),
        sums: shape.sums || mine.histogram?.sums == true)
    }
    return .quantity(mine)
  }
}
