import Sweeps

/// Inputs that several models declare with one meaning, unit, default and source.
extension InputDeclaration {
  // MARK: Power of accelerators

  static let ratedPower = nonNegative(
    "tdp", "TDP", "W", 0, source: Accelerator.Source.epochCost.rawValue,
    doc: "Rated power of the chip; 0 takes the catalogue's.")

  static let serverPowerRatio = nonNegative(
    "server_power_ratio", "r_srv", "1", 0, source: Citation.epochCost,
    doc: "Rated server power over that of its chips; 0 takes the catalogue's (GPU 1.8, others 1.56 without one).")

  static let averagePower = fraction(
    "average_power", "r_avg", 0, .clipped(.lognormal(0.56, 1), low: 0.01, high: 1), source: Citation.epochCost,
    doc: "Average over rated server power; 0 takes 0.43 for TPUs and 0.75 for the rest.")

  static let load = fraction(
    "load", "load", 0.80, source: "Barroso, Hölzle & Ranganathan 2018", doc: "Average over rated power.")

  // MARK: Prices

  static let powerPrice = nonNegative(
    "power_price", "p_el", "USD/kWh", 0.0826, .lognormal(0.0496, 0.140),
    source: "US industrial average 2025 (EIA), with the factor of " + Citation.epochCost, doc: "Price of electricity.")

  static let energyPrice = nonNegative(
    "energy_price", "e_price", "USD/kWh", 0.08, source: "US industrial average 2025 (EIA)",
    doc: "Price of electricity.")

  static let facilityPrice = nonNegative(
    "facility_price", "c_dc", "USD/W", 14.8, .uniform(low: 11.1, high: 18.5), source: Citation.bernstein,
    doc: "Building, power and cooling for a watt of machines.")

  static let priceDecline = nonNegative(
    "price_decline", "k", "1/year", 0.14, .clipped(.normal(0.10, 0.18), low: 0, high: 1), source: Citation.epochCost,
    doc: "Orders of magnitude a year by which price-performance grows.")

  static let memoryPrice = nonNegative(
    "hbm_price", "c_GB", "USD/GB", 15, .lognormal(.median(15, sigma: 0.3)),
    source: "TrendForce 2024-2026, HBM3E 8 to 15 USD/GB", doc: "Price of high-bandwidth memory.")

  static let maskSet = nonNegative(
    "mask_cost", "mask", "USD", 30e6, .lognormal(.median(30e6, sigma: 0.3)),
    source: "Ning et al. 2023: 18.1 MUSD at 5 nm", doc: "One mask set.")

  /// Of those who design chips.
  static let discountRate = fraction(
    "discount_rate", "r", 0.10, .uniform(low: 0.07, high: 0.13), source: "Damodaran 2026, cost of capital by sector",
    doc: "Yearly discount rate.")

  // MARK: Wafers and dies

  static let waferDiameter = positive(
    "wafer_diameter", "d", "mm", 300, source: "SEMI M1", doc: "Diameter of the wafer.")

  static let scribe = nonNegative(
    "scribe", "s_scr", "mm", 0.2, source: Citation.chipletActuary, doc: "Width of the scribe line.")

  static let lithographyShare = fraction(
    "litho_share", "l", 0, .uniform(low: 0.27, high: 0.35), source: Citation.catch2025,
    doc: "Share of wafer price that grows when dies leave part of the exposure field empty; 0 leaves it out.")

  static let yieldModel = choice(
    "yield_model", "Y_model", DieYield.names, default: "negative_binomial",
    source: "Stapper 1983; Murphy 1964; Seeds 1967", doc: "How defects fall on dies.")

  static let defectClustering = positive(
    "alpha", "alpha", "1", 3, .loguniform(low: 1.5, high: 10),
    source: "Ning et al. 2023 (ISCA) 3; Feng & Ma 2022 10; Graening et al. 2025 2",
    doc: "Clustering of defects, for negative_binomial; large tends to poisson.")

  static let criticalLayers = positive(
    "critical_layers", "N_crit", "1", 13.5, source: Citation.hennessyPatterson,
    doc: "Critical layers, for bose_einstein, where defect_density is that of one layer.")
}
