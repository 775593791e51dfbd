/// How often a node must be computed.
enum Level: Hashable, Comparable {
  case constant, cell, sample, scenario

  static func joined(_ a: Level, _ b: Level) -> Level {
    switch (a, b) {
    case (.cell, .sample), (.sample, .cell): .scenario
    default: max(a, b)
    }
  }
}

/// Places the nodes of a graph and writes down their code.
struct ProgramCompiler {
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
  var calls: [Program.Call] = []
  private(set) var needed: [Bool] = []
  private var groups: CallGroups
  private var emitted: Set<Int> = []

  init(graph: Graph, outputs: [Program.Output]) {
    self.graph = graph
    self.outputs = outputs
    pending = Array(repeating: 0, count: graph.operations.count)
    places = Array(repeating: nil, count: graph.operations.count)
    for operation in graph.operations { levels.append(Self.level(of: operation, levels)) }
    needed = Self.neededNodes(graph, outputs)
    groups = CallGroups(graph, levels: levels, needed: needed)
  }

  private static func level(of operation: Graph.Operation, _ levels: [Level]) -> Level {
    switch operation {
    case .constant: .constant
    case .draw: .sample
    case .coordinate: .cell
    case .unary, .binary, .ternary, .lookup, .quantile, .call, .result:
      operation.operands.reduce(.constant) { .joined($0, levels[Int($1)]) }
    }
  }

  mutating func compile(into program: inout Program) {
    placeConstants()
    for node in nodes(of: .cell) { emit(node, stage: .cell) }
    let kept = placeBlockRows()
    countReaders(stage: .sample)
    for node in kept { emit(node, stage: .sample) }
    freeChunkRows = []
    countReaders(stage: .scenario)
    for (measure, output) in outputs.enumerated() { emitFold(measure, output) }
    program.fill(self)
  }

  /// Every node an output depends on.
  private static func neededNodes(_ graph: Graph, _ outputs: [Program.Output]) -> [Bool] {
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

  /// The nodes that are computed this often and that an output depends on.
  private func nodes(of level: Level) -> [Int] {
    graph.operations.indices.filter { needed[$0] && levels[$0] == level }
  }

  private mutating func placeConstants() {
    for node in nodes(of: .constant) {
      guard case .constant(let bits) = graph.operations[node] else {
        preconditionFailure("a traced constant was not folded")
      }
      places[node] = .scalar(constants.count)
      constants.append(Double(bitPattern: bits))
    }
    scalarCount = constants.count
  }

  /// Sample-level nodes that a scenario or a fold reads keep a row for the whole block.
  private mutating func placeBlockRows() -> [Int] {
    var isKept = Array(repeating: false, count: graph.operations.count)
    for node in nodes(of: .scenario) {
      for operand in graph.operations[node].operands { isKept[Int(operand)] = true }
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

  private mutating func countReaders(stage: Level) {
    for node in pending.indices { pending[node] = 0 }
    for node in nodes(of: stage) where standsForItself(node) {
      for operand in Set(reads(of: node)) { pending[operand] += 1 }
    }
    if stage == .scenario {
      for output in outputs {
        pending[Int(output.value)] += 1
        if let filter = output.filter { pending[Int(filter)] += 1 }
      }
    }
  }

  // MARK: Order

  /// Whether a node has code of its own: a call that runs with another one has none.
  func standsForItself(_ node: Int) -> Bool {
    guard case .call = graph.operations[node] else { return true }
    return groups.leader(of: node) == node
  }

  /// The call nodes that run with a call, itself included.
  func members(with call: Int) -> [Int] { groups.members(with: call) }

  /// The nodes that must be there before the code of this one: a call waits for all that runs with it.
  private func reads(of node: Int) -> [Int] {
    switch graph.operations[node] {
    case .result(let call, _): [groups.leader(of: Int(call))]
    case .call: groups.members(with: node).flatMap { graph.operations[$0].operands.map(Int.init) }
    case .constant, .draw, .coordinate, .unary, .binary, .ternary, .lookup, .quantile:
      graph.operations[node].operands.map(Int.init)
    }
  }

  /// Emits the code of a node of this stage after the code of what it reads, depth first, so that rows live shortly.
  private mutating func emit(_ root: Int, stage: Level) {
    var stack: [(node: Int, ready: Bool)] = [(root, false)]
    while let (node, ready) = stack.popLast() {
      if emitted.contains(node) || levels[node] != stage || !standsForItself(node) { continue }
      if ready {
        emitted.insert(node)
        append(node, stage: stage)
      } else {
        stack.append((node, true))
        for operand in reads(of: node).reversed() where levels[operand] == stage { stack.append((operand, false)) }
      }
    }
  }

  private mutating func append(_ node: Int, stage: Level) {
    // The destination is taken before the operands are released: no operation writes over what it still reads.
    switch graph.operations[node] {
    case .coordinate(let axis):
      guard case .scalar(let scalar) = place(node, stage) else { preconditionFailure("a coordinate is a scalar") }
      coordinates[axis] = scalar
    case .result: break
    case .call: append(call(node, stage: stage), stage)
    case .constant, .draw, .unary, .binary, .ternary, .lookup, .quantile:
      append(instruction(node, to: place(node, stage)), stage)
    }
    for operand in Set(reads(of: node)) { release(operand) }
  }

  private mutating func append(_ instruction: Program.Instruction, _ stage: Level) {
    switch stage {
    case .constant: preconditionFailure("constants have no code")
    case .cell: cellCode.append(instruction)
    case .sample: sampleCode.append(instruction)
    case .scenario: scenarioCode.append(instruction)
    }
  }

  // MARK: Places

  /// The place of a node's value, found now unless a block row was set aside for it.
  private mutating func place(_ node: Int, _ stage: Level) -> Program.Place {
    if let known = places[node] { return known }
    if stage == .cell {
      scalarCount += 1
      places[node] = .scalar(scalarCount - 1)
    } else {
      places[node] = .chunkRow(takeChunkRow())
    }
    return places[node]!
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
    case .constant, .coordinate, .call, .result: preconditionFailure("not an operation of rows")
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

  /// The call of all that runs with this node. Every output somebody reads gets its place.
  private mutating func call(_ leader: Int, stage: Level) -> Program.Instruction {
    let members = groups.members(with: leader)
    guard case .call(let kernel, let shared, _) = graph.operations[leader] else { preconditionFailure("not a call") }
    let body = kernel.body
    var call = Program.Call(
      kernel: kernel, shared: shared.map { places[Int($0)]! }, own: [], results: [], isDetailed: false)
    for (node, operation) in graph.operations.enumerated() where needed[node] {
      guard case .result(let source, let output) = operation, let instance = members.firstIndex(of: Int(source)) else {
        continue
      }
      call.results.append(.init(index: instance * body.outputs + output, destination: place(node, stage)))
      call.isDetailed = call.isDetailed || body.isDetailed(output: output)
    }
    for member in members {
      guard case .call(_, _, let own) = graph.operations[member] else { continue }
      call.own += own.map { places[Int($0)]! }
    }
    calls.append(call)
    let none = Program.Place.scalar(0)
    return .init(code: .call(calls.count - 1), destination: none, a: none, b: none, c: none)
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
