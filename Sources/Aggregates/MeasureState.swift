import Sweeps

/// What one measure keeps of the scenarios of one cell.
public struct MeasureState: Hashable, Sendable {
  public var tally = Tally()
  /// Scenarios in which the event happened; 0 for a quantity.
  public var hits: UInt64 = 0
  /// Order 0 for an event.
  public var moments: Moments
  public var histogram: Histogram?
  /// Nil where the measure keeps none.
  public var extremes: Extremes?

  /// Nothing seen yet.
  public init(_ measure: Measure) {
    switch measure {
    case .event:
      moments = Moments(order: 0)
    case .quantity(let quantity):
      moments = Moments(order: quantity.momentOrder)
      histogram = quantity.histogram.map(Histogram.init(shape:))
      extremes = quantity.extremes ? Extremes() : nil
    }
  }

  /// Whether no scenario was seen.
  public var isEmpty: Bool { tally.total == 0 }

  /// The share of valid scenarios in which the event happened; nil without any.
  public var probability: Double? {
    tally.valid > 0 ? Double(hits) / Double(tally.valid) : nil
  }

  /// Takes in another state of the same measure and cell.
  public mutating func merge(_ other: MeasureState) throws(StateError) {
    try checkMerge(other)
    tally.merge(other.tally)
    hits += other.hits
    try moments.merge(other.moments)
    if let theirs = other.histogram { try histogram?.merge(theirs) }
    if let theirs = other.extremes { extremes?.merge(theirs) }
  }

  /// Throws what `merge` would, and changes nothing.
  func checkMerge(_ other: MeasureState) throws(StateError) {
    guard histogram?.shape == other.histogram?.shape, (extremes == nil) == (other.extremes == nil) else {
      throw .differentRecipes
    }
    guard !tally.total.addingReportingOverflow(other.tally.total).overflow else { throw .tooManyScenarios }
    try moments.checkMerge(other.moments)
  }
}

/// What is kept of one cell in one replicate: one state for every measure of the pass, in the layout's order.
public struct CellState: Hashable, Sendable {
  public internal(set) var measures: [MeasureState]

  /// Nothing seen yet.
  public init(_ measures: [Measure]) { self.measures = measures.map(MeasureState.init) }

  /// The state of a measure, by its place in the layout.
  public subscript(measure: Int) -> MeasureState {
    get { measures[measure] }
    _modify { yield &measures[measure] }
  }

  /// Whether no scenario was seen.
  public var isEmpty: Bool { measures.allSatisfy(\.isEmpty) }

  /// Scenarios seen: what the first measure has tallied, as every measure tallies all of them.
  public var scenarioCount: UInt64 { measures.first?.tally.total ?? 0 }

  /// Takes in another state of the same cell; all of it or, on an error, nothing.
  public mutating func merge(_ other: CellState) throws(StateError) {
    try checkMerge(other)
    for index in measures.indices { try measures[index].merge(other.measures[index]) }
  }

  func checkMerge(_ other: CellState) throws(StateError) {
    guard measures.count == other.measures.count else { throw .differentRecipes }
    for index in measures.indices { try measures[index].checkMerge(other.measures[index]) }
  }
}
