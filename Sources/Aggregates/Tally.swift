/// How many scenarios a measure has seen, by what their values were. Values that are not finite are counted by reason
/// and never summed; every scenario of a block is in exactly one of the five counts.
public struct Tally: Hashable, Sendable {
  /// Finite values: the ones in sums, bins and extremes.
  public var valid: UInt64
  /// Left out by the sweep's or the report's filter.
  public var excluded: UInt64
  public var nan: UInt64
  public var positiveInfinity: UInt64
  public var negativeInfinity: UInt64

  public init(
    valid: UInt64 = 0, excluded: UInt64 = 0, nan: UInt64 = 0, positiveInfinity: UInt64 = 0,
    negativeInfinity: UInt64 = 0
  ) {
    self.valid = valid
    self.excluded = excluded
    self.nan = nan
    self.positiveInfinity = positiveInfinity
    self.negativeInfinity = negativeInfinity
  }

  /// Scenarios seen, whatever their values.
  public var total: UInt64 { valid + excluded + nan + positiveInfinity + negativeInfinity }

  /// Scenarios that took part but gave no finite value.
  public var notFinite: UInt64 { nan + positiveInfinity + negativeInfinity }

  public mutating func merge(_ other: Tally) {
    valid += other.valid
    excluded += other.excluded
    nan += other.nan
    positiveInfinity += other.positiveInfinity
    negativeInfinity += other.negativeInfinity
  }
}
