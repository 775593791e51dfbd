import Aggregates
import Foundation
import Models
import Results
import Scheduling
import Sweeps
import Testing

@testable import Nodes

/// A sweep that goes on from an earlier one has the bytes of one that does not.
@Suite struct ReuseTests {
  private let instructionSet: InstructionSet

  init() throws { instructionSet = try #require(InstructionSet.best) }

  private static let report = """
      cheapest: {best: min cost, over: strategy, by: volume}
      cost: {of: cost, stats: [mean, sd, p95, cvar95, min, max], by: volume, at: {strategy: build}}
    """

  private static func text(
    model: String = "chip-breakeven", vary: String = "volume: [1e3, 2e4, 1e6]",
    uncertain: String = "{defect_density: 0.05 to 0.15 /cm2, perf_ratio: lognormal(0.6 to 1.2)}",
    design: String = "sobol",
    size: String = "2^14", replicates: Int = 2, _ report: String = report
  ) -> String {
    """
    sweep: reuse
    model: \(model)
    seed: 5
    vary: {\(vary)}
    decide: {strategy: [buy, codesign, build]}
    uncertain: \(uncertain)
    sample: {design: \(design), size: \(size), replicates: \(replicates)}
    report:
    \(report)
    """
  }

  private static let cases: [(String, earlier: String, later: String, newBlocks: UInt64)] = [
    ("more samples", text(), text(size: "2^16"), 36),
    ("more samples, drawn at random", text(design: "random"), text(design: "random", size: "2^15"), 12),
    ("more replicates", text(), text(size: "2^15", replicates: 4), 12),
    ("more values", text(), text(vary: "volume: [1e3, 5e3, 2e4, 1e6, 5e6]"), 8),
    ("fewer reports", text(), text("  cheapest: {best: min cost, over: strategy, by: volume}"), 0),
    (
      "a report elsewhere", text(),
      text(report + "\n  one: {of: cost, stats: [p5], by: strategy, at: {volume: 7e4}}"), 4
    ),
    ("all at once", text(), text(vary: "volume: [1e6, 3e4, 1e3]", size: "2^16", replicates: 4), 12 * 4 - 2 * 2 * 2),
  ]

  private func state(_ sweep: CompiledSweep, _ blocks: BlockSet, into start: SweepState? = nil) -> SweepState {
    let engine = instructionSet.engine(sweep.workload)
    var state = start ?? SweepState(layout: sweep.plan.stateLayout)
    for range in blocks.ranges { engine.run(range, into: &state) { _ in true } }
    return state
  }

  private func all(_ sweep: CompiledSweep) -> BlockSet { BlockSet(BlockRange(0, sweep.plan.blockCount)) }

  private func compiled(_ text: String) throws -> CompiledSweep { try CompiledSweep(canonical: Array(text.utf8)) }

  @Test(arguments: cases.indices)
  func `what is reused and what is new make the bytes of a fresh run`(number: Int) throws {
    let (name, before, after, newBlocks) = Self.cases[number]
    let (earlier, later) = (try compiled(before), try compiled(after))
    let start = try later.headStart(from: earlier, state: state(earlier, all(earlier)))
    var rest = all(later)
    rest.subtract(start.blocks)
    #expect(rest.count == newBlocks, "\(name)")
    var known = SweepState(layout: later.plan.stateLayout)
    let scenarios = start.blocks.ranges.reduce(0) { $0 + later.blockSizes.scenarios(in: $1) }
    try known.merge(encoded: start.state, scenarios: scenarios)
    #expect(state(later, rest, into: known).encode() == state(later, all(later)).encode(), "\(name)")
  }

  @Test func `a state file is reused, and one that is not complete, damaged or of another program is refused`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "reuse-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (earlier, later) = (try compiled(Self.text()), try compiled(Self.text(size: "2^15")))
    let origin = try StateFile.Origin(of: earlier, on: instructionSet)
    let whole = state(earlier, all(earlier))
    func refusal(
      _ blocks: BlockSet, text: String? = nil, _ change: (inout StateFile.Origin) -> Void = { _ in }
    ) throws -> String {
      var written = origin
      change(&written)
      let path = folder + "/a.state"
      try StateFile.write(
        .init(state(earlier, blocks).encode(), of: blocks, origin: written, text: text ?? earlier.canonical), to: path)
      let error = #expect(throws: StateFileError.self) { _ = try EarlierSweep(path: path, origin: origin) }
      return error?.description.replacing(path + ": ", with: "") ?? ""
    }
    let path = folder + "/whole.state"
    try StateFile.write(.init(whole.encode(), of: all(earlier), origin: origin, text: earlier.canonical), to: path)
    let file = try EarlierSweep(path: path, origin: try .init(of: later, on: instructionSet))
    #expect(try file.headStart(for: later) == later.headStart(from: earlier, state: whole))
    let other = try compiled(Self.text().replacing("seed: 5", with: "seed: 6"))
    let error = #expect(throws: StateFileError.self) { _ = try file.headStart(for: other) }
    #expect(error?.what == "cannot be reused for reuse: its scenarios are others: seed differ")
    #expect(
      try refusal(BlockSet(BlockRange(0, 5)))
        == "holds blocks 0..4 of 12; merge all parts of it into one file (`sweepfarm merge --state`)")
    #expect(try refusal(all(earlier)) { $0.build = "0" }.hasPrefix("was computed by version 0, and this is "))
    #expect(try refusal(all(earlier), text: other.canonical).contains("its sweep has another SHA-256"))
  }
}
