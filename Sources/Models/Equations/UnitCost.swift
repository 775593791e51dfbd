import Formulas

/// What one packaged accelerator costs to make and to buy.
///
/// Structure of Feng & Ma 2022 (Chiplet Actuary) with the bill of materials of public H100, B200 and MI300X estimates.
enum UnitCost {
  /// A tested good die (USD).
  static func knownGoodDie<L: Lane>(wafer: L, diesPerWafer: L, yield: L, test: L) -> L {
    wafer / (diesPerWafer * yield) + test
  }

  /// High-bandwidth memory of a package (USD).
  static func memory<L: Lane>(gigabytes: L, pricePerGB: L) -> L { gigabytes * pricePerGB }

  /// A package's share of its packaging wafer (USD).
  static func packaging<L: Lane>(wafer: L, packagesPerWafer: L) -> L { wafer / packagesPerWafer }

  /// A good packaged unit with its final test and board (USD): parts over the yield of assembly, plus the rest.
  static func packaged<L: Lane>(parts: L, assemblyYield: L, finalTestAndBoard: L) -> L {
    parts / assemblyYield + finalTestAndBoard
  }

  /// What the buyer pays for a unit when the seller keeps a gross margin (USD).
  static func price<L: Lane>(cost: L, margin: L) -> L { cost / (1 - margin) }

  /// Gross margin of a price.
  static func margin<L: Lane>(cost: L, price: L) -> L { 1 - cost / price }
}
