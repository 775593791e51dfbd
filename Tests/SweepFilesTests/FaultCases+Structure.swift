extension FaultCases {
  static let structure = [
    FaultCase(
      file("vary: {params: []}", "report: {c: {of: cost, by: params}}"),
      "5: vary.params: the axis has no values; give at least one, or remove the axis"),
    vary("params", "[1, 2, 1.0]", "1 is listed twice; remove one of them"),
    vary("params", "1 .. 2", "`1 .. 2` does not say how many values; end it with `by step`, `in n` or `in n log`"),
    vary("params", "1 .. 2 in 0", "`in 0` is not a number of values; use 2 to 100000"),
    vary(
      "params", "1 .. 2 by 0.3", "steps of 0.3 from 1 do not meet 2; choose a step that divides the range, or `in n`"),
    vary("params", "1 .. 2 by -0.5", "a step of -0.5 does not lead from 1 to 2; change the sign of the step"),
    vary("params", "1 .. 2 by 1e-9", "the axis has more than 100000 values; use a longer step"),
    vary("params", "1 .. 1 in 5", "1 .. 1 is one value; write [1]"),
    growth("-1 .. 2 in 5 log", "-1 .. 2 has no logarithmic steps; use ends of one sign, neither 0"),
    vary("params", "-1 .. 2 in 5", "-1 is not positive; use a number above 0"),
    vary("chips", "8 .. 64 in 5 log", "13.454342644059432 is not a count; use a whole number of at least 1"),
    vary("precision", "1 .. 2 in 5", "precision is a choice; list the choices: [a, b]"),
    vary("precision", "[bf16, fp9]", "fp9 is not a choice of precision; did you mean fp8?"),
    vary(
      "gpu_hour_price", "1 .. 3 USD by 1",
      "USD is an amount of money; gpu_hour_price wants a price per time; write it in USD/h"),
    FaultCase(
      file("decide: {mfu: [0.3, 0.4]}", "report: {c: {of: cost, by: mfu}}"),
      "5: decide.mfu: mfu already stands under `uncertain`, on line 3; keep one of the two"),
    FaultCase(
      file("fixed: {MFU: 0.4}"), "5: fixed.MFU: mfu already stands under `uncertain`, on line 3; keep one of the two"),
    FaultCase(
      file("derive: {mfu: 0.1 * pue}"),
      "5: derive.mfu: mfu already stands under `uncertain`, on line 3; keep one of the two"),
    FaultCase(file("fixed: {pue: [1, 2]}"), "5: fixed.pue: a list where one value belongs; write one value"),
    FaultCase(
      file("derive:\n  a: b + 1\n  b: c + 1\n  c: a + 1"),
      "6: derive.a: circular: a uses b uses c uses a; compute one of them from inputs alone"),
    FaultCase(
      file("derive: {cost: params}"),
      "5: derive.cost: cost is an output of training-cost; give the derived value another name"),
    FaultCase(
      file("derive: {a: cost * 2}"),
      "5: derive.a: cost is an output, known only after the model ran; use inputs and derived names"),
    FaultCase(
      file("derive: {precision: 1}"),
      "5: derive.precision: precision is a choice and cannot be computed; put it under `vary`, `decide` or `fixed`"),
    sample("{size: 1000}", at: "size", "1000 scenarios do not divide into 16 replicates; use 992 or 1008"),
    sample(
      "{size: 1600}", at: "size", "1600 scenarios in 16 replicates are 100 each, not a power of two; use 1024 or 2048"),
    sample("{size: many}", at: "size", "many is not a whole number in range; use 1 to 281474976710656, such as 2^4"),
    sample("{replicates: 0}", at: "replicates", "0 is not a whole number in range; use 1 to 1024, such as 2^4"),
    sample("{design: sobel}", at: "design", "sobel is not a design; did you mean sobol?"),
    sample(
      "{design: grid}", at: "design",
      "a grid draws nothing, and there are uncertain inputs; use `design: sobol`, or move them to `fixed`"),
    FaultCase(
      file("uncertain: {}", "sample: {design: sobol}"),
      "5: sample.design: nothing is uncertain, so sobol has nothing to draw; use `design: grid`"),
    FaultCase(
      file("uncertain: {}", "sample: {design: random, size: 2^10}"),
      "5: sample.design: nothing is uncertain, so random has nothing to draw; use `design: grid`"),
    FaultCase(
      file("uncertain: {}", "sample: {design: grid, size: 2^10}"),
      "5: sample.size: a grid has one scenario a cell; remove `size` and `replicates`"),
    predicate("days < 3 USD", "USD is an amount of money; days wants a time; write it in day"),
    predicate("days", "`days` is a number, not true or false; compare it, as in `days > 0`"),
    predicate("days < mttf", "days is in day and mttf in h; multiply one of them by the conversion factor"),
    predicate(
      "days < cost", "days is a time and cost is an amount of money; combine or compare only what measures the same"),
    predicate(
      "days + energy < 3", "days is a time and energy is an energy; combine or compare only what measures the same"),
    predicate(
      "2 USD * days < 3",
      "2 USD stands where its unit cannot be checked; add it to or compare it with an input or output, or write the number without a unit"
    ),
    predicate("1 < days < 3", "two comparisons in a row; join them with `and`: a < b and b < c"),
    predicate("days <", "the expression ends too early; add what is missing after the last operator"),
    predicate("(days < 3", "a `)` is missing; add it at the end"),
    predicate("days = 3", "`=` has no meaning in an expression; use =="),
    predicate(
      "days < 3 chips2x", "`3 chips2x`: chips2x is not a known unit; use units such as USD/h, MUSD, kWh, /cm2 or %"),
    predicate("sin(days) < 3", "sin is not a function; did you mean min(a, b, ...)? use one of \(functions)"),
    predicate("min(days) < 3", "min has 1 argument; write min(a, b, ...)"),
    predicate("levelise(days) < 3", "levelise is not a function; use one of \(functions)"),
    predicate("annuity(8%) < 3", "annuity has 1 argument; write annuity(rate, years)"),
    predicate("log(days, 2) < 3", "log has 2 arguments; write log(x)"),
    predicate(
      "annuity(cost, 5) < 3",
      "cost is an amount of money; rate in annuity(rate, years) wants a pure number; give another value"),
    predicate(
      "annuity(8%, days) < 3",
      "days is in day; years in annuity(rate, years) wants year; multiply it by the conversion factor"),
    predicate(
      "annuity(8%, 5 USD) < 3",
      "USD is an amount of money; years in annuity(rate, years) wants a time; write it in year"),
    predicate(
      "wright(cost, 2 USD, 8) < 3 USD",
      "USD is an amount of money; learning_rate in wright(first, learning_rate, units) wants a pure number; write the number without a unit"
    ),
    predicate(
      "newsvendor(params, 9, cost, days, 0) < 3",
      "days is a time and cost is an amount of money; combine or compare only what measures the same"),
    predicate(
      "days and cost > 3", "and, or and not join comparisons, and `days` is a number; compare it first, as in x > 0"),
    predicate("precision < 3", "precision is a choice and has no order; compare it with == or !="),
    predicate("precision == fp9", "fp9 is not a choice of precision; did you mean fp8?"),
    predicate("dys < 3", "dys is not a name of training-cost; did you mean days?"),
  ]

  static let reports = [
    FaultCase(
      file("report: {}"), "4: report: the sweep asks no question; add one such as `cost: {of: cost, by: []}`"),
    FaultCase(
      file("report: {\"a b\": {of: cost}}"),
      "4: report.a b: `a b` cannot be a name; use up to 100 letters, digits, - and _, since files are named after it"),
    report("{stats: [mean]}", "the report asks nothing; give it one of `of`, `prob` and `best`"),
    report(
      "{of: cost, prob: cost > 1, by: [params, precision]}",
      "the report asks of and prob; give it one of `of`, `prob` and `best`"),
    report(
      "{of: cost, by: params}",
      "precision is in none of `by`, `over` and `at`; add it to `by`, or hold it: at: {precision: bf16}"),
    report("{of: cost, by: [params, precision], at: {params: 3}}", "params is in `by` and `at`; keep one of them"),
    report("{of: cost, by: [params, precision, params]}", at: ".by", "params is listed twice; remove one of them"),
    report(
      "{of: cost, by: [params, precision, pue]}", at: ".by",
      "pue is not an axis or decision; put it under `vary` or `decide`, or remove it here"),
    report(
      "{of: cost, by: [params, precison]}", at: ".by", "precison is not an axis or decision; did you mean precision?",
      alsoMissing: "precision"),
    report(
      "{of: cost, by: params, at: {precision: fp9}}", at: ".at.precision",
      "fp9 is not a choice of precision; did you mean fp8?", alsoMissing: "precision"),
    report(
      "{of: cost, stats: [p0], by: [params, precision]}", at: ".stats",
      "p0 is not between 0 and 100 percent; use one such as p95"),
    report(
      "{of: cost, stats: [mean, mean], by: [params, precision]}", at: ".stats",
      "mean is listed twice; remove one of them"),
    report(
      "{of: cost, stats: [p1.23456789012], by: [params, precision]}", at: ".stats",
      "p1.23456789012 has more than nine decimals; round it"),
    report(
      "{of: cost, over: precision, by: [params, precision]}", at: ".over",
      "over belongs to `best`, and this report has `of`; remove it"),
    report(
      "{of: regret, by: [params, precision]}", at: ".of",
      "regret is not a value of one scenario in this version; write a `best` report, whose table has it"),
    report("{of: cost.fp9, by: [params, precision]}", at: ".of", "fp9 is not an option of `decide`; did you mean fp8?"),
    report(
      "{best: cost, over: precision, by: params}", at: ".best",
      "`cost` does not say what is best; write `min cost` or `max cost`", alsoMissing: nil),
    report(
      "{best: min cost, over: all, by: params, show: [pick, shape]}", at: ".show",
      "shape cannot be shown; did you mean share?"),
    report(
      "{best: min cost, over: all, by: [params, precision]}", at: ".over",
      "no decision is left to compare; add one under `decide`"),
    FaultCase(
      file(
        "vary: {params: [1, 2]}", "decide: {precision: [bf16, fp8]}",
        "report:\n  r: {best: min cost, by: params, at: {precision: fp8}}"),
      "5: report.r: best of what; add `over: all` or the decisions to compare"),
    FaultCase(
      file(
        "vary: {params: [1, 2]}", "uncertain: {mfu: {per params: {1: 0.3 to 0.4, 2: 0.2 to 0.3}}}",
        "report: {r: {of: cost, at: {params: 3}}}"),
      "4: report.r.at.params: mfu has no distribution for params 3; add it under `per params`"),
    FaultCase(
      file(
        "vary: {params: [1, 2]}", "uncertain: {mfu: {per params: {1: 0.3 to 0.4}}}",
        "report: {r: {of: cost, by: params}}"),
      "3: uncertain.mfu.per params: no distribution for params 2; add `2: distribution`"),
  ]

  static let unsupported = [
    FaultCase(
      file("correlate: {a ~ b: 0.5}"),
      "5: correlate: correlate is not supported by this version; remove it; inputs are drawn independently"),
    sample(
      "{until: {p95(cost): 1%}}", at: "until", "until is not supported by this version; remove it and choose `size`"),
    sample(
      "{design: lhs}", at: "design",
      "lhs is not supported by this version; use sobol, whose 2^m points are a Latin hypercube in every input"),
    sample("{design: saltelli}", at: "design", "saltelli is not supported by this version; use sobol"),
    sample(
      "{design: table(points.csv)}", at: "design",
      "table is not supported by this version; list the values under `vary`"),
    refused(
      "breakeven: npv", "breakeven",
      "report `prob` of one option beating the other by the axis, and read where it crosses 0.5"),
    refused("pareto: {min: [cost, days]}", "pareto", "report `of` each output by the decisions and compare the means"),
    refused("sensitivity: cost", "sensitivity", "put the input under `vary` and report `of` by it"),
    refused("evppi: cost", "evppi", "use `best`; its evpi bounds what any one input can be worth"),
    refused("discover: cost > 1", "discover", "use `prob` by the axes"),
    refused("scenarios: 20", "scenarios", "use `of` with stats: [min, max], which name their scenarios"),
  ]

  private static func vary(_ input: String, _ values: String, _ message: String) -> FaultCase {
    FaultCase(
      file("vary:\n  \(input): \(values)", "report: {c: {of: cost, by: \(input)}}"), "6: vary.\(input): \(message)")
  }

  private static func growth(_ values: String, _ message: String) -> FaultCase {
    FaultCase(
      file("vary:\n  mu: \(values)", "report: {c: {of: npv, by: mu}}", model: "chip-strategy"), "6: vary.mu: \(message)"
    )
  }

  private static func sample(_ values: String, at key: String, _ message: String) -> FaultCase {
    FaultCase(file("sample: \(values)"), "5: sample.\(key): \(message)")
  }

  private static func predicate(_ text: String, _ message: String) -> FaultCase {
    FaultCase(file("where: '\(text)'"), "5: where: \(message)")
  }

  private static func report(
    _ text: String, at path: String = "", _ message: String, alsoMissing: String? = nil
  ) -> FaultCase {
    var expected = ["5: report.r\(path): \(message)"]
    if let missing = alsoMissing {
      expected.append(
        "5: report.r: \(missing) is in none of `by`, `over` and `at`; add it to `by`, or hold it: at: {\(missing): bf16}"
      )
    }
    var result = FaultCase(
      file("vary: {params: [1, 2]}", "decide: {precision: [bf16, fp8]}", "report:\n  r: \(text)"))
    result.expected = expected
    return result
  }

  private static func refused(_ question: String, _ word: String, _ remedy: String) -> FaultCase {
    FaultCase(
      file("report: {r: {\(question), over: all, keep: 5}}"),
      "4: report.r.\(word): \(word) is not supported by this version; \(remedy)")
  }

  private static let functions =
    "exp, log, sqrt, abs, floor, min, max, normal_cdf, normal_quantile, annuity, present_value, wright, newsvendor, "
    + "perpetual_option_trigger, black_scholes_call, black_scholes_put"
}
