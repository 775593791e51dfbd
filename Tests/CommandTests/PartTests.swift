import Foundation
import Testing

/// `compute` and `merge`: what they print, and what they refuse before anything is computed.
@Suite struct PartTests {
  /// Runs commands one after the other in a folder with the sweep `s.yaml`, which has 16 blocks.
  private func outcomes(of commands: [String], also texts: [String: String] = [:]) throws -> [Program.Outcome] {
    try withTemporaryFolder { folder in
      try Data(BadSweep.sweep().utf8).write(to: URL(filePath: folder + "/s.yaml"))
      for (name, text) in texts { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
      return try commands.map { try Program.run($0.split(separator: " ").map(String.init), in: folder) }
    }
  }

  @Test func `a part says what it computed, and merging prints the result as a run does`() throws {
    let outcomes = try outcomes(of: [
      "run s.yaml --output run", "compute s.yaml --part 1/2 --state 1.state",
      "compute s.yaml --blocks 8..15 --state a/2.state", "merge s.yaml 1.state a/2.state --output run",
      "compute s.yaml --part 1/2 --state 1.state", "merge s.yaml 1.state a/2.state --state all.state",
    ])
    #expect(outcomes.map(\.code) == [0, 0, 0, 0, 0, 0], "\(outcomes)")
    #expect(outcomes.map(\.errors).joined() == "")
    #expect(outcomes[1].output == "1.state: blocks 0..7 of bad, which has 16\n")
    #expect(outcomes[2].output == "a/2.state: blocks 8..15 of bad, which has 16\n")
    #expect(outcomes[0].output.hasSuffix(outcomes[3].output), "the run asks its question first")
    #expect(outcomes[3].output.contains("complete, 2,048 scenarios"))
    #expect(outcomes[4].output == "1.state: blocks 0..7 of bad, which has 16, 8 of them from before\n")
    #expect(outcomes[5].output == "all.state: blocks 0..15 of bad, which has 16\n")
  }

  @Test func `blocks that no file holds are printed as commands`() throws {
    let outcomes = try outcomes(of: ["compute s.yaml --blocks 4..4 --state p/4.state", "merge s.yaml p/4.state"])
    #expect(outcomes[1].code == 75)
    #expect(
      outcomes[1].output == """
        sweepfarm compute s.yaml --blocks 0..3 --state p/bad-0-3.state
        sweepfarm compute s.yaml --blocks 5..15 --state p/bad-5-15.state

        """)
    #expect(
      outcomes[1].errors
        == "15 of 16 blocks are missing, and nothing was written; compute them with the 2 commands printed and merge "
        + "again with their state files, or take a result of what there is with --partial\n")
  }

  @Test func `equal files are left out with a note, overlaps refused with both names`() throws {
    let outcomes = try outcomes(of: [
      "compute s.yaml --part 1/1 --state a", "compute s.yaml --part 1/1 --state b",
      "compute s.yaml --blocks 3..5 --state c", "merge s.yaml a b --output out", "merge s.yaml c a b",
    ])
    #expect(outcomes[3].code == 0)
    #expect(outcomes[3].errors == "note: b holds the same as a and is left out\n")
    #expect(outcomes[4].code == 65)
    #expect(outcomes[4].errors == "a and c both hold blocks 3..5; leave one of them out\n")
  }

  @Test func `a file in the way of a part is kept and refused`() throws {
    let other = BadSweep.sweep().replacing("sweep: bad", with: "sweep: other")
    let outcomes = try outcomes(
      of: [
        "compute s.yaml --part 1/2 --state a", "compute s.yaml --part 2/2 --state a",
        "compute other.yaml --part 1/2 --state a", "compute s.yaml --part 1/2 --state s.yaml",
        "compute s.yaml --part 1/2 --state a",
      ], also: ["other.yaml": other])
    #expect(outcomes.map(\.code) == [0, 65, 65, 65, 0])
    let remedy = "; delete it if nobody needs it, or name another file with --state\n"
    #expect(outcomes[1].errors == "a: holds blocks 0..7, not only blocks of 8..15" + remedy)
    #expect(outcomes[2].errors.hasPrefix("a: is of the sweep bad ("))
    #expect(outcomes[3].errors == "s.yaml: is not a state file" + remedy)
    #expect(outcomes[4].output.hasSuffix(", 8 of them from before\n"))
  }

  @Test(arguments: [
    ("--part 0/3", "--part: there is no part 0 of 3; parts count from 1, so an array of tasks is 1-3\n"),
    ("--part 4/3", "--part: there is no part 4 of 3; parts count from 1, so an array of tasks is 1-3\n"),
    ("--part 3", "--part: '3' is not a part; write I/N, as in 3/100 for the third of a hundred\n"),
    ("--part 1/17", "--part: the sweep has 16 blocks, so at most 16 parts, not 17\n"),
    (
      "--blocks 3",
      "--blocks: '3' is not a range; write A..B, the first and the last block, both included, as in 0..99\n"
    ),
    ("--blocks 5..3", "--blocks: 5..3 ends before it starts; write the smaller number first\n"),
    ("--blocks 5..16", "--blocks: there is no block 16; the sweep has blocks 0..15\n"),
  ])
  func `blocks that cannot be are a usage error`(options: String, sentence: String) throws {
    let outcome = try outcomes(of: ["compute s.yaml --state a \(options)"])[0]
    #expect(outcome.code == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors == sentence)
  }

  @Test(arguments: ["", "--blocks 0..1 --part 1/2"])
  func `which blocks to compute is said once`(options: String) throws {
    let outcome = try outcomes(of: ["compute s.yaml --state a \(options)"])[0]
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains("either --blocks A..B or --part I/N"))
  }

  @Test func `a place that cannot be written is refused before anything is computed`() throws {
    let outcomes = try outcomes(of: [
      "compute s.yaml --part 1/2 --state s.yaml/a", "compute s.yaml --part 1/2 --state /proc/a",
    ])
    #expect(outcomes.map(\.code) == [73, 73])
    #expect(outcomes.allSatisfy { $0.errors.contains("(--state FILE)") })
  }

  @Test func `a run goes on from an earlier one and gives the bytes of a fresh one`() throws {
    let large = BadSweep.sweep(sample: "{size: 2^15, replicates: 4}")
    let larger = BadSweep.sweep(
      sample: "{size: 2^16, replicates: 4}",
      report: "{c: {of: cost, stats: [mean], by: [volume, strategy]}, "
        + "one: {of: cost, stats: [p95], by: strategy, at: {volume: 7e4}}}")
    let other = BadSweep.sweep(uncertain: "{defect_density: 0.1 to 0.15 /cm2}", sample: "{size: 2^16, replicates: 4}")
    try withTemporaryFolder { folder in
      for (name, text) in [("large", large), ("larger", larger), ("other", other)] {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name).yaml"))
      }
      func run(_ words: String) throws -> Program.Outcome {
        try Program.run(words.split(separator: " ").map(String.init), in: folder)
      }
      #expect(try run("run large.yaml --output a --state kept/large.state").code == 0)
      let reused = try run("run larger.yaml --output reused --reuse kept/large.state --state reused.state")
      #expect(reused.code == 0 && reused.errors == "", "\(reused)")
      // Four values, four replicates and two of four blocks.
      #expect(reused.output.contains("\nkept/large.state has 32 of the 80 blocks\n"))
      let fresh = try run("run larger.yaml --output fresh --state fresh.state")
      #expect(!fresh.output.contains(" of the 80 blocks"))
      for name in ["c.csv", "one.csv", "result.json", "result.nc"] {
        #expect(
          FileManager.default.contentsEqual(atPath: "\(folder)/reused/\(name)", andPath: "\(folder)/fresh/\(name)"))
      }
      #expect(FileManager.default.contentsEqual(atPath: folder + "/reused.state", andPath: folder + "/fresh.state"))
      #expect(try run("merge larger.yaml reused.state --output merged").code == 0)

      let refused = try run("run other.yaml --output other --reuse kept/large.state")
      #expect(refused.code == 65)
      #expect(
        refused.errors == "kept/large.state: cannot be reused for bad: its scenarios are others: uncertain differ; "
          + "run the sweep without --reuse, or change nothing but sample sizes, values of `vary`, and reports\n")
      let smaller = try run("run large.yaml --output other --reuse reused.state")
      #expect(smaller.code == 65 && smaller.errors.contains("more than the 8192 of this sweep"), "\(smaller)")
      #expect(try run("run large.yaml --reuse large.yaml").errors.hasPrefix("large.yaml: is not a state file; "))
      #expect(!FileManager.default.fileExists(atPath: folder + "/other"))
    }
  }
}
