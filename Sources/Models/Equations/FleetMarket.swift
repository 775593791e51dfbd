import Formulas

/// How many chips a market takes, what revenue they must earn, and what waiting for them costs.
///
/// Sources: Epoch AI chip counts (units from revenue), Cahn 2023 and 2024 (Sequoia: revenue required), Cottier et al.
/// 2024 (prices of different months).
enum FleetMarket {
  // MARK: Units

  /// Chips sold for a revenue (units): its part for this chip, less what is not hardware, at a price that has fallen
  /// since the chip appeared.
  static func units<L: Lane>(revenue: L, share: L, hardwareShare: L, price: L, deflation: L) -> L {
    revenue * share * hardwareShare / (price * deflation)
  }

  /// Median of a price known as an interval: lognormal, so the geometric mean of its ends.
  static func medianPrice<L: Lane>(low: L, high: L) -> L { (low * high).squareRoot() }

  /// A sum spread over units.
  static func perUnit<L: Lane>(_ total: L, units: L) -> L { ServingPrices.ratio(total, units) }

  /// Wafers of packaging that units need.
  static func packagingWafers<L: Lane>(units: L, packagesPerWafer: L) -> L { units / packagesPerWafer }

  /// An amount of one month in money of the base month, by the ratio of a price index.
  static func deflated<L: Lane>(_ amount: L, index: L, base: L) -> L { amount * (base / index) }

  // MARK: Revenue

  /// Revenue a year (USD) that users of the chips need: chips are a share of the cost of the data centre, and cost is
  /// what the gross margin leaves. Infinite where one of the two leaves nothing.
  static func requiredRevenue<L: Lane>(chipSpending: L, chipShare: L, grossMargin: L) -> L {
    revenue(covering: ServingPrices.ratio(chipSpending, chipShare), grossMargin: grossMargin)
  }

  /// Revenue of which a cost is what the gross margin leaves.
  static func revenue<L: Lane>(covering cost: L, grossMargin: L) -> L { ServingPrices.ratio(cost, 1 - grossMargin) }

  // MARK: Waiting

  /// Months from order to delivery: those ahead in the queue, then the maker's own lead time.
  static func delayMonths<L: Lane>(backlog: L, monthlySupply: L, leadMonths: L) -> L {
    backlog / monthlySupply + leadMonths
  }

  /// Pay of people who cannot work (USD).
  static func idlePay<L: Lane>(people: L, payPerYear: L, months: L) -> L { people * payPerYear * (months / 12) }

  /// Value of chip-hours that are not there (USD).
  static func lostValue<L: Lane>(chips: L, valuePerHour: L, busy: L, months: L) -> L {
    chips * valuePerHour * (busy * months * (HardwareCost.hoursPerYear / 12))
  }

  /// What hardware paid for in advance loses in worth until it comes (USD).
  static func lostWorth<L: Lane>(prepaid: L, decline: L, months: L) -> L {
    prepaid - HardwareCost.value(price: prepaid, decline: decline, years: months / 12)
  }
}

/// Growth of the field at a constant rate.
///
/// Source: Epoch AI, trends in machine learning hardware and in training runs.
enum FleetGrowth {
  /// A quantity after some years when it grows by a factor a year.
  static func after<L: Lane>(_ value: L, factor: L, years: L) -> L { value * L.pow(factor, years) }

  /// Factor gained in some years by something that doubles at a constant pace.
  static func factor<L: Lane>(doublingYears: L, years: L) -> L { L.exp(0.6931471805599453 * (years / doublingYears)) }

  /// Years until a growing quantity reaches a target: 0 where it has, infinite where it does not grow.
  static func yearsUntil<L: Lane>(_ target: L, from value: L, factor: L) -> L {
    let grows = factor .> 1
    let pace = L.log(L(2).replacing(with: factor, where: grows))
    let years = L.log(L.maximum(target / value, L(1))) / pace
    return years.replacing(with: L(.infinity), where: .!grows .& (target .> value))
  }

  /// A quantity over what it was.
  static func ratio<L: Lane>(_ now: L, to before: L) -> L { now / before }
}
