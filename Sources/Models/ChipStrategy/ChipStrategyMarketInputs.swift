import Formulas

/// What the kernel's strategies have in common, worked out from the model's inputs.
struct ChipStrategyMarketInputs<L: Lane> {
  private(set) var values = Array(repeating: L(0), count: ChipStrategyKernel.sharedInputs)

  subscript(_ input: ChipStrategyShared) -> L {
    get { values[input.rawValue] }
    set { values[input.rawValue] = newValue }
  }

  /// A value by its position, where inputs are numbered by quarter.
  subscript(_ position: Int) -> L {
    get { values[position] }
    set { values[position] = newValue }
  }

  init(_ input: ModelInputs<L>, unit: ChipStrategyUnit<L>) {
    setTimes(input)
    setDemand(input)
    setMerchant(input)
    setCloud(input)
    setFleet(input)
    setUnit(input, unit)
    setEvents(input, unit)
  }

  private mutating func setTimes(_ input: ModelInputs<L>) {
    let step = input["step"]
    self[.quarters] = input["quarters"]
    self[.merchantLead] = input["vendor_lead"]
    self[.customLead] = input["custom_lead"]
    self[.lifeQuarters] = (input["life"] * (1 / step) + 0.5).floor()
    self[.quarterYears] = step
    let rate = L.log(1 + input["discount_rate"])
    self[.firstDiscount] = L.exp(-(rate * (step * 0.5)))
    self[.discountStep] = L.exp(-(rate * step))
    self[.lastDiscount] = L.exp(-(rate * (step * input["quarters"])))
  }

  private mutating func setDemand(_ input: ModelInputs<L>) {
    let step = input["step"]
    let (growth, sigma) = (input["expected_growth"], input["demand_volatility"])
    self[.demand] = input["demand"]
    let headroom = 1 + input["headroom"]
    self[.merchantForesight] = L.exp(growth * (step * input["vendor_lead"])) * headroom
    self[.customForesight] = L.exp(growth * (step * input["custom_lead"])) * headroom
    self[.legacy] = input["legacy_share"] * input["demand"]
    self[.wear] = step / input["life"]
    // exp((mu - sigma^2 / 2) h + sigma sqrt(h) z); a quarter after the horizon has no shock, so that it is not drawn.
    let drift = (input["demand_growth"] - sigma * sigma * 0.5) * step
    let spread = sigma * step.squareRoot()
    for (quarter, shock) in input.path("demand_shocks").enumerated().dropFirst() {
      let heard = shock.replacing(with: L(0), where: input["quarters"] .<= Double(quarter))
      values[ChipStrategyShared.firstDemandStep + quarter - 1] = L.exp(drift + spread * heard)
    }
  }

  private mutating func setMerchant(_ input: ModelInputs<L>) {
    let step = input["step"]
    let effective = input["vendor_peak"] * input["vendor_utilisation"]
    let units = 1 / effective
    let gain = input["vendor_peak_gain"]
    let decline = L.log(1 - input["vendor_price_decline"])
    let cadence = input["vendor_cadence"]
    let perGain = 1 / gain
    self[.merchantLimit] = effective * (input["vendor_allocation"] * step)
    self[.merchantLimitGrowth] = L.pow(1 + input["vendor_allocation_growth"], step)
    self[.merchantPrice] = input["vendor_price"] * units
    self[.merchantHost] = input["vendor_host"] * units
    self[.merchantPower] = input["vendor_power"] * units
    self[.merchantUnits] = units
    self[.merchantDecline] = L.exp(decline * step)
    // A new generation starts at its own price, whatever the old one has come down to.
    self[.priceStep] = input["price_gain"] * perGain * L.exp(-(decline * cadence))
    self[.hostStep] = input["host_gain"] * perGain
    self[.powerStep] = input["power_gain"] * perGain
    self[.unitsStep] = perGain
    self[.peakStep] = gain
    self[.merchantPace] = step / cadence
  }

  private mutating func setCloud(_ input: ModelInputs<L>) {
    let step = input["step"]
    let hours = step * HardwareCost.hoursPerYear
    self[.cloudLimit] = input["cloud_limit"]
    self[.cloudLimitGrowth] = L.pow(1 + input["cloud_limit_growth"], step)
    self[.rentLimit] = input["rent_limit"]
    self[.rentLimitGrowth] = L.pow(1 + input["rent_limit_growth"], step)
    self[.cloudPrice] = input["cloud_price"] * hours
    self[.cloudDecline] = L.pow(1 - input["cloud_price_decline"], step)
    self[.unmetPenalty] = input["unmet_penalty"] * hours
    self[.commitment] = input["cloud_commitment"]
    self[.commitmentQuarters] = input["cloud_commitment_term"] * (1 / step)
    self[.commitmentPrice] = input["cloud_price"] * (1 - input["cloud_commitment_discount"]) * hours
  }

  private mutating func setFleet(_ input: ModelInputs<L>) {
    let step = input["step"]
    self[.facilityPrice] = input["facility_price"]
    self[.facilityWear] = step / input["facility_life"]
    self[.energyPrice] =
      step * BreakEven.energyPerYear(powerW: L(1), load: input["load"], pricePerKWh: input["energy_price"])
    self[.maintenance] = input["maintenance"] * step
    self[.resale] = input["resale"]
    let power = input["power_limit"]
    self[.isPowerLimited] = L(0).replacing(with: L(1), where: power .> 0)
    self[.powerLimit] = power * 1e6
    self[.powerLimitGrowth] = L.pow(1 + input["power_limit_growth"], step)
  }

  private mutating func setUnit(_ input: ModelInputs<L>, _ unit: ChipStrategyUnit<L>) {
    let step = input["step"]
    let perGood = 1 / unit.assemblyYield
    let packages = input["packages_per_wafer"] * (input["packaging_allocation"] * step)
    self[.customLimit] = packages * unit.assemblyYield
    self[.customLimitGrowth] = L.pow(1 + input["packaging_allocation_growth"], step)
    self[.waferGrowth] = L.pow(1 + input["wafer_price_growth"], step)
    self[.memoryCost] = unit.memory * perGood
    self[.memoryGrowth] = L.pow(1 + input["hbm_price_growth"], step)
    self[.otherCost] = UnitCost.packaged(
      parts: unit.package, assemblyYield: unit.assemblyYield, finalTestAndBoard: input["final_test_board"])
    self[.dieCost] = unit.perYield * perGood
    self[.defects] = unit.defects(density: input["defect_density"]) / input["alpha"]
    self[.newDefects] = unit.defects(density: input["defect_density_start"] - input["defect_density"]) / input["alpha"]
    self[.learning] = unit.decay(years: step)
    self[.clustering] = input["alpha"]
    self[.harvest] = input["harvest"]
  }
}
