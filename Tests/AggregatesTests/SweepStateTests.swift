import Sweeps
import Testing

@testable import Aggregates

@Suite struct SweepStateTests {
  @Test func `jobs of any size merged in any order give the bytes of one run`() throws {
    var random = TestRandom.seeded()
    let blocks = FoldedBlocks(seed: random.next())
    let whole = blocks.state(of: blocks.all).encode()
    for _ in 0..<20 {
      var jobs: [[FoldedBlocks.Block]] = [[]]
      for block in blocks.all.shuffled(using: &random) {
        if Int.random(in: 0..<4, using: &random) == 0 { jobs.append([]) }
        jobs[jobs.count - 1].append(block)
      }
      var merged = SweepState(layout: FoldedBlocks.layout)
      for job in jobs { try Self.merge(blocks.state(of: job), into: &merged, using: &random) }
      #expect(merged.encode() == whole)
      #expect(merged.scenarioCount == UInt64(blocks.all.count * 40))
    }
  }

  @Test func `merging is associative`() throws {
    var random = TestRandom.seeded()
    let blocks = FoldedBlocks(seed: random.next())
    var states = blocks.all.shuffled(using: &random).map { blocks.state(of: [$0]) }
    while states.count > 1 {
      // Any two neighbours may be merged first, from either side.
      let index = Int.random(in: 0..<states.count - 1, using: &random)
      let other = states.remove(at: index + 1)
      try Self.merge(other, into: &states[index], using: &random)
    }
    #expect(states[0].encode() == blocks.state(of: blocks.all).encode())
  }

  @Test func `a block counted twice shows in the count`() throws {
    let blocks = FoldedBlocks(seed: 1)
    var state = blocks.state(of: Array(blocks.all.prefix(3)))
    let before = state.encode()
    try state.merge(blocks.state(of: [blocks.all[0]]))
    #expect(state.scenarioCount == 160)
    #expect(state.encode() != before)
  }

  @Test func `bytes read back to the same cells`() throws {
    let blocks = FoldedBlocks(seed: 7)
    let some = blocks.all.filter { $0.index != 2 && $0.name.cell != 1 }
    let state = blocks.state(of: some)
    let read = try SweepState(decoding: state.encode(), layout: FoldedBlocks.layout)
    #expect(read.cellNames == state.cellNames)
    for name in state.cellNames {
      let cell = read[pass: name.pass, replicate: name.replicate, cell: name.cell]
      #expect(cell == state[pass: name.pass, replicate: name.replicate, cell: name.cell], "\(name)")
    }
    #expect(read[pass: 0, replicate: 0, cell: 1] == nil)
    #expect(read.cellCount == 10)
  }

  @Test func `a cell that was only looked at leaves no trace`() throws {
    var state = SweepState(layout: FoldedBlocks.layout)
    let empty = state.encode()
    #expect(empty.count == 13)
    state.withCell(pass: 1, replicate: 0, cell: 2) { _ in }
    #expect(state.isEmpty)
    #expect(state.cellCount == 0)
    #expect(state.encode() == empty)
    #expect(state[pass: 1, replicate: 0, cell: 2] == nil)
    #expect(try SweepState(decoding: empty, layout: FoldedBlocks.layout).isEmpty)
  }

  @Test func `states that do not fit are refused and change nothing`() throws {
    let layout = StateLayout(passes: [.init(replicates: 1, cells: 9, measures: [.quantity(.init(momentOrder: 1))])])
    func state(cells: [Int], pivot: Double) -> SweepState {
      var state = SweepState(layout: layout)
      for cell in cells {
        state.withCell(pass: 0, replicate: 0, cell: cell) {
          $0[0].tally.valid += 1
          $0[0].moments.add(count: 1, pivot: pivot, blockSums: (1, 0, 0, 0))
        }
      }
      return state
    }
    var ours = state(cells: [3, 4], pivot: 1)
    let before = ours.encode()
    let theirs = state(cells: [1, 4], pivot: 2)
    #expect(throws: StateError.differentPivots(ours: 1, theirs: 2)) { try ours.merge(theirs) }
    #expect(throws: StateError.differentPivots(ours: 1, theirs: 2)) { try ours.merge(decoding: theirs.encode()) }
    #expect(throws: StateError.differentLayout) { try ours.merge(SweepState(layout: FoldedBlocks.layout)) }
    #expect(ours.encode() == before)
  }

  @Test func `counts that would overflow are refused`() throws {
    let layout = StateLayout(passes: [.init(replicates: 1, cells: 2, measures: [.event])])
    var state = SweepState(layout: layout)
    state.withCell(pass: 0, replicate: 0, cell: 0) { $0[0].tally.valid = .max - 5 }
    let huge = state
    #expect(throws: StateError.tooManyScenarios) { try state.merge(huge) }
    #expect(throws: StateError.tooManyScenarios) { try state.merge(decoding: huge.encode()) }
    #expect(state.encode() == huge.encode())
    state.withCell(pass: 0, replicate: 0, cell: 1) { $0[0].tally.valid = 10 }
    #expect(state.scenarioCount == .max)
  }

  @Test func `a small state has the bytes it always had`() {
    let layout = StateLayout(passes: [
      .init(replicates: 1, cells: 4, measures: []),
      .init(
        replicates: 2, cells: 300,
        measures: [
          .event,
          .quantity(.init(momentOrder: 2, histogram: HistogramShape(mantissaBits: 1, sums: true), extremes: true)),
        ]),
    ])
    var state = SweepState(layout: layout)
    state.withCell(pass: 1, replicate: 1, cell: 7) { cell in
      cell[0].tally = Tally(valid: 300, excluded: 1)
      cell[0].hits = 200
      cell[1].tally = Tally(valid: 2, nan: 299)
      for (sample, value) in [(5, 1.25), (9, -3.0)] as [(UInt64, Double)] {
        cell[1].moments.add(count: 1, pivot: 0.5, blockSums: (value - 0.5, (value - 0.5) * (value - 0.5), 0, 0))
        cell[1].histogram?.add(value)
        cell[1].extremes?.add(value, sample: sample)
      }
    }
    let text = state.encode().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    #expect(text == Self.golden)
  }

  /// Read by hand: header and tag; one cell, number 311; 300 valid, 1 excluded, 200 hits; 2 valid, 299 NaN; pivot 0.5,
  /// sums -704/256 and 3280/256; keys -2049 and 2046, once each, low bits 0 and 2^50; -3 of sample 9, 1.25 of sample 5.
  private static let golden =
    "53 46 53 01 1a 6f ca 67 01 b7 02 ac 02 01 01 c8 01 02 02 ab 02 00 00 00 00 00 00 e0 3f 02 87 01 40 fd "
    + "02 87 01 d0 0c 02 81 20 fe 1f 01 01 00 07 00 00 00 00 00 00 04 00 00 00 00 00 00 08 c0 09 "
    + "00 00 00 00 00 00 f4 3f 05 12 5c 1d 32"

  /// One of the two ways to merge.
  private static func merge(
    _ part: SweepState, into whole: inout SweepState, using random: inout TestRandom
  ) throws {
    if Bool.random(using: &random) {
      try whole.merge(part)
    } else {
      try whole.merge(decoding: part.encode())
    }
  }
}
