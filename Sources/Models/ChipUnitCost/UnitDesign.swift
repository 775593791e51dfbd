import Formulas

/// One-time cost of a package's silicon and of the package itself, and what one unit carries of it.
///
/// Modules, chips and interfaces are spread over this system and all others that use the same dies; the package over this
/// system alone (Feng & Ma 2022).
struct UnitDesign<L: Lane> {
  /// One-time costs (USD).
  let modules: L
  let chips: L
  let interface: L
  let package: L
  let total: L
  /// What one unit carries of them (USD).
  let perUnit: L

  init(_ input: ModelInputs<L>, die: UnitDie<L>, package unit: UnitPackage<L>) {
    let reference = input["design_cost"]
    let designs = L.minimum(input["designs"], die.count)
    modules = designs * SiliconDesign.module(referenceCost: reference, areaMM2: die.moduleArea)
    chips = designs * SiliconDesign.chip(referenceCost: reference, areaMM2: die.area)
    interface = SiliconDesign.interface(referenceCost: reference)
      .replacing(with: L(0), where: die.count .<= 1)
    package = PackageDesign.cost(
      areaMM2: unit.substrateArea.replacing(with: unit.carrierArea, where: unit.hasCarrier),
      perArea: input["package_design_per_area"], fixed: input["package_design_fixed"], layerFactor: unit.layerFactor)
    total = modules + chips + interface + package
    let volume = input["volume"]
    perUnit = (modules + chips + interface) / (volume + input["volume_elsewhere"]) + package / volume
  }
}
