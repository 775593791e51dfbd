import Formulas

/// Forward rows: figures foretold without being told anything of the run, each with its 90% interval.
extension TrainingAnswers {
  /// nil for rows that no prediction of this program covers.
  func forecast() throws(RowReader.Missing) -> Prediction? {
    switch row.equation {
    case "E6": input.has("active_params") ? try runHours() : try throughput()
    case "E12": input.has("tokens") ? try runEnergy() : try systemPower()
    case "E15": row.unit == "h" ? try smallJobFailures() : try effectiveTime()
    default: nil
    }
  }

  // MARK: Hours

  private func chipHours(parameters: String) throws(RowReader.Missing) -> (hours: Double, Utilisation.Expectation) {
    let (count, tokens) = (try input(parameters), try input("tokens"))
    let expected = Utilisation.wholeRun(parameters: count.value, tokens: tokens.value)
    let perToken = TrainingCompute.matrixFLOPPerToken(activeParameters: count)
    let hours = TrainingCompute.chipHours(
      compute: TrainingCompute.total(perToken: perToken, tokens: tokens), peak: try input("peak_dense_16bit_flops"),
      utilisation: ScalarLane(expected.share))
    return (hours.value, expected)
  }

  /// Chip-hours of a whole run from its size.
  private func runHours() throws(RowReader.Missing) -> Prediction {
    let (hours, expected) = try chipHours(parameters: "active_params")
    let basis = expected.isStated ? .stated : Utilisation.basis(of: row) ?? .heldOut
    return Prediction(
      value: hours, interval: Spread.interval(about: hours, reach: expected.reach), basis: basis)
  }

  /// Tokens a second of one GPU.
  private func throughput() throws(RowReader.Missing) -> Prediction? {
    guard let table = Utilisation.steady(of: row.inputs) else { return nil }
    let share = if let share = table.share { ScalarLane(share) } else { try shareByShape(ceiling: table.ceiling) }
    let rate = (share * table.peak / (try perToken(parameters: try input("params")))).value
    return Prediction(
      value: rate, interval: table.spread.interval(about: rate), basis: Utilisation.basis(of: row) ?? .heldOut)
  }

  private func shareByShape(ceiling: Double) throws(RowReader.Missing) -> ScalarLane {
    SteadyUtilisation.share(
      ceiling: ScalarLane(ceiling), hidden: try input("hidden"),
      microbatchTokens: try input("microbatch") * input("seq"),
      recomputed: ScalarLane(row.inputs["act_ckpt"] == "True" ? 1 : 0))
  }

  // MARK: Energy

  /// Average over rated power of a training server, 90% (Cottier et al. 2024).
  private static let serverShares = (gpu: 0.56...1.0, tpu: 0.30...0.62)

  /// Average power of an H100 alone in compute-bound training (W), of 700 rated.
  private static let averageH100 = ScalarLane(650)

  /// Energy of the chips alone over a run (MWh).
  private func runEnergy() throws(RowReader.Missing) -> Prediction? {
    guard row.inputs["chip"]?.hasPrefix("H100") == true else { return nil }
    let (hours, expected) = try chipHours(parameters: "params")
    let metered = EnergyAndCarbon.meteredPowerKW(
      chipW: Self.averageH100, serverRatio: ScalarLane(1), averageShare: ScalarLane(1), pue: ScalarLane(1))
    let energy = EnergyAndCarbon.energyKWh(chipHours: ScalarLane(hours), meteredKW: metered).value / 1000
    let power = Elementary.log(Self.serverShares.gpu.upperBound / Self.serverShares.gpu.lowerBound) / 2
    let reach = (expected.reach * expected.reach + power * power).squareRoot()
    return Prediction(value: energy, interval: Spread.interval(about: energy, reach: reach), basis: .stated)
  }

  /// Average power of a chip with its share of the server (W).
  private func systemPower() throws(RowReader.Missing) -> Prediction? {
    let names = ["TPUv3": "TPU v3", "V100": "V100 SXM2 32GB"]
    guard let name = names[row.inputs["chip"] ?? ""], let chip = Accelerator.named(name) else { return nil }
    let rated = try input("tdp_w")
    func power(_ share: Double) -> Double {
      let metered = EnergyAndCarbon.meteredPowerKW(
        chipW: rated, serverRatio: ScalarLane(chip.serverPowerRatio), averageShare: ScalarLane(share),
        pue: ScalarLane(1))
      return metered.value * 1000
    }
    let range = chip.kind == .tpu ? Self.serverShares.tpu : Self.serverShares.gpu
    return Prediction(
      value: power(chip.averagePowerShare), interval: power(range.lowerBound)...power(range.upperBound), basis: .stated)
  }

  // MARK: Failures

  /// Mean time to failure of a job below 4000 chips, whose stops are mostly of software: failures grow with the nodes
  /// from the 47.7 days measured for one (Kokolis et al. 2024), not from the hardware's rate of the row. The interval
  /// is a factor of two, about the range of the published rates of clusters and runs.
  private func smallJobFailures() throws(RowReader.Missing) -> Prediction? {
    let chips = try input("gpus")
    guard chips.value < 4000 else { return nil }
    let rate = Reliability.jobFailureRate(
      nodes: chips / (try input("gpus_per_node")), perNode: ScalarLane(1 / (47.7 * 24)), perJob: ScalarLane(0))
    let mean = Reliability.meanTimeToFailure(rate: rate).value
    return Prediction(value: mean, interval: (mean / 2)...(mean * 2), basis: .stated)
  }

  /// Effective training time with the default checkpoint and restart of `training-cost`; the interval is that of the
  /// checkpoint's write.
  private func effectiveTime() throws(RowReader.Missing) -> Prediction {
    let rate = Reliability.jobFailureRate(
      nodes: try input("nodes"), perNode: try input("rate_per_1000_node_days") / 24000, perJob: ScalarLane(0))
    func share(writeSeconds: Double) -> Double {
      let write = ScalarLane(writeSeconds / 3600)
      let interval = Reliability.dalyInterval(write: write, rate: rate)
      return Reliability.goodput(rate: rate, interval: interval, write: write, restart: ScalarLane(5.0 / 60)).value
    }
    return Prediction(
      value: share(writeSeconds: 20), interval: share(writeSeconds: 120)...share(writeSeconds: 5), basis: .stated)
  }
}
