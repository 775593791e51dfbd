import Formulas
import Sweeps

/// Buy accelerators, co-design them with a partner, or build one's own: cost for a volume, and when the design pays.
///
/// Costs are present values for one purchase of `volume` merchant-equivalents and its operation over the chips' life.
/// Inputs that differ between the two own-chip strategies come in pairs that end in `_codesign` and `_build`; `nre`
/// above zero replaces both design costs. Under `buy` the outputs about the own chip describe the `build` variant.
public struct ChipBreakeven: Model {
  /// The options, in the order of the `strategy` choice.
  static let strategies = ["buy", "codesign", "build"]

  public let declaration = ModelDeclaration(
    name: "chip-breakeven", version: 1,
    question:
      "Is it cheaper to buy accelerators, co-design them with a partner or build one's own, and from which volume?",
    inputs: ChipBreakeven.inputs, outputs: ChipBreakeven.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let design = ChipDesign(input)
    let merchant = MerchantChip(input)
    let own = OwnChip(input, design: design)
    let choice = ChipChoice(input, design: design, merchant: merchant, own: own)
    return ModelOutputs(
      [
        "cost": choice.cost, "npv": -choice.cost, "unit_cost": choice.unitCost, "saving": choice.saving,
        "breakeven_volume": choice.breakevenVolume, "e_min": choice.leastEquivalents, "equivalents": own.equivalents,
        "chips_bought": choice.chipsBought, "fixed_cost": own.fixed, "cogs": design.cogs, "chip_price": own.price,
        "yield": design.yield, "dies_per_wafer": design.diesPerWafer, "kgd_cost": design.knownGoodDie,
        "vendor_all_in": merchant.capital, "vendor_opex": merchant.opex, "custom_all_in": own.capital,
        "custom_opex": own.opex, "two_for_two": choice.requiredImprovement, "spend_star": choice.requiredSpend,
      ],
      terms: [
        "cost": [
          "design": choice.fixedPaid, "chips": choice.chips, "host": choice.host, "facility": choice.facility,
          "energy": choice.energy, "maintenance": choice.maintenance,
        ],
        "fixed_cost": ["nre": own.nre, "masks": own.masks, "software": own.software],
        "cogs": [
          "dies": design.dies, "memory": design.memory, "packaging": design.packaging, "substrate": design.substrate,
          "assembly_loss": design.assemblyLoss, "final_test_board": design.finalTest,
        ],
      ])
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] {
    ChipFeasibility(input).sentences
  }
}

/// The own chip as a thing: yield, dies, bill of materials.
struct ChipDesign<L: Lane> {
  let diesPerWafer: L
  let yield: L
  let knownGoodDie: L
  /// Unit cost (USD); infinite where the design cannot be made.
  let cogs: L
  /// Addends of the unit cost (USD); zero where the unit cost is given.
  let dies: L
  let memory: L
  let packaging: L
  let substrate: L
  let assemblyLoss: L
  let finalTest: L
  let cannotBeMade: L.Mask

  init(_ input: ModelInputs<L>) {
    let area = input["die_area"]
    let reticle = input["reticle_area"]
    let pitch = WaferGeometry.pitchArea(dieAreaMM2: area, scribeMM: input["scribe"])
    let gross = WaferGeometry.diesPerWafer(
      diameterMM: input["wafer_diameter"], edgeMM: input["edge"], pitchAreaMM2: pitch)
    let use = WaferGeometry.reticleUse(dieAreaMM2: area, reticleMM2: reticle)
    let lithography = WaferGeometry.lithographyFactor(share: input["litho_share"], reticleUse: use)
    let defects = DieYield.defects(dieAreaMM2: area, densityPerCM2: input["defect_density"])
    let perfect = DieYield.chosen(
      input["yield_model"], defects: defects, alpha: input["alpha"], layers: input["critical_layers"])
    let sellable = DieYield.harvested(perfect, share: input["harvest"])

    let given = input["unit_cogs"]
    let isGiven = given .> 0
    let tooLarge = (reticle .< area) .| (gross .<= 0)
    let unmakeable = tooLarge .| (sellable .<= 1e-12) .| (input["assembly_yield"] .<= 0)
    cannotBeMade = unmakeable .& (.!isGiven)

    let infinity = L(.infinity)
    let zero = L(0)
    let good = UnitCost.knownGoodDie(
      wafer: input["wafer_price"] * lithography, diesPerWafer: gross, yield: sellable, test: input["die_test"])
    let silicon = input["dies_per_package"] * good
    let hbm = UnitCost.memory(gigabytes: input["hbm_gb"], pricePerGB: input["hbm_price"])
    let package = UnitCost.packaging(wafer: input["packaging_wafer"], packagesPerWafer: input["packages_per_wafer"])
    let parts = silicon + hbm + package + input["substrate"]
    let unit = UnitCost.packaged(
      parts: parts, assemblyYield: input["assembly_yield"], finalTestAndBoard: input["final_test_board"])

    diesPerWafer = L.maximum(gross, zero)
    yield = sellable
    knownGoodDie = good.replacing(with: infinity, where: unmakeable)
    cogs = unit.replacing(with: given, where: isGiven).replacing(with: infinity, where: cannotBeMade)
    dies = silicon.replacing(with: infinity, where: cannotBeMade).replacing(with: zero, where: isGiven)
    memory = hbm.replacing(with: zero, where: isGiven)
    packaging = package.replacing(with: zero, where: isGiven)
    substrate = input["substrate"].replacing(with: zero, where: isGiven)
    assemblyLoss = (parts / input["assembly_yield"] - parts)
      .replacing(with: infinity, where: cannotBeMade).replacing(with: zero, where: isGiven)
    finalTest = input["final_test_board"].replacing(with: zero, where: isGiven)
  }
}

/// The merchant chip in service.
struct MerchantChip<L: Lane> {
  let price: L
  let host: L
  let facility: L
  /// Present values over the life (USD).
  let energy: L
  let maintenance: L
  let capital: L
  let opex: L

  init(_ input: ModelInputs<L>) {
    let life = BreakEven.annuity(rate: input["discount_rate"], years: input["life"])
    let power = input["vendor_power"]
    price = input["vendor_price"]
    host = input["vendor_host"]
    facility = power * input["facility_price"]
    energy = BreakEven.energyPerYear(powerW: power, load: input["load"], pricePerKWh: input["energy_price"]) * life
    maintenance = (price + host) * (input["maintenance"] * life)
    capital = BreakEven.allInCapital(price: price, host: host, powerW: power, facilityPerW: input["facility_price"])
    opex = energy + maintenance
  }
}

/// The own chip in service, and what designing it costs.
struct OwnChip<L: Lane> {
  /// Merchant chips that one own chip is worth.
  let equivalents: L
  /// What a unit costs its owner, with the partner's margin and own operations (USD).
  let price: L
  let host: L
  let facility: L
  let energy: L
  let maintenance: L
  let capital: L
  let opex: L
  let nre: L
  let masks: L
  let software: L
  let fixed: L
  /// Gross margin of the partner under the strategy.
  let partnerMargin: L
  /// The point has no finite cost: the chip cannot be made, has no price, or does no work.
  let hasNoCost: L.Mask

  init(_ input: ModelInputs<L>, design: ChipDesign<L>) {
    let isCodesign = input["strategy"] .== 1
    partnerMargin = input["margin_build"].replacing(with: input["margin_codesign"], where: isCodesign)
    let operations = input["ops_build"].replacing(with: input["ops_codesign"], where: isCodesign)
    let designCost = input["nre_build"].replacing(with: input["nre_codesign"], where: isCodesign)
    let ratio = input["perf_ratio"] * input["software_ratio"]
    hasNoCost = design.cannotBeMade .| (partnerMargin .>= 1) .| (ratio .<= 0)
    equivalents = ratio

    let life = BreakEven.annuity(rate: input["discount_rate"], years: input["life"])
    let power = input["custom_power"]
    let cogs = design.cogs.replacing(with: L(1), where: hasNoCost)
    let margin = partnerMargin.replacing(with: L(0), where: hasNoCost)
    let infinity = L(.infinity)
    let paid = UnitCost.price(cost: cogs, margin: margin) * (1 + operations)
    let own = BreakEven.allInCapital(
      price: paid, host: input["custom_host"], powerW: power, facilityPerW: input["facility_price"])
    let upkeep = (paid + input["custom_host"]) * (input["maintenance"] * life)

    price = paid.replacing(with: infinity, where: hasNoCost)
    host = input["custom_host"]
    facility = power * input["facility_price"]
    energy = BreakEven.energyPerYear(powerW: power, load: input["load"], pricePerKWh: input["energy_price"]) * life
    maintenance = upkeep.replacing(with: infinity, where: hasNoCost)
    capital = own.replacing(with: infinity, where: hasNoCost)
    opex = (energy + upkeep).replacing(with: infinity, where: hasNoCost)
    nre = input["nre"].orIfZero(designCost)
    masks = input["spins"] * input["mask_cost"]
    software = input["software_cost"]
    fixed = nre + masks + software
  }
}
