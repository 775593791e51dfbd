import Formulas

/// Failures of a large job and what checkpoints save of it.
///
/// Sources: Young 1974 and Daly 2006 (checkpoint interval, expected run time under exponential failures); Kokolis et
/// al. 2024 (Meta; failure rate by node, expected training-time ratio).
enum Reliability {
  /// Failures of the whole job (per hour): the nodes' and the job's own. At least one in 10^12 hours, so that a
  /// perfect machine still has a finite checkpoint interval.
  static func jobFailureRate<L: Lane>(nodes: L, perNode: L, perJob: L) -> L {
    L.maximum(nodes * perNode + perJob, L(1e-12))
  }

  /// Mean time to failure (h).
  static func meanTimeToFailure<L: Lane>(rate: L) -> L { 1 / rate }

  /// Young's checkpoint interval, in the unit of the write time and the mean time to failure.
  static func youngInterval<L: Lane>(write: L, meanTimeToFailure: L) -> L {
    (2 * write * meanTimeToFailure).squareRoot()
  }

  /// Daly's higher-order interval for a write that takes time; the mean time to failure, 1 / rate, where a write takes
  /// more than twice that.
  ///
  /// With x the root of w / 2M, sqrt(2 w M) (1 + x/3 + x^2/9) - w is w (1/x + x/9 - 2/3).
  static func dalyInterval<L: Lane>(write: L, rate: L) -> L {
    let ratio = 0.5 * write * rate
    let root = ratio.squareRoot()
    let interval = write * (1 / root + L(-2.0 / 3).addingProduct(root, L(1.0 / 9)))
    return interval.replacing(with: 1 / rate, where: ratio .>= 1)
  }

  /// Share of wall time that is useful work under exponential failures: Daly's exact expression, work / (M e^(u/M)
  /// (e^((tau+w)/M) - 1) work/tau), free of cancellation for rare failures. Times in hours, rate per hour.
  static func goodput<L: Lane>(rate: L, interval: L, write: L, restart: L) -> L {
    let retries = L.exponentialMinusOne(rate * (interval + write))
    let restarts = L.exp(rate * restart)
    return interval * rate / (retries * restarts)
  }

  /// Meta's small-loss approximation of the same share.
  static func expectedTrainingTimeRatio<L: Lane>(rate: L, interval: L, write: L, restart: L) -> L {
    (1 - rate * (restart + interval / 2)) / (1 + write / interval)
  }
}
