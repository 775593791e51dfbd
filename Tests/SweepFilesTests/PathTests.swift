import SweepFiles
import Sweeps
import Testing

/// Paths, limits, defaults that follow a choice, and names in another case: what a sweep file may say of them.
@Suite struct PathTests {
  private static let spread = Distribution.perAxis(
    input: "strategy",
    [
      AxisCase(value: .choice("codesign"), distribution: .lognormal(.median(200, sigma: 0.5))),
      AxisCase(value: .choice("build"), distribution: .lognormal(.median(350, sigma: 0.5))),
    ])

  private static let declaration = ModelDeclaration(
    name: "path", version: 1, question: "What do shocks do?",
    inputs: [
      Declarations.input("strategy", "strat", "1", .choice(["buy", "codesign", "build"])),
      Declarations.input("nre", "NRE", "USD", .positive(allowsZero: true), spread)
        .byDefault(per: "strategy", ["codesign": 200, "build": 350]),
      Declarations.input("shocks", "z", "USD", .real).path(length: 4)
        .limited(.within(-9, 9), because: "the rest is beyond belief"),
      Declarations.input("area", "A", "mm2", .positive(allowsZero: false))
        .limited(.aboveTo(0, 858), because: "the reticle field is 26 x 33 mm"),
      Declarations.input("margin", "m", "1", .fraction)
        .limited(.fromBelow(0, 1), because: "at a margin of 1 the price is infinite"),
    ], outputs: [OutputDeclaration(name: "cost", symbol: "C", unit: "USD", doc: "test")])

  private func read(_ sections: String...) throws(SweepFileFaults) -> Sweep {
    let by = sections.contains { $0.hasPrefix("decide: {strat") }
    let report =
      sections.contains { $0.hasPrefix("report") } ? [] : ["report: {c: {of: C\(by ? ", by: [strat]" : "")}}"]
    let text = (["sweep: test", "model: path"] + sections + report).joined(separator: "\n")
    return try SweepFile.read(text: text, path: "test.yaml", catalogue: [Self.declaration])
  }

  private func fault(_ section: String) -> String {
    do throws(SweepFileFaults) {
      _ = try read(section)
      return ""
    } catch {
      return error.faults.map { String($0.description.dropFirst("test.yaml:3: ".count)) }.joined(separator: "\n")
    }
  }

  // MARK: Paths

  @Test func `a path is held at one number, or at the numbers of its first steps`() throws {
    #expect(try read("fixed: {z: 2}").fixed == [FixedInput(input: "shocks", value: .number(2))])
    #expect(try read("fixed: {shocks: [1, -0.5, 2e-6 MUSD]}").fixed[0].value == .path([1, -0.5, 2]))
    #expect(try read("fixed: {shocks: \"1, 2 USD\"}").fixed[0].value == .path([1, 2]))
    let sweep = try read("fixed: {shocks: [1, -0.5]}", "uncertain: {nre: 1 to 2}")
    #expect(sweep.canonicalJSON.text.contains(#""fixed":{"shocks":[1,-0.5]}"#))
    #expect(
      try SweepFile.read(text: sweep.canonicalJSON.text, path: "again", catalogue: [Self.declaration]) == sweep)
  }

  @Test func `a path takes one distribution for all its steps`() throws {
    #expect(
      try read("uncertain: {z: \"normal(mean=0, sd=1)\"}").uncertain
        == [UncertainInput(input: "shocks", distribution: .normal(.moments(mean: 0, sd: 1)))])
  }

  @Test(arguments: [
    (
      "vary: {z: [1, 2]}",
      "vary.z: shocks is a path of 4 numbers and cannot be an axis or a decision; put it under `uncertain` or `fixed`"
    ),
    (
      "decide: {shocks: [1, 2]}",
      "decide.shocks: shocks is a path of 4 numbers and cannot be an axis or a decision; put it under `uncertain` or "
        + "`fixed`"
    ),
    (
      "derive: {shocks: nre * 2}",
      "derive.shocks: shocks is a path of 4 numbers and cannot be computed; put it under `uncertain` or `fixed`"
    ),
    ("where: shocks > 1", "where: shocks is a path of 4 numbers, not a number; use outputs, which it goes into"),
    ("fixed: {z: [1, 2, 3, 4, 5]}", "fixed.z: 5 numbers, and shocks has 4 steps; give at most 4"),
    ("fixed: {z: []}", "fixed.z: the list is empty; give at least one number, or remove it"),
    ("fixed: {z: [1, 10]}", "fixed.z: 10 is out of range; use -9..9 USD, because the rest is beyond belief"),
    ("fixed: {nre: [1, 2]}", "fixed.nre: a list where one value belongs; write one value"),
    (
      "uncertain: {z: {dist: 1 to 2, dim: 3}}",
      "uncertain.z.dim: shocks draws 4 numbers, which have no one dimension; remove `dim`"
    ),
  ])
  func `what a path cannot be is refused`(section: String, sentence: String) { #expect(fault(section) == sentence) }

  // MARK: Limits

  @Test(arguments: [
    "fixed: {area: 900}", "vary: {area: [1, 900]}", "decide: {area: [1, 900]}", "vary: {area: 100 .. 900 in 3}",
    "uncertain: {area: \"uniform(1, 900)\"}", "uncertain: {area: \"tri(1, 2, 900)\"}", "uncertain: {area: 100 to 900}",
    "uncertain: {area: \"data(800, 900)\"}",
    "uncertain: {area: \"clip(100 to 200, 50, 900)\"}", "uncertain: {area: 900}",
  ])
  func `a number outside the limit is refused with the reason, wherever it stands`(section: String) {
    let path = section.prefix { $0 != ":" }
    #expect(
      fault(section).hasPrefix(
        "\(path).area: 900 is out of range; use more than 0 and at most 858 mm2, because the reticle field is 26 x 33 mm"
      ), "\(fault(section))")
  }

  @Test func `a unit is converted before the limit is asked, and the number is shown as written`() throws {
    #expect(
      fault("fixed: {A: 9 cm2}")
        == "fixed.A: 9 cm2 is out of range; use more than 0 and at most 858 mm2, because the reticle field is 26 x 33 mm"
    )
    #expect(try read("fixed: {A: 8 cm2}").fixed == [FixedInput(input: "area", value: .number(800))])
    #expect(
      fault("uncertain: {margin: \"uniform(0.4, 1)\"}")
        == "uncertain.margin: 1 is out of range; use 0 or more and less than 1, because at a margin of 1 the price is "
        + "infinite")
  }

  @Test func `a weighted number outside the limit is named by its own key`() {
    #expect(fault("uncertain: {area: {800: 0.5, 900: 0.5}}").hasPrefix("uncertain.area.900: 900 is out of range; use"))
  }

  /// What a family without bounds reaches beyond its quantiles is left to the model.
  @Test func `a family without bounds may leave the limit with some probability`() throws {
    #expect(try read("uncertain: {area: 100 to 850}").uncertain.count == 1)
    #expect(try read("uncertain: {z: \"normal(mean=0, sd=5)\"}").uncertain.count == 1)
  }

  // MARK: Defaults per choice

  private func published(_ sections: String...) throws(SweepFileFaults) -> Distribution {
    let by = sections.contains { $0.hasPrefix("decide") || $0.hasPrefix("vary") } ? ", by: [strategy]" : ""
    let text =
      (["sweep: t", "model: path"] + sections + ["uncertain: {nre: default}", "report: {c: {of: cost\(by)}}"])
    return try SweepFile.read(text: text.joined(separator: "\n"), path: "f", catalogue: [Self.declaration]).uncertain[0]
      .distribution
  }

  @Test func `a published spread that follows a choice is that of the choice in this sweep`() throws {
    let build = Distribution.lognormal(.median(350, sigma: 0.5))
    #expect(try published("fixed: {strategy: build}") == build)
    #expect(try published("decide: {strategy: [build, CODESIGN]}") == Self.spread)
    #expect(try published("vary: {strategy: [build]}") == Self.spread)
    var declaration = Self.declaration
    declaration.inputs[0].defaultValue = .choice("build")
    let text = "sweep: t\nmodel: path\nuncertain: {nre: default}\nreport: {c: {of: cost}}"
    #expect(
      try SweepFile.read(text: text, path: "f", catalogue: [declaration]).uncertain[0].distribution == build)
  }

  @Test func `the canonical text of such a spread reads back`() throws {
    for section in ["fixed: {strategy: build}", "decide: {strategy: [build, codesign]}", "vary: {strategy: [build]}"] {
      let by = section.hasPrefix("fixed") ? "" : ", by: [strategy]"
      let text = "sweep: t\nmodel: path\n\(section)\nuncertain: {nre: default}\nreport: {c: {of: cost\(by)}}"
      let sweep = try SweepFile.read(text: text, path: "f", catalogue: [Self.declaration])
      let again = try SweepFile.read(text: sweep.canonicalJSON.text, path: "f", catalogue: [Self.declaration])
      #expect(again == sweep)
    }
  }

  @Test(arguments: [
    (
      ["decide: {strategy: [buy, build]}"],
      "no spread of nre is published for strategy buy; write a distribution such as `a to b`"
    ),
    ([], "no spread of nre is published for strategy buy; write a distribution such as `a to b`"),
  ])
  func `a choice without a published spread is named`(sections: [String], sentence: String) {
    let by = sections.isEmpty ? "" : ", by: [strategy]"
    let text =
      (["sweep: t", "model: path"] + sections + ["uncertain: {nre: default}", "report: {c: {of: cost\(by)}}"])
    let error = #expect(throws: SweepFileFaults.self) {
      try SweepFile.read(text: text.joined(separator: "\n"), path: "f", catalogue: [Self.declaration])
    }
    #expect(error?.faults.map { "\($0.what); \($0.remedy)" } == [sentence])
  }

  @Test func `a published spread that follows an uncertain choice is refused`() {
    #expect(
      fault("uncertain: {nre: default, strategy: {buy: 0.5, build: 0.5}}")
        == "uncertain.nre: the published spread of nre follows strategy, which is uncertain here; write a distribution "
        + "such as `a to b`, or put strategy under `decide`")
  }

  // MARK: Names

  @Test func `choices are read in any case and kept as declared`() throws {
    let sweep = try read(
      "decide: {strat: [BUY, Build]}",
      "uncertain: {NRE: {per STRAT: {}}}".replacing("STRAT", with: "strat")
        .replacing("{}", with: "{Buy: 1, BUILD: 2 to 3}"),
      "where: strat == BUILD", "report: {c: {of: C.BUY - cost.build, at: {strat: buy}}}")
    #expect(sweep.decisions[0].values == [.choice("buy"), .choice("build")])
    #expect(sweep.filter == .binary(.equal, .name("strategy"), .number(2)))
    #expect(sweep.reports[0].at == [FixedInput(input: "strategy", value: .choice("buy"))])
    let text = sweep.canonicalJSON.text
    #expect(!text.contains("BU") && !text.contains("Bu") && !text.contains("strat\""))
    #expect(text.contains(#""uncertain":{"nre":{"per strategy":{"buy":1,"build":"#))
    #expect(text.contains(#""of":"(cost.buy - cost.build)""#))
    let weights = try read("uncertain: {strat: {BUY: 0.5, Codesign: 0.5}}").uncertain[0].distribution
    #expect(
      weights
        == .discrete([
          WeightedValue(value: .choice("buy"), weight: 0.5), WeightedValue(value: .choice("codesign"), weight: 0.5),
        ]))
  }

  @Test func `symbols stand for names in every section`() throws {
    let sweep = try read(
      "vary: {A: [1, 2]}", "decide: {strat: [buy, build]}", "fixed: {z: 1}", "uncertain: {NRE: 1 to 2}",
      "derive: {m: 1 / (A / 1 mm2 + 1) * NRE / NRE}".replacing(" / 1 mm2", with: ""), "where: C > NRE",
      "report: {c: {best: min C, over: strat, by: A}, d: {prob: C < 3 USD, by: [A], at: {strat: buy}}}")
    #expect(sweep.axes[0].input == "area" && sweep.derived[0].input == "margin")
    let symbols = [#""A""#, #""strat""#, #""z""#, #""NRE""#, #""m""#, #""C""#, "C ", " A)"]
    for symbol in symbols { #expect(!sweep.canonicalJSON.text.contains(symbol), "\(symbol)") }
  }

  @Test func `functions of finance read units and give canonical text`() throws {
    let sweep = try read(
      "uncertain: {nre: 1 to 2}",
      "report: {c: {of: \"cost * annuity(8%, 60 month) + black_scholes_put(cost, 1 MUSD, 5%, 30%, 2 year)\"}}")
    #expect(
      sweep.reports[0].question
        == .statistics(
          of: .binary(
            .add, .binary(.multiply, .name("cost"), .call(.annuity, [.number(0.08), .number(5)])),
            .call(.blackScholesPut, [.name("cost"), .number(1e6), .number(0.05), .number(0.3), .number(2)])),
          [.mean, .quantile(0.05), .quantile(0.5), .quantile(0.95)]))
    let again = try SweepFile.read(text: sweep.canonicalJSON.text, path: "f", catalogue: [Self.declaration])
    #expect(again == sweep)
  }

  @Test func `a comma that ends a text inside braces is explained`() {
    #expect(
      fault("uncertain: {area: uniform(1, 800)}").hasPrefix(
        "uncertain.area: `uniform(1` misses its `)`; close it; inside { } a text with commas needs quotes"))
    #expect(
      fault("report: {c: {of: cost * annuity(8%, 5)}}").contains(
        "report.c.5): the comma before it ends the text inside { }; put the text that holds the comma in quotes"))
  }
}
