import Sweeps

/// Counts of values in bins of their bit patterns: the exponent and the leading mantissa bits of a double are the bin, so
/// a bin costs two shifts, every octave has equally many, and quantiles are within a fixed relative error.
///
/// Keys order like values. A positive value has the key `bits >> (52 - k)`, a negative one the negated key of its size,
/// and zero shares bin 0 with everything smaller than 2^-1022. Only bins with values are kept, ascending, so equal
/// contents are equal bytes and the size follows the data.
public struct Histogram: Hashable, Sendable {
  public let shape: HistogramShape
  /// Ascending, without repeats.
  var keys: [Int32] = []
  /// For every key; none is 0.
  var counts: [UInt64] = []
  /// For every key, if the shape has sums: the low 52 - k mantissa bits of the bin's values, summed.
  var lows: [UInt128] = []

  /// No values yet.
  ///
  /// - Precondition: the shape has 0 ... 20 mantissa bits.
  public init(shape: HistogramShape) {
    precondition(shape.isUsable, "A histogram has 0 ... 20 mantissa bits, not \(shape.mantissaBits).")
    self.shape = shape
  }

  /// Values in all bins.
  public var total: UInt64 { counts.reduce(0, +) }

  public var isEmpty: Bool { keys.isEmpty }

  /// The bins with values, ascending: half-open intervals [lower, upper) for positive keys, (lower, upper] for negative
  /// ones, and the numbers smaller than 2^-1022 for key 0.
  public var bins: [Bin] {
    keys.indices.map { index in
      let edges = shape.edges(of: Int(keys[index]))
      return Bin(key: Int(keys[index]), lower: edges.lower, upper: edges.upper, count: counts[index])
    }
  }

  public struct Bin: Hashable, Sendable {
    public var key: Int
    public var lower: Double
    public var upper: Double
    public var count: UInt64
  }

  // MARK: Changes

  /// Takes in the bins of a block.
  ///
  /// - Parameters:
  ///   - firstKey: the key of `counts[0]`, or with `mirrored` the key of its size.
  ///   - counts: values in the bins firstKey, firstKey + 1, ... (mirrored: -firstKey, -firstKey - 1, ...); bins without
  ///     values cost little.
  ///   - lowBits: for every bin the sum of the low 52 - k mantissa bits of its values; needed if the shape has sums.
  ///   - mirrored: whether these are the bins of negative values, by size.
  /// - Complexity: one step for every element of `counts`, and for new bins one for every bin kept.
  public mutating func addBlock(
    firstKey: Int, counts block: Span<UInt32>, lowBits: Span<UInt64>? = nil, mirrored: Bool = false
  ) {
    let last = block.count - 1
    precondition(abs(firstKey) + last < shape.endKey, "A histogram bin lies beyond the largest double.")
    let shape = shape
    if shape.sums {
      guard let lowBits else { preconditionFailure("This histogram keeps sums; pass the low bits of the bins.") }
      precondition(lowBits.count == block.count, "There is one sum of low bits for every bin.")
      absorb(block.count) { i in
        let index = mirrored ? last - i : i
        return (shape.key(at: firstKey + index, mirrored: mirrored), UInt64(block[index]), UInt128(lowBits[index]))
      }
    } else {
      absorb(block.count) { i in
        let index = mirrored ? last - i : i
        return (shape.key(at: firstKey + index, mirrored: mirrored), UInt64(block[index]), 0)
      }
    }
  }

  /// Takes in one value.
  ///
  /// - Precondition: the value is finite.
  public mutating func add(_ value: Double) {
    precondition(value.isFinite, "Only finite values have a bin; count others in the tally.")
    let key = Int32(shape.key(of: value))
    let low = value.significandBitPattern & shape.lowMask
    absorb(1) { _ in (key, 1, UInt128(low)) }
  }

  /// Takes in the other's values.
  ///
  /// - Throws: `StateError.differentRecipes` for another shape.
  public mutating func merge(_ other: Histogram) throws(StateError) {
    guard shape == other.shape else { throw .differentRecipes }
    let (otherKeys, otherCounts, otherLows) = (other.keys.span, other.counts.span, other.lows.span)
    let sums = shape.sums
    absorb(otherKeys.count) { (otherKeys[$0], otherCounts[$0], sums ? otherLows[$0] : 0) }
  }

  /// Takes in bins with ascending keys; those without values are passed over.
  @inline(__always)
  private mutating func absorb(_ binCount: Int, _ bin: (Int) -> (key: Int32, count: UInt64, low: UInt128)) {
    guard !keys.isEmpty else {
      take(binCount, bin)
      return
    }
    var fresh = Histogram(shape: shape)
    let (keys, shape) = (self.keys, self.shape)
    let kept = keys.span
    // Taken out of self for the loop, so that both can be changed in place side by side.
    var (counts, lows): ([UInt64], [UInt128]) = ([], [])
    swap(&counts, &self.counts)
    swap(&lows, &self.lows)
    var keptCounts = counts.mutableSpan
    var keptLows = lows.mutableSpan
    var position = 0
    var isPlaced = false
    for index in 0..<binCount {
      let (key, count, low) = bin(index)
      guard count > 0 else { continue }
      if !isPlaced {
        position = Self.firstIndex(in: kept, atOrAfter: key)
        isPlaced = true
      }
      while position < kept.count, kept[position] < key { position += 1 }
      if position < kept.count, kept[position] == key {
        keptCounts[position] += count
        if shape.sums, key != 0 { keptLows[position] += low }
      } else {
        fresh.append(key: key, count: count, low: low)
      }
    }
    swap(&counts, &self.counts)
    swap(&lows, &self.lows)
    if !fresh.isEmpty { interleave(fresh) }
  }

  /// The first bins of an empty histogram, in one go.
  @inline(__always)
  private mutating func take(_ binCount: Int, _ bin: (Int) -> (key: Int32, count: UInt64, low: UInt128)) {
    keys.reserveCapacity(binCount)
    counts.reserveCapacity(binCount)
    if shape.sums { lows.reserveCapacity(binCount) }
    for index in 0..<binCount {
      let (key, count, low) = bin(index)
      if count > 0 { append(key: key, count: count, low: low) }
    }
  }

  /// Adds a bin at the end; a repeated key (bin 0 gathers several) adds to the last one.
  private mutating func append(key: Int32, count: UInt64, low: UInt128) {
    if keys.last == key {
      counts[counts.count - 1] += count
      if shape.sums, key != 0 { lows[lows.count - 1] += low }
    } else {
      keys.append(key)
      counts.append(count)
      if shape.sums { lows.append(key == 0 ? 0 : low) }
    }
  }

  /// Puts in bins that are not there yet.
  private mutating func interleave(_ fresh: Histogram) {
    var merged = Histogram(shape: shape)
    merged.keys.reserveCapacity(keys.count + fresh.keys.count)
    merged.counts.reserveCapacity(keys.count + fresh.keys.count)
    if shape.sums { merged.lows.reserveCapacity(keys.count + fresh.keys.count) }
    var next = 0
    for index in keys.indices {
      while next < fresh.keys.count, fresh.keys[next] < keys[index] {
        merged.copy(next, of: fresh)
        next += 1
      }
      merged.copy(index, of: self)
    }
    while next < fresh.keys.count {
      merged.copy(next, of: fresh)
      next += 1
    }
    self = merged
  }

  private mutating func copy(_ index: Int, of other: Histogram) {
    keys.append(other.keys[index])
    counts.append(other.counts[index])
    if shape.sums { lows.append(other.lows[index]) }
  }

  private static func firstIndex(in keys: Span<Int32>, atOrAfter key: Int32) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
