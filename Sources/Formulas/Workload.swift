import Sweeps

/// All a compute core needs to compute any block of a sweep: the same value on every host.
public struct Workload: Sendable {
  /// An uncertain input's source of randomness.
  public struct Draw: Hashable, Sendable {
    /// FNV-1a-32 of the input's name: the draw's key.
    public var key: UInt32
    /// Its Sobol' dimension, counted from 0.
    public var dimension: Int

    public init(key: UInt32, dimension: Int) {
      self.key = key
      self.dimension = dimension
    }
  }

  public struct Pass: Sendable {
    public var numbering: Numbering
    public var program: Program
    public var measures: [Measure]
    /// For each axis the values this pass visits; choices by position.
    public var coordinates: [[Double]]

    public init(numbering: Numbering, program: Program, measures: [Measure], coordinates: [[Double]]) {
      self.numbering = numbering
      self.program = program
      self.measures = measures
      self.coordinates = coordinates
    }
  }

  public var seed: UInt64
  public var design: Sample.Design
  public var draws: [Draw]
  public var passes: [Pass]
  public var layout: StateLayout

  public init(seed: UInt64, design: Sample.Design, draws: [Draw], passes: [Pass], layout: StateLayout) {
    self.seed = seed
    self.design = design
    self.draws = draws
    self.passes = passes
    self.layout = layout
  }
}
