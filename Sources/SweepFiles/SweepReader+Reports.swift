import Sweeps

extension SweepReader {
  mutating func reports(_ entry: Entry?, line: Int, names: ExpressionNames, uncertain: [UncertainInput]) -> [Report] {
    let pairs = sectionPairs(entry, "`name: {of: ..., stats: [...], by: [...]}`")
    if pairs.isEmpty {
      let complaint = Complaint(
        "the sweep asks no question",
        "add one such as `cost: {of: \(names.declaration.outputs.first?.name ?? "cost"), by: []}`")
      add(entry?.line ?? line, "report", complaint)
    }
    return pairs.compactMap { pair in
      let before = faults.count
      let place = Entry(line: pair.line, path: pair.value.path, content: pair.value.content)
      _ = attempt(place) { _ throws(Complaint) in _ = try Self.plainName(pair.key) }
      let report = report(pair, names: names, uncertain: uncertain)
      return faults.count == before ? report : nil
    }
  }

  /// What can be said of reports when the model is not known.
  mutating func complainOfUnsupportedReports(_ entry: Entry?) {
    for pair in sectionPairs(entry, "reports") { _ = refusesQuestion(pair) }
  }

  /// Whether the report asks what this version cannot answer; its other keys are then left alone.
  private mutating func refusesQuestion(_ pair: Entry.Pair) -> Bool {
    guard case .map(let keys) = pair.value.content else { return false }
    let refused = keys.filter { ReportKey(rawValue: $0.key) == nil && Unsupported(rawValue: $0.key) != nil }
    for key in refused {
      if let unsupported = Unsupported(rawValue: key.key) { add(key.line, key.value.path, unsupported.complaint) }
    }
    return !refused.isEmpty
  }

  private mutating func report(
    _ pair: Entry.Pair, names: ExpressionNames, uncertain: [UncertainInput]
  ) -> Report? {
    if refusesQuestion(pair) { return nil }
    let parts = known(
      ReportKey.self, sectionPairs(pair.value, "keys such as `of`, `prob`, `best` and `by`"), of: pair.value.path)
    let by = axisNames(parts[.by])
    let at = heldAxes(parts[.at], uncertain: uncertain)
    let resolver = ExpressionResolver(names: names)
    let filter = attempt(parts[.where]) { entry throws(Complaint) in
      try resolver.predicate(entry.text("a predicate such as days <= 120"))
    }
    checkWords(parts[.show])
    guard let question = question(parts, pair, resolver, taken: by + at.map(\.input)) else { return nil }
    var over: [String] = []
    if case .best(_, _, let decisions) = question { over = decisions }
    checkCoverage(pair, by: by, over: over, at: at)
    return Report(name: pair.key, question: question, by: by, at: at, filter: filter)
  }

  // MARK: Questions

  private mutating func question(
    _ parts: [ReportKey: Entry], _ pair: Entry.Pair, _ resolver: ExpressionResolver, taken: [String]
  ) -> Report.Question? {
    let asked = ReportKey.questions.filter { parts[$0] != nil }
    guard asked.count == 1, let kind = asked.first, let entry = parts[kind] else {
      let what =
        asked.isEmpty
        ? "the report asks nothing" : "the report asks \(asked.map(\.rawValue).joined(separator: " and "))"
      add(pair.line, pair.value.path, Complaint(what, "give it one of `of`, `prob` and `best`"))
      return nil
    }
    refuse(kind == .of ? [.over, .show] : kind == .prob ? [.over, .show, .stats] : [.stats], in: parts, of: kind)
    switch kind {
    case .prob:
      return attempt(entry) { entry throws(Complaint) in
        .probability(try resolver.predicate(entry.text("a predicate such as cost > 1e9 USD")))
      }
    case .best:
      let over = decisionsOver(parts[.over], pair, taken: taken)
      return attempt(entry) { entry throws(Complaint) in
        let (goal, text) = try Self.goal(entry.text("`min VALUE` or `max VALUE`"))
        return .best(goal, of: try resolver.value(text).expression, over: over)
      }
    default:
      let statistics = statistics(parts[.stats])
      return attempt(entry) { entry throws(Complaint) in
        .statistics(of: try resolver.value(entry.text("an expression")).expression, statistics)
      }
    }
  }

  private mutating func refuse(_ keys: [ReportKey], in parts: [ReportKey: Entry], of kind: ReportKey) {
    for key in keys {
      guard let entry = parts[key] else { continue }
      let owner = key == .stats ? "of" : "best"
      add(
        entry.line, entry.path,
        Complaint("\(key.rawValue) belongs to `\(owner)`, and this report has `\(kind.rawValue)`", "remove it"))
    }
  }

  private static func goal(_ text: String) throws(Complaint) -> (Report.Goal, String) {
    let word = text.prefix { !$0.isWhitespace }
    guard let goal = Report.Goal(rawValue: String(word)) else {
      throw Complaint("`\(text)` does not say what is best", "write `min \(text)` or `max \(text)`")
    }
    return (goal, text.dropFirst(word.count).trimmed)
  }

  private mutating func decisionsOver(_ entry: Entry?, _ pair: Entry.Pair, taken: [String]) -> [String] {
    guard let entry else {
      add(pair.line, pair.value.path, Complaint("best of what", "add `over: all` or the decisions to compare"))
      return []
    }
    if case .text("all", _) = entry.content {
      let over = decisions.map(\.input).filter { !taken.contains($0) }
      if over.isEmpty {
        add(entry.line, entry.path, Complaint("no decision is left to compare", "add one under `decide`"))
      }
      return over
    }
    let before = faults.count
    let names = axisNames(entry)
    if names.isEmpty, faults.count == before {
      add(entry.line, entry.path, Complaint("best of what", "write `over: all` or the decisions to compare"))
    }
    return names
  }

  private mutating func checkWords(_ entry: Entry?) {
    let known = ["pick", "share", "regret", "evpi"]
    for item in entry?.items ?? [] {
      _ = attempt(item) { item throws(Complaint) in
        let word = try item.text("a word")
        if !known.contains(word) {
          throw Complaint("\(word) cannot be shown", Spelling.remedy(for: word, among: known))
        }
      }
    }
  }

  // MARK: Statistics

  private mutating func statistics(_ entry: Entry?) -> [Statistic] {
    guard let entry else { return [.mean, .quantile(0.05), .quantile(0.5), .quantile(0.95)] }
    var statistics: [Statistic] = []
    for item in entry.items {
      let found = attempt(item) { item throws(Complaint) in try Statistic(reading: item.text("a statistic")) }
      guard let found else { continue }
      if statistics.contains(found) {
        add(item.line, item.path, Complaint("\(found.label) is listed twice", "remove one of them"))
      }
      statistics.append(found)
    }
    if entry.items.isEmpty { add(entry.line, entry.path, Complaint("no statistics", "write [mean, p5, p50, p95]")) }
    return statistics
  }
}

extension Statistic {
  /// Reads `mean`, `p99.9` or `cvar95`.
  init(reading text: String) throws(Complaint) {
    let plain: [Statistic] = [.mean, .sd, .skewness, .kurtosis, .min, .max]
    if let statistic = plain.first(where: { $0.label == text }) {
      self = statistic
      return
    }
    for (prefix, make) in [("cvar", Statistic.cvar), ("p", Statistic.quantile)] where text.hasPrefix(prefix) {
      guard let percent = DecimalNumber(parsing: text.dropFirst(prefix.count)) else { continue }
      guard percent.value > 0, percent.value < 100 else {
        throw Complaint("\(text) is not between 0 and 100 percent", "use one such as \(prefix)95")
      }
      let fraction = DecimalNumber(coefficient: percent.coefficient, exponent: percent.exponent - 2).value
      self = make(fraction)
      guard DecimalNumber(parsing: label.dropFirst(prefix.count))?.value == percent.value else {
        throw Complaint("\(text) has more than nine decimals", "round it")
      }
      return
    }
    let known = plain.map(\.label) + ["p5", "p50", "p95", "cvar95"]
    throw Complaint("\(text) is not a statistic", Spelling.remedy(for: text, among: known))
  }
}
