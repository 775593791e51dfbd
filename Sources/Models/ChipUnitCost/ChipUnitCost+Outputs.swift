import Sweeps

extension ChipUnitCost {
  static var outputDeclarations: [OutputDeclaration] {
    [
      .init("cost", "c_unit", "USD", "One good packaged unit with its share of the design."),
      .init("cogs", "COGS", "USD", "The same without the design: dies, package, losses, memory, test and board."),
      .init("price", "P_c", "USD", "The unit cost with the seller's margin and own operations."),
      .init("recurring", "RE", "USD", "Dies and package in the five parts of Chiplet Actuary, with wasted memory."),
      .init("nre", "NRE", "USD", "One-time cost of modules, chips, interface and package."),
      .init("nre_per_unit", "NRE_u", "USD", "What one unit carries of it."),
      .init("yield", "Y_eff", "1", "Dies that can be sold, over gross dies."),
      .init("defects_now", "D0_a", "/cm2", "Killing defects at the node's age."),
      .init("die_area", "A_die", "mm2", "Area of one die with its interfaces."),
      .init("dies_per_wafer", "N_dpw", "1", "Gross dies on a wafer by the chosen placement."),
      .init("reticle_use", "util", "1", "Share of the exposure field that whole dies fill."),
      .init("wafer_cost", "W_t", "USD", "A processed wafer with the lithography an unfilled field adds."),
      .init("kgd_cost", "KGD", "USD", "One tested good die."),
      .init("carrier_area", "A_i", "mm2", "Interposer or redistribution layers; 0 without."),
      .init("package_yield", "y_pkg", "1", "Packages that come out good."),
      .init("time_to_market", "TTM", "week", "Tape-out, fab and assembly for the whole volume."),
      .init("agility", "CAS", "wafer/h/week", "Wafer rate a week of time to market is worth: 1 over dTTM/drate."),
      .init("wafers", "N_w", "wafer", "Wafers for the volume."),
      .init("creation_cost", "C_chip", "USD", "Tape-out, masks, wafers and packages of the whole volume (ttm-cas)."),
      .init("reference_chip_price", "P_ref", "USD", "Foundry price of CSET's chip of 610 mm2 at 5 nm on this node."),
      .init("reference_chip_cost", "c_ref", "USD", "The same with its design share, assembly, test and packaging."),
    ]
  }
}
