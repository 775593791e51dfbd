import Aggregates
import Formulas
import Sweeps

/// Turns the state of a sweep into tables, in a fixed order of operations.
///
/// Every number is the estimate from the replicates merged; its error is t(R - 1) sd / sqrt(R) over the R replicates
/// that hold data in the cell. Partial states go through the same steps and leave NaN where there is no data.
struct Finisher {
  let plan: Plan
  let state: SweepState
  /// Student's t for a 95% interval, by number of replicates; the first two are not used.
  private let studentT: [Double]

  init(plan: Plan, state: SweepState) {
    self.plan = plan
    self.state = state
    let replicates = plan.sweep.sample.replicates
    studentT = (0...max(1, replicates)).map { count in
      count < 2 ? .nan : StudentT(degreesOfFreedom: Double(count - 1)).quantile(0.975)
    }
  }

  /// Whether the spread over replicates says anything: with one replicate, or nothing uncertain, it does not.
  var knowsErrors: Bool { plan.sweep.sample.design != .grid && plan.sweep.sample.replicates > 1 }

  func table(for sheet: Sheet) -> Table {
    switch sheet.report.question {
    case .statistics(let value, let statistics): statisticsTable(sheet, of: value, statistics)
    case .probability(let predicate): probabilityTable(sheet, of: predicate)
    case .best(let goal, let value, _): bestTable(sheet, goal, of: value)
    }
  }

  func coordinates(of sheet: Sheet) -> [Table.Coordinate] {
    sheet.dimensions.map { .init(name: $0.name, unit: $0.unit, values: $0.values) }
  }

  /// What is reported, as the sweep's text has it, without parentheses around the whole.
  func subject(_ value: Expression) -> String {
    if case .binary = value { String(value.text.dropFirst().dropLast()) } else { value.text }
  }

  func held(in sheet: Sheet) -> [Table.Held] {
    sheet.held.map { held in
      .init(input: held.input, unit: plan.declaration.input(held.input)?.unit ?? "1", value: held.value)
    }
  }

  /// The places of a sheet's table, row-major.
  func places(of sheet: Sheet) -> [Place] {
    let shape = sheet.shape
    let count = shape.reduce(1, *)
    return (0..<count).map { index in
      var rest = index
      var position = [Int](repeating: 0, count: shape.count)
      for dimension in shape.indices.reversed() {
        position[dimension] = rest % shape[dimension]
        rest /= shape[dimension]
      }
      let (cell, slot) = sheet.address(of: position)
      return Place(pass: sheet.pass, cell: cell, slot: sheet.slots[slot])
    }
  }

  /// Where a number of a table is kept in the state.
  struct Place {
    var pass: Int
    var cell: Int
    var slot: Sheet.Slot
  }

  /// What the replicates hold of one measure in one cell.
  func reading(of measure: Int, at place: Place) -> Reading {
    let replicates = Int(plan.passes[place.pass].numbering.replicates)
    return Reading(
      replicates: (0..<replicates).map { replicate in
        state[pass: place.pass, replicate: replicate, cell: place.cell]?[measure]
      })
  }

  /// A value with the half-width of its interval, from estimates by replicate (nil for one without data).
  func estimate(_ value: Double, replicates estimates: [Double?]) -> Figure {
    let known = estimates.compactMap(\.self)
    guard knowsErrors, known.count > 1, value.isFinite,
      let halfWidth = Estimate(replicates: known, t: studentT[known.count])?.halfWidth
    else { return Figure(value: value) }
    return Figure(value: value, error: halfWidth)
  }

  /// The same estimator over the merged replicates and over each of them.
  func estimate(_ reading: Reading, _ estimator: (MeasureState) -> Double?) -> Figure {
    guard let pooled = reading.pooled, let value = estimator(pooled) else { return Figure(value: .nan) }
    return estimate(value, replicates: reading.replicates.map { $0.map { estimator($0) ?? .nan } })
  }

  /// The name of a scenario of a pass; its cell is numbered row-major over all values of the axes.
  func name(replicate: Int, place: Place, sample: UInt64) -> String {
    let cell = plan.mapCell(place.cell, of: plan.passes[place.pass])
    return "\(replicate).\(cell).\(sample)"
  }
}

/// One measure of one cell: what each replicate holds, and all of it merged.
struct Reading {
  /// By replicate; nil for one that has seen no scenario with a finite value.
  var replicates: [MeasureState?]
  /// The tally of all replicates, those without finite values included.
  var tally = Tally()
  /// All replicates merged; nil when none has seen a finite value.
  var pooled: MeasureState?

  init(replicates states: [MeasureState?]) {
    for state in states.compactMap(\.self) { tally.merge(state.tally) }
    replicates = states.map { state in state.flatMap { $0.tally.valid > 0 ? $0 : nil } }
    for state in replicates.compactMap(\.self) { pool(state) }
  }

  private mutating func pool(_ state: MeasureState) {
    do {
      if pooled == nil { pooled = state } else { try pooled?.merge(state) }
    } catch {
      preconditionFailure("The replicates of a cell share one recipe and one pivot: \(error)")
    }
  }
}

/// A number and the half-width of its 95% interval; NaN where unknown.
struct Figure {
  var value: Double
  var error = Double.nan
}
