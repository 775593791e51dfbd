import Scheduling
import Wire

/// Something that is to happen in a simulated farm.
indirect enum Happening {
  case toCoordinator(WorkerMessage, from: Peer)
  case toWorker(Int, peer: Peer, CoordinatorMessage)
  case event(Event, life: UInt64)
  case flush(life: UInt64)
  case diskHasRoom(life: UInt64)
  case order
  case startCoordinator
  case startWorker(Int)
  case workerEvent(Int, life: Int, WorkerEvent)
}

/// What is to happen, by time; equal times in the order they were entered.
///
/// A binary heap of small entries; what happens lies beside it and does not move.
struct Agenda {
  private struct Entry {
    var at: UInt64
    var number: UInt64
    var place: Int

    static func < (a: Self, b: Self) -> Bool { a.at != b.at ? a.at < b.at : a.number < b.number }
  }
  private var heap: [Entry] = []
  private var happenings: [Happening?] = []
  private var free: [Int] = []
  private var number: UInt64 = 0

  mutating func enter(_ happening: Happening, at moment: Moment) {
    number += 1
    let place = free.popLast() ?? happenings.count
    if place == happenings.count { happenings.append(happening) } else { happenings[place] = happening }
    let entry = Entry(at: moment.nanoseconds, number: number, place: place)
    heap.append(entry)
    var child = heap.count - 1
    while child > 0, entry < heap[(child - 1) / 2] {
      heap[child] = heap[(child - 1) / 2]
      child = (child - 1) / 2
    }
    heap[child] = entry
  }

  mutating func next() -> (at: Moment, happening: Happening)? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if !heap.isEmpty { sink(last) }
    guard let happening = happenings[first.place] else { preconditionFailure("An entry has its happening.") }
    happenings[first.place] = nil
    free.append(first.place)
    return (Moment(nanoseconds: first.at), happening)
  }

  private mutating func sink(_ entry: Entry) {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < entry else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = entry
  }
}
