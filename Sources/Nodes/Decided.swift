import Scheduling
import Wire

/// What the machine decided in a turn: what must be remembered, and what is done once that is on the disk, both in order.
struct Decided {
  private(set) var records: [Record] = []
  private(set) var effects: [Effect] = []

  init() {}

  /// With room for what so many events usually bring: a result is remembered, acknowledged, and replaced by a lease.
  init(events: Int) {
    records.reserveCapacity(events)
    effects.reserveCapacity(2 * events)
  }

  mutating func note(_ effect: Effect) {
    if case .persist(let record) = effect { records.append(record) } else { effects.append(effect) }
  }

  mutating func append(_ later: Decided) {
    records += later.records
    effects += later.effects
  }
}
