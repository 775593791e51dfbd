import Foundation
import Testing

/// Points that cannot be built are reported with their reason by evaluate, plan and run; the rest of a sweep runs.
@Suite struct FeasibilityTests {
  private static func sweep(_ precisions: String) -> String {
    """
    sweep: precisions
    model: training-cost
    decide: {precision: [\(precisions)]}
    fixed: {chip: a100 sxm4 40gb, n: 1000}
    uncertain: {MFU: default}
    sample: {size: 2^6, replicates: 2}
    report: {c: {of: cost, stats: [mean], by: precision}}
    """
  }

  private static let reason =
    "precision: A100 SXM4 40GB has no published fp8 peak; it has bf16; choose another or give peak_flops"

  private func output(_ command: String, _ precisions: String, _ more: [String] = []) throws -> String {
    try withTemporaryFolder { folder in
      try Data(Self.sweep(precisions).utf8).write(to: URL(filePath: folder + "/s.yaml"))
      let outcome = try Program.run([command, "s.yaml"] + more, in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      return outcome.output
    }
  }

  @Test(arguments: ["plan", "run"])
  func `a sweep of which some options cannot be built says which and why`(command: String) throws {
    let text = try output(command, "BF16, fp8")
    #expect(text.contains("infeasible at the middle of the draws: 1 of 2 points looked at\n  \(Self.reason)\n"))
    #expect(text.contains("    1 point, the first at precision fp8\n"))
  }

  @Test(arguments: ["plan", "run"])
  func `a sweep of which nothing can be built says so`(command: String) throws {
    let text = try output(command, "fp8, fp4")
    #expect(text.contains("infeasible at the middle of the draws: every one of 2 points looked at\n  \(Self.reason)\n"))
  }

  @Test func `a feasible sweep says nothing of it`() throws {
    #expect(try !output("plan", "bf16").contains("infeasible"))
    #expect(
      try output("plan", "bf16", ["--json"]).contains(#""feasibility":{"checked":1,"infeasible":0,"reasons":[]}"#))
  }

  @Test func `evaluate names the reason and the terms that are infinite`() throws {
    let outcome = try withTemporaryFolder {
      try Program.run(["evaluate", "training-cost", "precision=FP8", "chip=a100 sxm4 40gb"], in: $0)
    }
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("\ninfeasible\n  \(Self.reason)\n"))
    #expect(outcome.output.contains("infinite USD, because of capex, interconnect, energy\n"))
  }

  @Test func `evaluate prints six digits that read back, and which term dominates`() throws {
    let text = try withTemporaryFolder { try Program.run(["evaluate", "training-cost"], in: $0) }.output
    let words = text.split(whereSeparator: \.isWhitespace)
    #expect(text.contains("  tokens                   15.6e12 token\n"))
    #expect(text.contains(" USD, mostly capex ("))
    #expect(!words.contains { $0.filter(\.isNumber).count > 8 && $0.allSatisfy { $0.isNumber || $0 == "." } })
  }

  @Test(arguments: ["training-cost", "chip-breakeven"])
  func `the catalogue fits a hundred columns`(model: String) throws {
    let text = try withTemporaryFolder { try Program.run(["models", model], in: $0) }.output
    for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }
}
