import Formulas

/// When a design pays, at the prices of its volume start and with mature software: the static question that the
/// simulation answers in time.
struct ChipStrategyBreakEven<L: Lane> {
  /// Merchant-equivalents; infinite where the own chip saves nothing.
  let volume: L

  init(_ input: ModelInputs<L>, programme: ChipStrategyProgrammeInputs<L>, cogs: L, hasNoCost: L.Mask) {
    let years = programme.volume
    let generation = (years / input["vendor_cadence"] + 1e-9).floor()
    let sinceLaunch = years - generation * input["vendor_cadence"]
    let price =
      input["vendor_price"] * L.pow(input["price_gain"], generation)
      * L.pow(1 - input["vendor_price_decline"], sinceLaunch)
    let host = input["vendor_host"] * L.pow(input["host_gain"], generation)
    let power = input["vendor_power"] * L.pow(input["power_gain"], generation)
    let peak = input["vendor_peak"] * L.pow(input["vendor_peak_gain"], generation)
    let merchant = Self.allIn(input, price: price, host: host, power: power)

    let margin = input["partner_margin"].replacing(with: L(0), where: hasNoCost)
    let paid =
      UnitCost.price(cost: cogs.replacing(with: L(1), where: hasNoCost), margin: margin)
      * (1 + input["operations"])
    let own = Self.allIn(input, price: paid, host: input["custom_host"], power: input["custom_power"])
    let equivalents = (programme.peak * input["software_ratio"]) / peak
    let perEquivalent = own / equivalents.replacing(with: L(1), where: hasNoCost)

    let horizon = input["step"] * input["quarters"]
    let software = input["software_cost"] * BreakEven.annuity(rate: input["discount_rate"], years: horizon)
    let fixed =
      input["nre"] + input["mask_cost"] + programme.respins + software + input["acquisition_price"]
      + input["integration_cost"]
    volume = BreakEven.volume(fixed: fixed, merchant: merchant, customPerEquivalent: perEquivalent)
      .replacing(with: L(.infinity), where: hasNoCost)
  }

  /// Capital of a chip in service and the present value of running it over its life (USD).
  private static func allIn(_ input: ModelInputs<L>, price: L, host: L, power: L) -> L {
    let life = BreakEven.annuity(rate: input["discount_rate"], years: input["life"])
    let energy = BreakEven.energyPerYear(powerW: power, load: input["load"], pricePerKWh: input["energy_price"])
    return BreakEven.allInCapital(price: price, host: host, powerW: power, facilityPerW: input["facility_price"])
      + (energy + input["maintenance"] * (price + host)) * life
  }
}
