import Aggregates
import Formulas
import Sweeps

/// What one block adds to one measure, gathered chunk by chunk.
///
/// Numeric contract: lane l sums samples l, l + 8, ...; the eight lanes are combined as a fixed tree; scenarios that do
/// not take part add nothing. The block's sums go to exact sums, so only the block size and the lane count, which the
/// contract fixes, shape the bits.
final class MeasureScratch {
  let measure: Measure
  private let quantity: QuantityMeasure
  /// Bins of each cell of the tile, kept over several blocks; made when first needed.
  private var histograms: [HistogramScratch?]
  private var histogram: HistogramScratch?
  /// Room for the valid values of a chunk that holds some that are not.
  private let dense: Row
  private var pivot = 0.0
  private var tally = Tally()
  private var hits = VectorLane(0)
  private var sums = PowerSums()
  private var minimum = LaneExtreme(start: .infinity)
  private var maximum = LaneExtreme(start: -.infinity)

  /// - Parameter slots: cells whose bins are kept side by side.
  init(_ measure: Measure, slots: Int) {
    self.measure = measure
    switch measure {
    case .event:
      quantity = QuantityMeasure(momentOrder: 0)
    case .quantity(let quantity):
      self.quantity = quantity
    }
    histograms = Array(repeating: nil, count: slots)
    dense = .filled(chunkVectors, with: 0)
  }

  deinit { dense.deallocate() }

  /// Empties the scratch for a block of the tile's cell `slot` whose values are summed about `pivot`.
  func start(pivot: Double, slot: Int) {
    if let shape = quantity.histogram {
      if histograms[slot] == nil {
        histograms[slot] = HistogramScratch(mantissaBits: shape.mantissaBits, keepsSums: shape.sums)
      }
      histogram = histograms[slot]
    }
    self.pivot = pivot.isFinite ? pivot : 0
    tally = Tally()
    hits = VectorLane(0)
    sums = PowerSums()
    minimum = LaneExtreme(start: .infinity)
    maximum = LaneExtreme(start: -.infinity)
    histogram?.centre(on: self.pivot)
  }

  /// Folds samples `first` ..< `first` + `samples` of the block.
  func fold(_ row: Row, filter: Row?, first: Int, samples: Int) {
    let count = (samples + 7) / 8
    switch measure {
    case .event:
      if filter == nil, samples == count * 8 { return foldEveryEvent(row, count) }
      foldEvent(row, filter, samples: samples, count)
    case .quantity:
      if filter == nil, samples == count * 8, foldAllValid(row, first: first, count) { return }
      foldSome(row, filter, first: first, samples: samples, count)
    }
  }

  /// The usual case: a full chunk, no filter. Truth is 1 or 0, so sums are exact in any order.
  private func foldEveryEvent(_ row: Row, _ count: Int) {
    var (even, odd) = (VectorLane(0), VectorLane(0))
    for pair in 0..<(count / 2) {
      even = even + row[2 &* pair]
      odd = odd + row[2 &* pair &+ 1]
    }
    if count % 2 == 1 { even = even + row[count - 1] }
    hits = hits + (even + odd)
    tally.valid += UInt64(count * 8)
  }

  private func foldEvent(_ row: Row, _ filter: Row?, samples: Int, _ count: Int) {
    for index in 0..<count {
      let taking = Self.participants(filter, index, samples)
      let left = min(8, samples - index * 8)
      let taken = Self.count(taking)
      tally.valid += UInt64(taken)
      tally.excluded += UInt64(left - taken)
      hits = hits + VectorLane(SIMD8(repeating: 0).replacing(with: row[index].values, where: taking))
    }
  }

  /// The usual case: a full chunk, no filter, every value finite. False, with nothing folded, where it is not, or where
  /// sums leave the range of a double.
  private func foldAllValid(_ row: Row, first: Int, _ count: Int) -> Bool {
    let isBounded = quantity.extremes || histogram != nil
    let (after, bounds) = isBounded ? pass(row, count, isBounded: true) : pass(row, count, isBounded: false)
    // What is not finite stays in the sums: a value less itself is then NaN.
    guard !any((after.first - after.first).values .!= SIMD8(repeating: 0)) else { return false }
    if quantity.momentOrder > 0 { sums = after }
    tally.valid += UInt64(count * 8)
    if quantity.extremes { foldExtremes(row, bounds, first: first, count) }
    histogram?.add(row, count, bounds)
    return true
  }

  /// The sums with a row added, and the bounds of the row's lanes. Order 0 gives any sums, finite where the row is.
  @inline(__always)
  private func pass(_ row: Row, _ count: Int, isBounded: Bool) -> (PowerSums, LaneBounds) {
    switch quantity.momentOrder {
    case 0, 1: pass(row, count, order: 1, isBounded: isBounded)
    case 2: pass(row, count, order: 2, isBounded: isBounded)
    default: pass(row, count, order: 4, isBounded: isBounded)
    }
  }

  @inline(__always)
  private func pass(_ row: Row, _ count: Int, order: Int, isBounded: Bool) -> (PowerSums, LaneBounds) {
    var after = sums
    var bounds = LaneBounds(row[0])
    let pivot = VectorLane(pivot)
    for index in 0..<count {
      after.addCentred(row[index] - pivot, order: order)
      if isBounded { bounds.add(row[index]) }
    }
    return (after, bounds)
  }

  /// Looks for new extremes only in rows whose bounds promise one, which after the first rows is seldom.
  @inline(__always)
  private func foldExtremes(_ row: Row, _ bounds: LaneBounds, first: Int, _ count: Int) {
    let isNew = (bounds.low .< minimum.value) .| (bounds.high .> maximum.value)
    guard any(isNew.isTrue) else { return }
    var (least, most) = (minimum, maximum)
    for index in 0..<count {
      let vector = VectorLane(Double(first / 8 + index))
      least.update(row[index], vector, where: row[index] .< least.value)
      most.update(row[index], vector, where: row[index] .> most.value)
    }
    (minimum, maximum) = (least, most)
  }

  /// Any chunk: what is excluded or not finite is counted by reason and adds nothing else.
  private func foldSome(_ row: Row, _ filter: Row?, first: Int, samples: Int, _ count: Int) {
    let zero = SIMD8<Double>(repeating: 0)
    var found = 0
    let values = dense.numbers
    for index in 0..<count {
      let value = row[index].values
      let taking = Self.participants(filter, index, samples)
      let finite = (value - value) .== zero
      let valid = taking .& finite
      tallyReasons(value, taking: taking, finite: finite, left: min(8, samples - index * 8))
      let centred = VectorLane(zero.replacing(with: value - pivot, where: valid))
      sums.addCentred(centred, order: quantity.momentOrder)
      if quantity.extremes {
        let vector = VectorLane(Double(first / 8 + index))
        let low = VectorLane(SIMD8(repeating: .infinity).replacing(with: value, where: valid))
        let high = VectorLane(SIMD8(repeating: -.infinity).replacing(with: value, where: valid))
        minimum.update(low, vector, where: low .< minimum.value)
        maximum.update(high, vector, where: high .> maximum.value)
      }
      for lane in 0..<8 {
        values[found] = value[lane]
        found += valid[lane] ? 1 : 0
      }
    }
    guard let histogram else { return }
    for index in 0..<found { histogram.add(values[index]) }
  }

  private func tallyReasons(
    _ value: SIMD8<Double>, taking: SIMDMask<SIMD8<Int64>>, finite: SIMDMask<SIMD8<Int64>>, left: Int
  ) {
    let taken = Self.count(taking)
    let valid = Self.count(taking .& finite)
    tally.valid += UInt64(valid)
    tally.excluded += UInt64(left - taken)
    guard valid < taken else { return }
    for lane in 0..<left where taking[lane] && !finite[lane] {
      if value[lane].isNaN {
        tally.nan += 1
      } else if value[lane] > 0 {
        tally.positiveInfinity += 1
      } else {
        tally.negativeInfinity += 1
      }
    }
  }

  private static func count(_ mask: SIMDMask<SIMD8<Int64>>) -> Int {
    Int(SIMD8<Int64>(repeating: 0).replacing(with: 1, where: mask).wrappedSum())
  }

  /// Lanes that hold a sample and pass the filter.
  @inline(__always)
  private static func participants(_ filter: Row?, _ index: Int, _ samples: Int) -> SIMDMask<SIMD8<Int64>> {
    let lanes = SIMD8<Int64>(0, 1, 2, 3, 4, 5, 6, 7)
    let present = lanes .< SIMD8(repeating: Int64(samples - index * 8))
    guard let filter else { return present }
    return present .& (filter[index].values .!= SIMD8(repeating: 0))
  }

  /// Takes back the count of samples that were folded as excluded but belong to no scenario of the state.
  func forget(_ samples: UInt64) { tally.excluded -= samples }

  /// Hands the block over to the state, all but its bins. `firstSample` names the block's first sample.
  func flush(into state: inout MeasureState, firstSample: UInt64) {
    state.tally.merge(tally)
    guard case .quantity = measure else {
      state.hits += UInt64(Self.tree(hits))
      return
    }
    guard tally.valid > 0 else { return }
    if quantity.momentOrder > 0 {
      state.moments.add(
        count: tally.valid, pivot: pivot,
        blockSums: (Self.tree(sums.first), Self.tree(sums.second), Self.tree(sums.third), Self.tree(sums.fourth)))
    }
    if quantity.extremes {
      state.extremes?.add(
        minimum: minimum.first(firstSample) { $0 < $1 }, maximum: maximum.first(firstSample) { $0 > $1 })
    }
  }

  /// Whether the bins of the cell at hand should be handed over before its next block.
  var isFull: Bool { histogram?.isFull ?? false }

  /// Hands the bins of the tile's cell `slot` over to the state.
  func flushBins(of slot: Int, into state: inout MeasureState) {
    guard state.histogram != nil else { return }
    histograms[slot]?.flush(into: &state.histogram!)
  }

  /// Eight lanes to one number, always in this order.
  static func tree(_ lanes: VectorLane) -> Double {
    let four = lanes.values.lowHalf + lanes.values.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }
}

/// Lane sums of the powers of x - pivot.
struct PowerSums {
  var first = VectorLane(0)
  var second = VectorLane(0)
  var third = VectorLane(0)
  var fourth = VectorLane(0)

  @inline(__always)
  mutating func addCentred(_ centred: VectorLane, order: Int) {
    first = first + centred
    guard order >= 2 else { return }
    let squared = centred * centred
    second = second + squared
    guard order >= 3 else { return }
    third = third + squared * centred
    fourth = fourth + squared * squared
  }
}

/// The smallest and largest value of each lane of a row of finite values.
struct LaneBounds {
  private(set) var low: VectorLane
  private(set) var high: VectorLane

  @inline(__always)
  init(_ value: VectorLane) { (low, high) = (value, value) }

  @inline(__always)
  mutating func add(_ value: VectorLane) {
    low = VectorLane.minimum(value, low)
    high = VectorLane.maximum(value, high)
  }
}

/// The extreme of each lane and the vector of the block in which it was first seen.
struct LaneExtreme {
  var value: VectorLane
  private var vector = VectorLane(0)

  init(start: Double) { value = VectorLane(start) }

  @inline(__always)
  mutating func update(_ candidate: VectorLane, _ index: VectorLane, where mask: VectorLane.Mask) {
    value = value.replacing(with: candidate, where: mask)
    vector = vector.replacing(with: index, where: mask)
  }

  /// The extreme over the lanes with its sample; ties go to the smallest sample.
  func first(_ firstSample: UInt64, _ precedes: (Double, Double) -> Bool) -> Extreme {
    var best = (value: value.values[0], sample: UInt64(vector.values[0]) * 8)
    for lane in 1..<8 {
      let candidate = (value: value.values[lane], sample: UInt64(vector.values[lane]) * 8 + UInt64(lane))
      let isEarlierTie = candidate.value == best.value && candidate.sample < best.sample
      if precedes(candidate.value, best.value) || isEarlierTie { best = candidate }
    }
    return Extreme(value: best.value, sample: firstSample + best.sample)
  }
}
