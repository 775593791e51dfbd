import Sweeps
import Testing

@Suite struct InputDeclarationTests {
  private func choice(_ names: [String]) -> InputDeclaration {
    InputDeclaration(
      name: "chip", symbol: "c", unit: "1", kind: .choice(names), default: .choice(names[0]), source: "test", doc: "A.")
  }

  @Test func `a choice is read whatever its case, as long as one name is meant`() {
    let chips = choice(["H100 SXM", "mi300x", "MI300X", "build"])
    #expect(chips.choice(reading: "h100 sxm") == "H100 SXM")
    #expect(chips.choice(reading: "BUILD") == "build")
    #expect(chips.choice(reading: "MI300X") == "MI300X")
    #expect(chips.choice(reading: "Mi300x") == nil)
    #expect(chips.choice(reading: "buil") == nil)
  }

  @Test(arguments: [
    (InputLimit.Range.within(0, 1), [0, 1], [-1e-9, 1.1], "0..1 mm2"),
    (.above(0), [1e-300], [0, -1], "more than 0 mm2"),
    (.atLeast(1), [1, 1e9], [0.999], "1 or more mm2"), (.atMost(858), [858, -1], [858.5], "at most 858 mm2"),
    (.below(1), [0.999, -4], [1], "less than 1 mm2"),
    (.fromBelow(0, 1), [0, 0.5], [1, -0.1], "0 or more and less than 1 mm2"),
    (.aboveTo(0, 858), [858, 1], [0, 859], "more than 0 and at most 858 mm2"),
  ])
  func `a limit holds its ends as it says`(range: InputLimit.Range, inside: [Double], outside: [Double], words: String)
  {
    let limit = InputLimit(range, because: "so it is")
    for value in inside { #expect(limit.allows(value), "\(value)") }
    for value in outside + [.nan] { #expect(!limit.allows(value), "\(value)") }
    #expect(limit.words(unit: "mm2") == words)
    #expect(limit.remedy(unit: "1") == "use \(limit.words(unit: "1")), because so it is")
  }

  @Test func `a default follows its choice, and is the plain one where the choice has none`() {
    let strategy = choice(["buy", "codesign", "build"])
    let nre = InputDeclaration(
      name: "nre", symbol: "NRE", unit: "USD", kind: .real, default: .number(7), source: "test", doc: "A."
    ).byDefault(per: strategy.name, ["codesign": 200e6, "build": 350e6])
    #expect(nre.defaultValue(under: .choice("build")) == .number(350e6))
    #expect(nre.defaultValue(under: .choice("buy")) == .number(7))
    #expect(nre.defaultValue(under: nil) == .number(7))
  }
}
