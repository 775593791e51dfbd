import Aggregates
import Scheduling
import Sweeps
import Testing

@Suite struct SweepStateMergingTests {
  private let layout = StateLayout(passes: [.init(replicates: 1, cells: 3, measures: [.event])])

  @Test func `the real state merges what covers its scenarios, and nothing else`() throws {
    var state = SweepState(layout: layout)
    let empty = SweepState(layout: layout).encode()
    try state.merge(encoded: empty, scenarios: 0)
    #expect(throws: MergeError.otherCoverage(expected: 4096, found: 0)) {
      try state.merge(encoded: empty, scenarios: 4096)
    }
    #expect(state.encode() == empty)
  }

  @Test func `damaged bytes and states of another layout change nothing`() throws {
    var state = SweepState(layout: layout)
    let before = state.encode()
    let other = SweepState(layout: StateLayout(passes: [.init(replicates: 2, cells: 3, measures: [.event])])).encode()
    for bytes in [[], [1, 2, 3], other, before.dropLast() + [0]] as [[UInt8]] {
      #expect(throws: MergeError.self) { try state.merge(encoded: bytes, scenarios: 0) }
    }
    #expect(state.encode() == before)
  }
}
