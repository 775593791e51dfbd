import Formulas

/// Why a chip cannot be made or priced, in sentences.
struct ChipFeasibility: Feasibility {
  let input: ModelInputs<ScalarLane>

  init(_ input: ModelInputs<ScalarLane>) { self.input = input }

  var sentences: [String] {
    guard number("strategy") > 0 else { return [] }
    let design = number("unit_cogs") > 0 ? [] : [reticle, wafer, dieYield, assembly]
    return (design + [margin, software]).compactMap { $0 }
  }

  private var reticle: String? {
    guard number("die_area") > number("reticle_area") else { return nil }
    return "die_area: \(text("die_area")) mm2 is above reticle_area, \(text("reticle_area")) mm2; "
      + "use at most that, or more dies_per_package"
  }

  private var wafer: String? {
    let pitch = WaferGeometry.pitchArea(dieAreaMM2: input["die_area"], scribeMM: input["scribe"])
    let gross = WaferGeometry.diesPerWafer(
      diameterMM: input["wafer_diameter"], edgeMM: input["edge"], pitchAreaMM2: pitch)
    guard gross.value <= 0 else { return nil }
    return
      "wafer_diameter: \(text("wafer_diameter")) mm holds no die of \(text("die_area")) mm2; "
      + "use a larger wafer or a smaller die"
  }

  private var dieYield: String? {
    let yield = ChipDesign(input).yield.value
    guard yield <= 1e-12 else { return nil }
    return "defect_density: \(text("defect_density")) /cm2 leaves no die of \(text("die_area")) mm2 to sell; "
      + "use fewer defects, a smaller die or a harvest above 0"
  }

  private var assembly: String? {
    guard number("assembly_yield") <= 0 else { return nil }
    return "assembly_yield: \(text("assembly_yield")) leaves no good package; use more than 0, at most 1"
  }

  private var margin: String? {
    let name = number("strategy") == 1 ? "margin_codesign" : "margin_build"
    guard number(name) >= 1 else { return nil }
    return "\(name): \(text(name)) makes the price infinite; use less than 1"
  }

  private var software: String? {
    guard number("software_ratio") <= 0 else { return nil }
    return "software_ratio: \(text("software_ratio")) means the own chip does no work; use more than 0, at most 1"
  }
}
