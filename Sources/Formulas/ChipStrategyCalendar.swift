/// From which quarters on the scenarios of a vector need looking at, counting none after the horizon.
@frozen public struct ChipStrategyCalendar {
  /// The first in which one of them can differ from one who only buys.
  @usableFromInline let start: Int
  /// The first for which one of them can get custom units.
  @usableFromInline let volume: Int

  /// All quarters.
  @inlinable
  init() { (start, volume) = (0, 0) }

  /// Of a programme in volume from a quarter on. A time that is no number counts as the horizon.
  @inlinable @inline(__always)
  init<L: ElementaryLane>(volumeQuarter: L, _ times: ChipStrategyTimes) {
    let first = min(volumeQuarter.smallest, Double(times.quarters))
    volume = first > 0 ? Int(first) : 0
    start = max(0, volume - max(times.merchantLead, times.customLead))
  }
}

/// What the programmes of a call ask of what is worked out before them.
@frozen public struct ChipStrategyOutlook {
  /// The quarters, a bit each, in which a programme begins to matter.
  @usableFromInline var departures: UInt64 = 0
  /// The first quarter of volume of any.
  @usableFromInline var volume: Int

  @inlinable
  init<L: ElementaryLane>(_ own: Span<L>, _ instances: Int, _ times: ChipStrategyTimes) {
    volume = times.quarters
    for instance in 0..<instances where ChipStrategyKernel.commonKind(own, instance) == 2 {
      let first = ChipStrategyKernel.volumeQuarter(own, ChipStrategyOwnInputs(instance: instance))
      let calendar = ChipStrategyCalendar(volumeQuarter: first, times)
      departures |= 1 << UInt64(calendar.start)
      volume = min(volume, calendar.volume)
    }
  }
}
