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
    BadSweep(
      "not YAML", "sweep: bad\nmodel: [chip-breakeven\n",
      says:
        "bad.yaml:3: the file is not YAML: did not find expected ',' or ']'; check the indentation, brackets and quotes "
        + "there; a text with `: ` or `#` needs quotes"),
    BadSweep(
      "unknown key", sweep(more: "reprot: {}"), says: "bad.yaml:8: reprot: unknown key; did you mean report?"),
    BadSweep(
      "duplicate key", sweep(more: "sample: {size: 2^9}"),
      says: "bad.yaml:8: sample: the key is given twice, first on line 6; remove one of them"),
    BadSweep(
      "unknown model", sweep(model: "chip-brekeven"),
      says: "bad.yaml:2: model: chip-brekeven is not in the catalogue; did you mean chip-breakeven?"),
    BadSweep(
      "version of a model", sweep(model: "chip-breakeven@9"),
      says: "bad.yaml:2: model: chip-breakeven@9 is not in the catalogue; use chip-breakeven@1"),
    BadSweep(
      "unknown input", sweep(uncertain: "{harvest: default, defect_densty: 0.05 to 0.15 /cm2}"),
      says: "bad.yaml:5: uncertain.defect_densty: not an input of chip-breakeven; did you mean defect_density?"),
    BadSweep(
      "wrong unit", sweep(uncertain: "{defect_density: 0.05 to 0.15 USD}"),
      says: "bad.yaml:5: uncertain.defect_density: USD is an amount of money; defect_density wants a number per area; "
        + "write it in /cm2"),
    BadSweep(
      "reversed range", sweep(uncertain: "{defect_density: 0.15 to 0.05 /cm2}"),
      says: "bad.yaml:5: uncertain.defect_density: 0.15 to 0.05 runs downwards; write 0.05 to 0.15"),
    BadSweep(
      "not a fraction", sweep(uncertain: "{harvest: 0.5 to 1.4}"),
      says: "bad.yaml:5: uncertain.harvest: 1.4 is not a fraction; use 0..1"),
    BadSweep(
      "above a limit", sweep(more: "fixed: {die_area: 900 mm2}"),
      says: "bad.yaml:8: fixed.die_area: 900 mm2 is out of range; use more than 0 and at most 858 mm2, because the "
        + "reticle field is 26 x 33 mm"),
    BadSweep(
      "margin of 1", sweep(uncertain: "{margin_codesign: 1}"),
      says: "bad.yaml:5: uncertain.margin_codesign: 1 is out of range; use 0 or more and less than 1, because at a "
        + "margin of 1 the price is infinite"),
    BadSweep(
      "negative life", sweep(vary: "{volume: 1e3 .. 1e6 in 4 log}", more: "fixed: {life: -5}"),
      says: "bad.yaml:8: fixed.life: -5 is out of range; use more than 0 year, because a chip works for some time"),
    BadSweep(
      "unknown function", sweep(more: "where: annuty(8%, 5) < 1"),
      says: "bad.yaml:8: where: annuty is not a function; did you mean annuity(rate, years)? use one of exp, log, "
        + "sqrt, abs, floor, min, max, normal_cdf, normal_quantile, annuity, present_value, wright, newsvendor, "
        + "perpetual_option_trigger, black_scholes_call, black_scholes_put"),
    BadSweep(
      "wrong number of arguments", sweep(more: "where: annuity(8%) < 1"),
      says: "bad.yaml:8: where: annuity has 1 argument; write annuity(rate, years)"),
    BadSweep(
      "weights", sweep(uncertain: "{defect_density: {0.05 /cm2: 0.5, 0.1 /cm2: 0.4}}"),
      says: "bad.yaml:5: uncertain.defect_density: the weights sum to 0.9, not 1; scale them to sum to 1"),
    BadSweep(
      "NaN", sweep(uncertain: "{harvest: 0.5 to nan}"),
      says: "bad.yaml:5: uncertain.harvest: nan is not a finite number; write a finite number"),
    BadSweep(
      "empty grid", sweep(vary: "{volume: []}"),
      says: "bad.yaml:3: vary.volume: the axis has no values; give at least one, or remove the axis"),
    BadSweep(
      "size of a replicate", sweep(sample: "{size: 1000, replicates: 4}"),
      says: "bad.yaml:6: sample.size: 1000 scenarios in 4 replicates are 250 each, not a power of two; use 512 or 1024"),
    BadSweep(
      "forgotten decision", sweep(report: "{c: {of: cost, stats: [mean], by: volume}}"),
      says: "bad.yaml:7: report.c: strategy is in none of `by`, `over` and `at`; add it to `by`, or hold it: "
        + "at: {strategy: buy}"),
    BadSweep(
      "state beyond memory", sweep(vary: "{volume: 1e3 .. 1e6 in 4000, perf_ratio: 0.5 .. 1.5 in 4000}", report: map),
      says: "bad.yaml: report: the map needs about 519531 MiB of state (16000000 cells, 4 replicates) and the limit is "
        + "8192 MiB; use fewer cells or replicates, or ask for means and probabilities instead of quantiles"),
    BadSweep(
      "map beyond counting", sweep(vary: "{volume: 1e3 .. 1e6 in 40000, perf_ratio: 0.5 .. 1.5 in 40000}", report: map),
      says: "bad.yaml:3: vary: the axes make 1600000000 cells; use fewer values; at most 1000000000 cells"),
    BadSweep(
      "three faults", sweep(uncertain: "{defect_density: 0.15 to 0.05, mask_costs: 1}", more: "colour: red"),
      says: "bad.yaml:5: uncertain.defect_density: 0.15 to 0.05 runs downwards; write 0.05 to 0.15",
      "bad.yaml:5: uncertain.mask_costs: not an input of chip-breakeven; did you mean mask_cost?",
      "bad.yaml:8: colour: unknown key; use one of sweep, model, seed, vary, decide, uncertain, fixed, derive, where, "
        + "sample, report, numeric_contract"),
  ]

  private static let map = "{c: {of: cost, stats: [p50], by: [volume, perf_ratio, strategy]}}"
}
