import Formulas

/// One of the equal dies of a package: area, yield, and what a good one costs.
struct UnitDie<L: Lane> {
  /// Dies in a package.
  let count: L
  /// Of one die, with its interfaces (mm2).
  let area: L
  /// Logic of one die, without them (mm2).
  let moduleArea: L
  /// Killing defects at the node's age (per cm2).
  let density: L
  /// Dies that can be sold, over gross dies.
  let yield: L
  let perWafer: L
  let reticleUse: L
  /// A wafer, as paid (USD).
  let wafer: L
  /// One die before its yield, and one good die with its test (USD).
  let raw: L
  let knownGood: L
  let cannotBeMade: L.Mask

  init(_ input: ModelInputs<L>) {
    let one = L(1)
    let isSingle = input["organisation"] .== 0
    count = input["dies"].replacing(with: one, where: isSingle)
    moduleArea = input["logic_area"] / count
    area = moduleArea * (1 + input["interface_share"]).replacing(with: one, where: count .<= 1)

    let first = input["first_defect_density"].orIfZero(input["defect_density"])
    density = DieYield.learnedDensity(
      first: first, mature: input["defect_density"], age: input["node_age"], timeConstant: input["learning_time"])
    yield = Self.yield(input, area: area, density: density)

    let reticle = input["reticle_area"]
    let isTooLarge = reticle .< area
    let gross = Self.grossDies(input, area: area)
    reticleUse = WaferGeometry.reticleUse(dieAreaMM2: area, reticleMM2: reticle)
      .replacing(with: one, where: isTooLarge)
    let lithography = WaferGeometry.lithographyFactor(share: input["litho_share"], reticleUse: reticleUse)
    let nodePrice = WaferPrice.price(
      capital: input["wafer_capital"], age: input["node_age"], depreciation: input["wafer_depreciation"],
      floor: input["wafer_floor"], depreciationShare: input["depreciation_share"])
    wafer = input["wafer_price"].orIfZero(nodePrice) * (input["wafer_price_factor"] * lithography)

    let whole = (gross * yield).floor()
    let good = (gross * yield).replacing(with: whole, where: input["good_dies"] .== 1)
    let isUnmakeable = isTooLarge .| (gross .<= 0) .| (yield .<= 1e-12) .| (good .<= 0)
    cannotBeMade = isUnmakeable
    perWafer = L.maximum(gross, L(0)).replacing(with: L(0), where: isTooLarge)
    let safeGross = gross.replacing(with: one, where: isUnmakeable)
    let safeGood = good.replacing(with: one, where: isUnmakeable)
    let infinity = L(.infinity)
    raw = (wafer / safeGross).replacing(with: infinity, where: isUnmakeable)
    knownGood = UnitCost.knownGoodDie(wafer: wafer, diesPerWafer: safeGood, yield: one, test: input["die_test"])
      .replacing(with: infinity, where: isUnmakeable)
  }

  /// The yield by the chosen model, with what harvesting saves.
  static func yield(_ input: ModelInputs<L>, area: L, density: L) -> L {
    func perfect(_ part: L) -> L {
      DieYield.chosen(
        input["yield_model"], defects: DieYield.defects(dieAreaMM2: part, densityPerCM2: density),
        alpha: input["alpha"], layers: input["critical_layers"])
    }
    let whole = perfect(area)
    let uncore = input["uncore_share"]
    let cores = input["cores"]
    let redundant = CoreRedundancy.yield(
      uncoreYield: perfect(area * uncore), coreYield: perfect(area * (1 - uncore) / cores), cores: cores,
      spares: input["spare_cores"])
    let harvesting = input["harvesting"]
    return whole.replacing(with: DieYield.harvested(whole, share: input["harvest"]), where: harvesting .== 1)
      .replacing(with: redundant, where: harvesting .== 2)
  }

  /// Gross dies of a wafer by the chosen placement.
  static func grossDies(_ input: ModelInputs<L>, area: L) -> L {
    let diameter = input["wafer_diameter"]
    let edge = input["edge"]
    let layout = WaferPlacement.Layout(
      radiusMM: diameter / 2 - edge, dieAreaMM2: area, aspect: input["aspect"], scribeMM: input["scribe"])
    let pitch = layout.x * layout.y
    let analytic = WaferGeometry.diesPerWafer(diameterMM: diameter, edgeMM: edge, pitchAreaMM2: pitch)
    let edgeOnce = WaferGeometry.diesPerWaferEdgeOnce(diameterMM: diameter, edgeMM: edge, pitchAreaMM2: pitch)
    let placement = input["placement"]
    return analytic.replacing(with: edgeOnce, where: placement .== 1)
      .replacing(with: WaferPlacement.grid(layout), where: (placement .== 2) .& layout.isCovered)
      .replacing(with: WaferPlacement.staggered(layout), where: (placement .== 3) .& layout.isCovered)
  }
}
