import Sweeps

/// Short forms for the tables in which models declare their inputs and outputs.
extension InputDeclaration {
  /// A number above zero.
  static func positive(
    _ name: String, _ symbol: String, _ unit: String, _ value: Double, _ distribution: Distribution? = nil,
    source: String, doc: String
  ) -> Self {
    number(name, symbol, unit, .positive(allowsZero: false), value, distribution, source, doc)
  }

  /// A number of zero or more; where the doc says so, zero means "take the catalogue's".
  static func nonNegative(
    _ name: String, _ symbol: String, _ unit: String, _ value: Double, _ distribution: Distribution? = nil,
    source: String, doc: String
  ) -> Self {
    number(name, symbol, unit, .positive(allowsZero: true), value, distribution, source, doc)
  }

  /// A number in 0...1.
  static func fraction(
    _ name: String, _ symbol: String, _ value: Double, _ distribution: Distribution? = nil, source: String, doc: String
  ) -> Self {
    number(name, symbol, "1", .fraction, value, distribution, source, doc)
  }

  /// Any finite number.
  static func real(
    _ name: String, _ symbol: String, _ unit: String, _ value: Double, _ distribution: Distribution? = nil,
    source: String, doc: String
  ) -> Self {
    number(name, symbol, unit, .real, value, distribution, source, doc)
  }

  /// A whole number of at least `minimum`.
  static func count(
    _ name: String, _ symbol: String, _ value: Double, minimum: Int = 1, _ distribution: Distribution? = nil,
    unit: String = "1", source: String, doc: String
  ) -> Self {
    number(name, symbol, unit, .count(minimum: minimum), value, distribution, source, doc)
  }

  /// One of `names`.
  static func choice(
    _ name: String, _ symbol: String, _ names: [String], default value: String, source: String, doc: String
  ) -> Self {
    InputDeclaration(
      name: name, symbol: symbol, unit: "1", kind: .choice(names), default: .choice(value), source: source, doc: doc)
  }

  private static func number(
    _ name: String, _ symbol: String, _ unit: String, _ kind: Kind, _ value: Double, _ distribution: Distribution?,
    _ source: String, _ doc: String
  ) -> Self {
    InputDeclaration(
      name: name, symbol: symbol, unit: unit, kind: kind, default: .number(value), distribution: distribution,
      source: source, doc: doc)
  }
}

extension OutputDeclaration {
  init(_ name: String, _ symbol: String, _ unit: String, _ doc: String) {
    self.init(name: name, symbol: symbol, unit: unit, doc: doc)
  }
}

extension Distribution {
  /// Lognormal through the ends of a central interval.
  static func lognormal(_ low: Double, _ high: Double, coverage: Double = 0.9) -> Distribution {
    .lognormal(.interval(Interval(low: low, high: high, coverage: coverage)))
  }

  /// Normal through the ends of a central interval.
  static func normal(_ low: Double, _ high: Double) -> Distribution {
    .normal(.interval(Interval(low: low, high: high)))
  }
}

/// Public sources that several declarations cite.
enum Citation {
  static let epochCost = "Cottier et al. 2024 (Epoch AI), arXiv:2405.21015"
  static let llama3 = "Grattafiori et al. 2024 (Llama 3), arXiv:2407.21783"
  static let metaReliability = "Kokolis et al. 2024 (Meta), arXiv:2410.21680"
  static let llmCarbon = "Faiz et al. 2023 (LLMCarbon), arXiv:2309.14393"
  static let jest = "Evans et al. 2024 (JEST), arXiv:2406.17711"
  static let foundry = "MosaicML llm-foundry throughput tables"
  static let producerPrices = "US producer price index PCU518210518210 (FRED)"
  static let besiroglu = "Besiroglu et al. 2024, arXiv:2404.10102"
  static let megatron = "Narayanan et al. 2021, arXiv:2104.04473"
  static let palm = "Chowdhery et al. 2022 (PaLM), arXiv:2204.02311, appendix B"
  static let chipletActuary = "Feng & Ma 2022 (Chiplet Actuary), DAC"
  static let bernstein = "Bernstein Research, October 2025, GB200 NVL72 rack cost"
  static let hennessyPatterson = "Hennessy & Patterson, Computer Architecture, 5th edition"
  static let learning = "TSMC N7 and N5 defect density by quarter (AnandTech, August 2020)"
  static let wilson = "Wilson Research / Siemens verification study, 2012-2024"
  static let moonwalk = "Khazraee et al. 2017 (Moonwalk), ASPLOS"
  static let assumption = "assumption; no published figure"
}
