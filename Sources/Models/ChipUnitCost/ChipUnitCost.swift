import Formulas
import Sweeps

/// What one packaged accelerator costs to make: wafers, yield, dies, carrier, memory, assembly and its share of the
/// design, for one die or several in a package, and how long it takes to get there.
///
/// A package holds equal dies that share the logic area; more than one of them pays for die-to-die interfaces. Defaults
/// of wafers and design follow `node`, those of the package follow `organisation`.
public struct ChipUnitCost: Model {
  /// How dies are joined, in the order of the `organisation` choice. A single die and an `mcm` stand on an organic
  /// substrate; `fan_out` and `interposer` put a carrier between.
  static let organisations = ["single", "mcm", "fan_out", "interposer"]

  public let declaration = ModelDeclaration(
    name: "chip-unit-cost", version: 1,
    question: "What does one packaged accelerator cost, in one die or several, and how soon can it be had?",
    inputs: ChipUnitCost.inputs, outputs: ChipUnitCost.outputDeclarations)

  public init() {}

  public func outputs<L: Lane>(_ input: ModelInputs<L>) -> ModelOutputs<L> {
    let die = UnitDie(input)
    let package = UnitPackage(input, die: die)
    let design = UnitDesign(input, die: die, package: package)
    let schedule = UnitSchedule(input, die: die)
    let unit = package.cogs + design.perUnit
    let density = input["transistor_density"]
    let foundry = WaferPrice.referenceChip(wafer: die.wafer, density: density, density5nm: L(171.3))
    return ModelOutputs(
      [
        "cost": unit, "cogs": package.cogs, "price": package.price, "recurring": package.recurring,
        "nre": design.total, "nre_per_unit": design.perUnit, "yield": die.yield, "defects_now": die.density,
        "die_area": die.area, "dies_per_wafer": die.perWafer, "reticle_use": die.reticleUse,
        "wafer_cost": die.wafer, "kgd_cost": die.knownGood, "carrier_area": package.carrierArea,
        "package_yield": package.yield, "time_to_market": schedule.total, "agility": schedule.agility,
        "wafers": schedule.wafers, "creation_cost": schedule.cost, "reference_chip_price": foundry,
        "reference_chip_cost": foundry
          + WaferPrice.designShare(design: input["design_cost"], volume: input["volume"])
          + WaferPrice.assembly(foundry: foundry, share: input["assembly_share"]),
      ],
      terms: [
        "cost": [
          "raw_dies": package.parts.rawDies, "die_defects": package.parts.dieDefects,
          "raw_package": package.parts.rawPackage, "package_defects": package.parts.packageDefects,
          "wasted_parts": package.parts.wastedParts, "memory": package.memory, "final_test_board": package.finalTest,
          "nre": design.perUnit,
        ],
        "recurring": [
          "raw_dies": package.parts.rawDies, "die_defects": package.parts.dieDefects,
          "raw_package": package.parts.rawPackage, "package_defects": package.parts.packageDefects,
          "wasted_parts": package.parts.wastedParts,
        ],
        "nre": [
          "modules": design.modules, "chips": design.chips, "interface": design.interface, "package": design.package,
        ],
        "time_to_market": ["tapeout": schedule.tapeout, "fab": schedule.fab, "assembly": schedule.assembly],
        "creation_cost": [
          "ip": input["ip_cost"], "tools": schedule.tools, "pay": schedule.pay, "gates": schedule.gates,
          "package_design": L(TimeToMarket.packageDesign), "masks": input["mask_cost"],
          "wafers": schedule.waferCost, "packaging": schedule.packaging,
        ],
      ])
  }

  public func infeasibilities(_ input: ModelInputs<ScalarLane>) -> [String] {
    UnitFeasibility(input).sentences
  }
}
