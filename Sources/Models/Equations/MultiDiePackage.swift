import Formulas

/// Recurring cost of dies joined in one package, in the five parts of Feng & Ma 2022 (Chiplet Actuary): raw dies, dies
/// lost to defects, the raw package, packages lost to defects, and good parts lost with bad packages. USD.
struct MultiDiePackage<L: Lane> {
  var rawDies: L
  var dieDefects: L
  var rawPackage: L
  var packageDefects: L
  var wastedParts: L

  /// The sum of the five.
  var cost: L { rawDies + dieDefects + rawPackage + packageDefects + wastedParts }

  /// Parts that go into the package, for all dies of it (USD).
  struct Parts {
    /// Dies before yield, with a bump for every mm2 of every die.
    let raw: L
    let defects: L
    /// Bought good: memory.
    let bought: L

    var sum: L { raw + defects + bought }
  }

  /// Dies directly on an organic substrate.
  ///
  /// - Parameter bondYield: of all bonds together.
  init(parts: Parts, substrate: L, bondYield: L, accounting: LossAccounting<L>) {
    let loss = accounting.loss(yield: bondYield)
    rawDies = parts.raw
    dieDefects = parts.defects
    rawPackage = substrate
    packageDefects = substrate * loss
    wastedParts = parts.sum * loss
  }

  /// Dies on a carrier (interposer or redistribution layers) on an organic substrate.
  ///
  /// - Parameters:
  ///   - carrier: cost of the carrier before its yield (USD).
  ///   - isChipFirst: the carrier is built around the dies, so that a bad carrier takes them along but none is bonded.
  init(
    parts: Parts, carrier: L, substrate: L, carrierYield: L, bondYield: L, substrateYield: L, isChipFirst: L.Mask,
    accounting: LossAccounting<L>
  ) {
    let chipLast = accounting.loss(yield: carrierYield * bondYield * substrateYield)
    let chipFirst = accounting.loss(yield: carrierYield * substrateYield)
    let afterBonds = accounting.loss(yield: bondYield * substrateYield)
    rawDies = parts.raw
    dieDefects = parts.defects
    rawPackage = carrier + substrate
    packageDefects =
      carrier * chipLast.replacing(with: chipFirst, where: isChipFirst)
      + substrate * accounting.loss(yield: substrateYield)
    wastedParts = parts.sum * afterBonds.replacing(with: chipFirst, where: isChipFirst)
  }

  /// One of two, by a mask.
  init(_ other: Self, _ chosen: Self, where mask: L.Mask) {
    rawDies = other.rawDies.replacing(with: chosen.rawDies, where: mask)
    dieDefects = other.dieDefects.replacing(with: chosen.dieDefects, where: mask)
    rawPackage = other.rawPackage.replacing(with: chosen.rawPackage, where: mask)
    packageDefects = other.packageDefects.replacing(with: chosen.packageDefects, where: mask)
    wastedParts = other.wastedParts.replacing(with: chosen.wastedParts, where: mask)
  }
}

/// How a step's losses are charged to what passes it.
struct LossAccounting<L: Lane> {
  /// Material times the share that fails (google/chiplets-cost-model), instead of making the failed ones again.
  let isFirstOrder: L.Mask

  /// Cost of what is lost, over the cost of what goes in.
  func loss(yield: L) -> L { (1 / yield - 1).replacing(with: 1 - yield, where: isFirstOrder) }
}

/// Areas and design cost of packages (Feng & Ma 2022).
enum PackageDesign {
  /// How much dearer an organic substrate is when it joins several parts, by its area (mm2).
  static func layerFactor<L: Lane>(areaMM2: L, parts: L) -> L {
    L(1.5).replacing(with: L(1.75), where: areaMM2 .> 289)
      .replacing(with: L(2), where: areaMM2 .> 900)
      .replacing(with: L(1), where: parts .<= 1)
  }

  /// Half of a reference design cost (USD) over the 300 mm2 it stands for: what one mm2 adds (USD/mm2).
  static func perArea(referenceCost: Double) -> Double { 0.5 * referenceCost / 300 }

  /// The other half, which every package of the kind costs (USD).
  static func fixed(referenceCost: Double) -> Double { 0.5 * referenceCost }

  /// One-time cost of a package (USD). What each package costs is no part of it.
  static func cost<L: Lane>(areaMM2: L, perArea: L, fixed: L, layerFactor: L) -> L {
    areaMM2 * perArea * layerFactor + fixed
  }
}

/// One-time cost of silicon (USD), from the cost of a reference design of 300 mm2 on the node (Feng & Ma 2022): half for
/// its modules, 0.3 for the chip by area, 0.2 for the chip whatever its area.
enum SiliconDesign {
  static func module<L: Lane>(referenceCost: L, areaMM2: L) -> L { areaMM2 * (referenceCost * (0.5 / 300)) }

  static func chip<L: Lane>(referenceCost: L, areaMM2: L) -> L {
    areaMM2 * (referenceCost * (0.3 / 300)) + referenceCost * 0.2
  }

  /// The die-to-die interface: a module of 20 mm2.
  static func interface<L: Lane>(referenceCost: L) -> L { module(referenceCost: referenceCost, areaMM2: L(20)) }
}
