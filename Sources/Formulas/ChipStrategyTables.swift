/// Whole numbers that steer the simulation: the same for all scenarios of a vector.
@frozen public struct ChipStrategyTimes {
  /// Quarters simulated.
  public let quarters: Int
  public let merchantLead: Int
  public let customLead: Int
  /// Quarters a unit runs.
  public let life: Int
  public let isPowerLimited: Bool
  /// Whether tables of the market are changed by events, and whether shortages are among these.
  public let hasEvents: Bool
  public let hasShortages: Bool
  /// Quarters from an order in a shortage to its delivery.
  public let merchantShortageLead: Int
  public let customShortageLead: Int

  @inlinable
  init(_ steering: SIMD8<Int>) {
    (quarters, merchantLead, customLead, life) = (steering[0], steering[1], steering[2], steering[3])
    isPowerLimited = steering[4] == 1
    (hasEvents, hasShortages) = (steering[5] > 0, steering[5] > 1)
    (merchantShortageLead, customShortageLead) = (steering[6], steering[7])
  }

  /// The first delivery that still runs in a quarter.
  @inlinable @inline(__always)
  func oldest(in quarter: Int) -> Int { max(0, quarter + 1 - life) }
}

/// The tables of a call, a row for each quarter.
///
/// A running sum's row q is the sum over the quarters before q.
@frozen public enum ChipStrategyTable: Int, CaseIterable {
  // Rows that are picked lane by lane. The dies of a package at the wafer price of quarter 0, by quarters since the
  // start of volume; and what they were worked out from: six inputs and how many there are.
  case discountSum, dies, diesOrigin

  // The market.
  case discount, demand
  /// Effective PFLOP/s that need no order: under contract and of the legacy fleet; watts of that fleet.
  case standing, legacyPower
  /// What a delivery costs over its life for each dollar of its value, and for each watt.
  case deliveryFactor, lifeEnergy
  /// Of merchant units: limit, cost over life, that of the chip alone, power and count, for one effective PFLOP/s.
  case merchantLimit, merchantCost, merchantChipCost, merchantPower, merchantUnits
  case facilityCost, cloudCost, cloudLimit, powerLimit, customLimit, waferGrowth, memoryCost

  // A programme: limit, cost over life, power and count for one dense PFLOP/s; utilisation and its reciprocal.
  case ownLimit, ownCost, ownPower, ownUnits, utilisation, reciprocal

  // A fleet: running sums of effective PFLOP/s and watts bought, of dense PFLOP/s and watts made.
  case boughtSum, boughtPowerSum, madeSum, madePowerSum

  // BUY: its running sums, and where its totals stand at the beginning of each quarter.
  case buyersSum, buyersPowerSum, buyersCost, buyersUnmet, buyersUnmetWork, buyersUnits, buyersPeak

  // Where details are wanted: value of units, what happens each quarter, cash paid up to the end of each.
  case merchantChipValue, merchantValue, ownValue
  case bought, made, rented, unserved, built, watts, rentersCloud, rentersUnserved, valueSum, paid, buyersPaid, capital

  /// Rows of each, two more than quarters.
  @inlinable static var rows: Int { ChipStrategyKernel.longest + 2 }
  @inlinable static var count: Int { ChipStrategyTable.capital.rawValue + 1 }
  /// How many are picked lane by lane: the first ones.
  @inlinable static var picked: Int { ChipStrategyTable.diesOrigin.rawValue + 1 }

  /// Where a row lies. Rows of a table that is picked from follow each other; of the others those of one quarter lie
  /// together, so that a loop over the quarters walks through the storage once.
  @inlinable @inline(__always)
  func place(_ row: Int) -> Int {
    rawValue < Self.picked
      ? rawValue &* Self.rows &+ row
      : Self.picked &* Self.rows &+ row &* (Self.count &- Self.picked) &+ (rawValue &- Self.picked)
  }
}

extension MutableSpan where Element: ElementaryLane {
  /// A row of a table.
  @inlinable
  subscript(table: ChipStrategyTable, row: Int) -> Element {
    @inline(__always) get { self[table.place(row)] }
    @inline(__always) set { self[table.place(row)] = newValue }
  }
}

/// Sums over the market's quarters.
@frozen public struct ChipStrategyMarket<L: ElementaryLane> {
  /// Discounted demand (effective PFLOP/s times quarters).
  @usableFromInline var work: L
  /// What the legacy fleet's energy costs, and what contracts do (USD).
  @usableFromInline var legacyEnergy: L
  @usableFromInline var commitments: L

  @inlinable
  init(work: L, legacyEnergy: L, commitments: L) {
    (self.work, self.legacyEnergy, self.commitments) = (work, legacyEnergy, commitments)
  }
}

extension ChipStrategyKernel {
  /// Fills the tables of the market.
  ///
  /// Its loops do little but store: what they read each quarter stands in constants, since a load after a store into
  /// the same storage is a load again.
  @inlinable @inline(never)
  static func fillMarket<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyMarket<L> {
    let market = fillDemand(shared, times, &scratch)
    fillMerchant(shared, times, detailed: detailed, &scratch)
    fillLimits(shared, times, &scratch)
    return market
  }

  /// Discount factors, demand, contracts and the legacy fleet.
  @inlinable @inline(__always)
  static func fillDemand<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, _ scratch: inout MutableSpan<L>
  ) -> ChipStrategyMarket<L> {
    let zero = L(0)
    var discount = shared[.firstDiscount]
    var (discountSum, work, legacySum, committedSum) = (zero, zero, zero, zero)
    var demand = shared[.demand]
    let (wear, firstLegacy, power, step) = (
      shared[.wear], shared[.legacy], shared[.merchantPower], shared[.discountStep]
    )
    for quarter in 0..<times.quarters {
      if quarter > 0 { demand = demand * shared[ChipStrategyShared.firstDemandStep &+ quarter &- 1] }
      let left = L.maximum(1 - wear * Double(quarter), zero)
      let legacy = firstLegacy * left
      let committed = committed(in: quarter, shared)
      scratch[.discount, quarter] = discount
      scratch[.discountSum, quarter] = discountSum
      scratch[.demand, quarter] = demand
      scratch[.standing, quarter] = legacy + committed
      scratch[.legacyPower, quarter] = legacy * power
      discountSum = discountSum + discount
      work = work.addingProduct(demand, discount)
      legacySum = legacySum.addingProduct(legacy, discount)
      committedSum = committedSum.addingProduct(committed, discount)
      discount = discount * step
    }
    scratch[.discountSum, times.quarters] = discountSum
    scratch[.discountSum, times.quarters + 1] = discountSum
    return ChipStrategyMarket(
      work: work, legacyEnergy: legacySum * (power * shared[.energyPrice]),
      commitments: committedSum * shared[.commitmentPrice])
  }

  /// Effective PFLOP/s under contract in a quarter.
  @inlinable @inline(__always)
  static func committed<L: ElementaryLane>(in quarter: Int, _ shared: Span<L>) -> L {
    L(0).replacing(with: shared[.commitment], where: L(Double(quarter)) .< shared[.commitmentQuarters])
  }

  /// What merchant units cost by the quarter of their delivery.
  @inlinable @inline(__always)
  static func fillMerchant<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, detailed: Bool, _ scratch: inout MutableSpan<L>
  ) {
    let resale = shared[.lastDiscount] * shared[.resale]
    var (price, host) = (shared[.merchantPrice], shared[.merchantHost])
    var (power, units) = (shared[.merchantPower], shared[.merchantUnits])
    var limit = shared[.merchantLimit]
    var nextGeneration = L(1)
    let (pace, decline, growth) = (shared[.merchantPace], shared[.merchantDecline], shared[.merchantLimitGrowth])
    let (priceStep, hostStep, powerStep) = (shared[.priceStep], shared[.hostStep], shared[.powerStep])
    let (unitsStep, peakStep) = (shared[.unitsStep], shared[.peakStep])
    let (wear, maintenance, energyPrice) = (shared[.wear], shared[.maintenance], shared[.energyPrice])
    for quarter in 0..<times.quarters {
      let isNew = nextGeneration .<= (pace * Double(quarter) + 1e-9)
      nextGeneration = nextGeneration.replacing(with: nextGeneration + 1, where: isNew)
      price = price.replacing(with: price * priceStep, where: isNew)
      host = host.replacing(with: host * hostStep, where: isNew)
      power = power.replacing(with: power * powerStep, where: isNew)
      units = units.replacing(with: units * unitsStep, where: isNew)
      limit = limit.replacing(with: limit * peakStep, where: isNew)

      let end = min(quarter + times.life, times.quarters)
      let running = scratch[.discountSum, end] - scratch[.discountSum, quarter]
      let left = L.maximum(1 - wear * Double(times.quarters - quarter), L(0))
      let paid = scratch[.discount, quarter].addingProduct(maintenance, running)
      let factor = paid - resale * left
      let energy = energyPrice * running
      let value = price + host
      scratch[.deliveryFactor, quarter] = factor
      scratch[.lifeEnergy, quarter] = energy
      scratch[.merchantLimit, quarter] = limit
      scratch[.merchantChipCost, quarter] = price * factor
      scratch[.merchantCost, quarter] = (value * factor).addingProduct(power, energy)
      scratch[.merchantPower, quarter] = power
      scratch[.merchantUnits, quarter] = units
      if detailed {
        scratch[.merchantChipValue, quarter] = price
        scratch[.merchantValue, quarter] = value
      }
      price = price * decline
      limit = limit * growth
    }
  }

  /// Cloud, buildings, and what limits and drives custom units.
  @inlinable @inline(__always)
  static func fillLimits<L: ElementaryLane>(
    _ shared: Span<L>, _ times: ChipStrategyTimes, _ scratch: inout MutableSpan<L>
  ) {
    var (cloud, cloudPrice) = (shared[.cloudLimit], shared[.cloudPrice])
    var (packages, wafer, memory) = (shared[.customLimit], L(1), shared[.memoryCost])
    var power = shared[.powerLimit]
    let (wear, price, last) = (shared[.facilityWear], shared[.facilityPrice], shared[.lastDiscount])
    let (cloudGrowth, cloudDecline) = (shared[.cloudLimitGrowth], shared[.cloudDecline])
    let (packageGrowth, waferGrowth) = (shared[.customLimitGrowth], shared[.waferGrowth])
    let (memoryGrowth, otherCost) = (shared[.memoryGrowth], shared[.otherCost])
    for quarter in 0..<times.quarters {
      let discount = scratch[.discount, quarter]
      let left = L.maximum(1 - wear * Double(times.quarters - quarter), L(0))
      scratch[.facilityCost, quarter] = price * (discount - last * left)
      scratch[.cloudCost, quarter] = cloudPrice * discount
      scratch[.cloudLimit, quarter] = cloud
      scratch[.customLimit, quarter] = packages
      scratch[.waferGrowth, quarter] = wafer
      scratch[.memoryCost, quarter] = memory + otherCost
      if times.isPowerLimited {
        scratch[.powerLimit, quarter] = power
        power = power * shared[.powerLimitGrowth]
      }
      cloud = cloud * cloudGrowth
      cloudPrice = cloudPrice * cloudDecline
      packages = packages * packageGrowth
      wafer = wafer * waferGrowth
      memory = memory * memoryGrowth
    }
  }
}
