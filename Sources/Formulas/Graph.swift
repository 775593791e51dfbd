/// Straight-line arithmetic as a value: what a model's equations become when they are traced.
///
/// Equal sub-expressions are one node, so work that options, reports and outputs share is written once. A node refers
/// only to nodes before it.
public struct Graph: Sendable {
  public typealias Node = Int32

  public enum Operation: Hashable, Sendable {
    /// A constant by its bits.
    case constant(UInt64)
    /// The uniform draw of an uncertain input, in (0, 1).
    case draw(Int)
    /// The cell's value on an axis (the position in the declared choices for a choice).
    case coordinate(Int)
    case unary(Unary, Node)
    case binary(Binary, Node, Node)
    case ternary(Ternary, Node, Node, Node)
    /// An entry of a table, nearest for positions outside it.
    case lookup(table: Int, Node)
    /// A quantile table at a normal score: the normal quantile of a probability.
    case quantile(table: Int, Node)
    /// A compiled calculation for one instance. It has no value itself: `result` reads its outputs.
    case call(Kernel, shared: [Node], own: [Node])
    /// An output of a call.
    case result(Node, Int)
  }

  /// Truth is 1 or 0.
  public enum Unary: UInt8, Hashable, Sendable, CaseIterable {
    case negate, magnitude, squareRoot, floor, exp, log, normalCDF, normalQuantile, not
  }

  public enum Binary: UInt8, Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, divide, power, less, lessOrEqual, equal, and, or
  }

  public enum Ternary: UInt8, Hashable, Sendable, CaseIterable {
    /// a + b * c, rounded once.
    case addingProduct
    /// b where c is true, a elsewhere.
    case select
  }

  public private(set) var operations: [Operation] = []
  public private(set) var tables: [[Double]] = []
  public private(set) var quantileTables: [QuantileTable] = []
  private var known: [Operation: Node] = [:]

  public init() {}

  /// The node of an operation, made if there is none yet.
  public mutating func intern(_ operation: Operation) -> Node {
    if let node = known[operation] { return node }
    let node = Node(operations.count)
    operations.append(operation)
    known[operation] = node
    return node
  }

  public mutating func intern(constant value: Double) -> Node {
    intern(.constant(value.bitPattern))
  }

  /// The number of a table, added if there is none yet with its bits.
  public mutating func intern(table: [Double]) -> Int {
    let bits = table.map(\.bitPattern)
    if let index = tables.firstIndex(where: { $0.map(\.bitPattern) == bits }) { return index }
    tables.append(table)
    return tables.count - 1
  }

  public mutating func intern(quantileTable: QuantileTable) -> Int {
    if let index = quantileTables.firstIndex(of: quantileTable) { return index }
    quantileTables.append(quantileTable)
    return quantileTables.count - 1
  }
}

extension Graph.Operation {
  /// The nodes this operation reads.
  public var operands: [Graph.Node] {
    switch self {
    case .constant, .draw, .coordinate: []
    case .unary(_, let a), .lookup(_, let a), .quantile(_, let a), .result(let a, _): [a]
    case .binary(_, let a, let b): [a, b]
    case .ternary(_, let a, let b, let c): [a, b, c]
    case .call(_, let shared, let own): shared + own
    }
  }
}
