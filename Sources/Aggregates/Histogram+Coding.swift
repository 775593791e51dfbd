import Sweeps

/// A histogram as bytes: how many bins; the first key (zigzag); how much each further key is above the one before, less
/// 1; the counts; and, if the shape has sums, the sum of every bin's low bits as counted bytes.
extension Histogram {
  func encode(into out: inout StateWriter) {
    out.varint(UInt64(keys.count))
    guard var previous = keys.first else { return }
    out.varint(UInt64(UInt32(bitPattern: previous << 1 ^ previous >> 31)))
    for key in keys.dropFirst() {
      // The distance between the largest keys of either sign needs more than the 32 bits of each.
      out.varint(UInt64(Int(key) - Int(previous) - 1))
      previous = key
    }
    for count in counts { out.varint(count) }
    for low in lows { out.counted(low) }
  }

  /// Reads the bins of `total` values, at least 1, and adds them; returns the first and the last key read.
  mutating func add(
    total: UInt64, from input: inout StateReader
  ) throws(StateError) -> (first: Int32, last: Int32) {
    let binCount = try input.count(ofSize: shape.sums ? 3 : 2)
    var theirs = Histogram(shape: shape)
    theirs.keys = try Self.keys(binCount, shape: shape, from: &input)
    theirs.counts = try Self.counts(binCount, total: total, from: &input)
    if shape.sums { theirs.lows = try Self.lows(theirs.keys, theirs.counts, shape: shape, from: &input) }
    guard let first = theirs.keys.first, let last = theirs.keys.last else { throw input.fault(.countsDoNotAddUp) }
    if isEmpty {
      self = theirs
    } else {
      try merge(theirs)
    }
    return (first, last)
  }

  /// Forgets everything but keeps the shape.
  mutating func removeAll() { self = Histogram(shape: shape) }

  private static func keys(
    _ binCount: Int, shape: HistogramShape, from input: inout StateReader
  ) throws(StateError) -> [Int32] {
    guard binCount > 0 else { return [] }
    var keys = [Int32](repeating: 0, count: binCount)
    let first = try input.varint()
    guard first <= UInt64(UInt32.max) else { throw input.fault(.binsOutOfRange) }
    var key = Int(first >> 1) ^ -Int(first & 1)
    for index in keys.indices {
      if index > 0 {
        let step = try input.varint()
        guard step < UInt64(UInt32.max) else { throw input.fault(.binsOutOfRange) }
        key += Int(step) + 1
      }
      guard abs(key) < shape.endKey, key == 0 || abs(key) >= shape.firstNormalKey else {
        throw input.fault(.binsOutOfRange)
      }
      keys[index] = Int32(key)
    }
    return keys
  }

  private static func counts(
    _ binCount: Int, total: UInt64, from input: inout StateReader
  ) throws(StateError) -> [UInt64] {
    var counts = [UInt64](repeating: 0, count: binCount)
    var rest = total
    for index in counts.indices {
      let count = try input.varint()
      guard count > 0, count <= rest else { throw input.fault(.countsDoNotAddUp) }
      rest -= count
      counts[index] = count
    }
    guard rest == 0 else { throw input.fault(.countsDoNotAddUp) }
    return counts
  }

  private static func lows(
    _ keys: [Int32], _ counts: [UInt64], shape: HistogramShape, from input: inout StateReader
  ) throws(StateError) -> [UInt128] {
    var lows = [UInt128](repeating: 0, count: keys.count)
    let largestLow = UInt128(shape.lowMask)
    for index in keys.indices {
      let low = try input.counted()
      // A value's low bits are at most the mask; bin 0 keeps none.
      let largest = keys[index] == 0 ? 0 : UInt128(counts[index]) * largestLow
      guard low <= largest else { throw input.fault(.sumOutOfRange) }
      lows[index] = low
    }
    return lows
  }
}
