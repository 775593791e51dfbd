import Aggregates
import Sweeps

extension Finisher {
  /// A variable for each statistic, named by its label; beside `min` and `max` the names of their scenarios.
  func statisticsTable(_ sheet: Sheet, of value: Expression, _ statistics: [Statistic]) -> Table {
    let places = places(of: sheet)
    let readings = places.map { place in
      guard case .statistics(let measure) = place.slot else {
        preconditionFailure("A sheet has slots of its question.")
      }
      return reading(of: measure, at: place)
    }
    let dims = sheet.dimensions.map(\.name)
    var variables: [Table.Variable] = []
    for statistic in statistics {
      variables.append(variable(statistic, readings, unit: sheet.unit, dims: dims))
      switch statistic {
      case .min: variables.append(scenarios(of: \.minimum, named: "argmin", readings, places, dims: dims) { $0 < $1 })
      case .max: variables.append(scenarios(of: \.maximum, named: "argmax", readings, places, dims: dims) { $0 > $1 })
      default: break
      }
    }
    variables += counts(readings.map(\.tally), dims: dims)
    return Table(
      name: sheet.report.name, kind: .statistics, subject: subject(value),
      coordinates: coordinates(of: sheet), held: held(in: sheet), variables: variables)
  }

  private func variable(
    _ statistic: Statistic, _ readings: [Reading], unit: String, dims: [String]
  ) -> Table.Variable {
    let figures = readings.map { reading in estimate(reading) { $0.value(of: statistic) } }
    let hasError = knowsErrors && statistic != .min && statistic != .max
    return Table.Variable(
      name: statistic.label, unit: statistic.isPure ? "1" : unit, doc: statistic.doc,
      cellMethods: statistic.cellMethods, dims: dims, values: .numbers(figures.map(\.value)),
      error: hasError ? figures.map(\.error) : nil)
  }

  /// The scenarios that gave an extreme; of equal values the lowest replicate, then the lowest sample.
  private func scenarios(
    of extreme: KeyPath<Extremes, Extreme?>, named name: String, _ readings: [Reading], _ places: [Place],
    dims: [String], beats: (Double, Double) -> Bool
  ) -> Table.Variable {
    let names = zip(readings, places).map { reading, place -> String? in
      var winner: (replicate: Int, extreme: Extreme)?
      for (replicate, state) in reading.replicates.enumerated() {
        guard let candidate = state?.extremes?[keyPath: extreme] else { continue }
        if winner.map({ beats(candidate.value, $0.extreme.value) }) ?? true { winner = (replicate, candidate) }
      }
      return winner.map { self.name(replicate: $0.replicate, place: place, sample: $0.extreme.sample) }
    }
    let doc = "the scenario of the \(name == "argmin" ? "min" : "max")imum, as replicate.cell.sample"
    return Table.Variable(name: name, unit: "1", doc: doc, dims: dims, values: .texts(names))
  }

  /// Scenarios in each number; those left out only where there are any.
  func counts(_ tallies: [Tally], dims: [String]) -> [Table.Variable] {
    let kinds: [(name: String, doc: String, count: (Tally) -> UInt64)] = [
      ("scenarios", "scenarios with a finite value", { $0.valid }),
      ("excluded", "scenarios left out by `where`", { $0.excluded }),
      ("invalid_nan", "scenarios left out because the value is not a number", { $0.nan }),
      ("invalid_positive_infinity", "scenarios left out because the value is infinite", { $0.positiveInfinity }),
      ("invalid_negative_infinity", "scenarios left out because the value is minus infinite", { $0.negativeInfinity }),
    ]
    return kinds.compactMap { kind in
      let counts = tallies.map(kind.count)
      guard kind.name == "scenarios" || counts.contains(where: { $0 > 0 }) else { return nil }
      return Table.Variable(
        name: kind.name, unit: "1", doc: kind.doc, dims: dims, values: .numbers(counts.map { Double($0) }))
    }
  }
}

extension Finisher {
  /// The share of scenarios in which the predicate holds.
  func probabilityTable(_ sheet: Sheet, of predicate: Expression) -> Table {
    let readings = places(of: sheet).map { place in
      guard case .probability(let measure) = place.slot else {
        preconditionFailure("A sheet has slots of its question.")
      }
      return reading(of: measure, at: place)
    }
    let dims = sheet.dimensions.map(\.name)
    let figures = readings.map { reading in estimate(reading, \.probability) }
    let probability = Table.Variable(
      name: "probability", unit: "1", doc: "share of scenarios in which the predicate holds",
      cellMethods: "scenario: mean", dims: dims, values: .numbers(figures.map(\.value)),
      error: knowsErrors ? figures.map(\.error) : nil)
    return Table(
      name: sheet.report.name, kind: .probability, subject: subject(predicate),
      coordinates: coordinates(of: sheet), held: held(in: sheet),
      variables: [probability] + counts(readings.map(\.tally), dims: dims))
  }
}

extension MeasureState {
  /// A bin's value can lie a little outside what was seen; the extremes, where they are kept, know better.
  private func insideExtremes(_ value: Double) -> Double {
    guard let low = extremes?.minimum?.value, let high = extremes?.maximum?.value else { return value }
    return Swift.min(Swift.max(value, low), high)
  }

  /// The statistic of the finite values; nil where they do not give it.
  func value(of statistic: Statistic) -> Double? {
    switch statistic {
    case .mean: moments.mean
    case .sd: moments.standardDeviation
    case .skewness: moments.skewness
    case .kurtosis: moments.kurtosis
    case .min: extremes?.minimum?.value
    case .max: extremes?.maximum?.value
    case .quantile(let fraction): histogram?.quantile(fraction).map(insideExtremes)
    case .cvar(let level): histogram?.cvar(level)
    }
  }
}

extension Statistic {
  /// Whether the statistic has no unit whatever the value's is.
  fileprivate var isPure: Bool { self == .skewness || self == .kurtosis }

  fileprivate var doc: String {
    switch self {
    case .mean: "mean"
    case .sd: "sample standard deviation"
    case .skewness: "skewness g1"
    case .kurtosis: "excess kurtosis g2"
    case .min: "smallest value"
    case .max: "largest value"
    case .quantile(let fraction): "smallest x with F(x) >= \(fraction)"
    case .cvar(let level): level >= 0.5 ? "mean above quantile \(level)" : "mean below quantile \(level)"
    }
  }

  fileprivate var cellMethods: String {
    switch self {
    case .mean: "scenario: mean"
    case .sd: "scenario: standard_deviation"
    case .skewness: "scenario: skewness"
    case .kurtosis: "scenario: kurtosis"
    case .min: "scenario: minimum"
    case .max: "scenario: maximum"
    case .quantile(let fraction): "scenario: quantile (q = \(fraction))"
    case .cvar(let level): "scenario: expected_shortfall (level = \(level))"
    }
  }
}
