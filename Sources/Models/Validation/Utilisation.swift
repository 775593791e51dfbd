/// Utilisation the forward predictions assume; a row is never told its own.
///
/// Each share is the geometric mean over the first, third, fifth ... row of the table it predicts; the other rows are
/// held out. `fitted` names the rows that were used, and `basis` says of a row on which side it stands.
enum Utilisation {
  /// Of the 16-bit peak over all hours of a run: 0.346; 0.238 below 10^9 parameters, which fill a chip badly; 0.23
  /// for models below 10^10 parameters on more than 10^13 tokens, whose hours include long contexts and waiting (a
  /// published range of .14 to .35, not fitted).
  static func wholeRun(parameters: Double, tokens: Double) -> Double {
    if parameters < 1e9 { return 0.238 }
    return parameters < 1e10 && tokens > 1e13 ? 0.23 : 0.346
  }

  /// Steady share of a dense peak (FLOP/s) for the GPU and precision a benchmark row names; nil for others. MosaicML
  /// llm-foundry (BF16) and NVIDIA NeMo (FP8) throughput tables.
  static func steady(of inputs: [String: String]) -> (peak: Double, share: Double)? {
    switch (inputs["gpu"] ?? inputs["chip"] ?? "", inputs["precision"] ?? "") {
    case ("a100_40gb", "bf16"), ("a100_80gb", "bf16"): (312e12, 0.498)
    case ("h100_80gb", "bf16"): (989.4e12, 0.395)
    case ("H100", "fp8"): (1979e12, 0.398)
    default: nil
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
