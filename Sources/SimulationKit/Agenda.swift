import Scheduling

/// What is to happen, by time; equal times in the order they were entered. A binary heap.
struct Agenda<Item> {
  private struct Entry {
    var at: Moment
    var number: UInt64
    var item: Item

    static func < (a: Self, b: Self) -> Bool { (a.at, a.number) < (b.at, b.number) }
  }
  private var heap: [Entry] = []
  private var number: UInt64 = 0

  mutating func enter(_ item: Item, at moment: Moment) {
    number += 1
    heap.append(Entry(at: moment, number: number, item: item))
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func next() -> (at: Moment, item: Item)? {
    guard !heap.isEmpty else { return nil }
    heap.swapAt(0, heap.count - 1)
    let entry = heap.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
        least = child
      }
      guard least != parent else { return (entry.at, entry.item) }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
