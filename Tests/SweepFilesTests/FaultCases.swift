/// Golden messages. Each text has one fault unless more are listed.
enum FaultCases {
  static let document = [
    FaultCase("", "1: the file is empty; start with `sweep: NAME` and `model: NAME`"),
    FaultCase("- 1\n- 2\n", "1: the file is not a mapping; start with `sweep: NAME` and `model: NAME`"),
    FaultCase(
      "sweep: a\nmodel: [training-cost\nseed: 1\n",
      "3: the file is not YAML: did not find expected ',' or ']'; check the indentation, brackets and quotes there; a text with `: ` or `#` needs quotes"
    ),
    FaultCase(
      file("uncertain:\n  mfu: data(a.csv: b)"),
      "4: the file is not YAML: mapping values are not allowed in this context; check the indentation, brackets and quotes there; a text with `: ` or `#` needs quotes"
    ),
    FaultCase(
      file("seed: &a 1", "fixed: {chips: *a}"),
      "5: seed: anchors (&) and aliases (*) are not read; write the value out",
      "6: fixed.chips: anchors (&) and aliases (*) are not read; write the value out"),
    FaultCase(file("seed: 1", "sed: 2"), "6: sed: unknown key; did you mean seed?"),
    FaultCase(
      file("model: training-csot"), "2: model: training-csot is not in the catalogue; did you mean training-cost?"),
    FaultCase(file("model: training-cost@7"), "2: model: training-cost@7 is not in the catalogue; use training-cost@2"),
    FaultCase(
      "model: training-cost\nuncertain: {mfu: 0.3 to 0.45}\nreport: {c: {of: cost}}",
      "1: sweep: the sweep has no name; add `sweep: NAME`"),
    FaultCase(
      "sweep: a\nreport: {c: {of: cost}}", "1: model: the sweep has no model; use one of training-cost, chip-strategy"),
    FaultCase(
      "sweep: a\nmodel: chip-strategy\nuncertain:\n  nre: 1 to 2\n  volume: 1 to 2\n  nre: 3 to 4\nreport: {n: {of: npv}}",
      "6: uncertain.nre: the key is given twice, first on line 4; remove one of them"),
    FaultCase(
      file("uncertain: {mfu: 0.3 to 0.4, pue: 1 to 2, mfu: 0.2 to 0.3}"),
      "3: uncertain.mfu: the key is given twice, first on line 3; remove one of them"),
    FaultCase(
      file("uncertain: {mfu: 0.3 to 0.4, MFU: 0.2 to 0.3}"),
      "3: uncertain.MFU: mfu already stands under `uncertain`, on line 3; keep one of the two"),
    FaultCase(
      file("numeric_contract: 2"),
      "5: numeric_contract: numeric contract 2 is not known here; use the build that wrote the file"),
  ]

  static let distributions = [
    mfu("0.45 to 0.30", "0.45 to 0.3 runs downwards; write 0.3 to 0.45"),
    mfu("0.3 to 1.4", "1.4 is not a fraction; use 0..1"),
    mfu("0 to 0.4", "0 is not a fraction; use more than 0 and less than 1"),
    mfu("0.3 to 0.45 USD/h", "USD/h is a price per time; mfu wants a pure number; write the number without a unit"),
    mfu("0.3 to 0.45 @ 120%", "a coverage of 1.2 is not between 0 and 1; write one such as @ 80%"),
    mfu("0.3 to nan", "nan is not a finite number; write a finite number"),
    mfu("uniform(0.1, inf)", "inf is not a finite number; write a finite number"),
    mfu("0.3 to 1e999", "`1e999` is not a number; write one such as 0.35, 1e9 or 2.5 USD/h"),
    mfu("0.3 to 1e399", "1e399 is beyond the range of a double; use |x| < 1.7e308"),
    mfu("uniform(0.5, 0.2)", "0.5 is above 0.2; write uniform(0.2, 0.5)"),
    mfu("uniform(0.5, 0.5)", "both ends are 0.5; write the plain number 0.5"),
    mfu("uniform(0.5, 1.2)", "1.2 is not a fraction; use 0..1"),
    mfu("tri(0.2, 0.6, 0.5)", "the mode 0.6 is outside 0.2..0.5; write tri(min, mode, max) in rising order"),
    mfu("pert(0.3, 0.2, 0.5)", "the mode 0.2 is outside 0.3..0.5; write pert(min, mode, max) in rising order"),
    mfu("pert(0.3, 0.5)", "2 numbers where 3 belong; write pert(min, mode, max)"),
    mfu("beta(0, 2)", "alpha is 0; use a number above 0"),
    mfu("normal(mean=0.4, sd=0)", "sd is 0; use a number above 0"),
    mfu(
      "normal(mean=0.4)",
      "`normal(mean=0.4)` is not of the form normal(mean=.., sd=..) or normal(a to b); write normal(mean=.., sd=..) or normal(a to b)"
    ),
    mfu("clip(normal(0.2 to 0.4), 0.5, 0.1)", "0.5 is above 0.1; write clip(.., 0.1, 0.5)"),
    mfu("{0.3: 0.5, 0.4: 0.4}", "the weights sum to 0.9, not 1; scale them to sum to 1"),
    mfu("{0.3: 1.5, 0.4: -0.5}", at: "uncertain.mfu.0.4", "a weight of -0.5 is negative; use 0..1"),
    mfu("{0.3: 0.5, 0.30: 0.5}", at: "uncertain.mfu.0.30", "0.3 has two weights; add them up"),
    mfu("{dist: 0.3 to 0.4, dim: 0}", at: "uncertain.mfu.dim", "0 is not a dimension; use 1 to 21201"),
    mfu(
      "\"data(x.csv: y)\"",
      "x.csv cannot be read (files are not read here; embed the numbers); put the file beside the sweep file"),
    mfu("{per chips: {8: 0.3 to 0.4}}", at: "uncertain.mfu.per chips", "chips is not an axis or decision; remove it"),
    uncertain("gpu_hour_price: -1 to 2 USD/h", "the lower end of a lognormal is -1; use a number above 0"),
    uncertain(
      "gpu_hour_price: 1 to 2 USD/hh",
      "`2 USD/hh`: hh in USD/hh is not a known unit; use units such as USD/h, MUSD, kWh, /cm2 or %"),
    uncertain(
      "gpu_hour_price: uniform(1 USD/h, 2)",
      "2 has no unit, others beside it have; write the unit after the last number"),
    uncertain("pue: default", "no spread of pue is published; write a distribution such as `a to b`"),
    uncertain("pue: about 1.2", "`about 1.2` is not a number; write one such as 0.35, 1e9 or 2.5 USD/h"),
    uncertain(
      "chips: 8 to 64", "chips takes whole numbers, and a range has others between; write {value: weight, ...}"),
    uncertain(
      "chips: uniform(8, 64)", "chips takes whole numbers, and this gives others too; write {value: weight, ...}"),
    uncertain(
      "data_wall: 0.2",
      "data_wall is a choice, and `0.2` gives no weights; write {choice: weight, ...}, or hold one choice under `fixed`"
    ),
    FaultCase(
      file("uncertain: {chips: {8: 0.5, 8.5: 0.5}}"),
      "3: uncertain.chips.8.5: 8.5 is not a count; use a whole number of at least 1"),
    FaultCase(
      file("uncertain: {data_wall: {none: 0.5, mid: 0.5}}"),
      "3: uncertain.data_wall.mid: mid is not a choice of data_wall; did you mean mild?"),
    FaultCase(
      file("uncertain: {mfu: {dist: 0.3 to 0.4, dim: 2}, pue: {dist: 1 to 2, dim: 2}}"),
      "3: uncertain.pue: dimension 2 is pinned by mfu too; pin another or remove `dim`"),
    FaultCase(
      file("uncertain: {fmu: 0.3 to 0.4}"), "3: uncertain.fmu: not an input of training-cost; did you mean mfu?"),
    FaultCase(
      file("uncertain: {cost: 1 to 2}"),
      "3: uncertain.cost: cost is an output of training-cost; report it, or choose an input such as params, tokens, precision"
    ),
  ]

  private static func mfu(_ text: String, at path: String = "uncertain.mfu", _ message: String) -> FaultCase {
    FaultCase(file("uncertain:\n  mfu: \(text)"), "4: \(path): \(message)")
  }

  private static func uncertain(_ entry: String, _ message: String) -> FaultCase {
    FaultCase(file("uncertain:\n  \(entry)"), "4: uncertain.\(entry.prefix { $0 != ":" }): \(message)")
  }
}
