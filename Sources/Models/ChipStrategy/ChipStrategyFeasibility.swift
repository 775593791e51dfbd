import Formulas

/// Why an own chip cannot be made, priced or used, in sentences.
struct ChipStrategyFeasibility: Feasibility {
  let input: ModelInputs<ScalarLane>

  init(_ input: ModelInputs<ScalarLane>) { self.input = input }

  var sentences: [String] {
    guard number("strategy") >= 2 else { return [] }
    return [reticle, wafer, assembly, margin, software, peak].compactMap { $0 }
  }

  private var reticle: String? {
    let area = number("die_area")
    guard area > WaferGeometry.reticleMM2 || area <= 0 else { return nil }
    return "die_area: \(area) mm2 cannot be exposed; use more than 0 and at most \(WaferGeometry.reticleMM2) mm2, "
      + "or more dies_per_package"
  }

  private var wafer: String? {
    guard number("die_area") > 0, ChipStrategyUnit(input).diesPerWafer.value <= 0 else { return nil }
    return
      "edge: a rim of \(number("edge")) mm leaves no die of \(number("die_area")) mm2 on the wafer; use a smaller one"
  }

  private var assembly: String? {
    guard number("assembly_yield") <= 0 else { return nil }
    return "assembly_yield: \(number("assembly_yield")) leaves no good package; use more than 0, at most 1"
  }

  private var margin: String? {
    guard number("partner_margin") >= 1 else { return nil }
    return "partner_margin: \(number("partner_margin")) makes the price infinite; use less than 1"
  }

  private var software: String? {
    guard number("software_ratio") <= 0 else { return nil }
    return "software_ratio: \(number("software_ratio")) means the own chip does no work; use more than 0, at most 1"
  }

  private var peak: String? {
    guard number("perf_ratio") <= 0 else { return nil }
    return "perf_ratio: \(number("perf_ratio")) means the own chip does no work; use more than 0"
  }
}
