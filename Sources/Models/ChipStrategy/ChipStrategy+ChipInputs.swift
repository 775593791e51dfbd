import Sweeps

extension ChipStrategy {
  static var dieInputs: [InputDeclaration] {
    [
      .positive("die_area", "A_die", "mm2", 840, source: "H100 814, A100 826 mm2 (NVIDIA)", doc: "Area of one die.")
        .limited(.aboveTo(0, WaferGeometry.reticleMM2), because: "the reticle field is 26 mm x 33 mm"),
      .count("dies_per_package", "n_die", 1, source: "H100 1, B200 2 (NVIDIA)", doc: "Compute dies in a package."),
      .nonNegative("scribe", "scribe", "mm", 0.2, source: Citation.chipletActuary, doc: "Width of the scribe line."),
      .nonNegative("edge", "edge", "mm", 3, source: Citation.chipletActuary, doc: "Unusable rim of the 300 mm wafer."),
      .nonNegative(
        "wafer_price", "wafer", "USD", 22000, .lognormal(18000, 28000),
        source: "press reports of N3 prices, 2024-2026", doc: "Price of a processed wafer at the start."),
      .real(
        "wafer_price_growth", "wafer_g", "1/year", 0.03,
        source: "trade press: advanced nodes +3 to +10% a year from 2026",
        doc: "Its yearly growth."
      ).limited(.atLeast(-0.95), because: "a price cannot fall by more than all of it"),
      .nonNegative(
        "defect_density_start", "D_i", "/cm2", 0.20, .lognormal(0.1, 0.5), source: Citation.learning,
        doc: "Killing defects at the start of volume."),
      .nonNegative(
        "defect_density", "D_inf", "/cm2", 0.10, .lognormal(0.07, 0.15),
        source: "TSMC N5 0.10-0.11 at ramp, N7 0.09 after three quarters (AnandTech, August 2020)",
        doc: "Killing defects of the mature process."),
      .positive(
        "defect_learning", "tau_D", "year", 1, source: Citation.learning, doc: "Time constant of the fall between them."
      ),
      .positive(
        "alpha", "alpha", "1", 3, .loguniform(low: 1.5, high: 10),
        source: "Ning et al. 2023 (ISCA) 3; Feng & Ma 2022 10; Graening et al. 2025 2",
        doc: "Clustering of defects (negative binomial); large tends to Poisson."),
      .fraction(
        "harvest", "harvest", 0.6, .uniform(low: 0.4, high: 0.8),
        source: "partly disabled GPUs on sale (A100 108 of 128 SMs)",
        doc: "Defective dies that are sold with parts switched off, over all defective dies."),
    ]
  }

  static var packageInputs: [InputDeclaration] {
    [
      .nonNegative("hbm_gb", "HBM", "GB", 216, source: "B200 192, B300 288 GB (NVIDIA)", doc: "Memory of a package."),
      .nonNegative(
        "hbm_price", "c_GB", "USD/GB", 15, .lognormal(.median(15, sigma: 0.3)),
        source: "TrendForce 2024-2026, HBM3E 8 to 15 USD/GB", doc: "Price of high-bandwidth memory at the start."),
      .real(
        "hbm_price_growth", "GB_g", "1/year", 0, .uniform(low: -0.1, high: 0.2),
        source: "TrendForce 2025: HBM3E +20%, HBM4 +30%", doc: "Its yearly growth."
      ).limited(.atLeast(-0.95), because: "a price cannot fall by more than all of it"),
      .nonNegative(
        "packaging_wafer", "cow", "USD", 12000, source: "press estimates of CoWoS-S and CoWoS-L, 2024-2026",
        doc: "Price of one wafer's worth of advanced packaging."),
      .positive(
        "packages_per_wafer", "ppw", "1", 16,
        .discrete([
          WeightedValue(value: .number(9), weight: 0.25), WeightedValue(value: .number(16), weight: 0.5),
          WeightedValue(value: .number(29), weight: 0.25),
        ]), source: "JPMorgan 2025: Rubin 9; package areas of B200 (16) and H100 (29)", doc: "Packages cut from it."),
      .nonNegative(
        "substrate", "subs", "USD", 300, source: Citation.assumption, doc: "Organic substrate of a package."),
      .fraction(
        "assembly_yield", "y_asm", 0.95, .beta(alpha: 38, beta: 2),
        source: "Epoch AI, B200 cost: yield loss 1,000 of 6,400 USD at ramp", doc: "Packages that survive assembly."
      ).limited(.aboveTo(0, 1), because: "without good packages there is no chip"),
      .nonNegative(
        "final_test_board", "misc", "USD", 900, source: "Raymond James estimate of H100: 920 USD test and assembly",
        doc: "Final test, assembly and board of a package."),
      .nonNegative(
        "custom_power", "w_c0", "W", 1800, source: Citation.bernstein + ", scaled",
        doc: "Power of an own chip with its share of the rack, first generation."),
      .nonNegative(
        "custom_host", "o_c0", "USD", 11800, source: Citation.bernstein + ", scaled by power",
        doc: "Host and network for an own chip, first generation."),
      .positive(
        "perf_ratio", "phi", "1", 0.85, .triangular(min: 0.5, mode: 0.85, max: 1.2),
        source: "TPU v7 4.6 against B200 4.5 dense FP8 PFLOP/s; late first generations below",
        doc: "Peak of the own chip over the merchant's trend at the date planned for volume."),
      .nonNegative(
        "packaging_allocation", "A_c0", "wafer/year", 1e4, .lognormal(.median(1e4, sigma: 0.5)),
        source: "JPMorgan 2025: Broadcom 185,000 CoWoS wafers in 2026, all customers",
        doc: "Packaging wafers the own chip can get in a year at the start."),
      .real(
        "packaging_allocation_growth", "A_cg", "1/year", 0.40, source: "TSMC CoWoS expansion, 2023-2026",
        doc: "Yearly growth of that."
      ).limited(.atLeast(-0.95), because: "an allocation cannot shrink by more than all of it"),
      .count(
        "custom_lead", "lead_c", 2, minimum: 0, unit: "quarter",
        source: "fab and assembly of a known design, 5-6 months",
        doc: "Time from an order of own chips to their delivery."
      ).limited(.within(0, 12), because: "nobody orders more than three years ahead"),
    ]
  }
}
