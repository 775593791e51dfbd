/// A graph compiled into four stretches of straight-line code: once (constants), once a cell, once a block of samples,
/// and once a block of every cell.
///
/// What does not depend on the draws is computed per cell; what does not depend on the cell is computed once for all
/// cells that share the draws. Rows are reused as soon as their last reader has run, which keeps a chunk in the
/// first-level cache.
public struct Program: Sendable {
  /// Where an operand lives: a scalar (splat), a row of the whole block, or a row of the chunk at hand.
  public enum Place: Hashable, Sendable {
    case scalar(Int)
    case blockRow(Int)
    case chunkRow(Int)
  }

  public enum Code: Hashable, Sendable {
    case draw(Int)
    case unary(Graph.Unary)
    case binary(Graph.Binary)
    case ternary(Graph.Ternary)
    case lookup(table: Int)
    case quantile(table: Int)
    /// Spread a scalar over a row.
    case spread
    /// One of `calls`, which has the places it reads and writes.
    case call(Int)
    /// Fold the row `a` into a measure; `b` is the row of scenarios that take part.
    case fold(measure: Int, filtered: Bool)
  }

  public struct Instruction: Hashable, Sendable {
    public var code: Code
    public var destination: Place
    public var a: Place
    public var b: Place
    public var c: Place
  }

  /// A compiled calculation for several instances.
  public struct Call: Hashable, Sendable {
    /// Where an output goes.
    public struct Result: Hashable, Sendable {
      /// Instance times outputs plus output.
      public var index: Int
      public var destination: Place
    }

    public var kernel: Kernel
    public var shared: [Place]
    /// The inputs of one instance after those of the other.
    public var own: [Place]
    /// The outputs somebody reads.
    public var results: [Result]
    /// Whether an output that costs extra is among them.
    public var isDetailed: Bool

    public var instances: Int { own.count / kernel.body.ownInputs }
  }

  /// A row to fold: the value and, unless every scenario takes part, the truth that says which do.
  public struct Output: Hashable, Sendable {
    public var value: Graph.Node
    public var filter: Graph.Node?

    public init(value: Graph.Node, filter: Graph.Node?) {
      self.value = value
      self.filter = filter
    }
  }

  /// The first scalars, constant for the whole sweep.
  public private(set) var constants: [Double] = []
  /// For each axis the scalar that holds the cell's coordinate; nil where no report needs it.
  public private(set) var coordinates: [Int?]
  public private(set) var scalarCount = 0
  public private(set) var blockRowCount = 0
  public private(set) var chunkRowCount = 0
  /// Scalar code, run once a cell.
  public private(set) var cellCode: [Instruction] = []
  /// Code run once a block of samples, for all cells.
  public private(set) var sampleCode: [Instruction] = []
  /// Code run for every cell's block.
  public private(set) var scenarioCode: [Instruction] = []
  public private(set) var calls: [Call] = []
  public let tables: [[Double]]
  public let quantileTables: [QuantileTable]
  public let measureCount: Int
  /// In what order samples of a block are best computed; nil where it makes no difference.
  public private(set) var ordering: Ordering?

  public init(graph: Graph, outputs: [Output], axisCount: Int) {
    tables = graph.tables
    quantileTables = graph.quantileTables
    measureCount = outputs.count
    coordinates = Array(repeating: nil, count: axisCount)
    var compiler = ProgramCompiler(graph: graph, outputs: outputs)
    compiler.compile(into: &self)
    ordering = Ordering(graph, keys: compiler.orderingKeys, axisCount: axisCount)
  }

  /// The draws it reads.
  public var draws: Set<Int> {
    Set(sampleCode.compactMap { if case .draw(let draw) = $0.code { draw } else { nil } })
  }

  /// Gives every draw another number.
  public mutating func renumberDraws(_ number: (Int) -> Int) {
    for index in sampleCode.indices {
      if case .draw(let draw) = sampleCode[index].code { sampleCode[index].code = .draw(number(draw)) }
    }
    ordering?.renumberDraws(number)
  }

  // Only the compiler fills a program in.
  mutating func fill(_ compiled: ProgramCompiler) {
    constants = compiled.constants
    scalarCount = compiled.scalarCount
    blockRowCount = compiled.blockRows
    chunkRowCount = compiled.highestChunkRow
    cellCode = compiled.cellCode
    sampleCode = compiled.sampleCode
    scenarioCode = compiled.scenarioCode
    calls = compiled.calls
    for (axis, scalar) in compiled.coordinates { coordinates[axis] = scalar }
  }
}
