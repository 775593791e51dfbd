import Formulas

/// A maker's units of a chip and the revenue that their users need.
struct FleetSales<L: Lane> {
  let units: L
  let equivalents: L
  let wafers: L
  let researchPerUnit: L
  /// Revenue a year: from the maker's sales by two shares, and from the cost of owning what was sold over its
  /// life, which is what a steady stock of such chips costs a year.
  let required: L
  let requiredByOwnership: L
  let gap: L
  let gapByOwnership: L

  init(_ input: ModelInputs<L>, costPerChip: L) {
    let chip = input["chip"]
    let revenue = input["chip_revenue"]
    let price = input["chip_price"].orIfZero(chip.lookup(in: FleetColumn.chipPrice))
    let lacksPrice = price .<= 0
    let sold = FleetMarket.units(
      revenue: revenue, share: input["revenue_share"], hardwareShare: input["hardware_share"],
      price: price.replacing(with: L(1), where: lacksPrice), deflation: input["price_deflation"]
    ).replacing(with: L(0), where: lacksPrice)
    units = sold
    equivalents = sold * input["h100_ratio"].orIfZero(chip.lookup(in: FleetColumn.h100Ratio))
    wafers = FleetMarket.packagingWafers(units: sold, packagesPerWafer: input["packages_per_wafer"])
    researchPerUnit = FleetMarket.perUnit(input["vendor_research"], units: sold * 4)

    let runRate = input["run_rate"].orIfZero(revenue * 4)
    let margin = input["user_margin"]
    let byShare = FleetMarket.requiredRevenue(
      chipSpending: runRate, chipShare: input["chip_share"], grossMargin: margin)
    let isCosted = costPerChip .< L(.infinity)
    let ownedPerChip = L(0).replacing(with: costPerChip, where: isCosted) * input["hardware_life"]
    let owned = (sold * 4) * ownedPerChip
    let byOwnership = FleetMarket.revenue(covering: owned, grossMargin: margin)
      .replacing(with: L(.infinity), where: .!isCosted)
    required = byShare
    requiredByOwnership = byOwnership
    gap = byShare - input["ai_revenue"]
    gapByOwnership = byOwnership - input["ai_revenue"]
  }
}

/// Columns of the catalogue that markets read; 0 stands for "not published".
enum FleetColumn {
  /// Mode of published unit prices (USD).
  static let chipPrice = Accelerator.table.map { $0.chipPrice ?? 0 }
  /// 8-bit operations over those of an H100; twice the 16-bit peak where no 8-bit one is published.
  static let h100Ratio = Accelerator.table.map { chip in
    (chip.int8 ?? chip.fp8 ?? chip.bf16.map { 2 * $0 } ?? 0) / 1979
  }
}

/// How long the fleet is waited for and what that costs.
struct FleetWaiting<L: Lane> {
  let months: L
  let idle: L
  let lost: L
  let decline: L
  let total: L

  init(_ input: ModelInputs<L>, site: FleetSite<L>) {
    months = FleetMarket.delayMonths(
      backlog: input["backlog"], monthlySupply: input["monthly_supply"], leadMonths: input["lead_time"])
    idle = FleetMarket.idlePay(people: input["idle_staff"], payPerYear: input["staff_pay"], months: months)
    lost = FleetMarket.lostValue(
      chips: site.chips, valuePerHour: input["hour_value"], busy: input["busy_share"], months: months)
    let prepaid = site.chips * (site.pricePerChip * input["prepaid_share"])
    decline = FleetMarket.lostWorth(prepaid: prepaid, decline: input["price_decline"], months: months)
    total = idle + lost + decline
  }
}

/// The field some years ahead.
struct FleetFuture<L: Lane> {
  let compute: L
  let cost: L
  let power: L
  let pricePerformance: L
  let yearsToTarget: L

  init(_ input: ModelInputs<L>) {
    let years = input["years_ahead"]
    compute = FleetGrowth.after(input["frontier_compute"], factor: input["compute_growth"], years: years)
    cost = FleetGrowth.after(input["frontier_cost"], factor: input["cost_growth"], years: years)
    power = FleetGrowth.after(input["frontier_power"], factor: input["power_growth"], years: years)
    pricePerformance = FleetGrowth.factor(doublingYears: input["doubling_time"], years: years)
    yearsToTarget = FleetGrowth.yearsUntil(
      input["cost_target"], from: input["frontier_cost"], factor: input["cost_growth"])
  }
}
