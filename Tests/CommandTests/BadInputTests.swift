import Foundation
import Testing

/// Bad input ends with a sentence that says what, where and the remedy, with an exit code, and without a result folder.
@Suite struct BadInputTests {
  private func run(_ text: String?, _ more: [String] = []) throws -> (outcome: Program.Outcome, files: [String]) {
    try withTemporaryFolder { folder in
      if let text { try Data(text.utf8).write(to: URL(filePath: folder + "/bad.yaml")) }
      let outcome = try Program.run(["run", "bad.yaml"] + more, in: folder)
      return (outcome, try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "bad.yaml" })
    }
  }

  @Test(arguments: BadSweep.all)
  func `a bad sweep file is refused before anything runs`(bad: BadSweep) throws {
    let (outcome, files) = try run(bad.text)
    #expect(outcome.code == 65)
    #expect(outcome.output == "")
    #expect(outcome.errors == bad.sentences.map { $0 + "\n" }.joined())
    #expect(files == [])
  }

  @Test(arguments: BadSweep.all)
  func `plan refuses what run refuses`(bad: BadSweep) throws {
    let outcome = try withTemporaryFolder { folder in
      try Data(bad.text.utf8).write(to: URL(filePath: folder + "/bad.yaml"))
      return try Program.run(["plan", "bad.yaml"], in: folder)
    }
    #expect(outcome.code == 65)
    #expect(outcome.errors == bad.sentences.map { $0 + "\n" }.joined())
  }

  @Test func `a missing file is named`() throws {
    let (outcome, files) = try run(nil)
    #expect(outcome.code == 65)
    #expect(outcome.output == "")
    #expect(outcome.errors == "bad.yaml:1: no such file, or no permission to read it; check the path\n")
    #expect(files == [])
  }

  @Test func `an output place that is taken by a file is refused before anything runs`() throws {
    try withTemporaryFolder { folder in
      try Data(BadSweep.sweep().utf8).write(to: URL(filePath: folder + "/good.yaml"))
      try Data("mine".utf8).write(to: URL(filePath: folder + "/taken"))
      let outcome = try Program.run(["run", "good.yaml", "--output", "taken"], in: folder)
      #expect(outcome.code == 73)
      #expect(outcome.output == "")
      #expect(outcome.errors.hasPrefix("taken: "))
      #expect(outcome.errors.contains("choose another folder (--output DIR)"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["good.yaml", "taken"])
      #expect(FileManager.default.contents(atPath: folder + "/taken") == Data("mine".utf8))
    }
  }

  @Test(arguments: [
    (["--workers", "0"], "--workers takes 1 to 1024"), (["--workers", "1e3"], "1e3"),
    (["--job-blocks", "0"], "--job-blocks takes at least 1"), (["--isa", "sse2"], "'sse2' is not an instruction set"),
    (["--outptu", "x"], "--outptu"),
  ])
  func `an option that cannot be is a usage error`(options: [String], word: String) throws {
    let (outcome, _) = try run(BadSweep.sweep(), options)
    #expect(outcome.code == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(word))
  }

  @Test(arguments: [
    (["models", "chip-brekeven"], "chip-breakeven"), (["evaluate", "training-cst"], "training-cost"),
    (["evaluate", "training-cost", "chips"], "NAME=VALUE"), (["evaluate", "training-cost", "mfu=1.4"], "mfu"),
    (["evaluate", "training-cost", "mfu=nan"], "mfu"), (["evaluate", "training-cost", "mfu=0.3USD/h"], "mfu"),
    (["evaluate", "chip-breakeven", "die_area=900"], "at most 858 mm2, because the reticle field is 26 x 33 mm"),
    (["evaluate", "chip-breakeven", "margin_codesign=1"], "less than 1, because"),
    (["evaluate", "chip-breakeven", "life=-5"], "more than 0 year"),
    (["evaluate", "training-cost", "mfu=0.3", "mfu=0.4"], "twice"), (["evaluate", "training-cost", "mfuu=0.3"], "mfu"),
  ])
  func `a wrong name or value on the command line is a usage error`(arguments: [String], word: String) throws {
    let outcome = try withTemporaryFolder { try Program.run(arguments, in: $0) }
    #expect(outcome.code == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(word))
  }
}
