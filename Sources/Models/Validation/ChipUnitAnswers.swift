import Formulas
import Sweeps

/// What `chip-unit-cost` gives for published figures of chips: the model itself at the row's inputs, or one of its
/// equations where a row asks for a part.
struct ChipUnitAnswers {
  private let row: PublishedRow
  private let input: RowReader

  init(_ row: PublishedRow) {
    self.row = row
    input = RowReader(row: row)
  }

  /// Nil for rows of other models.
  var answer: Computed? {
    guard let compute = Self.computations.first(where: { row.name.hasPrefix($0.prefix) })?.compute else { return nil }
    let answer = input.answer { () throws(RowReader.Missing) in try compute(self) }
    guard let remark = Self.remarks[row.name], case .numbers(let numbers, _) = answer else { return answer }
    return .numbers(numbers, remark: remark)
  }

  private typealias Compute = @Sendable (Self) throws(RowReader.Missing) -> ScalarLane?

  private static let computations: [(prefix: String, compute: Compute)] = [
    ("catch_dpw", { row throws(RowReader.Missing) in try row.placedDies() }),
    ("google_gdpw", { row throws(RowReader.Missing) in try row.roundedDies() }),
    ("google_fup", { row throws(RowReader.Missing) in try row.wholeDiePrice() }),
    ("google_scrap", { row throws(RowReader.Missing) in try row.scrap() }),
    ("google_trap", { row throws(RowReader.Missing) in try row.yieldWithoutSpares() }),
    ("ca_chip_nre", { row throws(RowReader.Missing) in try row.chipDesign() }),
    ("ca_mod_nre", { row throws(RowReader.Missing) in try row.moduleDesign() }),
    ("ca_soc", { row throws(RowReader.Missing) in try row.recurringCost() }),
    ("ca_os", { row throws(RowReader.Missing) in try row.recurringCost() }),
    ("ca_trap", { row throws(RowReader.Missing) in try row.designPerArea() }),
    ("cset_wafer", { row throws(RowReader.Missing) in try row.waferPrice() }),
    ("cset_chip", { row throws(RowReader.Missing) in try row.referenceChip() }),
    ("cset_atp", { row throws(RowReader.Missing) in try row.referenceAssembly() }),
    ("cset_design", { row throws(RowReader.Missing) in try row.referenceDesign() }),
    ("cset_total", { row throws(RowReader.Missing) in try row.input.sum() }),
    ("ttmcost", { row throws(RowReader.Missing) in try row.creation("creation_cost") }),
    ("ttm", { row throws(RowReader.Missing) in try row.creation("time_to_market") }),
    ("tsmc_d0_n5", { _ throws(RowReader.Missing) in Self.standardDefects }),
    ("hamilton", { row throws(RowReader.Missing) in try row.input.sum() }),
  ]

  private static let remarks = [
    "google_trap": "as that tool adds them; with no spare core the model's yield is 0.717",
    "ca_trap_fo_fixed": "what one mm2 adds; the tool takes it for the fixed half, which is 7500000 here",
    "tsmc_d0_n5": "the default of node 5nm in chip-unit-cost",
  ]

  // MARK: The model at a point

  /// The model's outputs with some inputs given, choices by their names.
  static func outputs(
    _ given: [String: ScalarLane], choices: [String: String] = [:]
  ) -> ModelOutputs<ScalarLane> {
    let model = ChipUnitCost()
    var values = given
    for (name, choice) in choices {
      let number = model.declaration.input(name)?.number(of: .choice(choice))
      values[name] = number.map { ScalarLane($0) }
    }
    return model.outputs(ModelInputs(model.declaration, given: values))
  }

  /// Chiplet Actuary's own settings: bare dies at its clustering and edge, no harvest, no memory, no board.
  static let chipletActuary: [String: ScalarLane] = [
    "alpha": ScalarLane(10), "edge": ScalarLane(5), "memory_stacks": ScalarLane(0), "hbm_gb": ScalarLane(0),
    "final_test_board": ScalarLane(0),
  ]

  private func recurringCost() throws(RowReader.Missing) -> ScalarLane {
    var given = Self.chipletActuary
    given["logic_area"] = try input("module_area")
    given["dies"] = try input("chiplets")
    given["interface_share"] = try input("d2d_frac")
    let isSingle = try input("chiplets").value == 1
    given["bond_yield"] = try input("bond_OS")
    given["substrate_price"] = try input("OS_cost_mm2")
    let choices = [
      "node": "\(Int(try input("node").value))nm", "organisation": isSingle ? "single" : "mcm", "harvesting": "none",
    ]
    return Self.outputs(given, choices: choices)["recurring"]
  }

  /// An A11 on another node: a square die on a plain wafer, by the transistors it needs.
  private func creation(_ output: String) throws(RowReader.Missing) -> ScalarLane {
    let zero = ScalarLane(0)
    var given = ["scribe": zero, "edge": zero, "memory_stacks": zero, "hbm_gb": zero]
    given["volume"] = try input("chips")
    given["transistors"] = try input("transistors")
    given["logic_area"] = try input("transistors") / (try input("MTr_mm2") * 1e6)
    given["unique_share"] = try input("unique") / input("transistors")
    given["engineers"] = try input("engineers")
    given["parallel_share"] = try input("parallel")
    given["defect_density"] = try input("D_per_mm2") * 100
    given["alpha"] = try input("alpha")
    given["wafer_rate"] = try input("wafers_per_hour")
    given["fab_latency"] = try input("fab_latency_wk")
    given["assembly_weeks"] = try input("osat_base_wk")
    given["tapeout_effort"] = try input("difficulty_h_per_Tr")
    if output == "creation_cost" {
      given["mask_cost"] = try input("mask")
      given["ip_cost"] = try input("ip")
      given["gate_price"] = try input("backend_per_gate")
      given["wafer_price"] = try input("wafer")
      given["package_price"] = try input("pkg")
    }
    return Self.outputs(given, choices: ["organisation": "single", "harvesting": "none"])[output]
  }

  private func placedDies() throws(RowReader.Missing) -> ScalarLane {
    var given = ["logic_area": try input("A_mm2"), "aspect": try input("square")]
    given["wafer_diameter"] = try input("d")
    given["edge"] = try input("edge")
    given["scribe"] = try input("dicing")
    return Self.outputs(given, choices: ["organisation": "single", "placement": "grid"])["dies_per_wafer"]
  }

  /// The tool rounds the count that the model leaves as it is; its area is the pitch, scribe line included.
  private func roundedDies() throws(RowReader.Missing) -> ScalarLane {
    var given = ["logic_area": try input("EffA_mm2"), "wafer_diameter": try input("wafer")]
    given["edge"] = ScalarLane(3)
    given["scribe"] = ScalarLane(0)
    let choices = ["organisation": "single", "placement": "edge_once"]
    return (Self.outputs(given, choices: choices)["dies_per_wafer"] + 0.5).floor()
  }

  // MARK: Single equations

  private func wholeDiePrice() throws(RowReader.Missing) -> ScalarLane {
    let good = (try input("GDPW") * input("Y")).floor()
    return UnitCost.knownGoodDie(
      wafer: try input("wafer"), diesPerWafer: good, yield: ScalarLane(1), test: try input("probe"))
  }

  private func scrap() throws(RowReader.Missing) -> ScalarLane {
    let material = (row.inputs["mat"] ?? "").split(separator: "+").compactMap { Double($0) }.reduce(0, +)
    let yield = ScalarLane.pow(try input("step_yield"), try input("chips_in_step"))
    let accounting = LossAccounting<ScalarLane>(isFirstOrder: ScalarMask(true))
    return ScalarLane(material) * accounting.loss(yield: yield)
  }

  /// The tool adds the chance that no core is bad to the yield of the whole die, instead of multiplying parts.
  private func yieldWithoutSpares() throws(RowReader.Missing) -> ScalarLane {
    let density = try input("D0")
    let whole = DieYield.boseEinstein(
      DieYield.defects(dieAreaMM2: try input("EffA"), densityPerCM2: density), layers: try input("N"))
    let core = 1 - DieYield.defects(dieAreaMM2: try input("RecArea"), densityPerCM2: density)
    return whole
      + CoreRedundancy.enoughCores(coreYield: core, cores: try input("RecBaseline"), spares: try input("RecSpares"))
  }

  private func chipDesign() throws(RowReader.Missing) -> ScalarLane {
    SiliconDesign.chip(referenceCost: try input("NRE300"), areaMM2: try input("A_mm2"))
  }

  private func moduleDesign() throws(RowReader.Missing) -> ScalarLane {
    SiliconDesign.module(referenceCost: try input("NRE300"), areaMM2: try input("A_mm2"))
  }

  private func designPerArea() throws(RowReader.Missing) -> ScalarLane {
    ScalarLane(PackageDesign.perArea(referenceCost: try input("NRE_FO").value))
  }

  private func waferPrice() throws(RowReader.Missing) -> ScalarLane {
    WaferPrice.price(
      capital: try input("capex_per_wafer_year"), age: try input("years_since_ramp"), depreciation: try input("dep"),
      floor: try input("floor"), depreciationShare: try input("dep_share"))
  }

  private func referenceChip() throws(RowReader.Missing) -> ScalarLane {
    WaferPrice.referenceChip(
      wafer: try input("wafer"), density: try input("MTr_mm2"), density5nm: try input("MTr_mm2_5nm"))
  }

  private func referenceAssembly() throws(RowReader.Missing) -> ScalarLane {
    WaferPrice.assembly(foundry: try input("foundry"), share: try input("share"))
  }

  private func referenceDesign() throws(RowReader.Missing) -> ScalarLane {
    WaferPrice.designShare(design: try input("IBS"), volume: try input("volume"))
  }

  private static let standardDefects = ScalarLane(
    ProcessNode.table.first { $0.name == ProcessNode.standard }?.defects ?? .nan)
}
