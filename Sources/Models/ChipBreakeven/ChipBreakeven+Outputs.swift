import Sweeps

extension ChipBreakeven {
  static var outputDeclarations: [OutputDeclaration] {
    [
      .init(
        "cost", "TC", "USD", "Present value of serving the volume: design, chips, host, facility, energy, upkeep."),
      .init("npv", "NPV", "USD", "The cost as a cash flow: its negative."),
      .init("unit_cost", "c_eq", "USD", "Present value for one merchant-equivalent, the design cost apart."),
      .init(
        "saving", "dTC", "USD", "Cost of buying less the cost of the strategy; below zero where buying is cheaper."),
      .init(
        "breakeven_volume", "V_star", "1", "Merchant-equivalents from which the own chip pays; infinite where never."),
      .init("e_min", "e_min", "1", "Performance ratio below which the own chip loses at any volume."),
      .init("equivalents", "e", "1", "Merchant chips that one own chip is worth."),
      .init("chips_bought", "n_chips", "1", "Chips in service under the strategy."),
      .init("fixed_cost", "F", "USD", "Design, masks and software of the own chip."),
      .init("cogs", "COGS", "USD", "Unit cost of the own chip before margin."),
      .init("chip_price", "P_c", "USD", "The same with the partner's margin and own operations."),
      .init("yield", "Y_eff", "1", "Dies that can be sold, over gross dies."),
      .init("dies_per_wafer", "N_dpw", "1", "Gross dies on a wafer, not rounded."),
      .init("kgd_cost", "KGD", "USD", "One tested good die."),
      .init("vendor_all_in", "K_m", "USD", "Capital of a merchant chip in service."),
      .init("vendor_opex", "O_m", "USD", "Present value of its energy and maintenance."),
      .init("custom_all_in", "K_c", "USD", "Capital of an own chip in service."),
      .init("custom_opex", "O_c", "USD", "Present value of its energy and maintenance."),
      .init("two_for_two", "r_star", "1", "Improvement the own chip must bring for the volume to pay its fixed cost."),
      .init("spend_star", "S_star", "USD", "Merchant chip spending that pays the fixed cost at equal unit cost."),
    ]
  }
}
