import Formulas

extension ChipStrategyMarketInputs {
  /// Shortages, export rules and exchange rates: the kernel looks at none of it where `events` is 0.
  mutating func setEvents(_ input: ModelInputs<L>, _ unit: ChipStrategyUnit<L>) {
    let (zero, one) = (L(0), L(1))
    let isCyclical = input["supply"] .>= 0.5
    let isFloating =
      (input["currency_part"] .> 0)
      .& ((input["currency_growth"].magnitude() .> 0) .| (input["currency_volatility"] .> 0))
    let isBarred = input["export_quarter"] .< input["quarters"]
    self[.events] = zero.replacing(with: one, where: isFloating .| isBarred).replacing(with: L(2), where: isCyclical)

    setShortageLeads(input, where: isCyclical)
    setStates(input, where: isCyclical)
    self[.shortageAllocation] = input["shortage_allocation"]
    self[.shortagePrice] = input["shortage_vendor_price"]
    self[.shortageMemory] = input["shortage_hbm_price"]
    self[.exportQuarter] = input["export_quarter"]
    self[.exportAllocation] = input["export_allocation"]
    self[.exportPrice] = input["export_price"]
    self[.currencyPass] = input["currency_part"]
    self[.packagingCost] = unit.packaging / unit.assemblyYield
    setCurrency(input, where: isFloating)
  }

  /// Lead times in whole quarters, and the demand that an order so far ahead reckons with.
  private mutating func setShortageLeads(_ input: ModelInputs<L>, where isCyclical: L.Mask) {
    func lead(_ usual: String, _ factor: String) -> L {
      L(0).replacing(with: (input[usual] * input[factor] + 0.5).floor(), where: isCyclical)
    }
    let perQuarter = input["expected_growth"] * input["step"]
    let headroom = 1 + input["headroom"]
    let merchant = lead("vendor_lead", "shortage_vendor_lead")
    let custom = lead("custom_lead", "shortage_custom_lead")
    self[.merchantShortageLead] = merchant
    self[.customShortageLead] = custom
    self[.merchantShortageForesight] = L.exp(perQuarter * merchant) * headroom
    self[.customShortageForesight] = L.exp(perQuarter * custom) * headroom
  }

  /// The market's state in each quarter, 1 for a shortage: a Markov chain in which a small draw is a shortage whatever
  /// the state before, so that scenarios with the same draws stay alike. A quarter after the horizon is not drawn.
  private mutating func setStates(_ input: ModelInputs<L>, where isCyclical: L.Mask) {
    let (onset, relief) = (input["shortage_onset"], input["shortage_relief"])
    var chance = input["shortage_start"]
    for (quarter, draw) in input.path("supply_draws").enumerated() {
      let isShort = isCyclical .& (L(Double(quarter)) .< input["quarters"]) .& (draw .< chance)
      self[ChipStrategyShared.firstShortage + quarter] = L(0).replacing(with: L(1), where: isShort)
      chance = onset.replacing(with: 1 - relief, where: isShort)
    }
  }

  /// exp((mu - sigma^2 / 2) h + sigma sqrt(h) z) into each quarter of the horizon.
  private mutating func setCurrency(_ input: ModelInputs<L>, where isFloating: L.Mask) {
    let (step, sigma) = (input["step"], input["currency_volatility"])
    let drift = (input["currency_growth"] - sigma * sigma * 0.5) * step
    let spread = sigma * step.squareRoot()
    for (quarter, shock) in input.path("currency_shocks").enumerated().dropFirst() {
      let isHeard = isFloating .& (L(Double(quarter)) .< input["quarters"])
      let gain = L(1).replacing(with: L.exp(drift + spread * shock), where: isHeard)
      self[ChipStrategyShared.firstCurrencyStep + quarter - 1] = gain
    }
  }
}
