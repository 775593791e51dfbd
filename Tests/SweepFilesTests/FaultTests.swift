import SweepFiles
import Sweeps
import Testing

/// One faulty text and exactly what is said about it.
struct FaultCase: CustomTestStringConvertible, Sendable {
  var text: String
  var expected: [String]

  init(_ text: String, _ expected: String...) {
    self.text = text
    self.expected = expected
  }

  var testDescription: String { expected.first ?? text }
}

@Test(arguments: FaultCases.document + FaultCases.distributions)
func `every fault of values says what, where and the remedy`(_ fault: FaultCase) {
  #expect(faults(fault.text) == fault.expected)
}

@Test(arguments: FaultCases.structure + FaultCases.reports)
func `every fault of structure says what, where and the remedy`(_ fault: FaultCase) {
  #expect(faults(fault.text) == fault.expected)
}

@Test(arguments: FaultCases.unsupported)
func `words of later versions are refused with what can be done today`(_ fault: FaultCase) {
  #expect(faults(fault.text) == fault.expected)
}

@Test func `the printed fault begins with file and line`() {
  do throws(SweepFileFaults) {
    _ = try SweepFile.read(
      text: file("uncertain: {mfu: 0.3 to 1.4}"), path: "chips.yaml", catalogue: Declarations.catalogue)
    Issue.record("the fault was not found")
  } catch {
    #expect(error.description == "chips.yaml:3: uncertain.mfu: 1.4 is not a fraction; use 0..1")
  }
}

@Test func `no fault hides another`() {
  let text = """
    sweep: bad name
    model: training-cost
    seed: -1
    vary:
      params: 1 .. 2 by 0.3
      chips: [1.5, 8]
      params: [1]
    uncertain:
      mfu: 0.3 to 1.4
      pue: unifrom(1, 2)
    where: day < 3
    sample: {design: sobol, size: 1000, replicates: 16, seeds: 4}
    report:
      a: {of: cst, stats: [mena], by: [params]}
    reprot: {}
    """
  #expect(
    faults(text) == [
      "1: sweep: `bad name` cannot be a name; use up to 100 letters, digits, - and _, since files are named after it",
      "3: seed: `-1` is not a seed; use a whole number from 0 to 2^64 - 1",
      "5: vary.params: steps of 0.3 from 1 do not meet 2; choose a step that divides the range, or `in n`",
      "6: vary.chips: 1.5 is not a count; use a whole number of at least 1",
      "7: vary.params: the key is given twice, first on line 5; remove one of them",
      "9: uncertain.mfu: 1.4 is not a fraction; use 0..1",
      "10: uncertain.pue: unifrom is not a distribution; did you mean uniform?",
      "11: where: day is not a name of training-cost; did you mean days?",
      "12: sample.seeds: unknown key; use one of design, size, replicates",
      "12: sample.size: 1000 scenarios do not divide into 16 replicates; use 992 or 1008",
      "14: report.a.stats: mena is not a statistic; did you mean mean?",
      "14: report.a.of: cst is not a name of training-cost; did you mean cost?",
      "15: reprot: unknown key; did you mean report?",
    ])
}
