import Sweeps

extension Result {
  /// All tables for a terminal of this many columns, what they cover, and the fingerprint as the last line.
  public func text(width: Int) -> String {
    var out = "\(sweep) (\(model), seed \(seed)): \(coverage.sentence)".wrapped(to: width) + "\n\n"
    for table in tables { out += table.text(width: width) + "\n" }
    if !coverage.quarantined.isEmpty {
      out += "quarantined, and counted nowhere; their inputs are in result.json:".wrapped(to: width) + "\n"
      for one in coverage.quarantined {
        out += "  " + "\(one.scenario.text): \(one.reason)".wrapped(to: width - 2) + "\n"
      }
      out += "\n"
    }
    return out + "fingerprint \(fingerprint)\n"
  }
}

extension Coverage {
  /// How much of the sweep is in the result, in words.
  public var sentence: String {
    let left = leftOut == 0 ? "" : ", \(Figures.count(leftOut)) quarantined"
    let counted = scenarios - leftOut
    guard !complete else {
      return "complete, \(Figures.count(counted)) scenarios\(left.isEmpty ? "" : " counted")\(left)"
    }
    let share = Figures.percent(planned == 0 ? 0 : Double(scenarios) / Double(planned))
    return "partial, \(Figures.count(counted)) of \(Figures.count(planned)) scenarios (\(share))\(left)"
  }
}
