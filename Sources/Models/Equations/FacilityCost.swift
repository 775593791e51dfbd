import Formulas

/// What a data centre costs to build and to own.
///
/// Sources: Epoch AI 2026 (AI data-centre cost: capital paid back over the lives of machines and building, and running
/// cost); Barroso, Clidaras & Hölzle, The Datacenter as a Computer (cost of a watt for a month, as coded in ASIC
/// Clouds and Chiplet Cloud, with a month of 720 hours).
enum FacilityCost {
  /// Hours of the month that the cost of a watt counts, in thousands.
  static let kiloHoursPerMonth = 0.72

  /// Machines and building (USD): a price for each chip, and one for each watt of the site.
  static func capital<L: Lane>(chips: L, pricePerChip: L, facilityW: L, pricePerW: L) -> L {
    chips * pricePerChip + facilityW * pricePerW
  }

  /// Equal yearly payment that pays capital back with interest.
  static func yearlyCharge<L: Lane>(capital: L, rate: L, years: L) -> L {
    capital / BreakEven.annuity(rate: rate, years: years)
  }

  /// Yearly cost of owning: both charges and the running cost.
  static func yearlyCost<L: Lane>(
    machines: L, machineYears: L, building: L, buildingYears: L, rate: L, running: L
  ) -> L {
    yearlyCharge(capital: machines, rate: rate, years: machineYears)
      + yearlyCharge(capital: building, rate: rate, years: buildingYears) + running
  }

  /// Equal monthly payment that pays capital back with interest at a yearly rate over years.
  static func monthlyPayment<L: Lane>(capital: L, rate: L, years: L) -> L {
    capital / BreakEven.annuity(rate: rate / 12, years: years * 12)
  }

  /// Electricity of a watt for a month (USD/W/month). The building's overhead enters once, as a factor.
  static func energyPerWattMonth<L: Lane>(price: L, pue: L) -> L { price * kiloHoursPerMonth * pue }

  /// Cost of a watt of servers for a month (USD/W/month): building, its upkeep, electricity, and the server with its
  /// upkeep as a share of what is written off.
  static func perWattMonth<L: Lane>(
    buildingPerW: L, buildingYears: L, rate: L, buildingUpkeep: L, powerPrice: L, pue: L, serverPerW: L,
    serverYears: L, serverUpkeep: L
  ) -> L {
    let building = monthlyPayment(capital: buildingPerW, rate: rate, years: buildingYears)
    let server = monthlyPayment(capital: serverPerW, rate: rate, years: serverYears)
    let upkeep = serverPerW / (serverYears * 12) * serverUpkeep
    return building + buildingUpkeep + energyPerWattMonth(price: powerPrice, pue: pue) + server + upkeep
  }

  /// Cost of a server over its life (USD).
  static func overLife<L: Lane>(perWattMonth: L, watts: L, years: L) -> L { perWattMonth * (watts * (years * 12)) }
}
