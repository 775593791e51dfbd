import Scheduling
import Sweeps

/// A fault of the program itself, planted in the simulation's shells and states: what proves that the invariants see it.
public enum PlantedBug: Hashable, Sendable, CaseIterable {
  /// One result in sixteen is merged twice.
  case countsTwice
  /// One result in sixteen is not merged, and counts.
  case countsNothing
  /// Now and then a lease disappears from the coordinator's books, and its job with it.
  case losesLease
  /// What is sent in a turn may be forgotten.
  case sendsBeforeCommit
  /// One record in twenty is not written.
  case forgetsRecords
  /// One result in twenty is written twice.
  case remembersTwice
  /// The coordinator is not told that the disk is full.
  case ignoresFullDisk
  /// Workers name the sample after the one that killed.
  case namesWrongly
}

/// A tally with a planted bug: results whose last byte says so are merged by another count than once.
protocol MiscountingTally: MergedState {
  static var times: Int { get }
  var tally: BlockTally { get set }
  init(_ tally: BlockTally)
}

extension MiscountingTally {
  init(layout: StateLayout) { self.init(BlockTally(layout: layout)) }

  mutating func merge(encoded: [UInt8], scenarios: UInt64) throws(MergeError) {
    var scratch = tally
    try scratch.merge(encoded: encoded, scenarios: scenarios)
    let times = encoded.last.map { $0 < 16 } == true ? Self.times : 1
    for _ in 0..<times { try tally.merge(encoded: encoded, scenarios: scenarios) }
  }

  func encode() -> [UInt8] { tally.encode() }
}

struct DoublingTally: MiscountingTally {
  static let times = 2
  var tally: BlockTally

  init(_ tally: BlockTally) { self.tally = tally }
}

struct ForgettingTally: MiscountingTally {
  static let times = 0
  var tally: BlockTally

  init(_ tally: BlockTally) { self.tally = tally }
}
