import Formulas

/// What the run costs, owned and rented, and the development around it. Infinite where it cannot be known or never
/// ends.
struct TrainingMoney<L: Lane> {
  /// Energy of the run (kWh).
  let energy: L
  let capex: L
  /// The part of it that the chips without their servers are.
  let chipCapex: L
  let serverCapex: L
  let interconnect: L
  let energyCost: L
  let cost: L
  let upfront: L
  let rental: L
  let staff: L
  let developmentHardware: L
  let developmentEnergy: L
  let development: L
  let perChipHour: L
  let perMillionTokens: L

  init(_ input: ModelInputs<L>, workload: TrainingWorkload<L>, time: TrainingTime<L>, fleet: TrainingFleet<L>) {
    let infinity = L(.infinity)
    let noEnergy = time.neverEnds .| fleet.lacksPower
    let multiplier = input["interconnect_multiplier"]
    let networkShare = input["interconnect_share"].replacing(with: 1 - 1 / multiplier, where: multiplier .> 0)
    let noPrice = fleet.lacksPrice .| (networkShare .>= 1)
    let noCapex = time.neverEnds .| noPrice
    let noCost = noCapex .| fleet.lacksPower
    let hours = time.finiteHours
    let decline = input["price_decline"]
    let deflator = input["deflator"]
    let price = deflator * fleet.price

    let value = HardwareCost.value(price: price, decline: decline, years: input["years_owned"])
    let charge = HardwareCost.hourlyCharge(value: value, decline: decline)
    let hourlyNetwork = HardwareCost.interconnect(capex: charge, share: networkShare)
    let hourlyPower = EnergyAndCarbon.cost(energyKWh: fleet.meteredKW, pricePerKWh: deflator * input["power_price"])
    let usedCapex = HardwareCost.amortizedCapex(hourlyCharge: charge, chipHours: hours)
    let usedNetwork = hourlyNetwork * hours
    let usedEnergy = EnergyAndCarbon.energyKWh(chipHours: hours, meteredKW: fleet.meteredKW)
    let paidEnergy = hourlyPower * hours
    // All that the draws decide stands in one factor, so a map over parameters and tokens multiplies once a scenario.
    // It is above zero, so that no infinite work meets a price of nothing.
    let perHour = charge + hourlyNetwork + hourlyPower
    let perFLOP = L.maximum(time.hoursPerFLOP * perHour, L(1e-300))
      .replacing(with: infinity, where: time.stalls .| noPrice .| fleet.lacksPower)

    energy = usedEnergy.replacing(with: infinity, where: noEnergy)
    capex = usedCapex.replacing(with: infinity, where: noCapex)
    let chipsAlone = usedCapex / input["server_overhead"]
    chipCapex = chipsAlone.replacing(with: infinity, where: noCapex)
    serverCapex = (usedCapex - chipsAlone).replacing(with: infinity, where: noCapex)
    interconnect = usedNetwork.replacing(with: infinity, where: noCapex)
    energyCost = paidEnergy.replacing(with: infinity, where: noEnergy)
    cost = workload.work * perFLOP
    perChipHour = perHour.replacing(with: infinity, where: noCost)
    perMillionTokens = cost / (workload.tokens / 1e6)
    upfront = HardwareCost.upfront(chips: fleet.chips, price: price, interconnectShare: networkShare)
      .replacing(with: infinity, where: noPrice)

    let onDemand = input["gpu_hour_price"].orIfZero(input["chip"].lookup(in: AcceleratorColumn.hourPrice))
    let discount = input["commitment_discount"].orIfZero(
      input["commitment"].lookup(in: TrainingCost.commitmentDiscounts))
    rental = HardwareCost.rental(chipHours: hours, hourlyPrice: deflator * onDemand, discount: discount)
      .replacing(with: infinity, where: time.neverEnds .| (onDemand .<= 0))

    let experiments = input["experiment_factor"]
    let hardware = (usedCapex + usedNetwork) * experiments
    let power = paidEnergy * experiments * input["energy_price_change"]
    let perHead =
      deflator
      * HardwareCost.staff(
        contributors: input["contributors"], fullTimeShare: input["full_time_share"], years: input["project_years"],
        salary: input["salary"], overhead: input["salary_overhead"], equity: input["equity"])
    let share = input["staff_share"]
    let shareOfAll = (hardware + power) * (share / (1 - share))
    let people = perHead.replacing(with: shareOfAll, where: share .> 0)
    developmentHardware = hardware.replacing(with: infinity, where: noCapex)
    developmentEnergy = power.replacing(with: infinity, where: noEnergy)
    let noStaff = (share .>= 1) .| ((share .> 0) .& noCost)
    staff = people.replacing(with: infinity, where: noStaff)
    development = (hardware + power + people).replacing(with: infinity, where: noCost .| noStaff)
  }
}

/// Emissions of the run.
struct TrainingCarbon<L: Lane> {
  let electricity: L
  let embodied: L
  let total: L

  init(_ input: ModelInputs<L>, time: TrainingTime<L>, fleet: TrainingFleet<L>, energy: L) {
    let infinity = L(.infinity)
    let noEnergy = energy .== infinity
    let known = energy.replacing(with: L(1), where: noEnergy)
    let days = time.days.replacing(with: L(1), where: time.neverEnds)
    let burned = EnergyAndCarbon.emissionsT(energyKWh: known, intensity: input["carbon_intensity"])
    let used = EnergyAndCarbon.embodiedT(
      chips: fleet.chips, perChipKg: input["embodied_per_chip"], days: days, lifeYears: input["hardware_life"])
    electricity = burned.replacing(with: infinity, where: noEnergy)
    embodied = used.replacing(with: infinity, where: time.neverEnds)
    total = (burned + used).replacing(with: infinity, where: noEnergy)
  }
}
