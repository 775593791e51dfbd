/// A fleet under lead times that change with the state of the market.
///
/// The state of the quarter of an order sets its lead time, so that orders overtake each other: the tables `bought` and
/// `made` hold what comes in each quarter, and running sums go no further than the quarters for which nothing can be
/// ordered any more. Every quarter orders with both lead times, each in the scenarios that have it.
@frozen public struct ChipStrategyShortageFleet<L: ElementaryLane> {
  @usableFromInline var totals: ChipStrategyFleet<L>
  /// Quarters for which a lead time has come to be too long: all that will be delivered before these is ordered.
  @usableFromInline var merchantClosed = L(0)
  @usableFromInline var customClosed = L(0)
  /// Quarters in the running sums.
  @usableFromInline var settled = 0
  /// Whether tables of an own chip may be looked at.
  @usableFromInline let ownsChip: Bool
  /// Custom units' part of what is missing, and what the own chip takes off the merchant's price from its volume on.
  @usableFromInline let share: L
  @usableFromInline let bargain: L
  @usableFromInline let volumeQuarter: L

  @inlinable
  init(ownsChip: Bool, share: L, bargain: L, volumeQuarter: L, peakPower: L) {
    totals = ChipStrategyFleet(peakPower: peakPower)
    self.ownsChip = ownsChip
    (self.share, self.bargain, self.volumeQuarter) = (share, bargain, volumeQuarter)
  }
}

extension ChipStrategyKernel {
  /// The fleet of one who buys from the merchant, whatever the market does.
  ///
  /// - Parameter departures: the quarters, a bit each, before which totals are noted down.
  @inlinable @inline(__always)
  static func anyBuyersFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, noting departures: UInt64, detailed: Bool,
    _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    if times.hasShortages { return shortageBuyersFleet(shared, times, detailed: detailed, &scratch) }
    if detailed || times.isPowerLimited {
      return buyersFleet(shared, times, noting: departures, detailed: detailed, &scratch)
    }
    return plainBuyersFleet(shared, times, noting: departures, &scratch)
  }

  /// The fleet of one who buys from the merchant, under shortages.
  @inlinable @inline(never)
  static func shortageBuyersFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    var fleet = ChipStrategyShortageFleet(
      ownsChip: false, share: L(0), bargain: L(0), volumeQuarter: L(1e9),
      peakPower: shared[.legacy] * shared[.merchantPower])
    fleet.simulate(shared, times, detailed: detailed, &scratch)
    return fleet.totals
  }

  /// The fleet of one with a chip of their own, under shortages. The programme's tables begin with the first quarter.
  @inlinable @inline(never)
  static func shortageOwnersFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ own: Span<L>, _ instance: Int, _ times: ChipStrategyTimes,
    _ programme: ChipStrategyProgramme<L>, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    let input = ChipStrategyOwnInputs(instance: instance)
    var fleet = ChipStrategyShortageFleet(
      ownsChip: true, share: input(.share, own), bargain: input(.bargain, own),
      volumeQuarter: programme.volumeQuarter, peakPower: shared[.legacy] * shared[.merchantPower])
    fleet.simulate(shared, times, detailed: detailed, &scratch)
    return fleet.totals
  }
}

extension ChipStrategyShortageFleet {
  /// Goes through all quarters.
  @inlinable @inline(__always)
  mutating func simulate(
    _ shared: Span<L>, _ times: ChipStrategyTimes, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    for quarter in 0..<times.quarters {
      scratch[.bought, quarter] = L(0)
      scratch[.made, quarter] = L(0)
    }
    (scratch[.boughtSum, 0], scratch[.boughtPowerSum, 0]) = (L(0), L(0))
    (scratch[.madeSum, 0], scratch[.madePowerSum, 0]) = (L(0), L(0))
    for quarter in 0..<times.quarters {
      order(in: quarter, shared, times, &scratch)
      settle(quarter, &scratch)
      serve(in: quarter, times, detailed: detailed, &scratch)
    }
  }

  /// Orders custom units, then merchant units.
  @inlinable @inline(__always)
  mutating func order(
    in quarter: Int, _ shared: Span<L>, _ times: ChipStrategyTimes, _ scratch: inout MutableSpan<L>
  ) {
    let isShort = ChipStrategyKernel.isShort(in: quarter, shared)
    let demand = scratch[.demand, quarter]
    func latest(_ closed: L, _ lead: Int, _ shortageLead: Int) -> L {
      let first = L(Double(quarter + lead)).replacing(with: L(Double(quarter + shortageLead)), where: isShort)
      return L.maximum(closed, first)
    }
    merchantClosed = latest(merchantClosed, times.merchantLead, times.merchantShortageLead)
    if ownsChip {
      customClosed = latest(customClosed, times.customLead, times.customShortageLead)
      let (usual, long) = (demand * shared[.customForesight], demand * shared[.customShortageForesight])
      make(for: quarter + times.customLead, expecting: usual, where: .!isShort, times, &scratch)
      make(for: quarter + times.customShortageLead, expecting: long, where: isShort, times, &scratch)
      customClosed = latest(customClosed, times.customLead + 1, times.customShortageLead + 1)
    }
    let (usual, long) = (demand * shared[.merchantForesight], demand * shared[.merchantShortageForesight])
    buy(for: quarter + times.merchantLead, expecting: usual, where: .!isShort, times, &scratch)
    buy(for: quarter + times.merchantShortageLead, expecting: long, where: isShort, times, &scratch)
    merchantClosed = latest(merchantClosed, times.merchantLead + 1, times.merchantShortageLead + 1)
  }

  /// Orders custom units for a quarter: a share of what will be missing then, up to what earlier orders have left of
  /// the quarter's allocation.
  @inlinable @inline(__always)
  mutating func make(
    for due: Int, expecting demand: L, where mask: L.Mask, _ times: ChipStrategyTimes,
    _ scratch: inout MutableSpan<L>
  ) {
    guard due < times.quarters else { return }
    let gap = L.maximum(demand - capacity(in: due, times, scratch.span), L(0))
    let left = L.maximum(scratch[.ownLimit, due] - scratch[.made, due], L(0))
    var units = L.minimum(gap * (share * scratch[.reciprocal, due]), left)
    if times.isPowerLimited {
      let room = freePower(in: due, times, scratch.span)
      units = L.minimum(room / L.maximum(scratch[.ownPower, due], L(1e-300)), units)
    }
    units = L(0).replacing(with: units, where: mask)
    scratch[.made, due] = scratch[.made, due] + units
    totals.cost = totals.cost.addingProduct(units, scratch[.ownCost, due])
    totals.customUnits = totals.customUnits.addingProduct(units, scratch[.ownUnits, due])
  }

  /// Orders merchant units for a quarter: all that will be missing then, up to what is left of the allocation.
  @inlinable @inline(__always)
  mutating func buy(
    for due: Int, expecting demand: L, where mask: L.Mask, _ times: ChipStrategyTimes,
    _ scratch: inout MutableSpan<L>
  ) {
    guard due < times.quarters else { return }
    let gap = L.maximum(demand - capacity(in: due, times, scratch.span), L(0))
    let left = L.maximum(scratch[.merchantLimit, due] - scratch[.bought, due], L(0))
    var units = L.minimum(left, gap)
    if times.isPowerLimited {
      let room = freePower(in: due, times, scratch.span)
      units = L.minimum(room / L.maximum(scratch[.merchantPower, due], L(1e-300)), units)
    }
    units = L(0).replacing(with: units, where: mask)
    let bargained = bargain * scratch[.merchantChipCost, due]
    let cost = scratch[.merchantCost, due] - L(0).replacing(with: bargained, where: volumeQuarter .<= Double(due))
    scratch[.bought, due] = scratch[.bought, due] + units
    totals.cost = totals.cost.addingProduct(units, cost)
    totals.merchantUnits = totals.merchantUnits.addingProduct(units, scratch[.merchantUnits, due])
  }

  /// Serves the demand of a quarter: own fleet, then cloud, the rest is unmet; builds for new power.
  @inlinable @inline(__always)
  mutating func serve(
    in quarter: Int, _ times: ChipStrategyTimes, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    let used = power(in: quarter, times, scratch.span)
    let watts = (scratch[.legacyPower, quarter] + used.bought) + used.made
    let short = L.maximum(scratch[.demand, quarter] - capacity(in: quarter, times, scratch.span), L(0))
    let rented = L.minimum(short, scratch[.cloudLimit, quarter])
    let unserved = short - rented
    let built = L.maximum(watts - totals.peakPower, L(0))
    totals.cost = totals.cost.addingProduct(rented, scratch[.cloudCost, quarter])
      .addingProduct(built, scratch[.facilityCost, quarter])
    totals.unmet = totals.unmet + unserved
    totals.unmetWork = totals.unmetWork.addingProduct(unserved, scratch[.discount, quarter])
    totals.peakPower = L.maximum(totals.peakPower, watts)
    if detailed {
      scratch[.rented, quarter] = rented
      scratch[.unserved, quarter] = unserved
      scratch[.built, quarter] = built
      scratch[.watts, quarter] = watts
    }
  }
}
