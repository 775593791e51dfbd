/// What a person writes and submits, checked and expanded: one model, the axes of its maps, the options that are
/// compared on the same draws, what is uncertain, and the questions to answer.
///
/// A sweep is a plain value. Its canonical JSON text (`canonicalJSON`) is what is hashed, stored and sent; reading that
/// text back gives an equal value. Numbers are in the model's units, names are the model's full names.
public struct Sweep: Hashable, Sendable {
  public var name: String
  public var model: ModelReference
  public var seed: UInt64
  /// The axes of the result maps (`vary`), in declared order; the last one runs fastest.
  public var axes: [Axis]
  /// The decisions compared on the same draws (`decide`), in declared order; the last one runs fastest.
  public var decisions: [Axis]
  public var uncertain: [UncertainInput]
  /// Inputs held at a value other than the model's default (`fixed`).
  public var fixed: [FixedInput]
  /// Inputs computed from others (`derive`), in declared order; a later one may use an earlier one.
  public var derived: [DerivedInput]
  /// Scenarios for which this is false are excluded from every report (`where`).
  public var filter: Expression?
  public var sample: Sample
  public var reports: [Report]

  public init(
    name: String, model: ModelReference, seed: UInt64, axes: [Axis] = [], decisions: [Axis] = [],
    uncertain: [UncertainInput] = [], fixed: [FixedInput] = [], derived: [DerivedInput] = [],
    filter: Expression? = nil, sample: Sample, reports: [Report]
  ) {
    self.name = name
    self.model = model
    self.seed = seed
    self.axes = axes
    self.decisions = decisions
    self.uncertain = uncertain
    self.fixed = fixed
    self.derived = derived
    self.filter = filter
    self.sample = sample
    self.reports = reports
  }
}

/// A model by name and version, written `training-cost@1`.
public struct ModelReference: Hashable, Sendable {
  public var name: String
  public var version: Int

  public init(name: String, version: Int) {
    self.name = name
    self.version = version
  }
}

/// A value of an input: a number in the model's unit, the name of a choice, or the numbers of a path.
public enum Value: Hashable, Sendable {
  case number(Double)
  case choice(String)
  /// Numbers of the first steps; the others have the input's default.
  case path([Double])
}

/// A swept input and its values.
public struct Axis: Hashable, Sendable {
  public var input: String
  /// At least one, without repeats, in declared order.
  public var values: [Value]

  public init(input: String, values: [Value]) {
    self.input = input
    self.values = values
  }
}

public struct UncertainInput: Hashable, Sendable {
  public var input: String
  public var distribution: Distribution
  /// The Sobol' dimension pinned by the writer, counted from 1; nil takes the next free one in declared order.
  public var dimension: Int?

  public init(input: String, distribution: Distribution, dimension: Int? = nil) {
    self.input = input
    self.distribution = distribution
    self.dimension = dimension
  }
}

public struct FixedInput: Hashable, Sendable {
  public var input: String
  public var value: Value

  public init(input: String, value: Value) {
    self.input = input
    self.value = value
  }
}

/// An input of the model, or a new name, computed from inputs and earlier derived names.
public struct DerivedInput: Hashable, Sendable {
  public var input: String
  public var expression: Expression

  public init(input: String, expression: Expression) {
    self.input = input
    self.expression = expression
  }
}

/// How scenarios are drawn in every cell.
public struct Sample: Hashable, Sendable {
  public enum Design: String, Hashable, Sendable, CaseIterable {
    /// Counter-based independent draws (Philox4x32-10).
    case random
    /// Scrambled Sobol' points; the size of a replicate is a power of two.
    case sobol
    /// No uncertain inputs: one scenario a cell.
    case grid
  }
  public var design: Design
  /// Scenarios in a cell, all replicates together.
  public var size: UInt64
  /// Independent randomisations; their spread gives the error bars.
  public var replicates: Int

  public init(design: Design, size: UInt64, replicates: Int) {
    self.design = design
    self.size = size
    self.replicates = replicates
  }

  /// Scenarios of one cell in one replicate.
  public var sizePerReplicate: UInt64 { size / UInt64(replicates) }
}
