/// The keys of a sweep file, in the order in which people write them.
enum TopKey: String, CaseIterable {
  case sweep, model, seed, vary, decide, uncertain, fixed, derive, `where`, sample, report
  /// Written by the canonical form; the version of the arithmetic.
  case numericContract = "numeric_contract"
}

/// The keys of `sample`.
enum SampleKey: String, CaseIterable {
  case design, size, replicates
}

/// The keys of a report.
enum ReportKey: String, CaseIterable {
  case of, prob, best, stats, over, by, at, `where`, show

  /// The keys that ask the question; a report has exactly one.
  static let questions: [ReportKey] = [.of, .prob, .best]
}

/// Words of the grammar that this version knows and refuses. To support one, take it out here and read it.
enum Unsupported: String, CaseIterable {
  case correlate, until, breakeven, pareto, sensitivity, evppi, discover, scenarios, lhs, saltelli, table

  /// What a person can do today.
  var remedy: String {
    switch self {
    case .correlate: "remove it; inputs are drawn independently"
    case .until: "remove it and choose `size`"
    case .breakeven: "report `prob` of one option beating the other by the axis, and read where it crosses 0.5"
    case .pareto: "report `of` each output by the decisions and compare the means"
    case .sensitivity: "put the input under `vary` and report `of` by it"
    case .evppi: "use `best`; its evpi bounds what any one input can be worth"
    case .discover: "use `prob` by the axes"
    case .scenarios: "use `of` with stats: [min, max], which name their scenarios"
    case .lhs: "use sobol, whose 2^m points are a Latin hypercube in every input"
    case .saltelli: "use sobol"
    case .table: "list the values under `vary`"
    }
  }

  var complaint: Complaint { Complaint("\(rawValue) is not supported by this version", remedy) }
}
