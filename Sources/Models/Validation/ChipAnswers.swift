import Formulas

/// What the equations of `chip-breakeven` give for the published chip rows, by the beginning of a row's name.
struct ChipAnswers {
  let row: PublishedRow
  let input: RowReader

  init(_ row: PublishedRow) {
    self.row = row
    input = RowReader(row: row)
  }

  var answer: Computed {
    if let reason = Self.reasons.first(where: { row.name.hasPrefix($0.prefix) })?.reason { return .notModelled(reason) }
    return input.answer { () throws(RowReader.Missing) in
      switch row.group {
      case "yield": try dieYield()
      case "hp4", "hp5", "cod5": try textbook()
      case "dpw": try grossDies(pitch: try input("S_mm2"))
      case "ca", "catch", "google": try dieModels()
      case "twofortwo": BreakEven.requiredImprovement(ratio: try input("TCO_alt/NRE"))
      case "be": try breakEven()
      case "bom": try billOfMaterials()
      case "gm": UnitCost.margin(cost: try input("cogs"), price: try input("price"))
      case "tpu": try partnerPrice()
      case "h100", "epoch", "crf", "pmt", "bern": try finance()
      case "oracle": try simulation()
      default: nil
      }
    }
  }

  private static let reasons: [(prefix: String, reason: String)] = [
    ("catch_dpw", "an exact placement count; the models use the analytic formula"),
    ("catch_sip", "needs the tool's own system files"),
    ("catch_hetero", "needs the tool's own system files"),
    ("google_gdpw", "a formula with rounding the models do not use"),
    ("google_fup", "whole good dies; the models do not round"),
    ("google_scrap", "yearly scrap accounting is not in chip-breakeven"),
    ("google_trap", "a known defect of another tool, kept as a warning"),
    ("ca_chip_nre", "design cost by area: chip-breakeven takes it as an input"),
    ("ca_mod_nre", "design cost by area: chip-breakeven takes it as an input"),
    ("ca_soc", "multi-die package cost is not in chip-breakeven"),
    ("ca_os", "multi-die package cost is not in chip-breakeven"),
    ("ca_trap", "a known defect of another tool, kept as a warning"),
    ("cset", "wafer price by node is an input of chip-breakeven"),
    ("ttm", "time to market is not in chip-breakeven"),
    ("wilson", "a survey result; chip-breakeven uses it as the source of spins"),
    ("late", "a survey result, not a computed quantity"),
    ("tsmc", "a measured input of chip-breakeven, not a computed quantity"),
    ("hamilton", "a survey result, not a computed quantity"),
    ("kress", "a statement, not a computed quantity"),
  ]

  // MARK: Yield and dies

  private func dieYield() throws(RowReader.Missing) -> ScalarLane? {
    let defects = try input("AD")
    if row.name.hasPrefix("yield_poisson") { return DieYield.poisson(defects) }
    if row.name.hasPrefix("yield_murphy") { return DieYield.murphy(defects) }
    if row.name.hasPrefix("yield_seeds") { return DieYield.seeds(defects) }
    if row.name.hasPrefix("yield_nb") { return DieYield.negativeBinomial(defects, alpha: try input("alpha")) }
    let ordered = [DieYield.poisson(defects), DieYield.murphy(defects), DieYield.seeds(defects)].map(\.value)
    return ScalarLane(ordered == ordered.sorted() ? 1 : 0)
  }

  /// Gross dies of a 300 mm wafer unless the row gives another.
  func grossDies(pitch: ScalarLane) throws(RowReader.Missing) -> ScalarLane {
    WaferGeometry.diesPerWafer(
      diameterMM: try input(input.has("d") ? "d" : "d_mm", or: 300), edgeMM: try input("edge_loss", or: 0),
      pitchAreaMM2: pitch)
  }

  private func textbook() throws(RowReader.Missing) -> ScalarLane? {
    if row.group == "cod5" { return try patterson() }
    let density = try input("D0")
    let area = input.has("A_cm2") ? try input("A_cm2") * 100 : try input("A_mm2")
    let defects = DieYield.defects(dieAreaMM2: area, densityPerCM2: density)
    if input.has("N") { return DieYield.boseEinstein(defects, layers: try input("N")) }
    let yield = DieYield.negativeBinomial(defects, alpha: try input("alpha"))
    let gross = try grossDies(pitch: area)
    if input.has("wafer") {
      return UnitCost.knownGoodDie(
        wafer: try input("wafer"), diesPerWafer: gross, yield: yield, test: ScalarLane(0))
    }
    return row.unit == "dies" ? gross * yield : yield
  }

  /// Exercise 1.10: the die is the wafer's area over its dies, and defects cluster with alpha 2.
  private func patterson() throws(RowReader.Missing) -> ScalarLane {
    let alpha = ScalarLane(2)
    if input.has("A_cm2") {
      return DieYield.impliedDensity(yield: try input("Y"), dieAreaCM2: try input("A_cm2"), alpha: alpha)
    }
    let radius = try input("d_cm") * 5
    let dies = try input("dies")
    let area = Double.pi * (radius * radius) / dies
    let defects = DieYield.defects(dieAreaMM2: area, densityPerCM2: try input("D0"))
    let yield = DieYield.negativeBinomial(defects, alpha: alpha)
    guard input.has("wafer") else { return yield }
    return UnitCost.knownGoodDie(wafer: try input("wafer"), diesPerWafer: dies, yield: yield, test: ScalarLane(0))
  }

  private func dieModels() throws(RowReader.Missing) -> ScalarLane? {
    if row.name.hasPrefix("catch_layer") { return try layerCost() }
    if row.name.hasPrefix("catch_yield") {
      let critical = try input("A_mm2") * input("crit_area")
      let defects = DieYield.defects(dieAreaMM2: critical, densityPerCM2: try input("D_per_mm2") * 100)
      return DieYield.negativeBinomial(defects, alpha: try input("alpha"))
    }
    if row.group == "google" {
      let defects = DieYield.defects(dieAreaMM2: try input("EffA_mm2"), densityPerCM2: try input("D0"))
      return input.has("N") ? DieYield.boseEinstein(defects, layers: try input("N")) * 100 : DieYield.murphy(defects)
    }
    let area = try input("A_mm2")
    let gross = try grossDies(pitch: WaferGeometry.pitchArea(dieAreaMM2: area, scribeMM: try input("scribe")))
    guard input.has("wafer") else { return gross }
    let defects = DieYield.defects(dieAreaMM2: area, densityPerCM2: try input("D0"))
    let yield = DieYield.negativeBinomial(defects, alpha: try input("alpha"))
    return UnitCost.knownGoodDie(wafer: try input("wafer"), diesPerWafer: gross, yield: yield, test: ScalarLane(0))
  }

  private func layerCost() throws(RowReader.Missing) -> ScalarLane {
    let radius = try input("d") / 2
    let wafer = try input("cost_mm2") * (radius * radius) * Double.pi
    let use = WaferGeometry.reticleUse(
      dieAreaMM2: try input("A_mm2"), reticleMM2: ScalarLane(WaferGeometry.reticleMM2))
    let factor = WaferGeometry.lithographyFactor(share: try input("litho"), reticleUse: use)
    return UnitCost.knownGoodDie(
      wafer: wafer * factor, diesPerWafer: try input("dies"), yield: ScalarLane(1), test: ScalarLane(0))
  }
}
