import Formulas

/// A strategy's own inputs of the kernel, worked out from the model's.
struct ChipStrategyProgrammeInputs<L: Lane> {
  private(set) var values = Array(repeating: L(0), count: ChipStrategyKernel.ownInputs)
  /// The first quarter of volume as planned by the calendar, cancelled or not.
  let volumeQuarter: L
  /// The first generation's peak (PFLOP/s).
  let peak: L
  /// Times in years.
  let volume: L
  let respins: L

  private subscript(_ input: ChipStrategyOwn) -> L {
    get { values[input.rawValue] }
    set { values[input.rawValue] = newValue }
  }

  /// - Parameter cannotExist: where the chip has no finite cost; there its numbers are only kept finite.
  init(_ input: ModelInputs<L>, kind: L, cannotExist: L.Mask) {
    let (zero, one) = (L(0), L(1))
    let step = input["step"]
    let perStep = 1 / step
    let start = input["start"]
    let design = input["design_time"] * (1 - input["design_cut"])
    let afterDesign = input["fab_time"] + input["qualification_time"]
    let extraSpins = input["spins"] - 1
    let respinTime = extraSpins * input["respin_time"]
    let tapeout = start + input["slip"] * design
    let firstSilicon = tapeout + input["fab_time"]
    volume = firstSilicon + input["qualification_time"] + respinTime
    let planned = start + design + afterDesign
    let quarter = -(-(volume * perStep - 1e-9)).floor()
    volumeQuarter = quarter
    let isCancelled = input["cancelled"] .>= 0.5

    // Performance is frozen at the planned date: a slip makes the part stale.
    let vendorPace = 1 / input["vendor_cadence"]
    let gain = L.log(input["vendor_peak_gain"])
    let generations = L.maximum(planned * vendorPace - 0.5, zero)
    peak = input["perf_ratio"] * input["vendor_peak"] * L.exp(gain * generations)
    let between = input["cadence"] * vendorPace

    let designCost = input["nre"] * (1 / input["design_time"])
    respins = extraSpins * (input["mask_cost"] + input["respin_burn"] * designCost * input["respin_time"])

    self[.kind] = kind
    let inference = input["inference_part"]
    self[.share] = input["custom_share"] * (1 - inference) + input["inference_share"] * inference
    self[.bargain] = input["bargaining"]
    self[.volumeQuarter] = quarter.replacing(with: L(1e6), where: isCancelled)
    self[.peak] = peak.replacing(with: one, where: cannotExist)
    self[.power] = input["custom_power"]
    self[.host] = input["custom_host"]
    self[.peakStep] = L.exp(gain * between)
    self[.powerStep] = L.pow(input["power_gain"], between)
    self[.pace] = step / input["cadence"]
    let margin = input["partner_margin"].replacing(with: zero, where: cannotExist)
    self[.priceFactor] = UnitCost.price(cost: one, margin: margin) * (1 + input["operations"])
    self[.utilisation] = input["vendor_utilisation"] * input["software_ratio"]
    self[.immaturity] = 1 - input["software_start"]
    self[.maturing] = L.exp(-(step / input["software_time"]))
    self[.start] = start * perStep
    self[.tapeout] = tapeout * perStep
    self[.firstSilicon] = firstSilicon * perStep
    self[.volume] = volume * perStep
    self[.designRate] = designCost * step
    self[.masks] = input["mask_cost"]
    self[.respins] = respins.replacing(with: zero, where: isCancelled)
    self[.respinQuarters] = L.maximum(respinTime * perStep, one)
    self[.softwareRate] = input["software_cost"] * step
    self[.softwareEnd] = input["quarters"].replacing(with: firstSilicon * perStep, where: isCancelled)
    self[.acquisition] = input["acquisition_price"]
    self[.integrationRate] = input["integration_cost"] * (step / input["integration_time"])
    self[.integrationEnd] = (start + input["integration_time"]) * perStep
    let successor = (input["successor_cost"] * input["nre"] + input["mask_cost"]) * (step / input["design_time"])
    self[.successorRate] = successor.replacing(with: zero, where: isCancelled)
    self[.successorQuarters] = input["design_time"] * perStep
    self[.successorSpacing] = input["cadence"] * perStep
    // Who rents or buys has no programme, and what it would be like is not worked out for every scenario.
    for position in values.indices where position != ChipStrategyOwn.kind.rawValue {
      values[position] = values[position].replacing(with: zero, where: kind .< 2)
    }
  }
}
