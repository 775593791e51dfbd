import Models
import Sweeps

/// Shares of development cost that staff is, and prices and units of chips under uncertainty.
extension MonteCarloAnswers {
  /// A project as the development-cost notebook of Cottier et al. 2024 describes it.
  private struct Project {
    var people: Double
    /// Of the project: as the 90% interval printed, or a length that is known.
    var years: String
    var chipHours: Double
    /// Of one chip with its server at purchase (USD).
    var serverPrice: Double
    var yearsOwned: Double
    /// Of the final run, all overheads included.
    var kWh: Double
    /// USD/kWh in the year of the run.
    var powerPrice: Double
  }

  private static let projects = [
    "gpt3": Project(
      people: 25, years: "normal(\(4.0 / 12) to \(12.6 / 12))", chipHours: 3_552_000, serverPrice: 18625,
      yearsOwned: 1.268, kWh: 1287e3, powerPrice: 0.0667),
    "opt175b": Project(
      people: 19, years: "\(192 / 365.25)", chipHours: 812_544, serverPrice: 24875, yearsOwned: 0.952772,
      kWh: 33 * 24 * 992 * 0.3, powerPrice: 0.0832),
    "gpt4": Project(
      people: 284, years: "normal(\(9.5 / 12) to \(14.3 / 12))", chipHours: 57e6, serverPrice: 24875,
      yearsOwned: 1.746749, kWh: 57e6 * 0.4 * 2.03125 * 0.75 * 1.25, powerPrice: 0.0806),
  ]

  /// Median staff over the sum of the medians, in percent, as the notebook prints it.
  static func development(_ row: PublishedRow) throws -> Computed? {
    guard let name = row.name.split(separator: "_").last, let project = projects[String(name)] else { return nil }
    let days = project.chipHours / 24
    let lines = """
      fixed:
        chips: 1
        hours_from: days
        run_days: \(days)
        server_price: \(project.serverPrice)
        years_owned: \(project.yearsOwned)
        contributors: \(project.people)
        tdp: \(project.kWh / project.chipHours * 1000)
        server_power_ratio: 1
        average_power: 1
        pue: 1
        power_price: \(project.powerPrice)
      uncertain:
        experiment_factor: \(try interval("experiment_factor", row))
        energy_price_change: default
        project_years: \(project.years)
        full_time_share: \(mean(of: 0.285, spread: 0.8 / 0.05, project))
        salary: \(mean(of: 196.2e3, spread: 265.2 / 139.8, project))
        equity: \(mean(of: 184.5e3, spread: 501.7 / 35.5, project))
        salary_overhead: \(mean(of: 1.3237, spread: 1.4 / 1.25, project))
      sample: {design: sobol, size: 2^16, replicates: 1}
      """
    let model = TrainingCost()
    let parts = try [
      "staff_cost", "(capex + interconnect) * experiment_factor",
      "energy_cost * experiment_factor * energy_price_change",
    ].map { try RecordSweep.quantiles([50], of: $0, model, lines: lines)[0] }
    return .numbers(
      [parts[0] / parts.reduce(0, +) * 100],
      remark: "by a sweep of 2^16 scenarios of training-cost; hours, prices and length of the project from the notebook"
    )
  }

  /// The distribution of a mean over the people of a project, each with a draw of their own.
  private static func mean(of mean: Double, spread: Double, _ project: Project) -> String {
    let (median, sigma) = PeopleMean.lognormal(mean: mean, spread: spread, people: project.people)
    return "lognormal(median=\(median), sigma=\(sigma))"
  }

  // MARK: Fleet

  /// Units over their median and the price of custom chips.
  static func fleet(_ row: PublishedRow) throws -> Computed? {
    let model = FleetEconomics()
    if row.inputs["cost_p05"] != nil { return try customPrice(row) }
    let lines = """
      uncertain:
        chip_price: lognormal(27000 to 35000 @ 80%)
        hardware_share: clip(\(try interval("hardware_share", row)), 0, 1)
      """
    return try overMedian(try percent(row), of: "units", model, lines: lines)
  }

  /// Median of cost / (1 - margin), both lognormal: revenue that covers a cost and leaves a margin.
  private static func customPrice(_ row: PublishedRow) throws -> Computed? {
    func ends(_ name: String) throws -> String {
      guard let low = row.inputs[name + "_p05"], let high = row.inputs[name + "_p95"] else {
        throw StatisticsInputs.Missing(name: name)
      }
      return "lognormal(\(low) to \(high))"
    }
    let lines = """
      fixed: {chip_share: 1}
      uncertain:
        run_rate: \(try ends("cost"))
        user_margin: clip(\(try ends("margin")), 0, 0.99)
      sample: {design: sobol, size: 2^16, replicates: 1}
      """
    let model = FleetEconomics()
    return .numbers(
      try RecordSweep.quantiles([50], of: "required_revenue", model, lines: lines),
      remark: "by a sweep of 2^16 scenarios of fleet-economics: revenue that leaves the margin over the cost")
  }
}
