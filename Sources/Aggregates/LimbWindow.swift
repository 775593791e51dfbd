/// A two's complement integer of any width: consecutive 64-bit limbs, lowest first, where limb `lowest + i` weighs
/// 2^(64 (lowest + i)). Up to four limbs need no heap, which is enough for the sums of most cells.
struct LimbWindow: Sendable {
  // Small, because a sweep may keep millions of windows.
  private var storedLowest: Int32 = 0
  private var storedCount: Int32 = 0
  private var inline: InlineArray<4, UInt64> = [0, 0, 0, 0]
  /// All limbs, once there are more than four.
  private var spill: [UInt64] = []

  init() {}

  /// Zero, in limbs `lowest ..< lowest + count`.
  init(lowest: Int, count: Int) {
    storedLowest = Int32(lowest)
    storedCount = Int32(count)
    if count > 4 { spill = [UInt64](repeating: 0, count: count) }
  }

  /// The index of the first limb; negative below 1.
  var lowest: Int { Int(storedLowest) }

  /// The number of limbs.
  var count: Int { Int(storedCount) }

  /// One above the index of the last limb.
  var end: Int { lowest + count }

  /// The limb at this position of the window, counted from 0.
  subscript(position: Int) -> UInt64 {
    @inline(__always) get { count <= 4 ? inline[position] : spill[position] }
    @inline(__always) set {
      if count <= 4 { inline[position] = newValue } else { spill[position] = newValue }
    }
  }

  var isNegative: Bool { count > 0 && Int64(bitPattern: self[count - 1]) < 0 }

  /// What limbs above the window would hold.
  var signLimb: UInt64 { isNegative ? .max : 0 }

  /// The number is at least -2^bitEnd and below 2^bitEnd.
  var bitEnd: Int {
    let sign = signLimb
    var last = count - 1
    while last >= 0, self[last] == sign { last -= 1 }
    guard last >= 0 else { return 64 * lowest }
    return 64 * (lowest + last + 1) - (self[last] ^ sign).leadingZeroBitCount
  }

  /// Whether a number below 2^62 of the last limb can be added without changing the sign by overflow.
  var hasHeadroom: Bool {
    guard count > 0 else { return true }
    let top = Int64(bitPattern: self[count - 1]) >> 62
    return top == 0 || top == -1
  }

  /// Widens the window to hold the limbs `low ..< high`, without changing the number.
  mutating func widen(toInclude low: Int, _ high: Int) {
    guard count > 0 else {
      self = LimbWindow(lowest: low, count: high - low)
      return
    }
    guard low < lowest || high > end else { return }
    var wider = LimbWindow(lowest: min(low, lowest), count: max(high, end) - min(low, lowest))
    let offset = lowest - wider.lowest
    for position in 0..<count { wider[position + offset] = self[position] }
    for position in (offset + count)..<wider.count { wider[position] = signLimb }
    self = wider
  }

  /// The same number in as few limbs as hold it; none for zero.
  var trimmed: LimbWindow {
    var first = 0
    while first < count, self[first] == 0 { first += 1 }
    guard first < count else { return LimbWindow() }
    var last = count - 1
    let sign = signLimb
    while last > first, self[last] == sign, (self[last - 1] ^ sign) >> 63 == 0 { last -= 1 }
    guard first > 0 || last < count - 1 else { return self }
    var result = LimbWindow(lowest: lowest + first, count: last - first + 1)
    for position in 0..<result.count { result[position] = self[first + position] }
    return result
  }
}

extension LimbWindow: Hashable {
  /// Equal numbers are equal, whatever their windows.
  static func == (a: LimbWindow, b: LimbWindow) -> Bool {
    let (a, b) = (a.trimmed, b.trimmed)
    guard a.lowest == b.lowest, a.count == b.count else { return false }
    return (0..<a.count).allSatisfy { a[$0] == b[$0] }
  }

  func hash(into hasher: inout Hasher) {
    let number = trimmed
    hasher.combine(number.lowest)
    for position in 0..<number.count { hasher.combine(number[position]) }
  }
}
