import Sweeps

extension ChipUnitCost {
  /// Design of a fan-out package (USD), and of a chip of 300 mm2 at 55 nm, which an interposer is (Feng & Ma 2022).
  static let fanOutDesign = 1.5e7
  private static let interposerDesign = 2.8e7

  static var packageInputs: [InputDeclaration] {
    [
      .choice(
        "loss_accounting", "loss", ["remade", "first_order"], default: "remade",
        source: "Feng & Ma 2022; google/chiplets-cost-model",
        doc: "Whether bad packages are made again, or written off once as a share of what goes in."),
      .count(
        "memory_stacks", "n_hbm", 5, minimum: 0, source: "H100 SXM5 (NVIDIA)", doc: "Stacks bonded beside the dies."),
      .nonNegative(
        "memory_area", "A_hbm", "mm2", 110, source: "HBM3 stack, 11 mm x 10 mm (JEDEC JESD238)",
        doc: "Area of a stack."),
      .nonNegative("hbm_gb", "HBM", "GB", 80, source: "H100 SXM5 (NVIDIA)", doc: "Memory of a package."),
      .memoryPrice,
      .nonNegative(
        "carrier_wafer", "W_i", "USD", 1937, source: Citation.chipletActuary + "; as sold (CoWoS) about 12,000",
        doc: "A wafer of carriers."
      ).byOrganisation([0, 0, 1200, 1937]),
      .nonNegative(
        "packages_per_wafer", "ppw", "1", 0, source: "JPMorgan 2025: Rubin 9",
        doc: "Carriers cut from it; 0 takes as many as fit."),
      .nonNegative(
        "carrier_defects", "D_car", "/cm2", 0.06, source: Citation.chipletActuary, doc: "Killing defects of a carrier."
      ).byOrganisation([0, 0, 0.05, 0.06]),
      .positive(
        "carrier_alpha", "alpha_i", "1", 6, source: Citation.chipletActuary, doc: "Clustering of its defects."
      ).byOrganisation([3, 3, 3, 6]),
      .positive(
        "carrier_area_factor", "k_i", "1", 1.1, source: Citation.chipletActuary,
        doc: "Area of a carrier over what stands on it."
      ).byOrganisation([1, 1, 1.2, 1.1]),
      .fraction(
        "bond_yield", "y_b", 0.95, source: Citation.chipletActuary, doc: "Of bonding one die or stack."
      ).byOrganisation([0.99, 0.99, 0.98, 0.95]).limited(.aboveTo(0, 1), because: "at 0 no package is good"),
      .nonNegative(
        "bump_price", "c_bump", "USD/mm2", 0.01, source: Citation.chipletActuary, doc: "Bumps under a logic die."
      ).byOrganisation([0.005, 0.005, 0.01, 0.01]),
      .nonNegative(
        "carrier_bump_price", "c_C4", "USD/mm2", 0.005, source: Citation.chipletActuary, doc: "Bumps under a carrier."),
      .fraction(
        "substrate_yield", "y_sub", 0.99, source: Citation.chipletActuary,
        doc: "Of bonding a carrier to its substrate."
      ).limited(.aboveTo(0, 1), because: "at 0 no package is good"),
      .positive(
        "substrate_area_factor", "k_sub", "1", 4, source: Citation.chipletActuary,
        doc: "Area of the organic substrate over what stands on it."),
      .nonNegative(
        "substrate_price", "c_sub", "USD/mm2", 0.005, source: Citation.chipletActuary,
        doc: "Organic substrate, for a single part; more layers cost up to twice that."),
      .nonNegative(
        "final_test_board", "c_final", "USD", 920, source: "Raymond James estimate of H100: 920 USD test and assembly",
        doc: "Final test, assembly and board of a unit."),
      .fraction(
        "margin", "m", 0.55, .triangular(min: 0.45, mode: 0.55, max: 0.68),
        source: "Epoch AI, Broadcom 50-70%; 0.70-0.88 for a merchant; 0 for an own team",
        doc: "Gross margin of the seller."
      ).limited(.fromBelow(0, 1), because: "at 1 the price is infinite"),
      .nonNegative(
        "operations", "ops", "1", 0, source: Citation.assumption + "; 0.06 for an own team",
        doc: "Own supply-chain cost over the price."),
    ]
  }

  static var designInputs: [InputDeclaration] {
    [
      .nonNegative(
        "design_cost", "NRE300", "USD", 542e6, .lognormal(.median(542e6, sigma: 0.5)),
        source: "IBS 2018 after Feng & Ma 2022; 3 nm IBS 590 MUSD", doc: "A design of 300 mm2 with its first tape-out."
      ).byNode(\.design),
      .count(
        "designs", "m_die", 1, source: Citation.chipletActuary, doc: "Different designs among the dies of a package."),
      .nonNegative(
        "package_design_per_area", "k_pkg", "USD/mm2", 33600, source: Citation.chipletActuary,
        doc: "Package design for each mm2 of substrate, or of carrier where there is one."
      ).byOrganisation([
        3000, 3000, PackageDesign.perArea(referenceCost: fanOutDesign), 1.2 * 0.3 * interposerDesign / 300,
      ]),
      .nonNegative(
        "package_design_fixed", "F_pkg", "USD", 6.72e6, source: Citation.chipletActuary,
        doc: "Package design whatever its area."
      ).byOrganisation([
        3e5, 3e5, PackageDesign.fixed(referenceCost: fanOutDesign), 1.2 * 0.2 * interposerDesign,
      ]),
    ]
  }

  static var scheduleInputs: [InputDeclaration] {
    [
      .positive(
        "transistor_density", "rho", "MTr/mm2", 138.2, source: Citation.ttmCAS + "; 171.3 at 5 nm in Khan & Mann 2020",
        doc: "Transistors on a mm2 of logic."
      ).byNode(\.density),
      .nonNegative(
        "transistors", "T", "Tr", 80e9, source: "H100 80e9, A100 54e9 (NVIDIA)",
        doc: "Transistors of a package; 0 takes the node's density on the logic area."),
      .fraction(
        "unique_share", "u", 0.01,
        source: Citation.assumption + "; 144 cores of a GPU are alike; A11 0.112 (Ning et al. 2023)",
        doc: "Transistors that must be laid out, over all."),
      .count("engineers", "E", 100, source: Citation.ttmCAS, doc: "Back-end engineers."),
      .fraction(
        "parallel_share", "pi", 0.6, source: Citation.ttmCAS, doc: "Tape-out work that engineers can share."),
      .nonNegative("tapeout_effort", "d_node", "h/Tr", 5.5068e-6, source: Citation.ttmCAS, doc: "For a transistor.")
        .byNode(\.effort),
      .nonNegative(
        "fab_queue", "queue", "week", 0, source: Citation.ttmCAS, doc: "Before the first wafer starts."),
      .nonNegative(
        "fab_latency", "lat", "week", 20, source: Citation.ttmCAS, doc: "Of a wafer through the fab."
      ).byNode(\.latency),
      .nonNegative(
        "wafer_rate", "wph", "wafer/h", 141.25, source: "TSMC, first quarter of 2023, after Ning et al. 2023",
        doc: "Wafers an hour of the foundry on this node."
      ).byNode(\.waferRate),
      .fraction(
        "capacity_share", "share", 1, source: Citation.ttmCAS, doc: "Share of them that is available."
      ).limited(.aboveTo(0, 1), because: "without wafers nothing is ever made"),
      .nonNegative(
        "assembly_weeks", "osat", "week", 6, source: Citation.ttmCAS, doc: "Test and assembly of the first part."),
      .nonNegative(
        "mask_cost", "mask", "USD", 18.1e6, .lognormal(.median(18.1e6, sigma: 0.3)),
        source: Citation.ttmCAS + ", IC Knowledge", doc: "One mask set."
      ).byNode(\.masks),
      .nonNegative("ip_cost", "IP", "USD", 2.6442e6, source: Citation.ttmCAS, doc: "Licensed blocks.")
        .byNode(\.intellectualProperty),
      .nonNegative("gate_price", "b_node", "USD", 0.35, source: Citation.moonwalk, doc: "Back-end labour for a gate.")
        .byNode(\.gate),
      .nonNegative(
        "package_price", "c_pkg", "USD", 21, source: Citation.moonwalk,
        doc: "Flip-chip package with assembly, in the creation cost only."),
      .fraction(
        "assembly_share", "atp", 0.3348, source: Citation.cset,
        doc: "Assembly, test and packaging over foundry price, in the reference chip only."),
    ]
  }
}
