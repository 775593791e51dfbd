import Formulas

/// How many dies a wafer carries.
///
/// Sources: Hennessy & Patterson, Computer Architecture (dies per wafer); Feng & Ma 2022, Chiplet Actuary (scribe and
/// edge).
enum WaferGeometry {
  /// 26 mm x 33 mm, the largest field a scanner exposes at once.
  static let reticleMM2 = 858.0

  /// Silicon a die takes with its scribe line (mm2), for a square die.
  static func pitchArea<L: Lane>(dieAreaMM2: L, scribeMM: L) -> L {
    let pitch = dieAreaMM2.squareRoot() + scribeMM
    return pitch * pitch
  }

  /// Gross dies: wafer area over pitch area, less the partial dies on the circumference. Not a whole number.
  static func diesPerWafer<L: Lane>(diameterMM: L, edgeMM: L, pitchAreaMM2: L) -> L {
    let radius = diameterMM / 2 - edgeMM
    let whole = Double.pi * (radius * radius) / pitchAreaMM2
    let partial = Double.pi * (2 * radius) / (2 * pitchAreaMM2).squareRoot()
    return whole - partial
  }

  /// The same in the form of google/chiplets-cost-model: the rim narrows the wafer in one of the two places where its
  /// diameter stands.
  static func diesPerWaferEdgeOnce<L: Lane>(diameterMM: L, edgeMM: L, pitchAreaMM2: L) -> L {
    let whole = diameterMM / (4 * pitchAreaMM2)
    return Double.pi * (diameterMM - 2 * edgeMM) * (whole - 1 / (2 * pitchAreaMM2).squareRoot())
  }

  /// Share of the reticle field that whole dies fill.
  static func reticleUse<L: Lane>(dieAreaMM2: L, reticleMM2: L) -> L {
    (reticleMM2 / dieAreaMM2).floor() * dieAreaMM2 / reticleMM2
  }

  /// Factor on wafer cost when the lithography share of it pays for an unfilled field (CATCH, Graening et al. 2025).
  static func lithographyFactor<L: Lane>(share: L, reticleUse: L) -> L { (1 - share) + share / reticleUse }
}
