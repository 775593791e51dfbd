import SweepFiles
import Sweeps
import Testing

private func filter(_ text: String, _ more: String...) throws -> String {
  let base = ["vary: {params: [1, 2]}", "decide: {prec: [bf16, fp8], n: [8, 16]}"]
  let report = "report: {c: {of: cost, by: [params, precision, chips]}}"
  let sections = (base + more + ["where: '\(text)'", report])
  let sweep = try read(
    "sweep: s\nmodel: training-cost\nuncertain: {mfu: 0.3 to 0.4}\n" + sections.joined(separator: "\n"))
  return sweep.filter?.text ?? ""
}

@Test(arguments: [
  ("days < 1 + 2 * 3 ^ 2 ^ 2", "(days < (1 + (2 * (3 ^ (2 ^ 2)))))"), ("-days ^ 2 < -2", "((-(days ^ 2)) < (-2))"),
  ("days ^ -1 > 0", "((days ^ (-1)) > 0)"), ("days - 1 - 2 < 0", "(((days - 1) - 2) < 0)"),
  ("days / 2 / 3 < 0", "(((days / 2) / 3) < 0)"),
  ("not days < 1 and cost > 1 or mfu > 0", "(((not (days < 1)) and (cost > 1)) or (mfu > 0))"),
  ("min(cost, 1e9 USD, 2) < max(1, TC)", "(min(cost, 1000000000, 2) < max(1, cost))"),
  ("sqrt(exp(log(abs(floor(days))))) >= 0", "(sqrt(exp(log(abs(floor(days))))) >= 0)"),
  ("(days) != ((3))", "(days != 3)"), ("days<=3and cost>.5e1", "((days <= 3) and (cost > 5))"),
])
func `operators bind as in arithmetic`(_ text: String, _ canonical: String) throws {
  #expect(try filter(text) == canonical)
}

@Test(arguments: [
  ("cost > 1.5 GUSD", "(cost > 1500000000)"), ("1 week >= days", "(7 >= days)"), ("mttf < 2 d", "(mttf < 48)"),
  ("mfu > 40%", "(mfu > 0.4)"), ("p_h < 48 USD/d", "(gpu_hour_price < 2)"), ("days + 12 h < 3", "((days + 0.5) < 3)"),
  ("0.5 * cost > 1e9 USD", "((0.5 * cost) > 1000000000)"), ("cost / days > 2 MUSD/d", "((cost / days) > 2000000)"),
  ("p_h * mttf > 3 kUSD", "((gpu_hour_price * mttf) > 3000)"), ("days * 24 < mttf", "((days * 24) < mttf)"),
  ("cost > -1 MUSD", "(cost > (-1000000))"),
])
func `numbers with units are converted to the other side's unit`(_ text: String, _ canonical: String) throws {
  #expect(try filter(text) == canonical)
}

@Test(arguments: [
  ("precision == fp8", "(precision == 1)"), ("\"bf16\" != prec", "(0 != precision)"), ("prec == 1", "(precision == 1)"),
  ("cost.fp8 < TC.bf16.16", "(cost.fp8 < cost.bf16.16)"), ("cost.\"fp8\".8 < cost", "(cost.fp8.8 < cost)"),
])
func `choices and options are found by name`(_ text: String, _ canonical: String) throws {
  #expect(try filter(text) == canonical)
}

@Test func `derived names may be written in any order`() throws {
  let text = file(
    "vary: {params: [1, 2]}", "derive:\n  big: small * 2\n  small: params + 1\n  tokens: N * 20",
    "where: 20 * small < tokens and tokens <= 4e14 token", "report: {c: {of: big, by: params}}")
  let sweep = try read(text)
  #expect(sweep.derived.map(\.input) == ["small", "big", "tokens"])
  #expect(sweep.derived.map(\.expression.text) == ["(params + 1)", "(small * 2)", "(params * 20)"])
}

@Test func `deep expressions are refused, not fatal`() {
  let nested = String(repeating: "(", count: 4_000) + "days" + String(repeating: ")", count: 4_000)
  let long = "days < " + Array(repeating: "1", count: 4_000).joined(separator: " + ")
  let chain = "days < " + String(repeating: "-", count: 4_000) + "1"
  for text in [nested, long, chain] {
    #expect(
      faults(file("where: \(text)")) == ["5: where: the expression is nested deeper than 100; split it with `derive`"])
  }
}
