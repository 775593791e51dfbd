import Sweeps

/// A measure's state as bytes: valid scenarios; a byte of flags; the counts the flags name; then, with valid scenarios,
/// the hits of an event or the parts of a quantity in the order moments, histogram, extremes.
///
/// Reading adds to what is there, so a state that arrives is merged without being built first.
extension MeasureState {
  func encode(as measure: Measure, into out: inout StateWriter) {
    precondition(isConsistent, "The parts of a measure's state must hold the values that its tally calls valid.")
    out.varint(tally.valid)
    out.byte(tally.flags | moments.overflowed << 4)
    tally.encodeOthers(into: &out)
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

  /// Whether every part has taken in every valid value.
  private var isConsistent: Bool {
    hits <= tally.valid && (moments.order == 0 || moments.count == tally.valid)
      && (histogram.map { $0.total == tally.valid } ?? true)
      && (extremes.map { ($0.minimum != nil) == (tally.valid > 0) } ?? true)
  }

  /// Reads a state and adds it; returns the number of its scenarios. After an error this state is good for nothing.
  mutating func add(as measure: Measure, from input: inout StateReader) throws(StateError) -> UInt64 {
    let (added, overflowed) = try Tally.decode(from: &input)
    let total = added.total
    guard !tally.total.addingReportingOverflow(total).overflow else { throw .tooManyScenarios }
    tally.merge(added)
    guard added.valid > 0 else {
      guard overflowed == 0 else { throw input.fault(.notCanonical) }
      return total
    }
    switch measure {
    case .event:
      let happened = try input.varint()
      guard happened <= added.valid, overflowed == 0 else { throw input.fault(.countsDoNotAddUp) }
      hits += happened
    case .quantity:
      try moments.add(count: added.valid, overflowed: overflowed, from: &input)
      let keys = try histogram?.add(total: added.valid, from: &input)
      if let theirs = try extremes.map({ _ throws(StateError) in try Extremes(from: &input) }) {
        guard theirs.fit(keys, of: histogram?.shape) else { throw input.fault(.extremesOutOfRange) }
        extremes?.merge(theirs)
      }
    }
    return total
  }

  /// Forgets everything but keeps the memory.
  mutating func removeAll() {
    tally = Tally()
    hits = 0
    moments.removeAll()
    histogram?.removeAll()
    if extremes != nil { extremes = Extremes() }
  }
}

extension Tally {
  /// Bits 0 ... 3: excluded, NaN, +infinity, -infinity are not 0. Bits 4 ... 7 are for overflowed powers 1 ... 4.
  fileprivate var flags: UInt8 {
    (excluded > 0 ? 1 : 0) | (nan > 0 ? 2 : 0) | (positiveInfinity > 0 ? 4 : 0) | (negativeInfinity > 0 ? 8 : 0)
  }

  fileprivate func encodeOthers(into out: inout StateWriter) {
    if excluded > 0 { out.varint(excluded) }
    if nan > 0 { out.varint(nan) }
    if positiveInfinity > 0 { out.varint(positiveInfinity) }
    if negativeInfinity > 0 { out.varint(negativeInfinity) }
  }

  /// Reads a tally whose total fits 64 bits, and the flags of overflowed powers.
  fileprivate static func decode(
    from input: inout StateReader
  ) throws(StateError) -> (tally: Tally, overflowed: UInt8) {
    var tally = Tally(valid: try input.varint())
    let flags = try input.byte()
    var rest = UInt64.max - tally.valid
    if flags & 1 != 0 { tally.excluded = try count(atMost: &rest, from: &input) }
    if flags & 2 != 0 { tally.nan = try count(atMost: &rest, from: &input) }
    if flags & 4 != 0 { tally.positiveInfinity = try count(atMost: &rest, from: &input) }
    if flags & 8 != 0 { tally.negativeInfinity = try count(atMost: &rest, from: &input) }
    return (tally, flags >> 4)
  }

  private static func count(atMost rest: inout UInt64, from input: inout StateReader) throws(StateError) -> UInt64 {
    let count = try input.varint()
    guard count > 0 else { throw input.fault(.notCanonical) }
    guard count <= rest else { throw input.fault(.countsDoNotAddUp) }
    rest -= count
    return count
  }
}

/// Smallest value and sample, largest value and sample.
extension Extremes {
  fileprivate func encode(into out: inout StateWriter) {
    guard let minimum, let maximum else { return }
    out.double(minimum.value)
    out.varint(minimum.sample)
    out.double(maximum.value)
    out.varint(maximum.sample)
  }

  fileprivate init(from input: inout StateReader) throws(StateError) {
    let minimum = Extreme(value: try input.double(), sample: try input.varint())
    let maximum = Extreme(value: try input.double(), sample: try input.varint())
    guard minimum.value <= maximum.value else { throw input.fault(.extremesOutOfRange) }
    self.init(minimum: minimum, maximum: maximum)
  }

  /// Whether the extremes lie in the first and the last bin of the histogram that came with them, if one did.
  fileprivate func fit(_ keys: (first: Int32, last: Int32)?, of shape: HistogramShape?) -> Bool {
    guard let keys, let shape, let minimum, let maximum else { return true }
    return shape.key(of: minimum.value) == Int(keys.first) && shape.key(of: maximum.value) == Int(keys.last)
  }
}
