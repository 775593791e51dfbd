import Sweeps

extension FleetEconomics {
  static var outputDeclarations: [OutputDeclaration] { marketOutputs + fleetOutputs + resultOutputs }

  private static var marketOutputs: [OutputDeclaration] {
    [
      .init("units", "n_q", "1", "Chips the maker sold in the quarter."),
      .init("h100_equivalents", "n_H100", "1", "Those chips in H100s, by 8-bit operations."),
      .init("packaging_wafers", "n_wafer", "1", "Wafers of advanced packaging they took."),
      .init("research_per_unit", "c_rd", "USD", "Research and development on each chip of a year."),
    ]
  }

  private static var fleetOutputs: [OutputDeclaration] {
    [
      .init("chips", "n", "1", "Chips of the fleet: as given, or what the commitment buys with their building."),
      .init("capital", "K_cap", "USD", "Machines, network and building."),
      .init("machine_capital", "I_it", "USD", "Machines and network."),
      .init("facility_capital", "I_fac", "USD", "Building, power and cooling."),
      .init("real_capital", "K_real", "USD", "The capital in money of the index's base month."),
      .init("facility_power", "W_fac", "W", "Power of the site."),
      .init("replacement_units", "n_rep", "1/year", "Chips a year that keep the fleet at its size."),
      .init("cost", "TCO", "USD/year", "Owning the fleet: capital paid back with interest, electricity, upkeep."),
      .init("cost_per_chip", "TCO_1", "USD/year", "Owning one chip."),
      .init(
        "cost_per_watt_month", "TCO_W", "USD/W/month",
        "A watt of servers for a month by the form of Barroso and Hölzle, with monthly payments."),
    ]
  }

  private static var resultOutputs: [OutputDeclaration] {
    [
      .init("required_revenue", "R_req", "USD/year", "Revenue that pays for a year's chips, by their share of cost."),
      .init(
        "required_revenue_tco", "R_tco", "USD/year",
        "The same from the cost of owning a year's chips over their life (a steady stock's, each year)."),
      .init("revenue_gap", "gap", "USD/year", "Required revenue less what there is."),
      .init("revenue_gap_tco", "gap_tco", "USD/year", "The same from the cost of owning."),
      .init("delay", "t_wait", "month", "From order to delivery."),
      .init("waiting_cost", "K_wait", "USD", "Idle people, chip-hours that are not there, worth lost before delivery."),
      .init("future_compute", "C_y", "FLOP", "Training compute of the frontier after years_ahead."),
      .init("future_cost", "K_y", "USD", "Cost of the dearest run after years_ahead."),
      .init("future_power", "W_y", "W", "Power of the largest run after years_ahead."),
      .init("price_performance", "f_pp", "1", "Operations for a dollar after years_ahead, over today's."),
      .init("years_to_target", "y_goal", "year", "Until the dearest run costs cost_target; infinite without growth."),
    ]
  }
}
