import Sweeps

extension Histogram {
  /// The quantile by the inverted distribution function (Hyndman and Fan 1996, definition 1): the bin that holds the
  /// value of rank ceil(q n), at least 1, and its representative. Within 1 / (2^(k+1) + 1) of that value, relative; nil
  /// without values.
  ///
  /// - Parameter fraction: 0 ... 1; other numbers are taken as the nearer end.
  public func quantile(_ fraction: Double) -> Double? {
    guard !isEmpty else { return nil }
    let total = total
    let rank = min(max(UInt64(min(position(fraction, total), 0x1p63).rounded(.up)), 1), total)
    var seen: UInt64 = 0
    for index in keys.indices {
      seen += counts[index]
      if seen >= rank { return shape.representative(of: Int(keys[index])) }
    }
    return nil
  }

  /// The values in bins below the value's own: the exact count of smaller values if it is a bin edge.
  public func count(below value: Double) -> UInt64 {
    let limit = Int32(shape.key(of: value))
    var seen: UInt64 = 0
    for index in keys.indices {
      guard keys[index] < limit else { break }
      seen += counts[index]
    }
    return seen
  }

  /// The exact sum of all values, those of bin 0 taken as 0; nil if the shape has no sums.
  public var sum: ExactSum? {
    guard shape.sums else { return nil }
    var sum = ExactSum()
    for index in keys.indices { add(index, to: &sum) }
    return sum
  }

  /// Expected shortfall: for a level of at least 0.5 the mean of the largest n (1 - level) values, below 0.5 the mean of
  /// the smallest n level values. Whole bins count exactly; of the bin at the boundary a share is taken at that bin's
  /// mean. nil without values and if the shape has no sums.
  ///
  /// - Parameter level: above 0 and below 1.
  public func cvar(_ level: Double) -> Double? {
    guard shape.sums, !isEmpty, level > 0, level < 1 else { return nil }
    let total = total
    let boundary = position(level, total)
    let upper = level >= 0.5
    let tail = upper ? Double(total) - boundary : boundary
    // So close to an end that rounding leaves no tail: the outermost value's bin stands for it.
    return mean(ofTail: tail > 0 ? tail : 1, order: upper ? Array(keys.indices.reversed()) : Array(keys.indices))
  }

  private func mean(ofTail tail: Double, order: [Int]) -> Double? {
    var (sum, taken) = (ExactSum(), 0.0)
    for index in order {
      let count = Double(counts[index])
      guard taken + count >= tail else {
        add(index, to: &sum)
        taken += count
        continue
      }
      if taken + count == tail {
        add(index, to: &sum)
      } else {
        var bin = ExactSum()
        add(index, to: &bin)
        sum.add((tail - taken) * (bin.value / count))
      }
      return sum.value / tail
    }
    return sum.value / tail
  }

  /// Adds the exact sum of a bin.
  private func add(_ index: Int, to sum: inout ExactSum) {
    guard keys[index] != 0 else { return }
    let (magnitude, exponent) = shape.sum(of: Int(keys[index]), count: counts[index], low: lows[index])
    sum.add(magnitude, exponent: exponent, negative: keys[index] < 0)
  }

  /// fraction n, as a whole number where it is one but for rounding: 0.07 of 100 is 7, though the product of the doubles
  /// is a little more.
  private func position(_ fraction: Double, _ total: UInt64) -> Double {
    let product = min(max(fraction, 0), 1) * Double(total)
    let whole = product.rounded()
    return (product - whole).magnitude <= 4 * product.ulp ? whole : product
  }
}
