/// The last rows of the running sums, which every order needs at once, and which rows nobody has written down: up to
/// `settled` purchases are a buyer's, up to `unmade` nothing has been made.
@frozen public struct ChipStrategyOrders<L: ElementaryLane> {
  @usableFromInline var bought: L
  @usableFromInline var boughtPower: L
  @usableFromInline var made = L(0)
  @usableFromInline var madePower = L(0)
  @usableFromInline let settled: Int
  @usableFromInline let unmade: Int

  /// Those of one who only buys.
  @inlinable
  init() { (bought, boughtPower, settled, unmade) = (L(0), L(0), .max, 0) }

  @inlinable
  init(bought: L, boughtPower: L, settled: Int, unmade: Int) {
    (self.bought, self.boughtPower, self.settled, self.unmade) = (bought, boughtPower, settled, unmade)
  }

  /// Effective PFLOP/s bought for the quarters before one.
  @inlinable @inline(__always)
  func bought(before quarter: Int, _ scratch: Span<L>) -> L {
    if quarter == 0 { return L(0) }
    return scratch[(quarter <= settled ? ChipStrategyTable.buyersSum : .boughtSum).place(quarter)]
  }

  /// Watts bought.
  @inlinable @inline(__always)
  func boughtPower(before quarter: Int, _ scratch: Span<L>) -> L {
    if quarter == 0 { return L(0) }
    return scratch[(quarter <= settled ? ChipStrategyTable.buyersPowerSum : .boughtPowerSum).place(quarter)]
  }

  /// Dense PFLOP/s made.
  @inlinable @inline(__always)
  func made(before quarter: Int, _ scratch: Span<L>) -> L {
    quarter <= unmade ? L(0) : scratch[ChipStrategyTable.madeSum.place(quarter)]
  }

  /// Watts made.
  @inlinable @inline(__always)
  func madePower(before quarter: Int, _ scratch: Span<L>) -> L {
    quarter <= unmade ? L(0) : scratch[ChipStrategyTable.madePowerSum.place(quarter)]
  }
}

extension ChipStrategyKernel {
  /// The fleet of one with a chip of their own, who is like a buyer before the calendar's start.
  @inlinable @inline(never)
  static func ownersFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ terms: ChipStrategyTerms<L>, _ times: ChipStrategyTimes, detailed: Bool,
    _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    if detailed {
      for quarter in 0..<times.quarters {
        scratch[.bought, quarter] = L(0)
        scratch[.made, quarter] = L(0)
      }
    }
    return goOn(
      shared, terms, times, isLimited: times.isPowerLimited, detailed: detailed, &scratch)
  }

  /// The same where power limits nothing and nobody wants details: the usual case, compiled without them.
  @inlinable @inline(never)
  static func plainOwnersFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ terms: ChipStrategyTerms<L>, _ times: ChipStrategyTimes,
    _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    goOn(shared, terms, times, isLimited: false, detailed: false, &scratch)
  }

  /// Goes on from where a buyer stands.
  @inlinable @inline(__always)
  static func goOn<L: ElementaryLane>(
    _ shared: Span<L>, _ terms: ChipStrategyTerms<L>, _ times: ChipStrategyTimes, isLimited: Bool, detailed: Bool,
    _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    let start = terms.calendar.start
    var fleet = ChipStrategyFleet(
      cost: scratch[.buyersCost, start], unmet: scratch[.buyersUnmet, start],
      unmetWork: scratch[.buyersUnmetWork, start], merchantUnits: scratch[.buyersUnits, start],
      peakPower: scratch[.buyersPeak, start])
    if start == times.quarters { return fleet }
    let settled = min(start + times.merchantLead, times.quarters)
    let unmade = min(max(start + times.customLead, terms.calendar.volume), times.quarters)
    var orders = ChipStrategyOrders(
      bought: scratch[.buyersSum, settled], boughtPower: scratch[.buyersPowerSum, settled], settled: settled,
      unmade: unmade)
    let (merchant, custom) = (shared[.merchantForesight], shared[.customForesight])
    for quarter in start..<times.quarters {
      let demand = scratch[.demand, quarter]
      make(
        in: quarter, foreseeing: demand * custom, &orders, &fleet, times, terms, isLimited: isLimited,
        detailed: detailed, &scratch)
      buy(
        in: quarter, foreseeing: demand * merchant, &orders, &fleet, times, terms, isLimited: isLimited,
        detailed: detailed, &scratch)
      serve(demand, in: quarter, orders, &fleet, times, ownsChip: true, detailed: detailed, &scratch)
    }
    return fleet
  }

  /// Orders custom units for the quarter their lead time ahead: a share of what will be missing then.
  ///
  /// Each order waits for the last one, so what does not depend on that is added up first.
  @inlinable @inline(__always)
  static func make<L: ElementaryLane>(
    in quarter: Int, foreseeing foreseen: L, _ orders: inout ChipStrategyOrders<L>,
    _ fleet: inout ChipStrategyFleet<L>, _ times: ChipStrategyTimes, _ terms: ChipStrategyTerms<L>, isLimited: Bool,
    detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    let due = quarter + times.customLead
    guard orders.unmade <= due, due < times.quarters else { return }
    let ordered = quarter + times.merchantLead
    let oldest = times.oldest(in: due)
    let use = scratch[.utilisation, due]
    let retired = orders.bought(before: min(oldest, ordered), scratch.span)
      .addingProduct(use, orders.made(before: oldest, scratch.span))
    let target = (foreseen - scratch[.standing, due]) + retired
    let merchant = due + 1 < ordered ? orders.bought(before: due + 1, scratch.span) : orders.bought
    let gap = L.maximum(target.addingProduct(-use, orders.made) - merchant, L(0))
    let wanted = gap * (terms.share * scratch[.reciprocal, due])
    var units = L.minimum(wanted, scratch[.ownLimit, due])
    if isLimited {
      let room = freePower(in: due, ordered: (ordered, due), orders, times, scratch.span)
      units = L.minimum(room / L.maximum(scratch[.ownPower, due], L(1e-300)), units)
    }
    orders.made = orders.made + units
    orders.madePower = orders.madePower.addingProduct(units, scratch[.ownPower, due])
    scratch[.madeSum, due + 1] = orders.made
    scratch[.madePowerSum, due + 1] = orders.madePower
    fleet.cost = fleet.cost.addingProduct(units, scratch[.ownCost, due])
    fleet.customUnits = fleet.customUnits.addingProduct(units, scratch[.ownUnits, due])
    if detailed { scratch[.made, due] = units }
  }
}
