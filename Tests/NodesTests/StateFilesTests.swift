import Aggregates
import Foundation
import Models
import Results
import Sweeps
import Testing

@testable import Nodes

/// Parts computed one by one and merged, in this process.
@Suite final class StateFilesTests {
  private let folder: String
  private let sweep: CompiledSweep
  private let origin: StateFile.Origin
  private let engine: any BlockEngine

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "states-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = """
      sweep: states
      model: chip-breakeven
      seed: 3
      vary: {volume: 1e3 .. 1e6 in 6 log}
      uncertain: {defect_density: 0.05 to 0.15 /cm2}
      sample: {design: sobol, size: 2^7, replicates: 2}
      report:
        cost: {of: cost, stats: [mean, p95], by: volume}
      """
    sweep = try CompiledSweep(canonical: Array(text.utf8))
    let instructionSet = try #require(InstructionSet.best)
    origin = try StateFile.Origin(of: sweep, on: instructionSet)
    engine = instructionSet.engine(sweep.workload)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func state(of blocks: BlockSet) -> SweepState {
    var state = SweepState(layout: sweep.plan.stateLayout)
    for range in blocks.ranges { engine.run(range, into: &state) { _ in true } }
    return state
  }

  /// Writes a file of some blocks, which says that it holds `claimed` ones.
  private func file(_ name: String, _ blocks: BlockRange..., claimed: BlockSet? = nil) throws -> String {
    let path = "\(folder)/\(name)"
    let set = BlockSet(blocks)
    try StateFile.write(
      .init(state(of: set).encode(), of: claimed ?? set, origin: origin, text: sweep.canonical), to: path)
    return path
  }

  private func faults(_ paths: [String]) -> [String] {
    let error = #expect(throws: StateFileFaults.self) {
      _ = try StateFiles(paths, of: sweep, origin: origin).merged()
    }
    return error?.lines.map { $0.replacing(folder + "/", with: "") } ?? []
  }

  @Test func `any cut into files, in any order and in steps, merges to the same bytes`() throws {
    let whole = state(of: BlockSet(BlockRange(0, sweep.plan.blockCount))).encode()
    #expect(sweep.plan.blockCount == 12)
    let parts = [
      try file("a", BlockRange(0, 2), BlockRange(5, 6)), try file("b", BlockRange(2, 5)),
      try file("c", BlockRange(6, 12)),
    ]
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix(state: seed)
    for _ in 0..<4 {
      let files = try StateFiles(parts.shuffled(using: &random), of: sweep, origin: origin)
      #expect(files.gaps == [])
      #expect(try files.merged().encode() == whole, "seed \(seed)")
    }
    let two = try StateFiles([parts[2], parts[0]], of: sweep, origin: origin)
    try StateFile.write(two.content(try two.merged(), origin: origin), to: folder + "/ac")
    let all = try StateFiles([folder + "/ac", parts[1]], of: sweep, origin: origin)
    #expect(try all.merged().encode() == whole)
  }

  @Test func `gaps are the blocks that no file holds`() throws {
    let paths = [try file("a", BlockRange(1, 3)), try file("b", BlockRange(3, 4), BlockRange(8, 9))]
    let files = try StateFiles(paths, of: sweep, origin: origin)
    #expect(files.gaps == [BlockRange(0, 1), BlockRange(4, 8), BlockRange(9, 12)])
  }

  @Test func `every pair of files that share blocks is named with them`() throws {
    let paths = [
      try file("a", BlockRange(0, 6)), try file("b", BlockRange(2, 3), BlockRange(5, 8)),
      try file("c", BlockRange(4, 5)),
      try file("d", BlockRange(8, 12)),
    ]
    #expect(
      faults(paths) == [
        "a and b both hold blocks 2..2 and 5..5; leave one of them out",
        "a and c both hold blocks 4..4; leave one of them out",
      ])
  }

  @Test func `a file that holds the same as another is left out with a note`() throws {
    let a = try file("a", BlockRange(0, 12))
    let files = try StateFiles([a, try file("b", BlockRange(0, 12)), a], of: sweep, origin: origin)
    #expect(files.files.map(\.path) == [a])
    #expect(
      files.duplicates.map(\.description) == [
        "\(folder)/b holds the same as \(a) and is left out", "\(a) is given twice and counts once",
      ])
  }

  @Test func `equal blocks with different states are an error that names both`() throws {
    let paths = [try file("a", BlockRange(0, 1)), try file("b", BlockRange(6, 7), claimed: BlockSet(BlockRange(0, 1)))]
    let lines = faults(paths)
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("a and b both hold blocks 0..0, and their states differ") == true)
  }

  @Test func `a state of other blocks than its head names is refused`() throws {
    let short = try file("short", BlockRange(0, 1), claimed: BlockSet(BlockRange(0, 2)))
    let beyond = try file("beyond", BlockRange(0, 1), claimed: BlockSet(BlockRange(12, 13)))
    #expect(
      faults([short, beyond]) == [
        "short: is damaged: its state has 64 scenarios where its blocks have 128; compute blocks 0..1 again",
        "beyond: is damaged: the sweep has blocks 0..11 only; compute blocks 12..12 again",
      ])
  }

  @Test func `every faulty file is named at once`() throws {
    let lines = faults(["a", "b"].map { "\(folder)/\($0)" })
    #expect(lines.map { $0.prefix(1) } == ["a", "b"])
  }

  @Test func `what is finished is saved while a part is computed`() throws {
    let signals = TerminationSignals()
    let path = folder + "/part"
    var configuration = PartRun.Configuration(
      blocks: BlockRange(0, 12), path: path, threads: 1, instructionSet: try #require(InstructionSet.best))
    configuration.saveInterval = .zero
    let outcome = try PartRun(sweep, configuration).run(signals: signals)
    #expect(outcome.isComplete && outcome.resumed == 0)
    let again = try PartRun(sweep, configuration).run(signals: signals)
    #expect(again.isComplete && again.resumed == 12)
    #expect(try StateFile(path: path).readState() == state(of: BlockSet(BlockRange(0, 12))).encode())
  }
}

/// SplitMix64.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
