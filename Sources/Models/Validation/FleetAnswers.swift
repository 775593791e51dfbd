import Formulas

/// What the equations of `fleet-economics` give for published units, ownership, revenue and growth.
struct FleetAnswers {
  let row: PublishedRow
  let input: RowReader

  init(_ row: PublishedRow) {
    self.row = row
    input = RowReader(row: row)
  }

  /// Whether a row of the chip table is about fleets: cost of a watt, required revenue, packaging, research.
  static func answers(_ row: PublishedRow) -> Bool {
    ["tco", "tcolife", "seq600", "cowos", "rd"].contains(row.group)
  }

  var answer: Computed {
    if row.equation == "E19", row.kind == "forward" { return ownershipPrediction }
    return input.answer { () throws(RowReader.Missing) in
      switch row.equation {
      case "E18": try units()
      case "E19": try capital()
      case "E20": try revenue()
      case "E21": try year()
      default: try chipRow()
      }
    }
  }

  private func units() throws(RowReader.Missing) -> ScalarLane {
    FleetMarket.units(
      revenue: try input("compute_revenue_usd"), share: try input("revenue_share"),
      hardwareShare: try input("hardware_share"),
      price: FleetMarket.medianPrice(low: try input("base_price_low80"), high: try input("base_price_high80")),
      deflation: try input("deflation"))
  }

  private func capital() throws(RowReader.Missing) -> ScalarLane {
    let total = FacilityCost.capital(
      chips: try input("chips"), pricePerChip: try input("compute_usd_per_chip"),
      facilityW: try input("facility_mw") * 1e6, pricePerW: try input("construction_usd_per_mw") / 1e6)
    return total / 1e9
  }

  /// The split of capital and its cost were fitted on the three published totals, which are rounded to one or two
  /// digits; the interval is Student's with the one degree of freedom that leaves.
  private var ownershipPrediction: Computed {
    do {
      let value = FacilityCost.yearlyCost(
        machines: try input("it_capex"), machineYears: try input("it_life_y"), building: try input("facility_capex"),
        buildingYears: try input("facility_life_y"), rate: try input("wacc"), running: try input("opex")
      ).value
      return .prediction(
        Prediction(value: value, interval: value / Self.ownershipFactor...value * Self.ownershipFactor, basis: .fitted))
    } catch {
      return .notModelled("the row gives no number for \(error.name)")
    }
  }

  /// exp(6.314 x 0.0135): log deviation of the three totals from two fitted constants.
  static let ownershipFactor = 1.089

  private func revenue() throws(RowReader.Missing) -> ScalarLane {
    if input.has("assumed_ai_revenue") { return try input("required") - input("assumed_ai_revenue") }
    if input.has("big4_each") {
      let known = try input("n_big") * input("big4_each") + input("n_other") * input("others_each")
      return try input("required") - known
    }
    return FleetMarket.requiredRevenue(
      chipSpending: try input("nvidia_run_rate"), chipShare: try input("gpu_share_of_dc_cost"),
      grossMargin: try input("gross_margin"))
  }

  private func year() throws(RowReader.Missing) -> ScalarLane {
    let years = FleetGrowth.yearsUntil(
      ScalarLane(1e9), from: try input("anchor_usd"), factor: try input("growth"))
    return try input("anchor_year") + years
  }

  // MARK: Rows of the chip table

  private func chipRow() throws(RowReader.Missing) -> ScalarLane? {
    switch row.name {
    case "seq600":
      return FleetMarket.requiredRevenue(
        chipSpending: try input("nvda_run_rate"), chipShare: try input("gpu_share_of_dc"),
        grossMargin: try input("gross_margin_user"))
    case "cowos_rubin":
      return FleetMarket.packagingWafers(units: try input("units"), packagesPerWafer: try input("per_wafer"))
    case "cowos_tripled": return FleetGrowth.ratio(try input("w2026"), to: try input("w2024"))
    case "rd_blackwell": return FleetMarket.perUnit(try input("R&D"), units: try input("units"))
    case "tco_trap": return ScalarLane(Self.overheadIsCountedOnce ? 1 : 0)
    default: break
    }
    let watts = try input("W")
    let life = try input("life_y")
    let perWattMonth = FacilityCost.perWattMonth(
      buildingPerW: try input("dc_capex"), buildingYears: try input("dc_years"), rate: try input("interest"),
      buildingUpkeep: try input("dc_opex"), powerPrice: try input("elec"), pue: try input("PUE"),
      serverPerW: try input("price") / watts, serverYears: life, serverUpkeep: try input("srv_opex"))
    return row.group == "tcolife"
      ? FacilityCost.overLife(perWattMonth: perWattMonth, watts: watts, years: life) : perWattMonth
  }

  /// The tool of the row multiplies the building's electricity of a whole life by watts and months a second time. Ours
  /// is per watt and month whatever the server, so over a life it is watts times months once.
  static var overheadIsCountedOnce: Bool {
    func overhead(watts: Double, years: Double) -> Double {
      func life(_ pue: Double) -> Double {
        let energy = FacilityCost.energyPerWattMonth(price: ScalarLane(0.067), pue: ScalarLane(pue))
        return FacilityCost.overLife(
          perWattMonth: energy, watts: ScalarLane(watts), years: ScalarLane(years)
        ).value
      }
      return life(1.5) - life(1)
    }
    let expected = 0.067 * 0.72 * 0.5 * 2000 * 36
    let found = overhead(watts: 2000, years: 3)
    let doubled = overhead(watts: 4000, years: 6)
    return (found / expected - 1).magnitude < 1e-12 && (doubled / found - 4).magnitude < 1e-12
  }
}
