/// A run of blocks, half open: `lower` is in it, `upper` is not.
public struct BlockRange: Hashable, Sendable {
  public let lower: UInt64
  public let upper: UInt64

  /// - Precondition: `lower <= upper`.
  public init(_ lower: UInt64, _ upper: UInt64) {
    precondition(lower <= upper, "A run of blocks ends before it starts: \(lower) ..< \(upper).")
    self.lower = lower
    self.upper = upper
  }

  public var count: UInt64 { upper - lower }
  public var isEmpty: Bool { lower == upper }

  public func contains(_ block: UInt64) -> Bool { lower <= block && block < upper }

  /// Whether the two share a block.
  public func overlaps(_ other: BlockRange) -> Bool {
    max(lower, other.lower) < min(upper, other.upper)
  }
}

/// A set of blocks kept as sorted, disjoint runs that do not touch, so equal sets have equal runs. Its size depends on
/// the number of holes and not on the number of blocks: the open work of 10^11 scenarios costs a few bytes.
///
/// - Complexity: queries take O(log runs); a change moves at most the runs behind it.
public struct BlockSet: Hashable, Sendable {
  /// The runs, ascending; none is empty and no two touch.
  public private(set) var ranges: [BlockRange] = []
  /// The number of blocks in the set.
  public private(set) var count: UInt64 = 0

  public init() {}

  public init(_ range: BlockRange) { insert(range) }

  public init(_ ranges: some Sequence<BlockRange>) {
    for range in ranges { insert(range) }
  }

  public var isEmpty: Bool { ranges.isEmpty }

  // MARK: Questions

  public func contains(_ block: UInt64) -> Bool {
    let index = firstRange(endingAfter: block)
    return index < ranges.count && ranges[index].lower <= block
  }

  /// Whether every block of the run is in the set; true for an empty run.
  public func contains(_ range: BlockRange) -> Bool {
    guard !range.isEmpty else { return true }
    let index = firstRange(endingAfter: range.lower)
    return index < ranges.count && ranges[index].lower <= range.lower && range.upper <= ranges[index].upper
  }

  /// Whether any block of the run is in the set.
  public func intersects(_ range: BlockRange) -> Bool {
    let index = firstRange(endingAfter: range.lower)
    return index < ranges.count && ranges[index].overlaps(range)
  }

  /// The first blocks at or after `start` that are in the set: one run, cut at `length`.
  public func firstRun(from start: UInt64 = 0, length: UInt64 = .max) -> BlockRange? {
    let index = firstRange(endingAfter: start)
    guard index < ranges.count, length > 0 else { return nil }
    let lower = max(start, ranges[index].lower)
    return BlockRange(lower, lower + min(length, ranges[index].upper - lower))
  }

  /// The first blocks at or after `start` and below `end` that are not in the set: one run, cut at `length`.
  public func firstGap(from start: UInt64 = 0, below end: UInt64, length: UInt64 = .max) -> BlockRange? {
    var lower = start
    var index = firstRange(endingAfter: start)
    if index < ranges.count, ranges[index].lower <= lower {
      lower = ranges[index].upper
      index += 1
    }
    guard lower < end, length > 0 else { return nil }
    let upper = index < ranges.count ? min(end, ranges[index].lower) : end
    return BlockRange(lower, lower + min(length, upper - lower))
  }

  /// The parts of a run that are in the set, ascending.
  public func intersection(_ range: BlockRange) -> [BlockRange] {
    var parts: [BlockRange] = []
    var index = firstRange(endingAfter: range.lower)
    while index < ranges.count, ranges[index].overlaps(range) {
      parts.append(BlockRange(max(range.lower, ranges[index].lower), min(range.upper, ranges[index].upper)))
      index += 1
    }
    return parts
  }

  // MARK: Changes

  /// Adds every block of the run.
  public mutating func insert(_ range: BlockRange) {
    guard !range.isEmpty else { return }
    // A run that ends where this one starts touches it, and so does one that starts where this one ends.
    let first = range.lower == 0 ? 0 : firstRange(endingAfter: range.lower - 1)
    var (lower, upper) = (range.lower, range.upper)
    var end = first
    while end < ranges.count, ranges[end].lower <= range.upper {
      lower = min(lower, ranges[end].lower)
      upper = max(upper, ranges[end].upper)
      count -= ranges[end].count
      end += 1
    }
    ranges.replaceSubrange(first..<end, with: CollectionOfOne(BlockRange(lower, upper)))
    count += upper - lower
  }

  /// Takes out every block of the run.
  public mutating func subtract(_ range: BlockRange) {
    guard !range.isEmpty else { return }
    let first = firstRange(endingAfter: range.lower)
    var end = first
    var left: [BlockRange] = []
    while end < ranges.count, ranges[end].lower < range.upper {
      let old = ranges[end]
      if old.lower < range.lower { left.append(BlockRange(old.lower, range.lower)) }
      if old.upper > range.upper { left.append(BlockRange(range.upper, old.upper)) }
      count -= old.count
      end += 1
    }
    for part in left { count += part.count }
    ranges.replaceSubrange(first..<end, with: left)
  }

  /// Adds every block of the other set.
  public mutating func formUnion(_ other: BlockSet) {
    for range in other.ranges { insert(range) }
  }

  /// Takes out every block of the other set.
  public mutating func subtract(_ other: BlockSet) {
    for range in other.ranges { subtract(range) }
  }

  public func union(_ other: BlockSet) -> BlockSet {
    var result = self
    result.formUnion(other)
    return result
  }

  /// The index of the first run with a block above `block - 1`: the run that holds it or the next one.
  private func firstRange(endingAfter block: UInt64) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = low + (high - low) / 2
      if ranges[middle].upper <= block { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: Text

extension BlockSet {
  /// The canonical form: closed intervals `[[first,last],...]`, ascending, with a gap between any two.
  public var json: JSON {
    .array(ranges.map { .array([.unsigned($0.lower), .unsigned($0.upper - 1)]) })
  }

  /// The set of these closed intervals; nil unless they are in canonical form (each ordered, ascending, not touching).
  public init?(closedIntervals intervals: [(first: UInt64, last: UInt64)]) {
    for (first, last) in intervals {
      guard first <= last, last < .max else { return nil }
      if let previous = ranges.last, previous.upper >= first { return nil }
      ranges.append(BlockRange(first, last + 1))
      count += last - first + 1
    }
  }
}
