import Sweeps

extension ChipStrategy {
  static var outputDeclarations: [OutputDeclaration] {
    totals + terms
      + (1...10).map { year in
        .init(
          "capital_\(year)", "capex_\(year)", "USD",
          "Paid for chips, hosts and buildings in year \(year), not discounted; 0 after the horizon.")
      }
  }

  private static var totals: [OutputDeclaration] {
    [
      .init("cost", "C", "USD", "Present value of all the strategy pays and loses, less what is left at the end."),
      .init("npv", "NPV", "USD", "The cost as a cash flow: its negative."),
      .init("lcoc", "LCOC", "USD/PFLOPS/year", "Cost of an effective PFLOP/s for a year: cost over discounted work."),
      .init("train_token_cost", "c_train", "USD/Ttoken", "Training params on a token at that cost: 6 FLOP each."),
      .init("serve_token_cost", "c_serve", "USD/Ttoken", "Serving a token with params at that cost: 2 FLOP each."),
      .init("work", "W_eff", "PFLOPS*year", "Discounted effective PFLOP/s-years served."),
      .init("unmet", "unmet", "PFLOPS*year", "Effective PFLOP/s-years of demand that nobody served."),
      .init("vendor_units", "units_m", "chip", "Merchant chips delivered within the horizon."),
      .init("custom_units", "units_c", "chip", "Own chips delivered within the horizon."),
      .init("volume_quarter", "q_vol", "quarter", "Quarter in which the own chip's volume starts, unless cancelled."),
      .init("peak_power", "W_peak", "MW", "Largest power of the fleet."),
      .init(
        "breakeven_quarter", "q_be", "quarter",
        "First quarter from which all that has been paid stays at or below what buying has paid; the horizon if never."),
      .init(
        "breakeven_volume", "V_star", "1",
        "Merchant-equivalents from which the own chip would pay at the prices of its volume start; infinite where never."
      ),
      .init(
        "cogs", "COGS", "USD",
        "Unit cost of the own chip at its volume start, in a normal market, before margin and operations."),
    ]
  }

  private static var terms: [OutputDeclaration] {
    [
      .init("vendor_capital", "C_m", "USD", "Present value of merchant chips and their hosts."),
      .init("custom_capital", "C_c", "USD", "Present value of own chips and their hosts."),
      .init("facility", "C_dc", "USD", "Present value of buildings for new peaks of power."),
      .init("energy", "C_e", "USD", "Present value of electricity, the legacy fleet's included."),
      .init("upkeep", "C_maint", "USD", "Present value of maintenance."),
      .init("cloud", "C_cloud", "USD", "Present value of rental."),
      .init("unmet_cost", "C_unmet", "USD", "Present value of revenue lost with unmet demand."),
      .init("programme", "C_prog", "USD", "Present value of design, masks, respins and successors."),
      .init("software", "C_sw", "USD", "Present value of the own chip's software."),
      .init("acquisition", "C_acq", "USD", "Present value of an acquired firm's price and integration."),
      .init("residual", "C_res", "USD", "Present value of what chips and buildings are worth at the horizon."),
    ]
  }
}
