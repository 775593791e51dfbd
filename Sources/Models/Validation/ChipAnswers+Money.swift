import Formulas
import Sweeps

/// Unit cost, break-even and finance of the published chip rows.
extension ChipAnswers {
  func breakEven() throws(RowReader.Missing) -> ScalarLane {
    if input.has("MGA_fixed") {
      return BreakEven.volume(
        fixed: try input("MGA_fixed") - input("FPGA_fixed"), merchant: try input("FPGA_part"),
        customPerEquivalent: try input("MGA_part"))
    }
    if input.has("Km") { return BreakEven.leastEquivalents(custom: try input("Kc"), merchant: try input("Km")) }
    return BreakEven.volume(
      fixed: try input("NRE"), merchant: try input("cost_merchant_allin"),
      customPerEquivalent: try input("cost_custom_allin") / input("equiv"))
  }

  func billOfMaterials() throws(RowReader.Missing) -> ScalarLane {
    UnitCost.packaged(parts: try input.sum(), assemblyYield: ScalarLane(1), finalTestAndBoard: ScalarLane(0))
  }

  /// Medians of lognormals are the geometric means of their quantiles.
  func partnerPrice() throws(RowReader.Missing) -> ScalarLane {
    let cost = (try input("cost_p5") * input("cost_p95")).squareRoot()
    let margin = (try input("margin_p5") * input("margin_p95")).squareRoot()
    return UnitCost.price(cost: cost, margin: margin)
  }

  func finance() throws(RowReader.Missing) -> ScalarLane? {
    switch row.name {
    case "h100_decline": return ScalarLane.pow(try input("p2025") / input("p2022"), ScalarLane(1.0 / 3)) - 1
    case "epoch_progress":
      return 1 / HardwareCost.value(price: ScalarLane(1), decline: try input("OOM_per_year"), years: ScalarLane(1))
    case "epoch_cluster":
      return HardwareCost.upfront(
        chips: ScalarLane(1), price: try input("server_overhead"), interconnectShare: try input("interconnect_frac"))
    case "crf": return 1 / BreakEven.annuity(rate: try input("r"), years: try input("n"))
    case "pmt": return try input("P") / BreakEven.annuity(rate: try input("rate"), years: try input("n"))
    case "bern_rack":
      return BreakEven.allInCapital(
        price: try input("compute"), host: ScalarLane(0), powerW: ScalarLane(1), facilityPerW: try input("physical"))
    case "bern_gw": return try input("capex_rack") / input("capex_GW") * 1e6
    default: return nil
    }
  }
}
