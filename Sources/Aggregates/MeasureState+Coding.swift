import Sweeps

/// A measure's state as bytes: valid scenarios; a byte of flags; the counts the flags name; then, with valid scenarios,
/// the hits of an event or the parts of a quantity in the order moments, histogram, extremes.
extension MeasureState {
  /// Flags 0 ... 3: excluded, NaN, +infinity, -infinity are not 0. Flags 4 ... 7: powers 1 ... 4 have overflowed.
  private var flags: UInt8 {
    var flags = moments.overflowed << 4
    for (bit, count) in tally.others.enumerated() where count > 0 { flags |= 1 << UInt8(bit) }
    return flags
  }

  /// Whether every part has taken in every valid value.
  private var isConsistent: Bool {
    hits <= tally.valid && (moments.order == 0 || moments.count == tally.valid)
      && (histogram.map { $0.total == tally.valid } ?? true)
      && (extremes.map { ($0.minimum != nil) == (tally.valid > 0) } ?? true)
  }

  func encode(as measure: Measure, into out: inout StateWriter) {
    out.varint(tally.valid)
    out.byte(flags)
    for count in tally.others where count > 0 { out.varint(count) }
    precondition(isConsistent, "The parts of a measure's state must hold the values that its tally calls valid.")
    guard tally.valid > 0 else { return }
    switch measure {
    case .event:
      out.varint(hits)
    case .quantity:
      moments.encode(into: &out)
      histogram?.encode(into: &out)
      extremes?.encode(into: &out)
    }
  }

  init(as measure: Measure, from input: inout StateReader) throws(StateError) {
    self.init(measure)
    let valid = try input.varint()
    let flags = try input.byte()
    tally = try Tally(valid: valid, flags: flags, from: &input)
    guard valid > 0 else {
      guard flags >> 4 == 0 else { throw input.fault(.notCanonical) }
      return
    }
    switch measure {
    case .event:
      hits = try input.varint()
      guard hits <= valid, flags >> 4 == 0 else { throw input.fault(.countsDoNotAddUp) }
    case .quantity(let quantity):
      moments = try Moments(order: quantity.momentOrder, count: valid, overflowed: flags >> 4, from: &input)
      histogram = try quantity.histogram.map { shape throws(StateError) in
        try Histogram(shape: shape, total: valid, from: &input)
      }
      if quantity.extremes { extremes = try Extremes(within: histogram, from: &input) }
    }
  }
}

extension Tally {
  /// The counts of scenarios that are not valid, in the order of their flags.
  fileprivate var others: [UInt64] { [excluded, nan, positiveInfinity, negativeInfinity] }

  fileprivate init(valid: UInt64, flags: UInt8, from input: inout StateReader) throws(StateError) {
    self.init(valid: valid)
    if flags & 1 != 0 { excluded = try Self.count(from: &input) }
    if flags & 2 != 0 { nan = try Self.count(from: &input) }
    if flags & 4 != 0 { positiveInfinity = try Self.count(from: &input) }
    if flags & 8 != 0 { negativeInfinity = try Self.count(from: &input) }
    var sum = valid
    for count in others {
      let (next, overflow) = sum.addingReportingOverflow(count)
      guard !overflow else { throw input.fault(.countsDoNotAddUp) }
      sum = next
    }
  }

  private static func count(from input: inout StateReader) throws(StateError) -> UInt64 {
    let count = try input.varint()
    guard count > 0 else { throw input.fault(.notCanonical) }
    return count
  }
}

/// The pivot, then the sums that have not overflowed; nothing for order 0.
extension Moments {
  fileprivate func encode(into out: inout StateWriter) {
    guard order > 0 else { return }
    out.double(pivot)
    for index in 0..<order where !hasOverflowed(index) { sums[index].encode(into: &out) }
  }

  fileprivate init(
    order: Int, count: UInt64, overflowed: UInt8, from input: inout StateReader
  ) throws(StateError) {
    guard overflowed >> UInt8(order) == 0 else { throw input.fault(.notCanonical) }
    var sums = [ExactSum](repeating: ExactSum(), count: order)
    let pivot = order > 0 ? try input.double() : 0
    for index in 0..<order where overflowed >> UInt8(index) & 1 == 0 {
      sums[index] = try ExactSum(from: &input, terms: count)
      // A sum of even powers is not negative.
      guard index % 2 == 0 || !sums[index].isNegative else { throw input.fault(.sumOutOfRange) }
    }
    self.init(count: order > 0 ? count : 0, pivot: pivot, sums: sums, overflowed: overflowed)
  }
}

/// Smallest value and sample, largest value and sample.
extension Extremes {
  fileprivate func encode(into out: inout StateWriter) {
    for extreme in [minimum, maximum] {
      guard let extreme else { preconditionFailure("A measure with extremes was given values without extremes.") }
      out.double(extreme.value)
      out.varint(extreme.sample)
    }
  }

  fileprivate init(within histogram: Histogram?, from input: inout StateReader) throws(StateError) {
    let minimum = Extreme(value: try input.double(), sample: try input.varint())
    let maximum = Extreme(value: try input.double(), sample: try input.varint())
    guard minimum.value <= maximum.value else { throw input.fault(.extremesOutOfRange) }
    if let histogram, let first = histogram.keys.first, let last = histogram.keys.last {
      let shape = histogram.shape
      guard shape.key(of: minimum.value) == Int(first), shape.key(of: maximum.value) == Int(last) else {
        throw input.fault(.extremesOutOfRange)
      }
    }
    self.init(minimum: minimum, maximum: maximum)
  }
}
