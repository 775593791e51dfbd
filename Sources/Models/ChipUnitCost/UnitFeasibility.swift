import Formulas

/// Why a unit cannot be made, priced or delivered, in sentences.
struct UnitFeasibility: Feasibility {
  let input: ModelInputs<ScalarLane>
  private let die: UnitDie<ScalarLane>

  init(_ input: ModelInputs<ScalarLane>) {
    self.input = input
    die = UnitDie(input)
  }

  var sentences: [String] {
    [reticle, wafer, dieYield, cores, carrier, packageYield, margin, supply].compactMap { $0 }
  }

  private var isTooLarge: Bool { die.area.value > number("reticle_area") }

  private var reticle: String? {
    guard isTooLarge else { return nil }
    return "logic_area: \(number("logic_area")) mm2 makes dies of \(die.area.value) mm2, above reticle_area, "
      + "\(number("reticle_area")) mm2; use less, or more dies under an organisation that joins them"
  }

  private var wafer: String? {
    guard !isTooLarge, UnitDie.grossDies(input, area: die.area).value <= 0 else { return nil }
    return "wafer_diameter: \(number("wafer_diameter")) mm holds no die of \(die.area.value) mm2; "
      + "use a larger wafer or a smaller die"
  }

  private var dieYield: String? {
    guard reticle == nil, wafer == nil, die.cannotBeMade.isTrue else { return nil }
    return "defect_density: \(die.density.value) /cm2 leaves no die of \(die.area.value) mm2 to sell; "
      + "use fewer defects, a smaller die or spare cores"
  }

  private var cores: String? {
    guard number("harvesting") == 2, number("spare_cores") >= number("cores") else { return nil }
    return "spare_cores: \(number("spare_cores")) of \(number("cores")) cores leave none that must work; use fewer"
  }

  private var carrier: String? {
    guard number("organisation") >= 2 else { return nil }
    let area = UnitPackage(input, die: die).carrierArea
    guard UnitPackage.carriersPerWafer(input, area: area).value <= 0 else { return nil }
    return "carrier_area_factor: \(number("carrier_area_factor")) makes a carrier of \(area.value) mm2, "
      + "which no wafer holds; use less logic, memory or margin around them"
  }

  private var packageYield: String? {
    guard !die.cannotBeMade.isTrue, carrier == nil, UnitPackage(input, die: die).yield.value <= 0 else { return nil }
    return "bond_yield: \(number("bond_yield")) leaves no good package; use more, or fewer dies and memory stacks"
  }

  private var margin: String? {
    guard number("margin") >= 1 else { return nil }
    return "margin: \(number("margin")) makes the price infinite; use less than 1"
  }

  private var supply: String? {
    guard number("wafer_rate") * number("capacity_share") <= 0 else { return nil }
    return "wafer_rate: no wafers an hour to be had; use a node in production, or a capacity_share above 0"
  }
}
