import Testing

@testable import Sweeps

@Suite struct SpellingTests {
  private static let names = ["mfu", "mask_cost", "defect_density", "harvest", "H100 SXM5 80GB", "strategy"]

  @Test(arguments: [
    ("fmu", "mfu"), ("MFU", "mfu"), ("mask_costs", "mask_cost"), ("defect_densty", "defect_density"),
    ("harv", "harvest"), ("H100 SXM", "H100 SXM5 80GB"), ("startegy", "strategy"),
  ])
  func `a slip of the fingers or a beginning finds its name`(written: String, meant: String) {
    #expect(Spelling.nearest(to: written, in: Self.names) == meant)
  }

  @Test func `nothing is near an empty name or another word`() {
    #expect(Spelling.nearest(to: "", in: Self.names) == nil)
    #expect(Spelling.nearest(to: "temperature", in: Self.names) == nil)
    #expect(Spelling.nearest(to: "mfu", in: []) == nil)
  }

  @Test func `the remedy lists a dozen names where none is near`() {
    let many = (1...14).map { "name\($0)x" }
    #expect(Spelling.remedy(for: "q", among: many) == "use one of \(many.prefix(12).joined(separator: ", ")), ...")
    #expect(Spelling.remedy(for: "q", among: ["only"]) == "use only")
    #expect(Spelling.remedy(for: "q", among: []) == "remove it")
    #expect(Spelling.remedy(for: "onyl", among: ["only"]) == "did you mean only?")
  }

  @Test func `edits count insertions, deletions, replacements and swaps of neighbours`() {
    #expect(Spelling.edits("kitten", "sitting") == 3)
    #expect(Spelling.edits("ab", "ba") == 1)
    #expect(Spelling.edits("", "abc") == 3)
    #expect(Spelling.edits("abc", "abc") == 0)
  }
}
