import Formulas
import Sweeps

/// The mean over people whose own figures are lognormal, each drawn apart: as a lognormal of the same mean and variance
/// (Fenton 1960), within 1% of the sum's median for ten people and more.
public enum PeopleMean {
  /// - Parameters:
  ///   - mean: Of one person's figure.
  ///   - spread: End over begin of the central 90% of one person's figure.
  public static func lognormal(mean: Double, spread: Double, people: Double) -> (median: Double, sigma: Double) {
    let sigma = Elementary.log(spread) / (2 * Elementary.normalQuantile(0.95))
    let variance = Elementary.log(1 + (Elementary.exp(sigma * sigma) - 1) / people)
    return (mean * Elementary.exp(-variance / 2), variance.squareRoot())
  }
}

extension Distribution {
  static func lognormal(mean: Double, spread: Double, people: Double) -> Distribution {
    let (median, sigma) = PeopleMean.lognormal(mean: mean, spread: spread, people: people)
    return .lognormal(.median(median, sigma: sigma))
  }
}
