import Wire

/// Sweeps that have work to lease, in the order of their turns: the higher priority first, and among equals the one that
/// got the least compute time for its weight.
struct Turns {
  /// A sweep's place in the order.
  struct Turn: Hashable, Comparable {
    var priority: Int
    var virtualTime: Double
    /// Number of its submission: the older goes first.
    var number: UInt64
    var sweep: SweepID

    static func < (a: Self, b: Self) -> Bool {
      a.priority != b.priority
        ? a.priority > b.priority : (a.virtualTime, a.number) < (b.virtualTime, b.number)
    }
  }
  private(set) var all: [Turn] = []

  var isEmpty: Bool { all.isEmpty }

  /// Moves a sweep from one place to another; nil stands for none. Complexity: O(log sweeps) and a move of few bytes.
  mutating func move(from old: Turn?, to new: Turn?) {
    guard old != new else { return }
    if let old, case let place = place(of: old), place < all.count, all[place] == old {
      if let new, place == 0 || all[place - 1] < new, place + 1 == all.count || new < all[place + 1] {
        all[place] = new
        return
      }
      all.remove(at: place)
    }
    if let new { all.insert(new, at: place(of: new)) }
  }

  private func place(of turn: Turn) -> Int {
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle] < turn { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
