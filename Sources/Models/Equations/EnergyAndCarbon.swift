import Formulas

/// Electricity and emissions of a run.
///
/// Sources: Cottier et al. 2024 (server power and its average), Patterson et al. 2021 (energy times intensity), Faiz
/// et al. 2023 (LLMCarbon, embodied share).
enum EnergyAndCarbon {
  /// Average power a chip draws at the meter (kW): rated power, its server's overhead, how hard it works, the building.
  static func meteredPowerKW<L: Lane>(chipW: L, serverRatio: L, averageShare: L, pue: L) -> L {
    (chipW / 1000 * serverRatio) * (averageShare * pue)
  }

  /// Energy of a run (kWh).
  static func energyKWh<L: Lane>(chipHours: L, meteredKW: L) -> L { meteredKW * chipHours }

  /// Cost of energy (USD).
  static func cost<L: Lane>(energyKWh: L, pricePerKWh: L) -> L { pricePerKWh * energyKWh }

  /// Emissions of energy (t CO2e) at a grid intensity (kg/kWh).
  static func emissionsT<L: Lane>(energyKWh: L, intensity: L) -> L { intensity / 1000 * energyKWh }

  /// Share of the manufacturing emissions that a run uses up (t CO2e), by days of the hardware's life.
  static func embodiedT<L: Lane>(chips: L, perChipKg: L, days: L, lifeYears: L) -> L {
    (chips * days) * (perChipKg / (1000 * 365 * lifeYears))
  }
}
