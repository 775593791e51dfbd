/// Totals of a fleet up to some quarter.
@frozen public struct ChipStrategyFleet<L: ElementaryLane> {
  /// Present value of deliveries, buildings and cloud (USD).
  @usableFromInline var cost: L
  /// Effective PFLOP/s not served, over quarters, and the same discounted.
  @usableFromInline var unmet: L
  @usableFromInline var unmetWork: L
  @usableFromInline var merchantUnits: L
  @usableFromInline var customUnits: L
  /// Largest power so far (W).
  @usableFromInline var peakPower: L

  /// A fleet with what it has built so far.
  @inlinable
  init(peakPower: L) {
    (cost, unmet, unmetWork, merchantUnits, customUnits) = (L(0), L(0), L(0), L(0), L(0))
    self.peakPower = peakPower
  }

  @inlinable
  init(cost: L, unmet: L, unmetWork: L, merchantUnits: L, peakPower: L) {
    (self.cost, self.unmet, self.unmetWork) = (cost, unmet, unmetWork)
    (self.merchantUnits, customUnits, self.peakPower) = (merchantUnits, L(0), peakPower)
  }

  /// `other` where the mask is true.
  @inlinable @inline(__always)
  func replacing(with other: Self, where mask: L.Mask) -> Self {
    var result = self
    result.cost = cost.replacing(with: other.cost, where: mask)
    result.unmet = unmet.replacing(with: other.unmet, where: mask)
    result.unmetWork = unmetWork.replacing(with: other.unmetWork, where: mask)
    result.merchantUnits = merchantUnits.replacing(with: other.merchantUnits, where: mask)
    result.customUnits = customUnits.replacing(with: other.customUnits, where: mask)
    result.peakPower = peakPower.replacing(with: other.peakPower, where: mask)
    return result
  }
}

extension ChipStrategyKernel {
  /// The fleet of one who buys from the merchant, from the first quarter to the last; leaves what strategies with a
  /// chip of their own go on from.
  @inlinable @inline(never)
  static func buyersFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, noting departures: UInt64, detailed: Bool,
    _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    buyOnly(shared, times, noting: departures, isLimited: times.isPowerLimited, detailed: detailed, &scratch)
  }

  /// The same where power limits nothing and nobody wants details: the usual case, compiled without them.
  @inlinable @inline(never)
  static func plainBuyersFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, noting departures: UInt64, _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    buyOnly(shared, times, noting: departures, isLimited: false, detailed: false, &scratch)
  }

  @inlinable @inline(__always)
  static func buyOnly<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, noting departures: UInt64, isLimited: Bool, detailed: Bool,
    _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    for row in 0...min(times.merchantLead, times.quarters) {
      scratch[.buyersSum, row] = L(0)
      scratch[.buyersPowerSum, row] = L(0)
    }
    if detailed {
      for quarter in 0..<times.quarters { scratch[.bought, quarter] = L(0) }
    }
    var orders = ChipStrategyOrders<L>()
    var fleet = ChipStrategyFleet(peakPower: shared[.legacy] * shared[.merchantPower])
    let foresight = shared[.merchantForesight]
    for quarter in 0..<times.quarters {
      if departures & (1 << UInt64(quarter)) != 0 { keep(fleet, before: quarter, &scratch) }
      let demand = scratch[.demand, quarter]
      buy(
        in: quarter, foreseeing: demand * foresight, &orders, &fleet, times, nil, isLimited: isLimited,
        detailed: detailed, &scratch)
      serve(demand, in: quarter, orders, &fleet, times, ownsChip: false, detailed: detailed, &scratch)
    }
    keep(fleet, before: times.quarters, &scratch)
    return fleet
  }

  /// Notes down a buyer's totals, with which a strategy with a chip of its own may go on.
  @inlinable @inline(__always)
  static func keep<L: ElementaryLane>(
    _ fleet: ChipStrategyFleet<L>, before quarter: Int, _ scratch: inout MutableSpan<L>
  ) {
    scratch[.buyersCost, quarter] = fleet.cost
    scratch[.buyersUnmet, quarter] = fleet.unmet
    scratch[.buyersUnmetWork, quarter] = fleet.unmetWork
    scratch[.buyersUnits, quarter] = fleet.merchantUnits
    scratch[.buyersPeak, quarter] = fleet.peakPower
  }

  /// Orders merchant units for the quarter their lead time ahead: all that will be missing then. With an own chip
  /// (`terms`) it has been ordered first, and bargains from its volume start on.
  @inlinable @inline(__always)
  static func buy<L: ElementaryLane>(
    in quarter: Int, foreseeing foreseen: L, _ orders: inout ChipStrategyOrders<L>,
    _ fleet: inout ChipStrategyFleet<L>, _ times: ChipStrategyTimes, _ terms: ChipStrategyTerms<L>?, isLimited: Bool,
    detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    let due = quarter + times.merchantLead
    guard due < times.quarters else { return }
    let (sum, powerSum): (ChipStrategyTable, ChipStrategyTable) =
      terms == nil ? (.buyersSum, .buyersPowerSum) : (.boughtSum, .boughtPowerSum)
    let oldest = times.oldest(in: due)
    let target = foreseen - scratch[.standing, due]
    let retired = orders.bought(before: oldest, scratch.span)
    var missing = (target + retired) - orders.bought
    var cost = scratch[.merchantCost, due]
    if let terms {
      let ordered = quarter + times.customLead + 1
      let use = scratch[.utilisation, due]
      let both = retired.addingProduct(use, orders.made(before: min(oldest, ordered), scratch.span))
      let made = due + 1 < ordered ? orders.made(before: due + 1, scratch.span) : orders.made
      missing = ((target + both) - orders.bought).addingProduct(-use, made)
      let bargain = terms.bargain * scratch[.merchantChipCost, due]
      cost = cost - L(0).replacing(with: bargain, where: terms.volumeQuarter .<= Double(due))
    }
    let gap = L.maximum(missing, L(0))
    var units = L.minimum(scratch[.merchantLimit, due], gap)
    if isLimited {
      let made = terms == nil ? nil : quarter + times.customLead + 1
      let room = freePower(in: due, ordered: (due, made), orders, times, scratch.span)
      units = L.minimum(room / L.maximum(scratch[.merchantPower, due], L(1e-300)), units)
    }
    orders.bought = orders.bought + units
    orders.boughtPower = orders.boughtPower.addingProduct(units, scratch[.merchantPower, due])
    scratch[sum, due + 1] = orders.bought
    scratch[powerSum, due + 1] = orders.boughtPower
    fleet.cost = fleet.cost.addingProduct(units, cost)
    fleet.merchantUnits = fleet.merchantUnits.addingProduct(units, scratch[.merchantUnits, due])
    if detailed { scratch[.bought, due] = units }
  }

  /// The watts that the limit leaves free from a quarter on, as far as orders reach. Custom units count where there are
  /// some: before them a strategy is like a buyer to the bit.
  ///
  /// - Parameter ordered: the quarters up to which merchant and custom units have been ordered; no custom units if nil.
  @inlinable @inline(never)
  static func freePower<L: ElementaryLane>(
    in due: Int, ordered: (bought: Int, made: Int?), _ orders: ChipStrategyOrders<L>, _ times: ChipStrategyTimes,
    _ scratch: Span<L>
  ) -> L {
    func row(_ table: ChipStrategyTable, _ row: Int) -> L { scratch[table.place(row)] }
    let reach = min(max(ordered.bought, ordered.made ?? 0), times.quarters)
    var free = L(.infinity)
    for quarter in due..<max(due + 1, min(reach, due + times.life)) {
      let oldest = times.oldest(in: quarter)
      func boughtPower(before row: Int) -> L {
        orders.boughtPower(before: min(row, ordered.bought, times.quarters), scratch)
      }
      let used = row(.legacyPower, quarter) + (boughtPower(before: quarter + 1) - boughtPower(before: oldest))
      var left = row(.powerLimit, quarter) - used
      if let end = ordered.made {
        func madePower(before row: Int) -> L { orders.madePower(before: min(row, end, times.quarters), scratch) }
        let made = madePower(before: quarter + 1) - madePower(before: oldest)
        left = left - made
        let isEmpty = quarter > due && quarter >= ordered.bought
        if isEmpty { left = L(.infinity).replacing(with: left, where: .!(made .<= 0)) }
      }
      free = L.minimum(left, free)
    }
    return L.maximum(free, L(0))
  }

  /// Serves the demand of a quarter: own fleet, then cloud, the rest is unmet; builds for new power.
  @inlinable @inline(__always)
  static func serve<L: ElementaryLane>(
    _ demand: L, in quarter: Int, _ orders: ChipStrategyOrders<L>, _ fleet: inout ChipStrategyFleet<L>,
    _ times: ChipStrategyTimes, ownsChip: Bool, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    let (oldest, next) = (times.oldest(in: quarter), quarter + 1)
    let bought = orders.bought(before: next, scratch.span) - orders.bought(before: oldest, scratch.span)
    let boughtPower = orders.boughtPower(before: next, scratch.span) - orders.boughtPower(before: oldest, scratch.span)
    var capacity = bought + scratch[.standing, quarter]
    var power = boughtPower + scratch[.legacyPower, quarter]
    if ownsChip {
      let made = orders.made(before: next, scratch.span) - orders.made(before: oldest, scratch.span)
      capacity = capacity.addingProduct(scratch[.utilisation, quarter], made)
      power = power + (orders.madePower(before: next, scratch.span) - orders.madePower(before: oldest, scratch.span))
    }
    let short = L.maximum(demand - capacity, L(0))
    let rented = L.minimum(short, scratch[.cloudLimit, quarter])
    let unserved = short - rented
    let built = L.maximum(power - fleet.peakPower, L(0))
    fleet.cost = fleet.cost.addingProduct(rented, scratch[.cloudCost, quarter])
      .addingProduct(built, scratch[.facilityCost, quarter])
    fleet.unmet = fleet.unmet + unserved
    fleet.unmetWork = fleet.unmetWork.addingProduct(unserved, scratch[.discount, quarter])
    fleet.peakPower = L.maximum(fleet.peakPower, power)
    if detailed {
      scratch[.rented, quarter] = rented
      scratch[.unserved, quarter] = unserved
      scratch[.built, quarter] = built
      scratch[.watts, quarter] = power
    }
  }

  /// One who owns nothing and rents what the larger limit of such customers allows.
  @inlinable @inline(never)
  static func rentersFleet<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyFleet<L> {
    var fleet = ChipStrategyFleet(peakPower: L(0))
    var limit = shared[.rentLimit]
    for quarter in 0..<times.quarters {
      let short = L.maximum(scratch[.demand, quarter] - committed(in: quarter, shared), L(0))
      let rented = L.minimum(short, limit)
      let unserved = short - rented
      fleet.cost = fleet.cost.addingProduct(rented, scratch[.cloudCost, quarter])
      fleet.unmet = fleet.unmet + unserved
      fleet.unmetWork = fleet.unmetWork.addingProduct(unserved, scratch[.discount, quarter])
      limit = limit * shared[.rentLimitGrowth]
      if detailed {
        scratch[.rentersCloud, quarter] = rented
        scratch[.rentersUnserved, quarter] = unserved
      }
    }
    return fleet
  }
}
