import Testing

@testable import Sweeps

@Suite struct BlockSetTests {
  @Test func `runs that touch become one and a hole splits one`() {
    var set = BlockSet(BlockRange(0, 100_000_000_000))
    set.subtract(BlockRange(10, 20))
    #expect(set.ranges == [BlockRange(0, 10), BlockRange(20, 100_000_000_000)])
    set.insert(BlockRange(12, 15))
    set.insert(BlockRange(15, 20))
    #expect(set.ranges == [BlockRange(0, 10), BlockRange(12, 100_000_000_000)])
    set.insert(BlockRange(10, 12))
    #expect(set == BlockSet(BlockRange(0, 100_000_000_000)))
    #expect(set.count == 100_000_000_000)
  }

  @Test func `random changes agree with a set of numbers`() {
    let seed = UInt64.random(in: 0..<1 << 32)
    print("seed \(seed)")
    var random = Chance(state: seed)
    for _ in 0..<200 {
      var (set, oracle) = (BlockSet(), Set<UInt64>())
      for _ in 0..<40 {
        let range = Self.range(using: &random)
        if Bool.random(using: &random) {
          set.insert(range)
          oracle.formUnion(range.lower..<range.upper)
        } else {
          set.subtract(range)
          oracle.subtract(range.lower..<range.upper)
        }
        Self.check(set, oracle, Self.range(using: &random))
      }
    }
  }

  @Test func `sets unite and part in any order`() {
    let seed = UInt64.random(in: 0..<1 << 32)
    print("seed \(seed)")
    var random = Chance(state: seed)
    let ranges = (0..<30).map { _ in Self.range(using: &random) }
    let whole = BlockSet(ranges)
    #expect(BlockSet(ranges.shuffled(using: &random)) == whole)
    let half = BlockSet(ranges.prefix(15))
    let rest = BlockSet(ranges.suffix(15))
    #expect(half.union(rest) == whole)
    var left = whole
    left.subtract(half)
    #expect(left.union(half) == whole)
    #expect(left.ranges.allSatisfy { !half.intersects($0) })
  }

  @Test func `runs and gaps are found from any block on`() {
    let set = BlockSet([BlockRange(5, 10), BlockRange(20, 30)])
    #expect(set.firstRun() == BlockRange(5, 10))
    #expect(set.firstRun(from: 7, length: 2) == BlockRange(7, 9))
    #expect(set.firstRun(from: 10) == BlockRange(20, 30))
    #expect(set.firstRun(from: 30) == nil)
    #expect(set.firstRun(length: 0) == nil)
    #expect(set.firstGap(below: 40) == BlockRange(0, 5))
    #expect(set.firstGap(from: 5, below: 40, length: 3) == BlockRange(10, 13))
    #expect(set.firstGap(from: 22, below: 40) == BlockRange(30, 40))
    #expect(set.firstGap(from: 22, below: 30) == nil)
    #expect(set.intersection(BlockRange(8, 25)) == [BlockRange(8, 10), BlockRange(20, 25)])
    #expect(set.contains(BlockRange(50, 50)))
  }

  @Test func `closed intervals are the canonical form`() {
    let set = BlockSet([BlockRange(20, 30), BlockRange(0, 1)])
    #expect(set.json.text == "[[0,0],[20,29]]")
    #expect(BlockSet(closedIntervals: [(0, 0), (20, 29)]) == set)
    #expect(BlockSet(closedIntervals: []) == BlockSet())
    #expect(BlockSet(closedIntervals: [(0, 0), (1, 2)]) == nil, "Intervals that touch are one.")
    #expect(BlockSet(closedIntervals: [(20, 29), (0, 0)]) == nil)
    #expect(BlockSet(closedIntervals: [(3, 2)]) == nil)
    #expect(BlockSet(closedIntervals: [(0, .max)]) == nil)
  }

  private static func check(_ set: BlockSet, _ oracle: Set<UInt64>, _ probe: BlockRange) {
    #expect(set.count == UInt64(oracle.count))
    #expect(Set(set.ranges.flatMap { $0.lower..<$0.upper }) == oracle)
    #expect(zip(set.ranges, set.ranges.dropFirst()).allSatisfy { $0.upper < $1.lower }, "Runs must not touch.")
    let blocks = probe.lower..<probe.upper
    #expect(set.contains(probe) == blocks.allSatisfy(oracle.contains))
    #expect(set.intersects(probe) == blocks.contains(where: oracle.contains))
    #expect(set.contains(probe.lower) == oracle.contains(probe.lower))
    #expect(set.intersection(probe).flatMap { $0.lower..<$0.upper } == blocks.filter(oracle.contains))
    #expect(set.firstRun(from: probe.lower)?.lower == (probe.lower..<100).first(where: oracle.contains))
    #expect(set.firstGap(from: probe.lower, below: 100)?.lower == (probe.lower..<100).first { !oracle.contains($0) })
  }

  private static func range(using random: inout Chance) -> BlockRange {
    let lower = UInt64.random(in: 0..<90, using: &random)
    return BlockRange(lower, lower + UInt64.random(in: 0...9, using: &random))
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): chance that a seed repeats.
private struct Chance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}
