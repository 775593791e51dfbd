/// An answer with its error bar, from estimates that differ only in the randomisation of the sample.
public struct Estimate: Hashable, Sendable {
  /// The mean of the replicates' estimates.
  public var value: Double
  /// Half the width of the confidence interval; nil for fewer than two replicates.
  public var halfWidth: Double?

  /// The mean of replicates, plus or minus t sd / sqrt(R).
  ///
  /// - Parameters:
  ///   - estimates: one per replicate; nil is returned for none or when one is not finite.
  ///   - t: the quantile of Student's t with R - 1 degrees of freedom, for instance at 0.975 for a 95% interval.
  public init?(replicates estimates: [Double], t: Double) {
    guard !estimates.isEmpty, estimates.allSatisfy(\.isFinite) else { return nil }
    let count = Double(estimates.count)
    let mean = ExactSum(estimates).value / count
    value = mean
    guard estimates.count > 1 else { return }
    let squares = estimates.map { ($0 - mean) * ($0 - mean) }
    guard squares.allSatisfy(\.isFinite) else { return nil }
    let variance = ExactSum(squares).value / (count - 1)
    halfWidth = t * (variance / count).squareRoot()
  }
}
