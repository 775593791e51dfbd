import Formulas

/// The own chip as a thing: what a good package costs, by date and by quarters of experience.
struct ChipStrategyUnit<L: Lane> {
  let diesPerWafer: L
  /// Cost of the dies of a package (USD) at the wafer price of the start, per unit of yield.
  let perYield: L
  private let defectsPerDensity: L
  private let input: ModelInputs<L>
  /// The chip cannot be made: too large, no whole die on a wafer, no good package.
  let cannotBeMade: L.Mask

  init(_ input: ModelInputs<L>) {
    self.input = input
    let area = input["die_area"]
    let pitch = WaferGeometry.pitchArea(dieAreaMM2: area, scribeMM: input["scribe"])
    let gross = WaferGeometry.diesPerWafer(diameterMM: L(300), edgeMM: input["edge"], pitchAreaMM2: pitch)
    cannotBeMade =
      (area .> WaferGeometry.reticleMM2) .| (area .<= 0) .| (gross .<= 0) .| (input["assembly_yield"] .<= 0)
    diesPerWafer = L.maximum(gross, L(0))
    defectsPerDensity = DieYield.defects(dieAreaMM2: area, densityPerCM2: L(1))
    let one = L(1)
    let dies = gross.replacing(with: one, where: cannotBeMade)
    perYield =
      input["dies_per_package"]
      * UnitCost.knownGoodDie(wafer: input["wafer_price"], diesPerWafer: dies, yield: one, test: L(0))
  }

  /// Expected defects on a die at a density (per cm2).
  func defects(density: L) -> L { defectsPerDensity * density }

  /// Share of dies that can be sold some years after the start of volume, where `decay` is exp(-years / tau_D).
  func yield(decay: L) -> L {
    let density = DieYield.learned(start: input["defect_density_start"], mature: input["defect_density"], decay: decay)
    let perfect = DieYield.negativeBinomial(defectsPerDensity * density, alpha: input["alpha"])
    return DieYield.harvested(perfect, share: input["harvest"])
  }

  /// The dies of a package (USD) at the wafer price of the start.
  func dies(decay: L) -> L { perYield / L.maximum(yield(decay: decay), L(1e-12)) }

  /// How far defect learning has come `years` after the start of volume.
  func decay(years: L) -> L { L.exp(-(years / input["defect_learning"])) }

  /// Memory of a package (USD) at the price of the start.
  var memory: L { UnitCost.memory(gigabytes: input["hbm_gb"], pricePerGB: input["hbm_price"]) }

  /// Packaging of a package (USD), good or not.
  var packaging: L {
    UnitCost.packaging(wafer: input["packaging_wafer"], packagesPerWafer: input["packages_per_wafer"])
  }

  /// Packaging and substrate (USD).
  var package: L { packaging + input["substrate"] }

  /// A good packaged unit (USD) delivered in a year, some years after the start of volume.
  func cost(year: L, age: L) -> L {
    let wafers = L.pow(1 + input["wafer_price_growth"], year)
    let bits = L.pow(1 + input["hbm_price_growth"], year)
    return UnitCost.packaged(
      parts: dies(decay: decay(years: age)) * wafers + memory * bits + package,
      assemblyYield: assemblyYield, finalTestAndBoard: input["final_test_board"])
  }

  /// One where no package is good, so that nothing is divided by zero.
  var assemblyYield: L { input["assembly_yield"].replacing(with: L(1), where: input["assembly_yield"] .<= 0) }
}
