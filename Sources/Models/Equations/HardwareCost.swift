import Formulas

/// What hardware costs a run that owns it or rents it.
///
/// Source: Cottier et al. 2024 (arXiv:2405.21015), amortized hardware and energy cost of frontier training runs.
enum HardwareCost {
  /// Hours in a year of 365.25 days.
  static let hoursPerYear = 8766.0

  /// Value of hardware (USD) some years after purchase, when price-performance grows by `decline` orders of magnitude
  /// a year.
  static func value<L: Lane>(price: L, decline: L, years: L) -> L {
    price * L.exp(decline * years * -2.302585092994046)
  }

  /// Capital charge of one chip-hour (USD/h): the value lost in that hour.
  static func hourlyCharge<L: Lane>(value: L, decline: L) -> L {
    value * (decline * (2.302585092994046 / hoursPerYear))
  }

  /// Hardware capital used up by a run (USD).
  static func amortizedCapex<L: Lane>(hourlyCharge: L, chipHours: L) -> L { hourlyCharge * chipHours }

  /// Capital of the network that goes with hardware capital, when it is a share of the whole cluster (USD).
  static func interconnect<L: Lane>(capex: L, share: L) -> L { capex * (share / (1 - share)) }

  /// What the cluster costs on the day it is bought (USD).
  static func upfront<L: Lane>(chips: L, price: L, interconnectShare: L) -> L {
    chips * (price / (1 - interconnectShare))
  }

  /// Rental of chip-hours at an on-demand price less the discount of a commitment (USD).
  static func rental<L: Lane>(chipHours: L, hourlyPrice: L, discount: L) -> L {
    hourlyPrice * (1 - discount) * chipHours
  }

  /// Pay of the people on a project (USD): salary with overhead plus equity, for their share of the project's years.
  static func staff<L: Lane>(
    contributors: L, fullTimeShare: L, years: L, salary: L, overhead: L, equity: L
  ) -> L {
    let payPerYear = salary * overhead + equity
    let personYears = contributors * fullTimeShare * years
    return personYears * payPerYear
  }
}
