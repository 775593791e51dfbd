import Sweeps

extension Result {
  /// All tables for a terminal of this many columns, what they cover, and the fingerprint as the last line.
  public func text(width: Int) -> String {
    var out = "\(sweep) (\(model), seed \(seed)): \(coverage.sentence)".wrapped(to: width) + "\n\n"
    for table in tables { out += table.text(width: width) + "\n" }
    return out + "fingerprint \(fingerprint)\n"
  }
}

extension Coverage {
  /// How much of the sweep is in the result, in words.
  public var sentence: String {
    let left = quarantined.isEmpty ? "" : ", \(Figures.count(UInt64(quarantined.count))) quarantined"
    guard !complete else { return "complete, \(Figures.count(scenarios)) scenarios\(left)" }
    let share = Figures.percent(planned == 0 ? 0 : Double(scenarios) / Double(planned))
    return "partial, \(Figures.count(scenarios)) of \(Figures.count(planned)) scenarios (\(share))\(left)"
  }
}
