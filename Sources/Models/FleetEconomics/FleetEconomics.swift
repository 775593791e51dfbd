import Formulas
import Sweeps

/// What an industry's chips and one buyer's fleet cost, earn and weigh.
///
/// Two chains stand side by side: a maker's revenue -> units -> the revenue their users need; and a commitment -> chips
/// and megawatts -> yearly cost of ownership, delivery and the cost of waiting. Growth rates carry both into the future.
public struct FleetEconomics: Model {
  public let declaration = ModelDeclaration(
    name: "fleet-economics", version: 1,
    question: "What do fleets of AI chips cost to own, what must they earn, and what does waiting for them cost?",
    inputs: FleetEconomics.inputs, outputs: FleetEconomics.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let site = FleetSite(input)
    let ownership = FleetOwnership(input, site: site)
    let market = FleetSales(input, costPerChip: ownership.perChip)
    let waiting = FleetWaiting(input, site: site)
    let future = FleetFuture(input)
    return ModelOutputs(
      [
        "units": market.units, "h100_equivalents": market.equivalents, "packaging_wafers": market.wafers,
        "research_per_unit": market.researchPerUnit, "chips": site.chips, "capital": site.capital,
        "machine_capital": site.machines, "facility_capital": site.building, "real_capital": site.realCapital,
        "facility_power": site.facilityW, "replacement_units": ownership.replacement, "cost": ownership.cost,
        "cost_per_chip": ownership.perChip, "cost_per_watt_month": ownership.perWattMonth,
        "required_revenue": market.required, "required_revenue_tco": market.requiredByOwnership,
        "revenue_gap": market.gap, "revenue_gap_tco": market.gapByOwnership, "delay": waiting.months,
        "waiting_cost": waiting.total, "future_compute": future.compute, "future_cost": future.cost,
        "future_power": future.power, "price_performance": future.pricePerformance,
        "years_to_target": future.yearsToTarget,
      ],
      terms: [
        "capital": ["machines": site.machines, "facility": site.building],
        "cost": [
          "machines": ownership.machines, "facility": ownership.building, "energy": ownership.energy,
          "upkeep": ownership.upkeep,
        ],
        "waiting_cost": ["idle_staff": waiting.idle, "lost_value": waiting.lost, "price_decline": waiting.decline],
      ])
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] { FleetFeasibility(input).sentences }
}

/// One buyer's chips and their building; infinite capital where a price or the power is unpublished.
struct FleetSite<L: Lane> {
  let chips: L
  let machines: L
  let building: L
  let capital: L
  let realCapital: L
  let facilityW: L
  /// Chip with its share of server and network (USD), and its power at the meter of the site (W); 1 where unpublished.
  let pricePerChip: L
  let wattsPerChip: L
  let isUnknown: L.Mask

  init(_ input: ModelInputs<L>) {
    let chip = input["chip"]
    let listed = input["server_price"].orIfZero(chip.lookup(in: AcceleratorColumn.serverPrice))
    let share = input["interconnect_share"]
    let rated = chip.lookup(in: AcceleratorColumn.power) * chip.lookup(in: AcceleratorColumn.serverPowerRatio)
    let watts = input["facility_power_per_chip"].orIfZero(rated * input["pue"])
    let unknown = (listed .<= 0) .| (share .>= 1) .| (watts .<= 0)
    isUnknown = unknown
    wattsPerChip = watts.replacing(with: L(1), where: unknown)
    let upfront = HardwareCost.upfront(
      chips: L(1), price: listed * input["price_factor"],
      interconnectShare: share.replacing(with: L(0), where: unknown))
    pricePerChip = upfront.replacing(with: L(1), where: unknown)

    let perW = input["construction"]
    let allIn = FacilityCost.capital(
      chips: L(1), pricePerChip: pricePerChip, facilityW: wattsPerChip, pricePerW: perW)
    let count = input["fleet_chips"].orIfZero(input["commitment"] / allIn)
    chips = count.replacing(with: L(0), where: unknown)
    let power = count * wattsPerChip
    let infinity = L(.infinity)
    machines = (count * pricePerChip).replacing(with: infinity, where: unknown)
    building = (power * perW).replacing(with: infinity, where: unknown)
    facilityW = power.replacing(with: infinity, where: unknown)
    let nominal = FacilityCost.capital(
      chips: count, pricePerChip: pricePerChip, facilityW: power, pricePerW: perW)
    capital = nominal.replacing(with: infinity, where: unknown)
    realCapital = FleetMarket.deflated(nominal, index: input["price_index"], base: input["price_index_base"])
      .replacing(with: infinity, where: unknown)
  }
}

/// What owning that site costs a year.
struct FleetOwnership<L: Lane> {
  let cost: L
  let machines: L
  let building: L
  let energy: L
  let upkeep: L
  let perChip: L
  /// Cost of a watt for a month by the monthly form (USD/W/month).
  let perWattMonth: L
  /// Chips a year that keep the fleet at its size.
  let replacement: L

  init(_ input: ModelInputs<L>, site: FleetSite<L>) {
    let infinity = L(.infinity)
    let rate = input["discount_rate"]
    let life = input["hardware_life"]
    let perW = input["construction"]
    let machineCapital = site.pricePerChip
    let buildingCapital = site.wattsPerChip * perW
    let machineCharge = FacilityCost.yearlyCharge(capital: machineCapital, rate: rate, years: life)
    let buildingCharge = FacilityCost.yearlyCharge(
      capital: buildingCapital, rate: rate, years: input["facility_life"])
    let electricity = BreakEven.energyPerYear(
      powerW: site.wattsPerChip, load: input["average_power"], pricePerKWh: input["power_price"])
    let kept = (machineCapital + buildingCapital) * input["upkeep_share"]
    let one = FacilityCost.yearlyCost(
      machines: machineCapital, machineYears: life, building: buildingCapital, buildingYears: input["facility_life"],
      rate: rate, running: electricity + kept)

    func whole(_ each: L) -> L { (site.chips * each).replacing(with: infinity, where: site.isUnknown) }
    cost = whole(one)
    machines = whole(machineCharge)
    building = whole(buildingCharge)
    energy = whole(electricity)
    upkeep = whole(kept)
    perChip = one.replacing(with: infinity, where: site.isUnknown)
    replacement = site.chips / life

    // The monthly form counts watts of servers; the site's watts hold the building's overhead too.
    let serverW = site.wattsPerChip / input["pue"]
    let monthly = FacilityCost.perWattMonth(
      buildingPerW: perW, buildingYears: input["facility_life"], rate: rate,
      buildingUpkeep: input["facility_upkeep"], powerPrice: input["power_price"], pue: input["pue"],
      serverPerW: machineCapital / serverW, serverYears: life, serverUpkeep: input["server_upkeep"])
    perWattMonth = monthly.replacing(with: infinity, where: site.isUnknown)
  }
}
