import Formulas

/// What a foundry asks for a processed wafer, by the capital its node still carries.
///
/// Source: Khan & Mann 2020 (CSET, AI Chips), table 9 and its appendix.
enum WaferPrice {
  /// Price of a wafer (USD).
  ///
  /// - Parameters:
  ///   - capital: invested for one wafer a year when the node was new (USD).
  ///   - age: years since the node's volume start.
  ///   - depreciation: share of the remaining capital written off in a year.
  ///   - floor: share of the capital below which the base of the price never falls.
  ///   - depreciationShare: depreciation as a share of the foundry's revenue.
  static func price<L: Lane>(capital: L, age: L, depreciation: L, floor: L, depreciationShare: L) -> L {
    let kept = L.maximum(1 - depreciation, L(1e-12))
    let remaining = L.maximum(floor, L.exp(L.log(kept) * age))
    return capital * remaining * (depreciation / depreciationShare)
  }

  /// Foundry price (USD) of a chip with as many transistors as one of 610 mm2 at 5 nm, of which a wafer yields 71.4.
  static func referenceChip<L: Lane>(wafer: L, density: L, density5nm: L) -> L {
    wafer / (71.4 * (density / density5nm))
  }

  /// Assembly, test and packaging of a chip, as a share of its foundry price (USD).
  static func assembly<L: Lane>(foundry: L, share: L) -> L { foundry * share }

  /// Design cost carried by one chip (USD).
  static func designShare<L: Lane>(design: L, volume: L) -> L { design / volume }
}
