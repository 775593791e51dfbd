import Testing

/// A sweep file with a fault, and what the program says of it.
struct BadSweep: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var text: String
  /// Every line said, each beginning at the file's line number.
  var sentences: [String]

  init(_ name: String, _ text: String, says sentences: String...) {
    testDescription = name
    self.text = text
    self.sentences = sentences
  }

  /// A sound sweep in which one section is replaced.
  static func sweep(
    model: String = "chip-breakeven", vary: String = "{volume: 1e3 .. 1e6 in 4 log}",
    uncertain: String = "{defect_density: 0.05 to 0.15 /cm2}", sample: String = "{size: 2^8, replicates: 4}",
    more: String = "", report: String = "{c: {of: cost, stats: [mean], by: [volume, strategy]}}"
  ) -> String {
    """
    sweep: bad
    model: \(model)
    vary: \(vary)
    decide: {strategy: [buy, build]}
    uncertain: \(uncertain)
    sample: \(sample)
    report: \(report)
    \(more)
    """
  }
}

extension BadSweep {
  static let all = [
    BadSweep("not YAML", "sweep: bad\nmodel: [chip-breakeven\n", says: ""),
    BadSweep("unknown key", sweep(more: "reprot: {}"), says: ""),
    BadSweep("duplicate key", sweep(more: "sample: {size: 2^9}"), says: ""),
    BadSweep("unknown model", sweep(model: "chip-brekeven"), says: ""),
    BadSweep("later version of a model", sweep(model: "chip-breakeven@9"), says: ""),
    BadSweep("unknown input", sweep(uncertain: "{defect_densty: 0.05 to 0.15 /cm2}"), says: ""),
    BadSweep("wrong unit", sweep(uncertain: "{defect_density: 0.05 to 0.15 USD}"), says: ""),
    BadSweep("reversed range", sweep(uncertain: "{defect_density: 0.15 to 0.05 /cm2}"), says: ""),
    BadSweep("not a fraction", sweep(uncertain: "{harvest: 0.5 to 1.4}"), says: ""),
    BadSweep("weights", sweep(uncertain: "{defect_density: {0.05 /cm2: 0.5, 0.1 /cm2: 0.4}}"), says: ""),
    BadSweep("NaN", sweep(uncertain: "{defect_density: 0.05 to nan /cm2}"), says: ""),
    BadSweep("empty grid", sweep(vary: "{volume: []}"), says: ""),
    BadSweep("size", sweep(sample: "{size: 1000, replicates: 4}"), says: ""),
    BadSweep("forgotten axis", sweep(report: "{c: {of: cost, stats: [mean], by: volume}}"), says: ""),
    BadSweep(
      "map too large",
      sweep(
        vary: "{volume: 1e3 .. 1e6 in 4000, perf_ratio: 0.5 .. 1.5 in 4000}",
        report: "{c: {of: cost, stats: [p50], by: [volume, perf_ratio, strategy]}}"),
      says: ""),
    BadSweep(
      "two faults", sweep(uncertain: "{defect_density: 0.15 to 0.05, mask_costs: 1}", more: "colour: red"), says: ""),
  ]
}
