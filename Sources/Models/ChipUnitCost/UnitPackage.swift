import Formulas

/// The packaged unit: dies and memory on a substrate, with a carrier between where the organisation has one.
struct UnitPackage<L: Lane> {
  let parts: MultiDiePackage<L>
  /// The five parts together (USD).
  let recurring: L
  let memory: L
  let finalTest: L
  /// A good unit before any margin (USD).
  let cogs: L
  /// What a buyer pays for it (USD).
  let price: L
  /// Of the interposer or redistribution layers; 0 on a bare substrate (mm2).
  let carrierArea: L
  let substrateArea: L
  let layerFactor: L
  let hasCarrier: L.Mask
  /// Packages that come out good.
  let yield: L

  init(_ input: ModelInputs<L>, die: UnitDie<L>) {
    let organisation = input["organisation"]
    hasCarrier = organisation .>= 2
    let stacks = input["memory_stacks"]
    let placed = die.count + stacks
    let footprint = die.count * die.area + stacks * input["memory_area"]
    let carried = input["carrier_area_factor"] * footprint
    carrierArea = L(0).replacing(with: carried, where: hasCarrier)
    substrateArea = input["substrate_area_factor"] * footprint.replacing(with: carried, where: hasCarrier)
    layerFactor = PackageDesign.layerFactor(areaMM2: substrateArea, parts: placed)
      .replacing(with: L(1), where: hasCarrier)

    let infinity = L(.infinity)
    let one = L(1)
    let bonds = L.pow(input["bond_yield"], placed)
    let carrierYield = DieYield.negativeBinomial(
      DieYield.defects(dieAreaMM2: carried, densityPerCM2: input["carrier_defects"]), alpha: input["carrier_alpha"])
    let carriers = Self.carriersPerWafer(input, area: carried)
    let substrateYield = input["substrate_yield"]
    let isChipFirst = (input["chip_order"] .== 1) .& (organisation .== 2)
    let carrierSteps = carrierYield * substrateYield
    let withCarrier = (bonds * carrierSteps).replacing(with: carrierSteps, where: isChipFirst)
    let all = bonds.replacing(with: withCarrier, where: hasCarrier)
    let cannotBeMade = die.cannotBeMade .| (all .<= 1e-12) .| (hasCarrier .& (carriers .<= 0))

    memory = UnitCost.memory(gigabytes: input["hbm_gb"], pricePerGB: input["hbm_price"])
    let dies = MultiDiePackage<L>.Parts(
      raw: die.count * (die.raw + die.area * input["bump_price"]).replacing(with: one, where: cannotBeMade),
      defects: die.count * (die.knownGood - die.raw).replacing(with: L(0), where: cannotBeMade), bought: memory)
    let accounting = LossAccounting<L>(isFirstOrder: input["loss_accounting"] .== 1)
    let safeBonds = bonds.replacing(with: one, where: cannotBeMade)
    let safeCarriers = carriers.replacing(with: one, where: carriers .<= 0)
    let safeCarrierYield = carrierYield.replacing(with: one, where: cannotBeMade)
    let safeSubstrateYield = substrateYield.replacing(with: one, where: cannotBeMade)
    let carrier = UnitCost.packaging(wafer: input["carrier_wafer"], packagesPerWafer: safeCarriers)
    let board = substrateArea * (input["substrate_price"] * layerFactor)
    let organic = MultiDiePackage(parts: dies, substrate: board, bondYield: safeBonds, accounting: accounting)
    let carriedUp = MultiDiePackage(
      parts: dies, carrier: carrier + carried * input["carrier_bump_price"], substrate: board,
      carrierYield: safeCarrierYield, bondYield: safeBonds, substrateYield: safeSubstrateYield,
      isChipFirst: isChipFirst, accounting: accounting)
    var five = MultiDiePackage(organic, carriedUp, where: hasCarrier)
    five.rawDies = five.rawDies.replacing(with: infinity, where: cannotBeMade)
    parts = five

    recurring = parts.cost
    finalTest = input["final_test_board"]
    cogs = recurring + memory + finalTest
    let hasNoPrice = input["margin"] .>= 1
    let margin = input["margin"].replacing(with: L(0), where: hasNoPrice)
    price = (UnitCost.price(cost: cogs, margin: margin) * (1 + input["operations"]))
      .replacing(with: infinity, where: hasNoPrice)
    yield = all.replacing(with: L(0), where: cannotBeMade)
  }

  /// Carriers a carrier wafer gives: as told, or as many as fit.
  static func carriersPerWafer(_ input: ModelInputs<L>, area: L) -> L {
    let pitch = WaferGeometry.pitchArea(dieAreaMM2: area, scribeMM: input["scribe"])
    return input["packages_per_wafer"].orIfZero(
      WaferGeometry.diesPerWafer(diameterMM: input["wafer_diameter"], edgeMM: input["edge"], pitchAreaMM2: pitch))
  }
}
