import Formulas
import Models
import Sweeps

/// Uncertainty of owning (Cottier et al. 2024): acquisition, amortized hardware, energy and their sum.
extension MonteCarloAnswers {
  static func uncertainty(_ row: PublishedRow) throws -> Computed? {
    let percent = try percent(row)
    let model = TrainingCost()
    if row.name.contains("acq") {
      return try overMedian(percent, of: "upfront_cost", model, lines: try acquisition(row), size: 20)
    }
    if row.name.contains("amort") {
      return try overMedian(percent, of: "capex + interconnect", model, lines: try amortization(row))
    }
    if row.name.contains("energy") {
      return try overMedian(percent, of: "energy_cost", model, lines: try energy(row))
    }
    guard row.name.contains("total") else { return nil }
    return try overMedian(percent, of: "joint_cost", TwoRuns(), lines: try total(row))
  }

  // MARK: Sweeps

  /// Chips, their price, servers and network about a price of 1000 USD; failures, which the rows do without, are off.
  private static let perfectMachine = "node_failures: 0, checkpoint_write: 1e-9, idle_share: 0"

  private static func acquisition(_ row: PublishedRow) throws -> String {
    """
    fixed: {chips: 1000, \(perfectMachine)}
    uncertain:
      chips_factor: \(try interval("quantity", row))
      server_overhead: \(try interval("server_overhead", row))
      interconnect_multiplier: \(try interval("interconnect", row))
      chip_price: \(try interval("price", row, times: 1000))
    """
  }

  /// 24 chip-hours in the median, from days for two of three draws and from compute for the third.
  private static let day = "chips: 1, params: 1e9, tokens: 5.328e9, \(perfectMachine)"

  private static func hours(_ row: PublishedRow, prefix: String = "") throws -> String {
    """
      \(prefix)hours_from: {compute: 0.3333333333333333, days: 0.6666666666666667}
      \(prefix)run_days: \(try interval("training_time", row))
      \(prefix)chips_factor: \(try interval("quantity", row))
      \(prefix)compute_factor: \(try interval("compute", row))
      \(prefix)peak_flops: \(try interval("peak", row, times: 1e15))
      \(prefix)whole_run_mfu: clip(\(try interval("mfu", row)), 0.01, 0.99)
    """
  }

  private static func hardware(_ row: PublishedRow) throws -> String {
    """
      price_decline: \(try interval("price_perf_oom", row))
      years_owned: \(try interval("years_shift", row))
      server_overhead: \(try interval("server_overhead", row))
      interconnect_multiplier: \(try interval("interconnect", row))
      chip_price: \(try interval("price", row, times: 1000))
    """
  }

  private static func amortization(_ row: PublishedRow) throws -> String {
    "fixed: {\(day)}\nuncertain:\n" + (try hours(row)) + "\n" + (try hardware(row))
  }

  private static func energy(_ row: PublishedRow) throws -> String {
    let run = try sameTable(row, as: "epoch_unc_amort_gpu_p05")
    return """
      fixed: {\(day), average_power: 1, server_power_ratio: 1}
      uncertain:
      \(try hours(run))
        tdp: \(try interval("avg_power_gpu", row, times: 1000 / 0.75))
        power_price: \(try interval("energy_price", row))
        pue: {data: \(buildings)}
      """
  }

  /// Hardware of one run and energy of another, whose share of the hardware is a draw of its own, as in the notebook.
  private static func total(_ row: PublishedRow) throws -> String {
    let power = try sameTable(row, as: "epoch_unc_energy_gpu_p05")
    // A watt costs as much as a dollar of hardware is charged in an hour at the central decline.
    let charge = 1000 * 2.302585092994046 / 8766
    let second = day.split(separator: ", ").map { "second_\($0)" }.joined(separator: ", ")
    return """
      fixed: {\(day), \(second), second_average_power: 1, second_server_power_ratio: 1}
      uncertain:
      \(try hours(row))
      \(try hardware(row))
      \(try hours(row, prefix: "second_"))
        second_tdp: \(try interval("avg_power_tpu", power, times: 1000 / 0.43))
        second_power_price: \(try interval("energy_price", power, times: charge / buildingScale))
        second_pue: {data: \(buildings)}
        energy_share: lognormal(0.03 to 0.42)
      """
  }

  /// A row of the built-in record that states what this one calls the same.
  private static func sameTable(_ row: PublishedRow, as name: String) throws -> PublishedRow {
    for case .published(let other) in try Record.builtIn() where other.name == name { return other }
    throw StatisticsInputs.Missing(name: name)
  }

  private static let buildingScale = 1.25

  /// Power usage effectiveness as 999 equally likely points: 50 of 64 runs in hyperscale buildings (1.05 to 1.16 about
  /// 1.1), the others in buildings of 1.12 to 1.4 about 1.25, both over
  /// their centre and times a scale that keeps every building above its machines.
  private static let buildings: [Double] = {
    func below(_ x: Double, _ low: Double, _ high: Double, _ centre: Double) -> Double {
      let (a, b) = (Elementary.log(low / centre * buildingScale), Elementary.log(high / centre * buildingScale))
      let sigma = (b - a) / (2 * Elementary.normalQuantile(0.95))
      return Elementary.normalCDF((Elementary.log(x) - (a + b) / 2) / sigma)
    }
    return (0..<999).map { index in
      let rank = (Double(index) + 0.5) / 999
      var (low, high) = (0.5, 2.5)
      for _ in 0..<50 {
        let middle = (low + high) / 2
        let share = below(middle, 1.05, 1.16, 1.1) * 50 / 64 + below(middle, 1.12, 1.4, 1.25) * 14 / 64
        if share < rank { low = middle } else { high = middle }
      }
      return low
    }
  }()
}

/// Hardware of one training run beside the energy of another, independent one.
struct TwoRuns: Model {
  private static let run = TrainingCost().declaration

  let declaration: ModelDeclaration = {
    let second = Self.run.inputs.map { input in
      var input = input
      input.name = "second_" + input.name
      input.symbol = "second_" + input.symbol
      return input
    }
    let share = InputDeclaration(
      name: "energy_share", symbol: "energy_share", unit: "1", kind: .positive(allowsZero: false), default: .number(1),
      source: "Cottier et al. 2024 (Epoch AI), arXiv:2405.21015", doc: "Energy over hardware in the median.")
    return ModelDeclaration(
      name: "two-runs", version: 1, question: "What do the hardware of one run and the energy of another cost?",
      inputs: Self.run.inputs + second + [share],
      outputs: [
        OutputDeclaration(name: "joint_cost", symbol: "joint_cost", unit: "USD", doc: "Hardware and a share of energy.")
      ])
  }()

  func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    func run(_ prefix: String) -> ModelOutputs<L> {
      let values = Self.run.inputs.map { ($0.name, input[prefix + $0.name]) }
      return TrainingCost().outputs(ModelInputs(Dictionary(uniqueKeysWithValues: values)))
    }
    let (first, second) = (run(""), run("second_"))
    let hardware = first["capex"] + first["interconnect"]
    return ModelOutputs(["joint_cost": hardware + second["energy_cost"] * input["energy_share"]])
  }

  func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] { [] }
}
