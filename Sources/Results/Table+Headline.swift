import Sweeps

extension Table {
  /// Names of the variables that count scenarios.
  static let countNames: Set<String> = [
    "scenarios", "excluded", "invalid_nan", "invalid_positive_infinity", "invalid_negative_infinity",
  ]

  /// The answer in one sentence.
  public var headline: String {
    switch kind {
    case .statistics: statisticsHeadline
    case .probability: probabilityHeadline
    case .best(let goal): bestHeadline(goal)
    }
  }

  private var statisticsHeadline: String {
    guard let first = variables.first(where: { !$0.numbers.isEmpty && !Self.countNames.contains($0.name) }) else {
      return "no statistic was asked"
    }
    return range(of: first, called: "\(first.name) of \(subject)") { variable, cell in
      let text = Figures.text(variable.numbers[cell], error: variable.error?[cell] ?? .nan)
      return variable.unit == "1" ? text : "\(text) \(variable.unit)"
    }
  }

  private var probabilityHeadline: String {
    guard let share = variable("probability") else { return "no probability was asked" }
    return range(of: share, called: "probability of \(subject)") { variable, cell in
      Figures.percent(variable.numbers[cell])
    }
  }

  /// `NAME is X`, or `NAME runs from LOW (where) to HIGH (where)`.
  private func range(of variable: Variable, called name: String, text: (Variable, Int) -> String) -> String {
    let known = variable.numbers.indices.filter { variable.numbers[$0].isFinite }
    guard let low = known.min(by: { variable.numbers[$0] < variable.numbers[$1] }),
      let high = known.max(by: { variable.numbers[$0] < variable.numbers[$1] })
    else { return "\(name): no data yet" }
    let (least, most) = (text(variable, low), text(variable, high))
    if variable.numbers[low] == variable.numbers[high] { return "\(name) is \(least)\(everywhere)" }
    return "\(name) runs from \(least) (\(place(of: low))) to \(most) (\(place(of: high)))"
  }

  private var everywhere: String { cellCount == 1 ? "" : " everywhere" }

  private func place(of cell: Int) -> String {
    zip(mapCoordinates, position(ofCell: cell))
      .map { "\($0.name) \(Self.label($0.values[$1], unit: $0.unit))" }
      .joined(separator: ", ")
  }
}

// MARK: - Best option

extension Table {
  private func bestHeadline(_ goal: Report.Goal) -> String {
    let best = variable("best")?.texts ?? []
    let known = best.indices.filter { best[$0] != nil }
    guard let first = known.first, let winner = best[first] else { return "no option has a mean to compare yet" }
    let praise = "\(goal == .min ? "lowest" : "highest") mean \(subject)"
    if cellCount == 1 { return "\(winner) has the \(praise)\(winShare(of: winner))" }
    let changes = zip(known, known.dropFirst()).filter { best[$0] != best[$1] }
    if changes.isEmpty { return "\(winner) has the \(praise) everywhere" }
    if mapCoordinates.count == 1 && changes.count <= 3 { return turns(best, from: winner, at: changes, praise) }
    return tally(best, of: known.count, praise)
  }

  /// In how many scenarios the option wins, for a table of one cell.
  private func winShare(of option: String) -> String {
    guard let share = variable("share"), let index = optionLabels.firstIndex(of: option) else { return "" }
    return " and is the best in \(Figures.percent(share.numbers[index])) of scenarios"
  }

  /// `buy has the lowest mean cost up to volume 1000, build from volume 2000`.
  private func turns(_ best: [String?], from first: String, at changes: [(Int, Int)], _ praise: String) -> String {
    var text = "\(first) has the \(praise)"
    for (index, change) in changes.enumerated() {
      if index == 0 { text += " up to \(place(of: change.0))" }
      text += ", \(best[change.1] ?? Figures.noData) from \(place(of: change.1))"
    }
    return text
  }

  /// `build has the lowest mean cost in 61.2% of 549 cells, buy in 38.8%`; the options that win most come first.
  private func tally(_ best: [String?], of known: Int, _ praise: String) -> String {
    let labels = optionLabels
    let wins = labels.map { label in best.count { $0 == label } }
    let order = labels.indices.filter { wins[$0] > 0 }.sorted { (wins[$1], $0) < (wins[$0], $1) }
    let parts = order.prefix(4).enumerated().map { rank, option in
      let share = Figures.percent(Double(wins[option]) / Double(known))
      let claim = rank == 0 ? " has the \(praise) in \(share) of \(known) cells" : " in \(share)"
      return labels[option] + claim
    }
    let others = order.count - parts.count
    return parts.joined(separator: ", ") + (others > 0 ? ", \(others) other options in the rest" : "")
  }
}
