import Sweeps
import Testing

@testable import sweepfarm

/// How `plan` names the uncertain inputs, and `evaluate` and `replay` the values of a path.
@Suite struct UncertainSummaryTests {
  private static let declaration = ModelDeclaration(
    name: "m", version: 1, question: "What?",
    inputs: [
      InputDeclaration(
        name: "shocks", symbol: "z", unit: "USD", kind: .real, default: .number(0), source: "test", doc: "A path."
      ).path(length: 40)
    ], outputs: [])

  private func sentences(_ distribution: Distribution, _ dimensions: [Int]) -> [String] {
    UncertainSummary.rows(
      of: UncertainInput(input: "shocks", distribution: distribution), dimensions: dimensions, in: Self.declaration
    ).map(\.sentence)
  }

  @Test func `a path is one line with all its dimensions`() {
    #expect(
      sentences(.uniform(low: 0, high: 2e6), Array(3...42)) == [
        "shocks[0..39]: uniform, p5 100000, p50 1e6, p95 1.9e6, mean 1e6 USD (a draw each, dimensions 3..42)"
      ])
    #expect(
      sentences(.constant(1), Array(3...10) + Array(12...43)) == [
        "shocks[0..39]: constant, p5 1, p50 1, p95 1, mean 1 USD (a draw each, dimensions 3..43, without those pinned)"
      ])
  }

  @Test(arguments: [
    ([0.1, 0.2, -0.3, 0, 0, 0], "0.1, 0.2, -0.3, then 0 (6 steps)"), ([0, 0, 0], "0 in all 3 steps"),
    ([1, 2, 3], "1, 2, 3"), ([1_234_567.89, 5, 5], "1.23457e6, then 5 (3 steps)"),
  ])
  func `the values of a path are written without the repetition at its end`(path: [Double], text: String) {
    #expect(Value.path(path).readable == text)
  }

  @Test func `the catalogue says what is special about an input`() {
    let nre = InputDeclaration(
      name: "nre", symbol: "NRE", unit: "USD", kind: .positive(allowsZero: true), default: .number(0),
      distribution: .perAxis(
        input: "strategy",
        [
          AxisCase(value: .choice("codesign"), distribution: .constant(2)),
          AxisCase(value: .choice("build"), distribution: .uniform(low: 3, high: 4)),
        ]), source: "somewhere", doc: "Design cost."
    ).byDefault(per: "strategy", ["codesign": 200e6, "build": 350e6]).limited(.atMost(1e9), because: "no one pays more")
    var declaration = Self.declaration
    declaration.inputs.append(nre)
    #expect(
      declaration.text(width: 100) == """
        m@1
        What?

        inputs
          shocks (z) = 0 USD in each of 40 steps, any number
            A path.
            source: test
          nre (NRE) = 0 USD, at most 1e9 USD
            Design cost.
            limited because no one pays more
            default by strategy: codesign 200e6, build 350e6; otherwise 0
            spread for strategy codesign: 2
            spread for strategy build: uniform(3, 4)
            source: somewhere

        outputs

        """)
  }
}
