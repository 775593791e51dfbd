/// What all strategies of a call have in common: the market, prices, the demand path. A quarter is one step of the
/// simulation; factors named `growth`, `decline` or `step` are what one quarter (or one generation) multiplies by.
///
/// After these come `demandSteps` factors by which demand grows from quarter to quarter, the state of the market in
/// each quarter, and as many factors of the exchange rate as of demand.
@frozen public enum ChipStrategyShared: Int, CaseIterable, Sendable {
  // Steering: whole numbers.
  /// Quarters simulated.
  case quarters
  /// Quarters from an order to its delivery.
  case merchantLead, customLead
  /// Quarters a unit runs.
  case lifeQuarters
  /// 1 where power limits what can be ordered, else 0.
  case isPowerLimited

  /// Years in a quarter.
  case quarterYears
  /// Discount factor in the middle of quarter 0, of one quarter, and at the end of the last.
  case firstDiscount, discountStep, lastDiscount
  /// Demand in quarter 0 (effective PFLOP/s).
  case demand
  /// Orders aim at demand times this.
  case merchantForesight, customForesight
  /// Fleet in service at the start (effective PFLOP/s), and the share of it that a quarter retires; units lose value
  /// at the same rate.
  case legacy, wear

  /// Units a quarter may get in quarter 0, and that limit's growth; the limit is in effective PFLOP/s.
  case merchantLimit, merchantLimitGrowth
  /// Price, host, power and count of merchant units, for one effective PFLOP/s.
  case merchantPrice, merchantHost, merchantPower, merchantUnits
  case merchantDecline
  /// A generation's factors on those four, and on a unit's effective PFLOP/s.
  case priceStep, hostStep, powerStep, unitsStep, peakStep
  /// Generations in a quarter, at most 1.
  case merchantPace

  /// Effective PFLOP/s for rent in quarter 0, to owners of a fleet and to those who rent everything.
  case cloudLimit, cloudLimitGrowth, rentLimit, rentLimitGrowth
  /// An effective PFLOP/s for a quarter (USD).
  case cloudPrice, cloudDecline, unmetPenalty
  /// Effective PFLOP/s under contract for so many quarters, and what one costs for a quarter, used or not (USD).
  case commitment, commitmentQuarters, commitmentPrice
  /// Power there is in quarter 0 (W), and its growth.
  case powerLimit, powerLimitGrowth
  /// A watt built, and the share of it that a quarter uses up.
  case facilityPrice, facilityWear
  /// A watt for a quarter (USD).
  case energyPrice
  /// Upkeep of a quarter over purchase value.
  case maintenance
  /// Resale value of units, over what straight-line depreciation leaves.
  case resale

  /// Packages a quarter may get in quarter 0.
  case customLimit, customLimitGrowth
  case waferGrowth
  /// Memory of a package in quarter 0, and what neither drifts nor depends on yield (USD).
  case memoryCost, memoryGrowth, otherCost
  /// The dies of a package, were all of them good, at the wafer price of quarter 0 (USD).
  case dieCost
  /// Defects on a die of a mature process over `clustering`, what a new one has above that, and the factor by which a
  /// quarter of volume shrinks it.
  case defects, newDefects, learning
  /// The alpha of the negative-binomial yield, and the part of defective dies that is sold nevertheless.
  case clustering, harvest

  // Events. Steering: 0 none, 1 of prices and export alone, 2 with shortages, in which orders take these leads.
  case events
  case merchantShortageLead, customShortageLead
  /// Orders placed in a shortage aim at demand times this.
  case merchantShortageForesight, customShortageForesight
  /// Factors on the merchant's limit and chip price and on the price of memory, in quarters of shortage.
  case shortageAllocation, shortagePrice, shortageMemory
  /// From this quarter on these are factors on the merchant's limit and chip price.
  case exportQuarter, exportAllocation, exportPrice
  /// The part of prices abroad that follows the exchange rate, and packaging of a good package in quarter 0 (USD).
  case currencyPass, packagingCost

  /// Factors of demand from one quarter to the next.
  public static var demandSteps: Int { @inlinable get { ChipStrategyKernel.longest - 1 } }
  /// The position of the first.
  public static var firstDemandStep: Int { @inlinable get { ChipStrategyShared.packagingCost.rawValue + 1 } }
  /// The position of quarter 0 among the states of the market, 1 for a shortage.
  public static var firstShortage: Int { @inlinable get { firstDemandStep + demandSteps } }
  /// The position of the first factor by which the suppliers' currency gains from one quarter to the next.
  public static var firstCurrencyStep: Int { @inlinable get { firstShortage + ChipStrategyKernel.longest } }
}

/// What one strategy has of its own. Times are in quarters; quarters and money after the horizon do not count.
///
/// Strategies of a call that agree in everything from `volumeQuarter` on share one programme's calendar and unit cost.
@frozen public enum ChipStrategyOwn: Int, CaseIterable, Sendable {
  /// 0 rents everything, 1 buys, 2 buys and has a chip of its own. Below 2 nothing else is looked at.
  case kind
  /// Custom units' part of what is missing, and what a live own chip takes off the merchant's price.
  case share, bargain

  /// The first quarter of volume, a whole number; beyond the horizon where the programme is cancelled.
  case volumeQuarter
  /// Dense peak of a unit (PFLOP/s), its power (W), its host and network (USD), in the first generation.
  case peak, power, host
  /// A generation's factors on peak and on power with host; generations in a quarter, at most 1.
  case peakStep, powerStep, pace
  /// Price over cost.
  case priceFactor
  /// Utilisation with mature software, the part of it that is missing at volume start, and the factor by which a
  /// quarter shrinks what is missing.
  case utilisation, immaturity, maturing

  case start, tapeout, firstSilicon, volume
  /// Design money of a quarter from start to tape-out; masks in the quarter after that (USD).
  case designRate, masks
  /// Respins in all, from first silicon over so many quarters, at least 1.
  case respins, respinQuarters
  /// Software a quarter, from start to this end.
  case softwareRate, softwareEnd
  /// Price of the acquired firm, in the quarter from start; its integration a quarter, to this end.
  case acquisition, integrationRate, integrationEnd
  /// Design and masks of a successor a quarter, over so many quarters before its volume, every so many quarters.
  case successorRate, successorQuarters, successorSpacing
}

/// What the kernel says of one strategy. Money is present value (USD).
@frozen public enum ChipStrategyOutput: Int, CaseIterable, Sendable {
  case cost
  /// Discounted effective PFLOP-years served, and PFLOP-years not served, not discounted.
  case work, unmet
  case merchantUnits, customUnits
  /// Largest power of the fleet (W).
  case peakPower
  /// Terms of the cost.
  case unmetPenalty, programme, software, acquisition

  // From here on only where somebody reads one of them.
  case merchantCapital, customCapital, facility, energy, maintenance, cloud, residual
  /// The first quarter from which what has been paid stays at or below what buying has paid; the horizon if none.
  case breakEvenQuarter

  /// Capital of each year, not discounted, comes after these.
  public static var years: Int { @inlinable get { 10 } }
  public static var firstYear: Int { @inlinable get { ChipStrategyOutput.breakEvenQuarter.rawValue + 1 } }
}

extension Span where Element: ElementaryLane {
  @inlinable @inline(__always)
  subscript(input: ChipStrategyShared) -> Element { self[input.rawValue] }
}
