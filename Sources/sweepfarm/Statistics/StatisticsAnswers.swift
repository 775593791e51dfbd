import Models

/// Answers to the known answers of the record, each computed by the code that a sweep runs.
enum StatisticsAnswers {
  /// Cases that begin alike and the function that answers them.
  struct Topic: Sendable {
    let prefix: String
    let answer: @Sendable (StatisticsInputs) throws -> Computed?

    init(_ prefix: String, _ answer: @escaping @Sendable (StatisticsInputs) throws -> Computed?) {
      self.prefix = prefix
      self.answer = answer
    }
  }

  /// The answer to a row; nil where no function of this program knows its case or quantity.
  static func answer(_ row: StatisticsRow) -> Computed? {
    if let absent = absent.first(where: { row.name.hasPrefix($0.prefix) }) { return .notModelled(absent.reason) }
    guard let topic = topics.first(where: { row.name.hasPrefix($0.prefix) }) else { return nil }
    do {
      return try topic.answer(StatisticsInputs(row))
    } catch let missing as StatisticsInputs.Missing {
      return .notModelled("the row does not give \(missing.name)")
    } catch {
      return .notModelled("\(error)")
    }
  }

  private static let topics = draws + functions + distributions + aggregates + decisions

  private static let absent: [(prefix: String, reason: String)] = [
    ("philox4x64", "this version draws with Philox4x32-10 alone"),
    ("threefry", "this version draws with Philox4x32-10 alone"),
    ("hash Owen", "this version scrambles with a random matrix and a digital shift at 52 bits, not with a 32-bit hash"),
    ("product of 6 lognormals: Sobol", "sensitivity indices are not in this version"),
    ("Ishigami", "sensitivity indices are not in this version"),
    ("Sobol-G", "sensitivity indices are not in this version"),
    ("linear Gaussian", "sensitivity indices are not in this version"),
    ("Borgonovo", "sensitivity measures of distributions are not in this version"),
    ("mutual information", "sensitivity measures of distributions are not in this version"),
    ("EVPPI", "the value of learning one input is not in this version; EVPI, of learning all, is"),
    ("Gaussian copula", "correlated inputs are not in this version"),
    ("Cholesky", "correlated inputs are not in this version"),
    ("correlation matrix", "correlated inputs are not in this version"),
    ("DDSketch", "this version counts in bins of the bit pattern, not in bins of the logarithm"),
    ("weighted", "scenarios have equal weights in this version"),
    ("covariance", "sums over pairs of outputs are not in this version"),
    ("Pareto", "fronts of several goals are not in this version"),
    ("top-k", "of extremes this version keeps the first one, not the first k"),
  ]
}
