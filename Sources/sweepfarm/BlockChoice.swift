import Sweeps

/// Which blocks of a sweep a person asked for.
enum BlockChoice: Hashable {
  /// First and last block, both included.
  case blocks(first: UInt64, last: UInt64)
  /// The part of this number, counted from 1, of so many.
  case part(number: UInt64, of: UInt64)

  /// Reads `A..B`.
  init(blocks text: String) throws(Failure) {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = UInt64(ends[0]), let last = UInt64(ends[1]), last < .max else {
      throw Failure(
        .usage,
        "--blocks: '\(text)' is not a range; write A..B, the first and the last block, both included, as in 0..99"
      )
    }
    guard first <= last else {
      throw Failure(.usage, "--blocks: \(text) ends before it starts; write the smaller number first")
    }
    self = .blocks(first: first, last: last)
  }

  /// Reads `I/N`.
  init(part text: String) throws(Failure) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false)
    guard numbers.count == 2, let number = UInt64(numbers[0]), let count = UInt64(numbers[1]) else {
      throw Failure(.usage, "--part: '\(text)' is not a part; write I/N, as in 3/100 for the third of a hundred")
    }
    guard number >= 1, number <= count else {
      throw Failure(
        .usage, "--part: there is no part \(number) of \(count); parts count from 1, so an array of tasks is 1-\(count)"
      )
    }
    self = .part(number: number, of: count)
  }

  /// The blocks of a plan that are meant.
  ///
  /// - Throws: `Failure` where the plan does not have them.
  func range(in plan: Plan) throws(Failure) -> BlockRange {
    let total = plan.blockCount
    switch self {
    case .blocks(let first, let last):
      guard last < total else {
        throw Failure(.usage, "--blocks: there is no block \(last); the sweep has blocks 0..\(total - 1)")
      }
      return BlockRange(first, last + 1)
    case .part(let number, let count):
      guard count <= total else {
        throw Failure(
          .usage,
          "--part: the sweep has \(total) block\(total == 1 ? "" : "s"), so at most \(total) parts, not \(count)")
      }
      // The first parts have one block more where the blocks do not divide.
      let (size, longer) = total.quotientAndRemainder(dividingBy: count)
      let lower = (number - 1) * size + min(number - 1, longer)
      return BlockRange(lower, lower + size + (number <= longer ? 1 : 0))
    }
  }
}
