import Formulas
import Sweeps

/// What `finance` gives for published examples of finance: the model at the row's inputs.
struct FinanceAnswers {
  private let row: PublishedRow
  private let input: RowReader

  /// A row that says only "same" takes the inputs of the row it follows.
  init(_ row: PublishedRow) {
    let owner = Self.owners[row.name].flatMap { name in Self.builtIn.first { $0.name == name } }
    self.row = row
    input = RowReader(row: row.inputs.isEmpty ? owner ?? row : row)
  }

  private static let owners = ["xirr": "xnpv", "dp_wait": "dp_npv", "dp_option": "dp_npv"]

  private static let builtIn: [PublishedRow] = ((try? Record.rows(of: Record.chip, file: "chip.csv")) ?? [])
    .compactMap { if case .published(let row) = $0 { row } else { nil } }

  /// Nil for rows of other models.
  var answer: Computed? {
    guard let compute = Self.computations[row.group] else { return nil }
    return input.answer { () throws(RowReader.Missing) in try compute(self) }
  }

  private typealias Compute = @Sendable (Self) throws(RowReader.Missing) -> ScalarLane?

  private static let computations: [String: Compute] = [
    "npv": { row throws(RowReader.Missing) in try row.flows("npv") },
    "irr": { row throws(RowReader.Missing) in try row.flows("irr") },
    "xnpv": { row throws(RowReader.Missing) in try row.flows("xnpv") },
    "xirr": { row throws(RowReader.Missing) in try row.flows("xirr") },
    "pmt": { row throws(RowReader.Missing) in
      try row.output("payment", ["loan": "P", "loan_rate": "rate", "loan_periods": "n"])
    },
    "crf": { row throws(RowReader.Missing) in
      try row.output("capital_recovery", ["loan_rate": "r", "loan_periods": "n"])
    },
    "wright": { row throws(RowReader.Missing) in try row.learning() },
    "dp": { row throws(RowReader.Missing) in
      try row.output(
        ["dp_npv": "invest_now", "dp_wait": "wait_value", "dp_option": "flexibility"][row.row.name] ?? "invest_now",
        [
          "project_cost": "I", "price_now": "P0", "price_up": "up", "price_down": "down", "up_probability": "q",
          "discount_rate": "r",
        ])
    },
    "ms": { row throws(RowReader.Missing) in
      try row.output("trigger", ["risk_free_rate": "r", "payout": "delta", "volatility": "sigma"])
    },
    "bs": { row throws(RowReader.Missing) in
      try row.output(row.row.name == "bs_put" ? "put" : "call", Self.contract, ["payout": 0])
    },
    "crr5": { row throws(RowReader.Missing) in
      let steps = Self.contract.merging(["lattice_steps": "steps"]) { $1 }
      return try row.output("lattice_value", steps, ["payout": 0], choices: ["option": "put", "exercise": "american"])
    },
    "nv": { row throws(RowReader.Missing) in
      try row.output(
        "order_quantity",
        [
          "demand_mean": "mu", "demand_sd": "sigma", "sale_price": "price", "order_cost": "cost", "salvage": "salvage",
        ])
    },
    "cvar": { row throws(RowReader.Missing) in
      let isLognormal = row.row.name == "cvar_ln"
      let names = isLognormal ? ["loss_mean": "mu", "loss_sd": "sigma"] : [:]
      guard row.input.has("level") else {
        // The level of a standard normal loss is in the row's name.
        let level = Double(row.row.name.drop { $0 != "." && !$0.isNumber })
        return try row.output("expected_shortfall", names, level.map { ["tail_level": $0] } ?? [:])
      }
      return try row.output(
        "expected_shortfall", names.merging(["tail_level": "level"]) { $1 },
        choices: ["loss_law": isLognormal ? "lognormal" : "normal"])
    },
  ]

  private static let contract = [
    "spot": "S", "strike": "K", "risk_free_rate": "r", "volatility": "sigma", "option_years": "T",
  ]

  /// An output of the model with inputs from the row, numbers and choices.
  private func output(
    _ name: String, _ inputs: [String: String], _ numbers: [String: Double] = [:], choices: [String: String] = [:],
    paths: [String: [Double]] = [:]
  ) throws(RowReader.Missing) -> ScalarLane {
    let model = FinanceModel()
    var given: [String: Value] = numbers.mapValues { .number($0) }
    for (input, column) in inputs { given[input] = .number(try self.input(column).value) }
    for (input, choice) in choices { given[input] = .choice(choice) }
    for (input, path) in paths { given[input] = .path(path) }
    return model.outputs(ModelInputs(model.declaration, given: given))[name]
  }

  private func learning() throws(RowReader.Missing) -> ScalarLane {
    let isSum = row.name.hasPrefix("wright_cum")
    let progress = try input("progress").value
    return try output(
      isSum ? "learned_total" : "learned_cost", ["first_unit_cost": "C1", "units": "n"], ["learning_rate": 1 - progress]
    )
  }

  /// Flows of the row: the first is the investment, unless the row says that it falls at the end of the first period.
  private func flows(_ name: String) throws(RowReader.Missing) -> ScalarLane {
    let text = row.inputs["cf"] ?? input.row.inputs["cf"] ?? ""
    guard !text.isEmpty else { throw RowReader.Missing(name: "cf") }
    var flows = text.prefix { $0 != " " }.split(separator: "|").compactMap { Double($0) }
    var first = 0.0
    if input.has("cf0") {
      first = try input("cf0").value
    } else if !text.contains("first at t=1") {
      first = flows.removeFirst()
    }
    var paths = ["cash_flow": flows]
    if let dates = input.row.inputs["dates"] {
      let days = dates.split(separator: "|").compactMap { CalendarDay($0)?.number }
      paths["interval"] = zip(days.dropFirst(), days).map { Double($0.0 - $0.1) }
    }
    let rate = input.has("r") ? ["discount_rate": "r"] : [:]
    return try output(name, rate, ["investment": -first, "periods": Double(flows.count)], paths: paths)
  }
}

/// A day as `2008-10-30`, counted from the first of March of the year 0.
struct CalendarDay {
  let number: Int

  /// Nil where the text is no date.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, 1...12 ~= parts[1], 1...31 ~= parts[2] else { return nil }
    // Years that begin in March end with the day that is sometimes missing.
    let year = parts[1] > 2 ? parts[0] : parts[0] - 1
    let month = (parts[1] + 9) % 12
    number = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + parts[2] - 1
  }
}
