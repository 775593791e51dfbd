import Sweeps

extension ChipBreakeven {
  static var inputs: [InputDeclaration] {
    decisionInputs + dieInputs + packageInputs + merchantInputs + ownInputs + moneyInputs
  }

  private static let reticleField = "the reticle field is 26 x 33 mm"
  private static let infinitePrice = "at a margin of 1 the price is infinite"

  private static var decisionInputs: [InputDeclaration] {
    [
      .choice(
        "strategy", "strat", strategies, default: "build",
        source: "Google, Amazon, Microsoft and Meta programmes, 2013-2026",
        doc: "buy from a merchant; codesign with a partner that keeps a margin; build with an own team."),
      .positive(
        "volume", "V", "1", 1e5, .loguniform(low: 1e3, high: 1e6), source: Citation.assumption,
        doc: "Merchant chips whose work is to be done."),
    ]
  }

  private static var dieInputs: [InputDeclaration] {
    [
      .positive("die_area", "A", "mm2", 840, source: "H100 814, A100 826 mm2 (NVIDIA)", doc: "Area of one die.")
        .limited(.aboveTo(0, WaferGeometry.reticleMM2), because: reticleField),
      .count("dies_per_package", "n_die", 1, source: "H100 1, B200 2 (NVIDIA)", doc: "Compute dies in a package."),
      .nonNegative(
        "defect_density", "D0", "/cm2", 0.10, .lognormal(0.07, 0.15),
        source: "TSMC N5 0.10-0.11 at ramp (AnandTech, August 2020)", doc: "Killing defects on the wafer."),
      .yieldModel,
      .defectClustering,
      .criticalLayers,
      .fraction(
        "harvest", "hr", 0.6, .uniform(low: 0.4, high: 0.8),
        source: "partly disabled GPUs on sale (A100 108 of 128 SMs)",
        doc: "Defective dies that are sold with parts switched off, over all defective dies."),
      .scribe,
      .nonNegative("edge", "e_edge", "mm", 3, source: Citation.chipletActuary, doc: "Unusable rim of the wafer."),
      .waferDiameter,
      .positive(
        "reticle_area", "R", "mm2", WaferGeometry.reticleMM2,
        source: "26 mm x 33 mm scanner field; 429 for high-NA EUV",
        doc: "Largest die one exposure can print; a larger die is infeasible."
      ).limited(.aboveTo(0, WaferGeometry.reticleMM2), because: reticleField),
      .lithographyShare,
      .nonNegative(
        "wafer_price", "W", "USD", 22000, .lognormal(18000, 28000), source: "press reports of N3 prices, 2024-2026",
        doc: "Price of a processed wafer."),
      .nonNegative(
        "die_test", "c_test", "USD", 0, source: Citation.assumption,
        doc: "Wafer test of one die, where not in final test."),
    ]
  }

  private static var packageInputs: [InputDeclaration] {
    [
      .nonNegative("hbm_gb", "HBM", "GB", 216, source: "B200 192, B300 288 GB (NVIDIA)", doc: "Memory of a package."),
      .memoryPrice,
      .nonNegative(
        "packaging_wafer", "C_cowos", "USD", 12000, .lognormal(.median(12000, sigma: 0.3)),
        source: "press estimates of CoWoS-S and CoWoS-L, 2024-2026",
        doc: "Price of one wafer's worth of advanced packaging."),
      .positive(
        "packages_per_wafer", "ppw", "1", 16,
        .discrete([
          WeightedValue(value: .number(9), weight: 0.25), WeightedValue(value: .number(16), weight: 0.5),
          WeightedValue(value: .number(29), weight: 0.25),
        ]), source: "JPMorgan 2025: Rubin 9; package areas of B200 (16) and H100 (29)", doc: "Packages cut from it."),
      .nonNegative(
        "substrate", "c_sub", "USD", 300, source: Citation.assumption, doc: "Organic substrate of a package."),
      .fraction(
        "assembly_yield", "y_asm", 0.95, .beta(alpha: 38, beta: 2),
        source: "Epoch AI, B200 cost: yield loss 1,000 of 6,400 USD at ramp",
        doc: "Packages that survive assembly."
      ).limited(.aboveTo(0, 1), because: "without good packages there is no chip to price"),
      .nonNegative(
        "final_test_board", "c_final", "USD", 900, source: "Raymond James estimate of H100: 920 USD test and assembly",
        doc: "Final test, assembly and board of a package."),
      .nonNegative(
        "unit_cogs", "COGS_given", "USD", 0, source: "Epoch AI: H100 3,320, B200 6,400, MI300X 5,300 USD",
        doc: "Unit cost of the own chip where it is known; 0 computes it from die, memory and package."),
    ]
  }

  private static var merchantInputs: [InputDeclaration] {
    [
      .nonNegative(
        "vendor_price", "P_m", "USD", 32000, .lognormal(.median(32000, sigma: 0.15)), source: Citation.bernstein,
        doc: "Price of a merchant chip."),
      .fraction(
        "vendor_margin", "G_m", 0.70, .uniform(low: 0.70, high: 0.88),
        source: "NVIDIA annual reports; Silicon Analysts on H100",
        doc: "Gross margin in that price."
      ).limited(.fromBelow(0, 1), because: infinitePrice),
      .nonNegative(
        "vendor_host", "o_m", "USD", 15300, .uniform(low: 11475, high: 19125), source: Citation.bernstein,
        doc: "Host and network for a merchant chip."),
      .nonNegative(
        "vendor_power", "w_m", "W", 2340, .uniform(low: 1755, high: 2925), source: Citation.bernstein,
        doc: "Power of a merchant chip with its share of the rack."),
    ]
  }

  private static var ownInputs: [InputDeclaration] {
    [
      .positive(
        "perf_ratio", "phi", "1", 0.85, .triangular(min: 0.5, mode: 0.85, max: 1.2),
        source: "TPU v7 4.6 against B200 4.5 dense FP8 PFLOP/s; late first generations below",
        doc: "Peak of the own chip over that of the merchant chip."),
      .fraction(
        "software_ratio", "eta", 0.90, .beta(alpha: 8, beta: 2), source: Citation.assumption,
        doc: "Utilisation the own software reaches over that of the merchant's."
      ).limited(.aboveTo(0, 1), because: "at 0 the own chip does no work"),
      .nonNegative(
        "custom_host", "o_c", "USD", 11800, source: Citation.bernstein + ", scaled by power",
        doc: "Host and network for an own chip."),
      .nonNegative(
        "custom_power", "w_c", "W", 1800, source: Citation.bernstein + ", scaled",
        doc: "Power of an own chip with its share of the rack."),
      .nonNegative(
        "nre", "NRE", "USD", 0, .lognormal(.median(350e6, sigma: 0.5)),
        source: "Reuters 2025: 500 MUSD; IBS 542-590 MUSD",
        doc: "Design cost whatever the strategy; 0 takes nre_codesign or nre_build."),
      .nonNegative(
        "nre_codesign", "NRE_cd", "USD", 200e6, source: "partner bears the physical design; " + Citation.assumption,
        doc: "Design cost with a partner."),
      .nonNegative(
        "nre_build", "NRE_b", "USD", 350e6, source: "Reuters 2025; IBS 2022 design cost",
        doc: "Design cost with an own team."),
      .fraction(
        "margin_codesign", "m_cd", 0.55, .triangular(min: 0.45, mode: 0.55, max: 0.68),
        source: "Epoch AI, Broadcom 50-70%; Marvell, Alchip reports",
        doc: "Gross margin of the design partner on each chip."
      ).limited(.fromBelow(0, 1), because: infinitePrice),
      .fraction("margin_build", "m_b", 0, source: "own team, no seller", doc: "Margin on each chip of an own team.")
        .limited(.fromBelow(0, 1), because: infinitePrice),
      .nonNegative(
        "ops_codesign", "ops_cd", "1", 0, source: Citation.assumption,
        doc: "Own supply-chain cost over the chip's price, with a partner."),
      .nonNegative(
        "ops_build", "ops_b", "1", 0.06, source: Citation.assumption,
        doc: "Own supply-chain cost over the chip's price, with an own team."),
      .maskSet,
      .count(
        "spins", "n_spin", 2,
        .discrete([
          WeightedValue(value: .number(1), weight: 0.2), WeightedValue(value: .number(2), weight: 0.45),
          WeightedValue(value: .number(3), weight: 0.28), WeightedValue(value: .number(4), weight: 0.07),
        ]), source: "Wilson Research / Siemens: first-silicon success 14% (2024) to 30% (2016)",
        doc: "Mask sets until volume."),
      .nonNegative(
        "software_cost", "SW", "USD", 230e6, .lognormal(.median(230e6, sigma: 0.5)),
        source: "200 engineers at 300,000 USD a year for five years at 10%; " + Citation.assumption,
        doc: "Present value of the software an own chip needs."),
    ]
  }

  private static var moneyInputs: [InputDeclaration] {
    [
      .facilityPrice,
      .load,
      .energyPrice,
      .nonNegative(
        "maintenance", "maint", "1/year", 0.05, source: "Barroso, Hölzle & Ranganathan 2018",
        doc: "Upkeep over chip and host price, each year."),
      .positive(
        "life", "L", "year", 5,
        .discrete([3, 4, 5, 6].map { WeightedValue(value: .number($0), weight: 0.25) }),
        source: "depreciation of hyperscalers, 3 to 6 years (annual reports 2025)", doc: "Service life of a chip."
      ).limited(.above(0), because: "a chip works for some time"),
      .discountRate,
    ]
  }
}
