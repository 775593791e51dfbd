import Formulas

/// Money, energy, emissions and failures of the published training rows.
extension TrainingAnswers {
  func hardwareCost() throws(RowReader.Missing) -> ScalarLane {
    let price = try input("server_price_per_chip_at_acquisition")
    let share = try input("interconnect_fraction")
    if row.equation == "E10b" {
      return HardwareCost.upfront(chips: try input("chips"), price: price, interconnectShare: share)
    }
    let decline = try input("price_perf_oom_per_year")
    let hours = try input("chip_hours")
    let value = HardwareCost.value(price: price, decline: decline, years: try input("years_acquisition_to_start"))
    let charge = HardwareCost.hourlyCharge(value: value, decline: decline)
    let capex = HardwareCost.amortizedCapex(hourlyCharge: charge, chipHours: hours)
    return capex + HardwareCost.interconnect(capex: capex, share: share) + (try energyCost())
  }

  func rental() throws(RowReader.Missing) -> ScalarLane {
    if input.has("pretrain") { return try input.sum() }
    let hours = input.has("chip_hours") ? try input("chip_hours") : try input("chips") * input("days") * 24
    let names = ["usd_per_chip_hour", "usd_per_chip_hour_3yr_cud", "usd_per_a100_hour", "usd_per_h100_hour"]
    let name = names.first(where: input.has) ?? names[0]
    let cost = HardwareCost.rental(chipHours: hours, hourlyPrice: try input(name), discount: ScalarLane(0))
    guard input.has("ppi_2023_12") else { return cost }
    return FleetMarket.deflated(
      cost, index: try input("ppi_publication_month"), base: try input("ppi_2023_12"))
  }

  private func energyCost() throws(RowReader.Missing) -> ScalarLane {
    let metered = EnergyAndCarbon.meteredPowerKW(
      chipW: try input("tdp_w"), serverRatio: try input("chip_to_server_power"),
      averageShare: try input("avg_power_fraction"), pue: try input("pue"))
    let energy = EnergyAndCarbon.energyKWh(chipHours: try input("chip_hours"), meteredKW: metered)
    return EnergyAndCarbon.cost(energyKWh: energy, pricePerKWh: try input("usd_per_kwh"))
  }

  func energy() throws(RowReader.Missing) -> ScalarLane? {
    if input.has("usd_per_kwh") { return try energyCost() }
    if input.has("rated_kw") { return row.unit == "ratio" ? try averageShare("H100 SXM5 80GB") : nil }
    let kWh = try recordedEnergyKWh()
    return row.unit == "MWh" ? kWh / 1000 : kWh
  }

  /// Energy from chip-hours (or chips and days) and the average power a chip is said to draw.
  private func recordedEnergyKWh() throws(RowReader.Missing) -> ScalarLane {
    let hours = input.has("chip_hours") ? try input("chip_hours") : try input("chips") * input("days") * 24
    let watts = input.has("watts") ? try input("watts") : try input("watts_system_per_chip")
    let metered = EnergyAndCarbon.meteredPowerKW(
      chipW: watts, serverRatio: ScalarLane(1), averageShare: ScalarLane(1), pue: try input("pue", or: 1))
    return EnergyAndCarbon.energyKWh(chipHours: hours, meteredKW: metered)
  }

  private func averageShare(_ chip: String) throws(RowReader.Missing) -> ScalarLane {
    guard let found = Accelerator.named(chip) else { throw RowReader.Missing(name: chip) }
    return ScalarLane(found.averagePowerShare)
  }

  func emissions() throws(RowReader.Missing) -> ScalarLane {
    let kWh =
      if input.has("energy_mwh") {
        try input("energy_mwh") * 1000
      } else if input.has("kwh") {
        try input("kwh")
      } else {
        try recordedEnergyKWh()
      }
    return EnergyAndCarbon.emissionsT(energyKWh: kWh, intensity: try input("kg_per_kwh"))
  }

  // MARK: Failures

  func reliability() throws(RowReader.Missing) -> ScalarLane? {
    if input.has("interruptions") { return try observedFailures() }
    if input.has("mttf_s") {
      let write = try input("write_s")
      let mean = try input("mttf_s")
      return row.name.hasPrefix("young")
        ? Reliability.youngInterval(write: write, meanTimeToFailure: mean)
        : Reliability.dalyInterval(write: write, rate: 1 / mean)
    }
    if input.has("ckpt_interval_s") {
      let rate = Reliability.jobFailureRate(
        nodes: try input("nodes"), perNode: try input("rate_per_node_day") / 24, perJob: ScalarLane(0))
      return Reliability.expectedTrainingTimeRatio(
        rate: rate, interval: try input("ckpt_interval_s") / 3600, write: try input("ckpt_write_s") / 3600,
        restart: try input("restart_s") / 3600)
    }
    let nodes = input.has("nodes") ? try input("nodes") : try input("gpus") / input("gpus_per_node")
    let rate = Reliability.jobFailureRate(
      nodes: nodes, perNode: try input("rate_per_1000_node_days") / 24000, perJob: ScalarLane(0))
    return row.unit == "h" ? Reliability.meanTimeToFailure(rate: rate) : nil
  }

  private func observedFailures() throws(RowReader.Missing) -> ScalarLane {
    let perHour = try input("interruptions") / (input("days") * 24)
    guard input.has("nodes") else { return Reliability.meanTimeToFailure(rate: perHour) }
    return try perHour * 24000 / input("nodes")
  }
}
