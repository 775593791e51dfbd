/// A checked sweep laid out for computing: passes over the map, what each keeps, and how tables are read from it.
///
/// Reports that look at the same cells share a pass, so their common work is done once. A plan is a pure function of the
/// sweep and the model's declaration; coordinator and workers derive it independently.
public struct Plan: Sendable {
  public var sweep: Sweep
  public var declaration: ModelDeclaration
  public var passes: [Pass]
  /// One for each report, in declared order.
  public var sheets: [Sheet]
  /// Declared values of each axis followed by values that only an `at` names.
  public var axisValues: [[Value]]

  /// Blocks of all passes, numbered pass by pass.
  public var blockCount: UInt64 { passes.reduce(0) { $0 + $1.numbering.blockCount } }

  /// Evaluations of the model: cells x options x samples, over all passes.
  public var scenarioCount: UInt64 {
    passes.reduce(0) { $0 + $1.numbering.cells * UInt64($1.options.count) * sweep.sample.size }
  }

  public var stateLayout: StateLayout {
    StateLayout(
      passes: passes.map {
        .init(
          replicates: Int($0.numbering.replicates), cells: Int($0.numbering.cells), measures: $0.measures.map(\.keep))
      })
  }

  /// The pass of a block and the block's number inside it.
  public func locate(_ block: UInt64) -> (pass: Int, block: UInt64) {
    var rest = block
    for (index, pass) in passes.enumerated() {
      if rest < pass.numbering.blockCount { return (index, rest) }
      rest -= pass.numbering.blockCount
    }
    preconditionFailure("block \(block) is not in the plan")
  }
}

/// One walk over a set of cells: a product of values of each axis.
public struct Pass: Hashable, Sendable {
  /// For each axis of the sweep the values this pass visits, as positions in `Plan.axisValues`.
  public var axisPositions: [[Int]]
  public var numbering: Numbering
  public var measures: [MeasureRequest]
  /// The options under which the model is evaluated.
  public var options: [Option]

  /// The position of a cell on each axis (into `axisPositions`); the last axis runs fastest.
  public func coordinates(of cell: Int) -> [Int] {
    var rest = cell
    var result = [Int](repeating: 0, count: axisPositions.count)
    for axis in axisPositions.indices.reversed() {
      result[axis] = rest % axisPositions[axis].count
      rest /= axisPositions[axis].count
    }
    return result
  }
}

/// A decision made: one value for each decision it fixes.
public struct Option: Hashable, Sendable {
  public var choices: [FixedInput]

  public init(choices: [FixedInput]) { self.choices = choices }
}

/// A row of values and what is kept of it.
public struct MeasureRequest: Hashable, Sendable {
  public enum Row: Hashable, Sendable {
    /// An expression under an option.
    case value(Expression, Option)
    /// 1 where a predicate holds under an option.
    case event(Expression, Option)
    /// The best value among the contestants.
    case best(Contest)
    /// The value of the contestant at this position; infinitely bad where it is not eligible.
    case contestant(Contest, Int)
    /// How much the contestant at this position is worse than the best; never negative.
    case regret(Contest, Int)
    /// 1 where the contestant at this position is the best; ties go to the first.
    case win(Contest, Int)
  }
  public var row: Row
  /// Scenarios in which this is false under the row's option are excluded.
  public var filter: Expression?
  public var keep: Measure

  public init(row: Row, filter: Expression?, keep: Measure) {
    self.row = row
    self.filter = filter
    self.keep = keep
  }
}

/// Options compared scenario by scenario.
public struct Contest: Hashable, Sendable {
  public var goal: Report.Goal
  public var value: Expression
  public var options: [Option]
  /// An option for which this is false in a scenario cannot be the best there.
  public var eligible: Expression?

  public init(goal: Report.Goal, value: Expression, options: [Option], eligible: Expression?) {
    self.goal = goal
    self.value = value
    self.options = options
    self.eligible = eligible
  }
}

/// How one report's table is read from the state of its pass.
public struct Sheet: Hashable, Sendable {
  public struct Dimension: Hashable, Sendable {
    public enum Role: Hashable, Sendable {
      /// The cell's number grows by this much a step.
      case axis(stride: Int)
      /// The slot's number grows by this much a step.
      case option(stride: Int)
    }
    public var name: String
    public var unit: String
    public var values: [Value]
    public var role: Role
  }
  public enum Slot: Hashable, Sendable {
    case statistics(measure: Int)
    case probability(measure: Int)
    case best(best: Int, contestants: [Contestant])
  }
  /// The measures of one option of a `best` report.
  public struct Contestant: Hashable, Sendable {
    public var option: Option
    public var value: Int
    public var regret: Int
    public var win: Int
  }
  public var report: Report
  public var pass: Int
  /// Unit of the reported value.
  public var unit: String
  /// In the order of the report's `by`.
  public var dimensions: [Dimension]
  /// By option number.
  public var slots: [Slot]
  /// Decisions and axes held fixed, with their values.
  public var held: [FixedInput]

  public var shape: [Int] { dimensions.map(\.values.count) }

  /// The cell and slot of a table position.
  public func address(of coordinates: [Int]) -> (cell: Int, slot: Int) {
    var cell = 0
    var slot = 0
    for (dimension, position) in zip(dimensions, coordinates) {
      switch dimension.role {
      case .axis(let stride): cell += position * stride
      case .option(let stride): slot += position * stride
      }
    }
    return (cell, slot)
  }
}
