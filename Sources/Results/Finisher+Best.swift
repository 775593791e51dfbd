import Aggregates
import Sweeps

extension Finisher {
  /// Which option has the best mean, how often each one wins, what choosing it costs, and what knowing would be worth.
  ///
  /// An option has a mean here only if it gave a finite value in every scenario of the contest: means over different
  /// scenarios cannot be compared, and one infinite cost makes the mean infinite. An option without a mean cannot be the
  /// best, but it keeps its share.
  func bestTable(_ sheet: Sheet, _ goal: Report.Goal, of value: Expression) -> Table {
    let contests = places(of: sheet).map { contest(at: $0, goal) }
    let labels = options(of: sheet)
    let option = Table.Coordinate(name: Table.optionDimension, unit: "1", values: labels.map { .choice($0) })
    let dims = sheet.dimensions.map(\.name)
    let by = dims + [option.name]
    let unit = sheet.unit
    let better = goal == .min ? "lowest" : "highest"

    var variables = [
      Table.Variable(
        name: "best", unit: "1", doc: "option with the \(better) mean", dims: dims,
        values: .texts(contests.map { contest in contest.best.map { labels[$0] } })),
      variable("share", "1", "share of scenarios in which the option is the best", contests.flatMap(\.shares), by),
      variable("mean", unit, "mean under the option", contests.flatMap(\.means), by),
      variable("regret", unit, "mean of how much worse than the best option", contests.flatMap(\.regrets), by),
      variable("best_mean", unit, "mean of the best option of each scenario", contests.map(\.bestMean), dims),
      variable("evpi", unit, "expected value of perfect information", contests.map(\.evpi), dims),
    ]
    variables += counts(contests.flatMap(\.tallies), dims: by)
    return Table(
      name: sheet.report.name, kind: .best(goal), subject: subject(value),
      coordinates: coordinates(of: sheet) + [option], held: held(in: sheet), variables: variables)
  }

  private func variable(
    _ name: String, _ unit: String, _ doc: String, _ figures: [Figure], _ dims: [String]
  ) -> Table.Variable {
    Table.Variable(
      name: name, unit: unit, doc: doc, cellMethods: "scenario: mean", dims: dims,
      values: .numbers(figures.map(\.value)), error: knowsErrors ? figures.map(\.error) : nil)
  }

  /// The labels of a report's options: the values of its decisions, joined by `+`.
  private func options(of sheet: Sheet) -> [String] {
    guard case .best(_, let contestants) = sheet.slots.first else { return [] }
    let over: [String] = if case .best(_, _, let over) = sheet.report.question { over } else { [] }
    return contestants.map { contestant in
      contestant.option.choices.filter { over.contains($0.input) }.map(\.value.label).joined(separator: "+")
    }
  }

  /// The finished contest of one cell.
  private struct Contest {
    var best: Int?
    var shares: [Figure]
    var means: [Figure]
    var regrets: [Figure]
    var bestMean: Figure
    var evpi: Figure
    var tallies: [Tally]
  }

  private func contest(at place: Place, _ goal: Report.Goal) -> Contest {
    guard case .best(let bestMeasure, let contestants) = place.slot else {
      preconditionFailure("A sheet has slots of its question.")
    }
    let best = reading(of: bestMeasure, at: place)
    let values = contestants.map { reading(of: $0.value, at: place) }
    let complete = values.map { $0.isComplete(beside: best) }
    let means = zip(values, complete).map { value, complete in complete ? estimate(value, \.moments.mean) : .unknown }
    let regrets = zip(contestants, complete).map { contestant, complete in
      complete ? estimate(reading(of: contestant.regret, at: place), \.moments.mean) : .unknown
    }
    return Contest(
      best: Self.bestOption(means.map(\.value), goal),
      shares: contestants.map { estimate(reading(of: $0.win, at: place), \.probability) },
      means: means, regrets: regrets, bestMean: estimate(best, \.moments.mean),
      evpi: evpi(best, zip(values, complete).filter(\.1).map(\.0), goal), tallies: values.map(\.tally))
  }

  /// The position of the best mean; ties go to the first, and NaN is never the best.
  private static func bestOption(_ means: [Double], _ goal: Report.Goal) -> Int? {
    var winner: Int?
    for (index, mean) in means.enumerated() where !mean.isNaN {
      guard let held = winner else {
        winner = index
        continue
      }
      if goal == .min ? mean < means[held] : mean > means[held] { winner = index }
    }
    return winner
  }

  /// |best mean of the options - mean of the best|, pooled and in each replicate on its own.
  private func evpi(_ best: Reading, _ values: [Reading], _ goal: Report.Goal) -> Figure {
    func worth(_ best: MeasureState?, _ values: [MeasureState?]) -> Double? {
      let means = values.map { $0?.moments.mean ?? .nan }
      guard let mean = best?.moments.mean, let winner = Self.bestOption(means, goal) else { return nil }
      return abs(means[winner] - mean)
    }
    guard let pooled = worth(best.pooled, values.map(\.pooled)) else { return .unknown }
    let replicates = best.replicates.indices.map { index in
      worth(best.replicates[index], values.map { $0.replicates[index] })
    }
    return estimate(pooled, replicates: replicates)
  }
}

extension Reading {
  /// Whether there is a finite value in every scenario of the contest.
  fileprivate func isComplete(beside contest: Reading) -> Bool {
    pooled != nil && tally.valid == contest.tally.valid && tally.notFinite == 0
  }
}

extension Figure {
  static let unknown = Figure(value: .nan)
}
