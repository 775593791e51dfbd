/// The pivot, then the sums that have not overflowed; nothing for order 0.
extension Moments {
  func encode(into out: inout StateWriter) {
    guard order > 0 else { return }
    out.double(pivot)
    for index in 0..<order where !hasOverflowed(index) { sums[index].encode(into: &out) }
  }

  /// Reads sums of `added` values and adds them. Bit j - 1 of `theirs` says that their power j has overflowed.
  mutating func add(
    count added: UInt64, overflowed theirs: UInt8, from input: inout StateReader
  ) throws(StateError) {
    guard theirs >> UInt8(order) == 0 else { throw input.fault(.notCanonical) }
    guard order > 0 else { return }
    let pivot = try input.double()
    guard count == 0 || pivot == self.pivot else { throw .differentPivots(ours: self.pivot, theirs: pivot) }
    self.pivot = pivot
    count += added
    for index in 0..<order {
      guard theirs >> UInt8(index) & 1 == 0 else {
        markOverflow(index)
        continue
      }
      let sum = try ExactSum(from: &input, terms: added)
      // A sum of even powers is not negative.
      guard index % 2 == 0 || !sum.isNegative else { throw input.fault(.sumOutOfRange) }
      if !hasOverflowed(index) { sums[index].merge(sum) }
    }
  }

  /// Forgets everything but keeps the memory.
  mutating func removeAll() {
    count = 0
    pivot = 0
    overflowed = 0
    for index in sums.indices { sums[index] = ExactSum() }
  }
}
