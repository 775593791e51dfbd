/// What is kept of one row of values, scenario by scenario: the recipe of a partial aggregate.
public enum Measure: Hashable, Sendable {
  /// The row is 0 or 1; counts of both are kept.
  case event
  /// The row is a number.
  case quantity(QuantityMeasure)
}

public struct QuantityMeasure: Hashable, Sendable {
  /// Sums of (x - pivot)^j are kept for j = 1 ... order; 0 to 4.
  public var momentOrder: Int
  public var histogram: HistogramShape?
  /// Smallest and largest value with the names of their scenarios.
  public var extremes: Bool

  public init(momentOrder: Int, histogram: HistogramShape? = nil, extremes: Bool = false) {
    self.momentOrder = momentOrder
    self.histogram = histogram
    self.extremes = extremes
  }
}

/// Bins of the bit-pattern histogram: one for every leading `mantissaBits` of the mantissa in every octave.
public struct HistogramShape: Hashable, Sendable {
  /// Quantiles are within 1 / (2^(mantissaBits + 1) + 1) of the value, relative.
  public var mantissaBits: Int
  /// Whether every bin also keeps the exact sum of its values (for expected shortfall).
  public var sums: Bool

  public init(mantissaBits: Int, sums: Bool) {
    self.mantissaBits = mantissaBits
    self.sums = sums
  }
}

/// The shape of a sweep's state: enough to check and merge partial states without knowing the sweep.
public struct StateLayout: Hashable, Sendable {
  public struct Pass: Hashable, Sendable {
    public var replicates: Int
    public var cells: Int
    public var measures: [Measure]

    public init(replicates: Int, cells: Int, measures: [Measure]) {
      self.replicates = replicates
      self.cells = cells
      self.measures = measures
    }
  }
  public var passes: [Pass]

  public init(passes: [Pass]) { self.passes = passes }
}

/// The name of a scenario: replicate, cell of the map, sample.
public struct ScenarioName: Hashable, Sendable, Comparable {
  public var replicate: UInt32
  public var cell: UInt32
  public var sample: UInt64

  public init(replicate: UInt32, cell: UInt32, sample: UInt64) {
    self.replicate = replicate
    self.cell = cell
    self.sample = sample
  }

  public static func < (a: Self, b: Self) -> Bool {
    (a.replicate, a.cell, a.sample) < (b.replicate, b.cell, b.sample)
  }
}
