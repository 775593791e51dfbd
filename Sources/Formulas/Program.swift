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
  public let tables: [[Double]]
  public let quantileTables: [QuantileTable]
  public let measureCount: Int

  public init(graph: Graph, outputs: [Output], axisCount: Int) {
    tables = graph.tables
    quantileTables = graph.quantileTables
    measureCount = outputs.count
    coordinates = Array(repeating: nil, count: axisCount)
    var compiler = ProgramCompiler(graph: graph, outputs: outputs)
    compiler.compile(into: &self)
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
  }

  // Only the compiler below fills a program in.
  fileprivate mutating func fill(_ compiled: ProgramCompiler) {
    constants = compiled.constants
    scalarCount = compiled.scalarCount
    blockRowCount = compiled.blockRows
    chunkRowCount = compiled.highestChunkRow
    cellCode = compiled.cellCode
    sampleCode = compiled.sampleCode
    scenarioCode = compiled.scenarioCode
    for (axis, scalar) in compiled.coordinates { coordinates[axis] = scalar }
  }
}

/// How often a node must be computed.
private enum Level: Comparable {
  case constant, cell, sample, scenario

  static func joined(_ a: Level, _ b: Level) -> Level {
    switch (a, b) {
    case (.cell, .sample), (.sample, .cell): .scenario
    default: max(a, b)
    }
  }
}

private struct ProgramCompiler {
  let graph: Graph
  let outputs: [Program.Output]
  var levels: [Level] = []
  /// Readers that have not run yet, for rows.
  var pending: [Int]
  var places: [Program.Place?]
  var constants: [Double] = []
  var coordinates: [Int: Int] = [:]
  var scalarCount = 0
  var blockRows = 0
  var freeChunkRows: [Int] = []
  var highestChunkRow = 0
  var cellCode: [Program.Instruction] = []
  var sampleCode: [Program.Instruction] = []
  var scenarioCode: [Program.Instruction] = []

  init(graph: Graph, outputs: [Program.Output]) {
    self.graph = graph
    self.outputs = outputs
    pending = Array(repeating: 0, count: graph.operations.count)
    places = Array(repeating: nil, count: graph.operations.count)
    for operation in graph.operations { levels.append(level(of: operation)) }
  }

  private func level(of operation: Graph.Operation) -> Level {
    switch operation {
    case .constant: .constant
    case .draw: .sample
    case .coordinate: .cell
    case .unary, .binary, .ternary, .lookup, .quantile:
      operation.operands.reduce(.constant) { .joined($0, levels[Int($1)]) }
    }
  }

  mutating func compile(into program: inout Program) {
    let needed = neededNodes()
    placeScalars(needed)
    let kept = placeBlockRows(needed)
    countReaders(needed, stage: .sample)
    for node in kept { emit(node, stage: .sample) }
    freeChunkRows = []
    countReaders(needed, stage: .scenario)
    for (measure, output) in outputs.enumerated() { emitFold(measure, output) }
    program.fill(self)
  }

  /// Every node an output depends on.
  private func neededNodes() -> [Bool] {
    var needed = Array(repeating: false, count: graph.operations.count)
    for output in outputs {
      needed[Int(output.value)] = true
      if let filter = output.filter { needed[Int(filter)] = true }
    }
    for node in graph.operations.indices.reversed() where needed[node] {
      for operand in graph.operations[node].operands { needed[Int(operand)] = true }
    }
    return needed
  }

  private mutating func placeScalars(_ needed: [Bool]) {
    for (node, operation) in graph.operations.enumerated() where needed[node] && levels[node] == .constant {
      guard case .constant(let bits) = operation else {
        preconditionFailure("a traced constant was not folded")
      }
      places[node] = .scalar(constants.count)
      constants.append(Double(bitPattern: bits))
    }
    scalarCount = constants.count
    for (node, operation) in graph.operations.enumerated() where needed[node] && levels[node] == .cell {
      places[node] = .scalar(scalarCount)
      scalarCount += 1
      if case .coordinate(let axis) = operation {
        coordinates[axis] = scalarCount - 1
      } else {
        cellCode.append(instruction(node, to: .scalar(scalarCount - 1)))
      }
    }
  }

  /// Sample-level nodes that a scenario or a fold reads keep a row for the whole block.
  private mutating func placeBlockRows(_ needed: [Bool]) -> [Int] {
    var isKept = Array(repeating: false, count: graph.operations.count)
    for (node, operation) in graph.operations.enumerated() where needed[node] && levels[node] == .scenario {
      for operand in operation.operands { isKept[Int(operand)] = true }
    }
    for output in outputs {
      isKept[Int(output.value)] = true
      if let filter = output.filter { isKept[Int(filter)] = true }
    }
    let kept = graph.operations.indices.filter { isKept[$0] && levels[$0] == .sample }
    for node in kept {
      places[node] = .blockRow(blockRows)
      blockRows += 1
    }
    return kept
  }

  private mutating func countReaders(_ needed: [Bool], stage: Level) {
    for node in pending.indices { pending[node] = 0 }
    for (node, operation) in graph.operations.enumerated() where needed[node] && levels[node] == stage {
      for operand in Set(operation.operands) { pending[Int(operand)] += 1 }
    }
    if stage == .scenario {
      for output in outputs {
        pending[Int(output.value)] += 1
        if let filter = output.filter { pending[Int(filter)] += 1 }
      }
    }
  }

  /// Emits the code of a node of this stage after the code of what it reads, depth first, so that rows live shortly.
  private mutating func emit(_ root: Int, stage: Level) {
    var stack: [(node: Int, ready: Bool)] = [(root, false)]
    while let (node, ready) = stack.popLast() {
      if emitted.contains(node) || levels[node] != stage { continue }
      if ready {
        emitted.insert(node)
        append(node, stage: stage)
      } else {
        stack.append((node, true))
        for operand in graph.operations[node].operands.reversed() where levels[Int(operand)] == stage {
          stack.append((Int(operand), false))
        }
      }
    }
  }
  private var emitted: Set<Int> = []

  private mutating func append(_ node: Int, stage: Level) {
    // The destination is taken before the operands are released: no operation writes over what it still reads.
    let destination: Program.Place
    if case .blockRow = places[node] {
      destination = places[node]!
    } else {
      destination = .chunkRow(takeChunkRow())
      places[node] = destination
    }
    let made = instruction(node, to: destination)
    if stage == .sample { sampleCode.append(made) } else { scenarioCode.append(made) }
    for operand in Set(graph.operations[node].operands) { release(Int(operand)) }
  }

  private mutating func takeChunkRow() -> Int {
    if let row = freeChunkRows.popLast() { return row }
    highestChunkRow += 1
    return highestChunkRow - 1
  }

  private mutating func release(_ node: Int) {
    pending[node] -= 1
    if pending[node] == 0, case .chunkRow(let row) = places[node] { freeChunkRows.append(row) }
  }

  private func instruction(_ node: Int, to destination: Program.Place) -> Program.Instruction {
    let none = Program.Place.scalar(0)
    func place(_ operand: Graph.Node) -> Program.Place { places[Int(operand)]! }
    switch graph.operations[node] {
    case .constant, .coordinate: preconditionFailure("constants and coordinates have no code")
    case .draw(let index):
      return .init(code: .draw(index), destination: destination, a: none, b: none, c: none)
    case .unary(let operation, let a):
      return .init(code: .unary(operation), destination: destination, a: place(a), b: none, c: none)
    case .binary(let operation, let a, let b):
      return .init(code: .binary(operation), destination: destination, a: place(a), b: place(b), c: none)
    case .ternary(let operation, let a, let b, let c):
      return .init(code: .ternary(operation), destination: destination, a: place(a), b: place(b), c: place(c))
    case .lookup(let table, let a):
      return .init(code: .lookup(table: table), destination: destination, a: place(a), b: none, c: none)
    case .quantile(let table, let a):
      return .init(code: .quantile(table: table), destination: destination, a: place(a), b: none, c: none)
    }
  }

  private mutating func emitFold(_ measure: Int, _ output: Program.Output) {
    let nodes = [Int(output.value)] + (output.filter.map { [Int($0)] } ?? [])
    for node in nodes { emit(node, stage: .scenario) }
    var borrowed: [Int] = []
    let rows = nodes.map { node -> Program.Place in
      guard case .scalar = places[node]! else { return places[node]! }
      let row = takeChunkRow()
      borrowed.append(row)
      scenarioCode.append(
        .init(
          code: .spread, destination: .chunkRow(row), a: places[node]!, b: .scalar(0), c: .scalar(0)))
      return .chunkRow(row)
    }
    scenarioCode.append(
      .init(
        code: .fold(measure: measure, filtered: output.filter != nil), destination: rows[0], a: rows[0],
        b: rows.last!, c: .scalar(0)))
    freeChunkRows += borrowed
    for node in nodes { release(node) }
  }
}
