import Aggregates
import Formulas
import Sweeps

/// Bit-pattern bins of one cell's blocks, dense over 32 octaves around the cell's values, for each sign.
///
/// The key of a value is its bit pattern without the sign, cut to `mantissaBits` of mantissa. A value outside the window
/// lands in one of two edge slots and is kept as it is in `strays`; zeros and subnormals have a slot of their own.
final class HistogramScratch {
  private static let octaves = 32
  /// More than this many strays and it is time to hand over.
  private static let strayLimit = 2048
  /// Blocks that may share the bins. Low bits are summed in 64 bits, and a block may add 4,096 of 52 - `mantissaBits` bits.
  static func blockLimit(_ measure: Measure) -> UInt64 {
    1 << UInt64(min(measure.histogram?.mantissaBits ?? 6, 6))
  }

  /// Bytes of one cell's bins.
  static func bytes(_ measure: Measure) -> Int {
    measure.histogram.map { ($0.sums ? 24 : 8) * (octaves << $0.mantissaBits) } ?? 0
  }

  private static let zeroSlot = 0
  private static let belowSlot = 1
  private static let firstSlot = 2

  let mantissaBits: Int
  let keepsSums: Bool
  private let window: Int
  /// Slots of one sign: zero, below, the window, above.
  private let slots: Int
  private let counts: UnsafeMutablePointer<UInt32>
  private let lowBits: UnsafeMutablePointer<UInt64>
  private let positions: UnsafeMutablePointer<SIMD8<Int64>>
  /// Key of the first slot of the window; 0 until the first value sets it.
  private var firstKey = 0
  private var smallest = VectorLane(Double.infinity)
  private var largest = VectorLane(0)
  private var signs = SIMD8<UInt64>(repeating: 0)
  private var strays: [Double] = []

  init(mantissaBits: Int, keepsSums: Bool) {
    self.mantissaBits = mantissaBits
    self.keepsSums = keepsSums
    window = Self.octaves << mantissaBits
    slots = window + 3
    counts = .allocate(capacity: 2 * slots)
    counts.initialize(repeating: 0, count: 2 * slots)
    lowBits = .allocate(capacity: keepsSums ? 2 * slots : 0)
    lowBits.initialize(repeating: 0, count: keepsSums ? 2 * slots : 0)
    positions = .allocate(capacity: chunkVectors)
    strays.reserveCapacity(Self.strayLimit + 8 * chunkVectors)
  }

  deinit {
    counts.deallocate()
    lowBits.deallocate()
    positions.deallocate()
  }

  private var shift: UInt64 { UInt64(52 - mantissaBits) }

  private func magnitudeKey(_ value: Double) -> Int {
    Int((value.bitPattern & 0x7FFF_FFFF_FFFF_FFFF) >> shift)
  }

  /// Centres the window on a value, if it is nowhere yet.
  @inline(__always)
  func centre(on value: Double) {
    guard needsCentre, value.isNormal else { return }
    firstKey = max(1 << mantissaBits, magnitudeKey(value) - window / 2)
  }

  var needsCentre: Bool { firstKey == 0 }

  /// Adds a row of finite values with these bounds.
  @inline(__always)
  func add(_ row: Row, _ count: Int, _ bounds: LaneBounds) {
    if needsCentre {
      for index in 0..<count * 8 { centre(on: row[index / 8].values[index % 8]) }
    }
    if isInside(bounds) { locateInside(row, count) } else { locateAnywhere(row, count) }
    if keepsSums { add(row, count, keepsSums: true) } else { add(row, count, keepsSums: false) }
  }

  @inline(__always)
  private func add(_ row: Row, _ count: Int, keepsSums: Bool) {
    let mask = (UInt64(1) << shift) - 1
    let slot = UnsafeMutableRawPointer(positions).assumingMemoryBound(to: Int64.self)
    let patterns = UnsafeMutableRawPointer(row).assumingMemoryBound(to: UInt64.self)
    for index in 0..<(count &* 8) {
      let position = Int(slot[index])
      counts[position] &+= 1
      if keepsSums { lowBits[position] &+= patterns[index] & mask }
    }
    if hasStrays { collectStrays(row, count) }
  }

  /// The usual case: every value is positive and inside the window. False, with nothing noted, where one is not.
  private func isInside(_ bounds: LaneBounds) -> Bool {
    let (least, most) = (bounds.low.values.min(), bounds.high.values.max())
    guard least > 0, magnitudeKey(least) >= firstKey, magnitudeKey(most) < firstKey + window else { return false }
    smallest = VectorLane.minimum(bounds.low, smallest)
    largest = VectorLane.maximum(bounds.high, largest)
    return true
  }

  @inline(never)
  private func locateInside(_ row: Row, _ count: Int) {
    let shift = SIMD8(repeating: shift)
    let offset = SIMD8(repeating: UInt64(bitPattern: Int64(Self.firstSlot - firstKey)))
    for index in 0..<count {
      let key = unsafeBitCast(row[index].values, to: SIMD8<UInt64>.self).right(shift)
      positions[index] = unsafeBitCast(key &+ offset, to: SIMD8<Int64>.self)
    }
  }

  /// Any values: mirrored for the negative ones, an own slot for zeros, edge slots for what lies outside the window.
  @inline(never)
  private func locateAnywhere(_ row: Row, _ count: Int) {
    let shift = SIMD8(repeating: shift)
    let offset = SIMD8(repeating: Int64(Self.firstSlot - firstKey))
    let below = SIMD8<Int64>(repeating: Int64(Self.belowSlot))
    let above = SIMD8(repeating: Int64(Self.firstSlot + window))
    let smallestNormal = VectorLane(Double.leastNormalMagnitude)
    let mirrored = SIMD8(repeating: Int64(slots))
    for index in 0..<count {
      let bits = unsafeBitCast(row[index].values, to: SIMD8<UInt64>.self)
      let magnitude = row[index].magnitude()
      let magnitudeBits = unsafeBitCast(magnitude.values, to: SIMD8<UInt64>.self)
      var position = SIMD8<Int64>(truncatingIfNeeded: magnitudeBits &>> shift) &+ offset
      position.replace(with: below, where: position .< below)
      position.replace(with: above, where: position .> above)
      let isZero = magnitude.values .< smallestNormal.values
      position.replace(with: 0, where: isZero)
      let sign = bits & SIMD8(repeating: 1 << 63)
      position = position.replacing(
        with: position &+ mirrored, where: (sign .!= SIMD8(repeating: 0)) .& .!isZero)
      positions[index] = position
      signs |= sign
      smallest = VectorLane.minimum(
        VectorLane(magnitude.values.replacing(with: .infinity, where: isZero)), smallest)
      largest = VectorLane.maximum(magnitude, largest)
    }
  }

  /// Adds one finite value.
  func add(_ value: Double) {
    centre(on: value)
    let key = magnitudeKey(value)
    var position = min(max(key - firstKey + Self.firstSlot, Self.belowSlot), Self.firstSlot + window)
    if value.magnitude < .leastNormalMagnitude {
      position = Self.zeroSlot
    } else {
      if value < 0 { position += slots }
      signs |= SIMD8(repeating: value.bitPattern & 1 << 63)
      smallest = VectorLane.minimum(VectorLane(value.magnitude), smallest)
    }
    largest = VectorLane.maximum(VectorLane(value.magnitude), largest)
    counts[position] &+= 1
    if keepsSums { lowBits[position] &+= value.bitPattern & ((UInt64(1) << shift) - 1) }
    if hasStrays {
      strays.append(value)
      clearEdges()
    }
  }

  private var hasStrays: Bool {
    let last = slots - 1
    return counts[Self.belowSlot] | counts[last] | counts[slots + Self.belowSlot] | counts[slots + last] != 0
  }

  private func clearEdges() {
    for slot in [Self.belowSlot, slots - 1, slots + Self.belowSlot, 2 * slots - 1] {
      counts[slot] = 0
      if keepsSums { lowBits[slot] = 0 }
    }
  }

  private func collectStrays(_ row: Row, _ count: Int) {
    for index in 0..<count {
      for lane in 0..<8 {
        let value = row[index].values[lane]
        let key = magnitudeKey(value)
        if value.isNormal, key < firstKey || key >= firstKey + window { strays.append(value) }
      }
    }
    clearEdges()
  }

  /// Whether it should hand over before the next block.
  var isFull: Bool { strays.count > Self.strayLimit }

  /// Hands over what it holds and leaves the scratch empty.
  func flush(into histogram: inout Histogram) {
    if keepsSums { lowBits[Self.zeroSlot] = 0 }
    if counts[Self.zeroSlot] > 0 { hand(Self.zeroSlot, 1, firstKey: 0, to: &histogram) }
    for value in strays { histogram.add(value) }
    strays.removeAll(keepingCapacity: true)
    let low = max(magnitudeKey(smallest.values.min()), firstKey)
    let high = min(magnitudeKey(largest.values.max()), firstKey + window - 1)
    if low <= high {
      let width = high - low + 1
      let first = Self.firstSlot + low - firstKey
      hand(first, width, firstKey: low, to: &histogram)
      if signs.max() != 0 { hand(slots + first, width, firstKey: low, mirrored: true, to: &histogram) }
    }
    firstKey = 0
    smallest = VectorLane(Double.infinity)
    largest = VectorLane(0)
    signs = SIMD8(repeating: 0)
  }

  private func hand(
    _ first: Int, _ width: Int, firstKey: Int, mirrored: Bool = false, to histogram: inout Histogram
  ) {
    let counted = UnsafeBufferPointer(start: counts + first, count: width)
    let lows = UnsafeBufferPointer(start: lowBits + first, count: keepsSums ? width : 0)
    histogram.addBlock(
      firstKey: firstKey, counts: counted.span, lowBits: keepsSums ? lows.span : nil, mirrored: mirrored)
    (counts + first).update(repeating: 0, count: width)
    if keepsSums { (lowBits + first).update(repeating: 0, count: width) }
  }
}

extension Measure {
  fileprivate var histogram: HistogramShape? {
    switch self {
    case .event: nil
    case .quantity(let quantity): quantity.histogram
    }
  }
}
