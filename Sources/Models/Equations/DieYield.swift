import Formulas

/// The share of dies without a killing defect, from the expected defects on one die (area times density).
///
/// Sources: Murphy 1964; Seeds 1967; Stapper 1983 (negative binomial); Hennessy & Patterson (Bose-Einstein).
enum DieYield {
  /// The yield models, in the order of the `yield_model` choice.
  static let names = ["negative_binomial", "poisson", "murphy", "seeds", "bose_einstein"]

  /// Expected defects on a die of an area (mm2) at a density (per cm2).
  static func defects<L: Lane>(dieAreaMM2: L, densityPerCM2: L) -> L { dieAreaMM2 * densityPerCM2 / 100 }

  static func poisson<L: Lane>(_ defects: L) -> L { L.exp(-defects) }

  static func murphy<L: Lane>(_ defects: L) -> L {
    let average = L.relativeExponential(-defects)
    return average * average
  }

  static func seeds<L: Lane>(_ defects: L) -> L { 1 / (1 + defects) }

  /// Defects cluster: the smaller `alpha`, the more. Tends to Poisson for a large one.
  static func negativeBinomial<L: Lane>(_ defects: L, alpha: L) -> L { L.pow(1 + defects / alpha, -alpha) }

  /// `defects` is per critical layer here.
  static func boseEinstein<L: Lane>(_ defects: L, layers: L) -> L { L.pow(1 + defects, -layers) }

  /// The yield by the chosen model (index into `names`).
  static func chosen<L: Lane>(_ model: L, defects: L, alpha: L, layers: L) -> L {
    negativeBinomial(defects, alpha: alpha)
      .replacing(with: poisson(defects), where: model .== 1)
      .replacing(with: murphy(defects), where: model .== 2)
      .replacing(with: seeds(defects), where: model .== 3)
      .replacing(with: boseEinstein(defects, layers: layers), where: model .== 4)
  }

  /// Defect density (per cm2) of a process that learns: `decay` falls from 1 at the start of volume to 0.
  static func learned<L: Lane>(start: L, mature: L, decay: L) -> L { mature + (start - mature) * decay }

  /// Yield when a share of the defective dies is sold with parts switched off.
  static func harvested<L: Lane>(_ yield: L, share: L) -> L { yield + (1 - yield) * share }

  /// The defect density (per cm2) that a negative-binomial yield of a die implies.
  static func impliedDensity<L: Lane>(yield: L, dieAreaCM2: L, alpha: L) -> L {
    alpha * (L.pow(yield, -1 / alpha) - 1) / dieAreaCM2
  }
}
