import Sweeps

extension ChipUnitCost {
  static var inputs: [InputDeclaration] {
    decisionInputs + dieInputs + yieldInputs + waferInputs + packageInputs + designInputs + scheduleInputs
  }

  private static var decisionInputs: [InputDeclaration] {
    [
      .choice(
        "node", "node", ProcessNode.names, default: ProcessNode.standard,
        source: "Khan & Mann 2020; Feng & Ma 2022; Ning et al. 2023", doc: "Process of the logic dies."),
      .choice(
        "organisation", "org", organisations, default: "interposer", source: Citation.chipletActuary,
        doc: "One die, or several on a substrate (mcm), on redistribution layers (fan_out) or on a silicon interposer."),
      .choice(
        "chip_order", "order", ["chip_last", "chip_first"], default: "chip_last", source: Citation.chipletActuary,
        doc: "Whether dies are bonded to finished redistribution layers, or these are built around them; for fan_out."),
      .count(
        "dies", "n_die", 1, source: "H100 1, B200 2 (NVIDIA)", doc: "Equal logic dies in a package; single has 1."),
      .positive(
        "volume", "V", "1", 1e6, .loguniform(low: 1e4, high: 1e7), source: Citation.assumption,
        doc: "Units to be made."),
      .nonNegative(
        "volume_elsewhere", "V_x", "1", 0, source: Citation.assumption,
        doc: "Units of other systems with the same dies, which share their design cost."),
    ]
  }

  private static var dieInputs: [InputDeclaration] {
    [
      .positive(
        "logic_area", "A", "mm2", 814, source: "H100 814, A100 826 mm2 (NVIDIA)",
        doc: "Logic of a package, without die-to-die interfaces."),
      .nonNegative(
        "interface_share", "f_d2d", "1", 0.1, source: Citation.chipletActuary,
        doc: "Die-to-die interfaces over the logic of a die, where a package has several."),
      .positive("aspect", "aspect", "1", 1, source: Citation.catch2025, doc: "Width of a die over its height."),
      .scribe,
      .nonNegative(
        "edge", "e_edge", "mm", 3, source: "usual edge exclusion of 300 mm wafers; 5 in Feng & Ma 2022",
        doc: "Unusable rim of the wafer."),
      .waferDiameter,
      .positive(
        "reticle_area", "R", "mm2", WaferGeometry.reticleMM2,
        source: "26 mm x 33 mm scanner field; 429 for high-NA EUV",
        doc: "Largest die one exposure can print; a larger die is infeasible."),
      .choice(
        "placement", "place", ["analytic", "edge_once", "grid", "staggered"], default: "analytic",
        source: "Hennessy & Patterson; google/chiplets-cost-model; Graening et al. 2025",
        doc: "How dies on a wafer are counted: by formula, or placed (analytic where a die is too small to place)."),
      .choice(
        "good_dies", "whole", ["fractional", "whole"], default: "fractional", source: "google/chiplets-cost-model",
        doc: "Whether the good dies of a wafer are rounded down."),
    ]
  }

  private static var yieldInputs: [InputDeclaration] {
    [
      .nonNegative(
        "defect_density", "D_inf", "/cm2", 0.11, .lognormal(0.07, 0.15), source: Citation.chipletActuary,
        doc: "Killing defects once the node is mature."
      ).byNode(\.defects),
      .nonNegative(
        "first_defect_density", "D_i", "/cm2", 0, source: "N7 fell to 0.09 in three quarters (AnandTech, August 2020)",
        doc: "The same at volume start; 0 takes the mature one."),
      .nonNegative(
        "node_age", "a", "year", 0, source: Citation.cset, doc: "Since the node's volume start, for yield and price."
      ).byNode(\.age),
      .positive(
        "learning_time", "tau_D", "year", 1, source: Citation.assumption,
        doc: "Time constant with which defects fall to the mature density."),
      .yieldModel,
      .defectClustering,
      .criticalLayers,
      .choice(
        "harvesting", "harv", ["none", "simple", "cores"], default: "simple",
        source: "partly disabled GPUs on sale (A100 108 of 128 SMs, H100 132 of 144)",
        doc: "Whether defective dies are sold with parts off: by a share of them, or by spare cores."),
      .fraction(
        "harvest", "hr", 0.6, .uniform(low: 0.4, high: 0.8), source: "partly disabled GPUs on sale",
        doc: "Defective dies that can be sold, over all defective dies, for simple."),
      .count("cores", "n_core", 144, source: "H100 die, 144 SMs (NVIDIA)", doc: "Equal cores on a die, for cores."),
      .count(
        "spare_cores", "r_core", 12, minimum: 0, source: "H100 SXM5, 132 of 144 SMs (NVIDIA)",
        doc: "Cores that may be bad, for cores."
      ).limited(.within(0, Double(CoreRedundancy.mostSpares)), because: "the sum over bad cores is written out so far"),
      .fraction(
        "uncore_share", "f_u", 0.3, source: Citation.assumption, doc: "Area of a die that must be good, for cores."),
    ]
  }

  private static var waferInputs: [InputDeclaration] {
    [
      .nonNegative(
        "wafer_price", "W", "USD", 0, .lognormal(13500, 18000), source: "press reports of N5 prices, 2020-2025",
        doc: "A processed wafer; 0 takes the node's price at its age."),
      .positive(
        "wafer_capital", "capex", "USD", 16746, source: Citation.cset,
        doc: "Invested for one wafer a year when the node was new."
      ).byNode(\.capital),
      .fraction(
        "wafer_depreciation", "dep", 0.2529, source: Citation.cset, doc: "Of the remaining capital, a year."
      ).limited(.fromBelow(0, 1), because: "at 1 nothing is left after a year"),
      .fraction(
        "wafer_floor", "dep_floor", 0.35, source: Citation.cset,
        doc: "Share of the capital below which the base of the price never falls."),
      .fraction(
        "depreciation_share", "dep_share", 0.2493, source: Citation.cset,
        doc: "Depreciation over the foundry's revenue."
      ).limited(.aboveTo(0, 1), because: "the price is divided by it"),
      .positive(
        "wafer_price_factor", "f_W", "1", 1, .uniform(low: 1, high: 1.3),
        source: "foundry price rises of 3-10% a year and 5-20% for US fabs (press, 2024-2026)",
        doc: "On the price of a wafer."),
      .lithographyShare,
      .nonNegative("die_test", "c_test", "USD", 0, source: Citation.assumption, doc: "Wafer test of one die."),
    ]
  }
}
