import SweepFiles
import Sweeps
import Testing

// MARK: Axes

private func axis(_ text: String, _ input: String = "params") throws -> [Double] {
  let sweep = try read(file("vary: {\(input): \(text)}", "report: {c: {of: cost, by: \(input)}}"))
  return sweep.axes[0].values.map { if case .number(let number) = $0 { number } else { .nan } }
}

/// Values a (b/a)^(i/(n-1)) computed to 50 digits; every one is the nearest double.
@Test func `a logarithmic axis has exact ends and the nearest doubles between`() throws {
  let values = try axis("1e10 .. 2e12 in 5 log")
  #expect(values == [1e10, 37606030930.863936, 141421356237.30950, 531829589694.49886, 2e12])
  #expect(try axis("1 .. 1e6 in 7 log") == [1, 10, 100, 1e3, 1e4, 1e5, 1e6])
  #expect(try axis("1e6 .. 1 in 3 log") == [1e6, 1e3, 1])
  #expect(try axis("1 .. 1024 in 11 log") == (0...10).map { Double(1 << $0) })
}

@Test func `a stepped axis has the doubles nearest to its decimals`() throws {
  #expect(try axis("0.1 .. 0.5 by 0.1") == [0.1, 0.2, 0.3, 0.4, 0.5])
  #expect(try axis("0.5..0.1 by -0.1") == [0.5, 0.4, 0.3, 0.2, 0.1])
  #expect(try axis("1 .. 3 USD/h by 1", "gpu_hour_price") == [1, 2, 3])
  #expect(try axis("24 .. 72 USD/d by 24", "gpu_hour_price") == [1, 2, 3])
  #expect(try axis("5 .. 45 % by 20", "pue") == [0.05, 0.25, 0.45])
}

@Test func `an even axis has both ends and the lists keep their order`() throws {
  #expect(try axis("0.1 .. 0.5 in 5") == [0.1, 0.2, 0.3, 0.4, 0.5])
  #expect(try axis("1 .. 2 in 3") == [1, 1.5, 2])
  #expect(try axis("[3, 2e0, 2^4, 10%]") == [3, 2, 16, 0.1])
}

@Test func `axes read by symbol keep the full name`() throws {
  let sweep = try read(file("vary: {N: [1, 2]}", "report: {c: {of: TC, by: [N]}}"))
  #expect(sweep.axes == [Axis(input: "params", values: [.number(1), .number(2)])])
  #expect(sweep.reports[0].by == ["params"])
  #expect(
    sweep.reports[0].question
      == .statistics(of: .name("cost"), [.mean, .quantile(0.05), .quantile(0.5), .quantile(0.95)]))
}

// MARK: Distributions

private func distribution(_ text: String, of input: String = "mfu", model: String = "training-cost") throws
  -> Distribution
{
  let report = model == "training-cost" ? "report: {c: {of: cost}}" : "report: {c: {of: npv}}"
  return try read(file("uncertain:\n  \(input): \(text)", report, model: model)).uncertain[0].distribution
}

@Test func `an interval takes the family of the input's kind`() throws {
  #expect(try distribution("0.30 to 0.45") == .logitNormal(Interval(low: 0.3, high: 0.45)))
  #expect(try distribution("30% to 45% @ 80%") == .logitNormal(Interval(low: 0.3, high: 0.45, coverage: 0.8)))
  #expect(
    try distribution("1.80 to 3.50 USD/h", of: "gpu_hour_price") == .lognormal(.interval(Interval(low: 1.8, high: 3.5)))
  )
  #expect(
    try distribution("-0.1 to 0.6", of: "demand_growth", model: "chip-strategy")
      == .normal(.interval(Interval(low: -0.1, high: 0.6))))
}

@Test func `units convert to the input's unit`() throws {
  #expect(
    try distribution("180 to 420 MUSD", of: "nre", model: "chip-strategy")
      == .lognormal(.interval(Interval(low: 180, high: 420))))
  #expect(
    try distribution("0.18 to 0.42 BUSD", of: "nre", model: "chip-strategy")
      == .lognormal(.interval(Interval(low: 180, high: 420))))
  #expect(
    try distribution("180e6 USD to 420 MUSD", of: "nre", model: "chip-strategy")
      == .lognormal(.interval(Interval(low: 180, high: 420))))
  #expect(
    try distribution("0.0005 to 0.15 /mm2", of: "D0", model: "chip-strategy")
      == .lognormal(.interval(Interval(low: 0.05, high: 15))))
  #expect(try distribution("tri(0.25, 0.5, 1 h)", of: "restart_minutes") == .triangular(min: 15, mode: 30, max: 60))
}

@Test func `every named family reads`() throws {
  #expect(try distribution("normal(0.15 to 0.35)") == .normal(.interval(Interval(low: 0.15, high: 0.35))))
  #expect(try distribution("normal(mean=0.3, sd=0.05)") == .normal(.moments(mean: 0.3, sd: 0.05)))
  #expect(try distribution("lognormal(median=0.3, sigma=0.2)") == .lognormal(.median(0.3, sigma: 0.2)))
  #expect(
    try distribution("lognormal(0.45 to 1.10 @ 50%)", of: "pue")
      == .lognormal(.interval(Interval(low: 0.45, high: 1.1, coverage: 0.5))))
  #expect(try distribution("logitnormal(0.2 to 0.3)") == .logitNormal(Interval(low: 0.2, high: 0.3)))
  #expect(try distribution("uniform(0.1, 0.2)") == .uniform(low: 0.1, high: 0.2))
  #expect(try distribution("loguniform(0.1, 0.2)") == .loguniform(low: 0.1, high: 0.2))
  #expect(try distribution("pert(0.1, 0.2, 0.4)") == .pert(min: 0.1, mode: 0.2, max: 0.4))
  #expect(try distribution("beta(14, 26)") == .beta(alpha: 14, beta: 26))
  #expect(
    try distribution("clip(normal(-0.1 to 0.6), 0, 1)")
      == .clipped(.normal(.interval(Interval(low: -0.1, high: 0.6))), low: 0, high: 1))
  #expect(try distribution("0.4") == .constant(0.4))
  #expect(try distribution("default") == .pert(min: 0.3, mode: 0.4, max: 0.5))
  #expect(try distribution("data(0.3, 0.1, 20%)") == .data([0.1, 0.2, 0.3]))
}

@Test func `weights, axes and dimensions have a mapping each`() throws {
  #expect(
    try distribution("{8: 0.25, 16: 75%}", of: "chips")
      == .discrete([WeightedValue(value: .number(8), weight: 0.25), WeightedValue(value: .number(16), weight: 0.75)]))
  let text = file(
    "vary: {wall: [none, mild]}", "uncertain: {mfu: {dist: {per wall: {none: 0.4 to 0.5, Mild: 0.3}}, dim: 3}}",
    "report: {c: {of: cost, by: data_wall}}")
  let uncertain = try read(text).uncertain[0]
  #expect(uncertain.dimension == 3)
  #expect(
    uncertain.distribution
      == .perAxis(
        input: "data_wall",
        [
          AxisCase(value: .choice("none"), distribution: .logitNormal(Interval(low: 0.4, high: 0.5))),
          AxisCase(value: .choice("mild"), distribution: .constant(0.3)),
        ]))
}

@Test func `a data column comes from a file beside the sweep file`() throws {
  let files = DataFiles { name in
    #expect(name == "prices.csv")
    return "day,\"price, USD/h\",price\r\n1,x,\"2.5\"\r\n2,\"a \"\"b\"\"\",1.5\r\n"
  }
  let sweep = try read(file("uncertain: {p_h: \"data(prices.csv: price)\"}"), files: files)
  #expect(sweep.uncertain[0].distribution == .data([1.5, 2.5]))
  #expect(
    faults(file("uncertain: {p_h: \"data(prices.csv: prise)\"}"), files: files)
      == ["3: uncertain.p_h: prices.csv has no column prise; did you mean price?"])
}

@Test func `inputs whose names draw the same numbers are refused`() {
  // costarring and liquid have equal FNV-1a hashes.
  let model = ModelDeclaration(
    name: "m", version: 1, question: "?",
    inputs: ["costarring", "liquid"].map { Declarations.input($0, $0, "1", .real) },
    outputs: [OutputDeclaration(name: "y", symbol: "y", unit: "1", doc: "test")])
  let text = "sweep: s\nmodel: m\nuncertain: {costarring: 1 to 2, liquid: 1 to 2}\nreport: {y: {of: y}}\n"
  #expect {
    try SweepFile.read(text: text, path: "f", catalogue: [model])
  } throws: { error in
    "\(error)"
      == "f:3: uncertain.liquid: liquid and costarring would draw the same numbers (equal FNV-1a hashes); hold one under `fixed`"
  }
}

@Test func `more uncertain inputs than Sobol' dimensions are refused`() {
  let names = (0...SweepFileLimits.dimensions).map { "x\($0)" }
  let model = ModelDeclaration(
    name: "m", version: 1, question: "?", inputs: names.map { Declarations.input($0, $0, "1", .real) },
    outputs: [OutputDeclaration(name: "y", symbol: "y", unit: "1", doc: "test")])
  let text = "sweep: s\nmodel: m\nreport: {y: {of: y}}\nuncertain:\n" + names.map { "  \($0): 1 to 2\n" }.joined()
  #expect {
    try SweepFile.read(text: text, path: "f", catalogue: [model])
  } throws: { error in
    "\(error)".contains("uncertain: 21202 uncertain numbers; use at most 21201, the dimensions of the Sobol' table")
  }
}

// MARK: Reports, sample and model

@Test func `options may be compared over axes too`() throws {
  let sweep = try read(
    file("vary: {params: [1, 2]}", "decide: {chips: [8, 16]}", "report: {r: {best: min cost, over: [n, N]}}"))
  #expect(sweep.reports[0].question == .best(.min, of: .name("cost"), over: ["chips", "params"]))
}

@Test func `keys repeated in several mappings are all found`() {
  let text = """
    sweep: s
    model: training-cost
    fixed: {chips: 8, pue: 1.2, "chips": 9}
    seed: 1
    uncertain:
      mfu: 0.3 to 0.4
      node_failures: 1 to 2
      mfu: 0.2 to 0.3
      mfu: 0.1 to 0.3
    seed: 2
    report: {c: {of: cost}}
    """
  #expect(
    faults(text) == [
      "3: fixed.chips: the key is given twice, first on line 3; remove one of them",
      "8: uncertain.mfu: the key is given twice, first on line 6; remove one of them",
      "9: uncertain.mfu: the key is given twice, first on line 6; remove one of them",
      "10: seed: the key is given twice, first on line 4; remove one of them",
    ])
}

@Test func `what is not written has its default`() throws {
  let sweep = try read(file())
  #expect(sweep.seed == 1)
  #expect(sweep.model == ModelReference(name: "training-cost", version: 2))
  #expect(sweep.sample == Sample(design: .sobol, size: 65_536, replicates: 16))
  #expect(try read(file("uncertain: {}")).sample == Sample(design: .grid, size: 1, replicates: 1))
  #expect(try read(file("sample: {size: 2^18}")).sample == Sample(design: .sobol, size: 262_144, replicates: 16))
  #expect(try read(file("sample: {design: random, size: 1e6, replicates: 10}")).sample.sizePerReplicate == 100_000)
  #expect(try read(file("seed: 18446744073709551615", "model: training-cost@2")).seed == .max)
}
