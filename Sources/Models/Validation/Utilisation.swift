import Formulas

/// Utilisation the forward predictions assume; a row is never told its own.
///
/// Every constant is fitted on the first, third, fifth ... row of the table it predicts; the other rows are held out.
/// `fitted` names the rows that were used, and `basis` says of a row on which side it stands.
enum Utilisation {
  /// A share of the peak with how far published ones lie from it.
  struct Expectation {
    var share: Double
    /// Half the logarithmic width of the 90% interval.
    var reach: Double
    /// Stated by its source rather than fitted here.
    var isStated = false
  }

  /// Of the 16-bit peak over all hours of a run: 0.346; 0.238 below 10^9 parameters, which fill a chip badly; for models
  /// below 10^10 parameters on more than 10^13 tokens, whose hours include long contexts and waiting, the published
  /// range of .14 to .35 about .23, which is not fitted.
  static func wholeRun(parameters: Double, tokens: Double) -> Expectation {
    if parameters < 1e9 { return Expectation(share: 0.238, reach: wholeRunSpread.reach) }
    guard parameters < 1e10, tokens > 1e13 else { return Expectation(share: 0.346, reach: wholeRunSpread.reach) }
    return Expectation(share: 0.23, reach: Elementary.log(0.35 / 0.14) / 2, isStated: true)
  }

  static let wholeRunSpread = Spread(deviation: 0.1731, rows: 13, constants: 2)

  /// A GPU of a throughput table: its dense peak (FLOP/s) in the table's precision, and what is expected of it.
  struct Steady {
    var peak: Double
    /// Of the peak, where the table's rows share one figure; nil where it follows from the shape.
    var share: Double?
    /// What endless matrices reach, where the share follows from the shape.
    var ceiling = 0.0
    var spread: Spread
  }

  /// For the GPU and precision a benchmark row names; nil for others. MosaicML llm-foundry (BF16) and NVIDIA NeMo (FP8)
  /// throughput tables.
  static func steady(of inputs: [String: String]) -> Steady? {
    let foundry = Spread(deviation: 0.0899, rows: 21, constants: 4)
    switch (inputs["gpu"] ?? inputs["chip"] ?? "", inputs["precision"] ?? "") {
    case ("a100_40gb", "bf16"), ("a100_80gb", "bf16"):
      return Steady(peak: 312e12, ceiling: SteadyUtilisation.ceilings["A100 SXM"] ?? .nan, spread: foundry)
    case ("h100_80gb", "bf16"):
      return Steady(peak: 989.4e12, ceiling: SteadyUtilisation.ceilings["H100 SXM"] ?? .nan, spread: foundry)
    case ("H100", "fp8"):
      return Steady(peak: 1979e12, share: 0.398, spread: Spread(deviation: 0.0594, rows: 6, constants: 1))
    default: return nil
    }
  }

  // MARK: What was fitted

  /// On which side of the fit a predicted row stands; nil for rows that are not predictions from a utilisation.
  static func basis(of row: PublishedRow) -> Prediction.Basis? {
    guard row.kind == "forward", row.equation == "E6" || row.unit == "MWh" else { return nil }
    return fitted.contains(row.name) ? .fitted : .heldOut
  }

  /// The rows of the built-in record that the shares were fitted on.
  static let fitted: Set<String> = {
    var members: [String: [String]] = [:]
    for case .published(let row) in (try? Record.builtIn()) ?? [] where row.kind == "forward" {
      guard let table = table(of: row) else { continue }
      members[table, default: []].append(row.name)
    }
    return Set(members.values.flatMap { names in stride(from: 0, to: names.count, by: 2).map { names[$0] } })
  }()

  /// The table a predicted row is part of, for each share that was fitted.
  static func table(of row: PublishedRow) -> String? {
    if row.inputs["active_params"] != nil { return "runs" }
    return row.equation == "E6" ? steady(of: row.inputs).map { "\(row.group) \($0.peak)" } : nil
  }
}
