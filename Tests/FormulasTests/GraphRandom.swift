import Formulas

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): small, seeded, the same everywhere.
struct GraphRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }

  /// A plain number, now and then a special one.
  mutating func number() -> Double {
    let special = [0, -0.0, 1, -1, 0.5, 2, .infinity, -.infinity, 1e300, .leastNonzeroMagnitude]
    return chance(0.15) ? special[Int.random(in: 0..<special.count, using: &self)] : .random(in: -4...4, using: &self)
  }
}

/// A random graph of `draws` draws and `axes` coordinates. As traced graphs, it holds no operation on constants alone.
struct RandomGraph {
  static let draws = 3
  static let axes = 3
  private(set) var graph = Graph()
  private(set) var outputs: [Program.Output] = []
  private var nodes: [Graph.Node] = []
  private var constants: Set<Graph.Node> = []
  /// What several calls have in common.
  private var shared: [[Graph.Node]] = []

  init(seed: UInt64, operations: Int, calls: Bool = false) {
    var random = GraphRandom(seed: seed)
    for _ in 0..<4 {
      let node = graph.intern(constant: random.number())
      nodes.append(node)
      constants.insert(node)
    }
    for draw in 0..<Self.draws { nodes.append(graph.intern(.draw(draw))) }
    for axis in 0..<Self.axes { nodes.append(graph.intern(.coordinate(axis))) }
    for _ in 0..<operations {
      if calls, random.chance(0.15) { addCall(&random) }
      let operation = operation(&random)
      if operation.operands.allSatisfy(constants.contains) { continue }
      nodes.append(graph.intern(operation))
    }
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      outputs.append(Program.Output(value: pick(&random), filter: random.chance(0.4) ? pick(&random) : nil))
    }
    // One value folded twice, once under itself as the filter.
    if random.chance(0.5) { outputs.append(Program.Output(value: outputs[0].value, filter: outputs[0].value)) }
  }

  var program: Program { Program(graph: graph, outputs: outputs, axisCount: Self.axes) }

  /// Recent nodes more often, so that graphs are deep as well as wide.
  private func pick(_ random: inout GraphRandom) -> Graph.Node {
    let from = random.chance(0.5) ? max(0, nodes.count - 8) : 0
    return nodes[Int.random(in: from..<nodes.count, using: &random)]
  }

  /// A call, half of the time with the shared inputs of an earlier one, and some of its outputs.
  private mutating func addCall(_ random: inout GraphRandom) {
    for kernel in Kernel.allCases {
      if shared.isEmpty || random.chance(0.5) {
        let few = (0..<3).map { _ in pick(&random) }
        shared.append((0..<kernel.body.sharedInputs).map { few[$0 % 3] })
      }
      let common = shared[Int.random(in: 0..<shared.count, using: &random)]
      let own = (0..<kernel.body.ownInputs).map { _ in pick(&random) }
      if (common + own).allSatisfy(constants.contains) { continue }
      let call = graph.intern(.call(kernel, shared: common, own: own))
      for _ in 0..<3 {
        nodes.append(graph.intern(.result(call, Int.random(in: 0..<kernel.body.outputs, using: &random))))
      }
    }
  }

  private mutating func operation(_ random: inout GraphRandom) -> Graph.Operation {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<3: return .unary(Graph.Unary.allCases.randomElement(using: &random) ?? .exp, pick(&random))
    case 3..<7:
      return .binary(Graph.Binary.allCases.randomElement(using: &random) ?? .add, pick(&random), pick(&random))
    case 7, 8:
      let operation: Graph.Ternary = random.chance(0.5) ? .addingProduct : .select
      return .ternary(operation, pick(&random), pick(&random), pick(&random))
    default:
      let table = (0..<Int.random(in: 1...5, using: &random)).map { _ in Double.random(in: -2...2, using: &random) }
      return .lookup(table: graph.intern(table: table), pick(&random))
    }
  }
}

extension Graph {
  /// The value of every node at one point: the definition that compiled programs are held against.
  func values(draws: [Double], coordinates: [Double]) -> [Double] {
    var values: [Double] = []
    var results: [Int: [ScalarLane]] = [:]
    for (node, operation) in operations.enumerated() {
      let operands = operation.operands.map { ScalarLane(values[Int($0)]) }
      let value: Double
      switch operation {
      case .constant(let bits): value = Double(bitPattern: bits)
      case .draw(let index): value = draws[index]
      case .coordinate(let axis): value = coordinates[axis]
      case .unary, .binary, .ternary, .lookup, .quantile:
        value = Program.Code(operation).value(operands, tables: tables, quantileTables: quantileTables)
      case .call(let kernel, let shared, _):
        results[node] = kernel.results(
          shared: Array(operands.prefix(shared.count)), own: Array(operands.dropFirst(shared.count)))
        value = .nan
      case .result(let call, let output): value = results[Int(call)]?[output].value ?? .nan
      }
      values.append(value)
    }
    return values
  }
}

extension Program.Code {
  fileprivate init(_ operation: Graph.Operation) {
    switch operation {
    case .constant, .coordinate, .call, .result: preconditionFailure("not an operation of rows")
    case .draw(let index): self = .draw(index)
    case .unary(let operation, _): self = .unary(operation)
    case .binary(let operation, _, _): self = .binary(operation)
    case .ternary(let operation, _, _, _): self = .ternary(operation)
    case .lookup(let table, _): self = .lookup(table: table)
    case .quantile(let table, _): self = .quantile(table: table)
    }
  }

  /// What the code makes of its operands, by the scalar lane.
  func value(_ x: [ScalarLane], tables: [[Double]], quantileTables: [QuantileTable]) -> Double {
    func truth(_ mask: ScalarMask) -> Double { mask.isTrue ? 1 : 0 }
    switch self {
    case .unary(.negate): return (-x[0]).value
    case .unary(.magnitude): return x[0].magnitude().value
    case .unary(.squareRoot): return x[0].squareRoot().value
    case .unary(.floor): return x[0].floor().value
    case .unary(.exp): return ScalarLane.exp(x[0]).value
    case .unary(.log): return ScalarLane.log(x[0]).value
    case .unary(.normalCDF): return ScalarLane.normalCDF(x[0]).value
    case .unary(.normalQuantile): return ScalarLane.normalQuantile(x[0]).value
    case .unary(.not): return 1 - x[0].value
    case .binary(.add): return (x[0] + x[1]).value
    case .binary(.subtract): return (x[0] - x[1]).value
    case .binary(.multiply), .binary(.and): return (x[0] * x[1]).value
    case .binary(.divide): return (x[0] / x[1]).value
    case .binary(.power): return ScalarLane.pow(x[0], x[1]).value
    case .binary(.less): return truth(x[0] .< x[1])
    case .binary(.lessOrEqual): return truth(x[0] .<= x[1])
    case .binary(.equal): return truth(x[0] .== x[1])
    case .binary(.or): return ScalarLane.maximum(x[0], x[1]).value
    case .ternary(.addingProduct): return x[0].addingProduct(x[1], x[2]).value
    case .ternary(.select): return x[2].value == 0 ? x[0].value : x[1].value
    case .lookup(let table): return x[0].lookup(in: tables[table]).value
    case .quantile(let table): return quantileTables[table].evaluate(normal: x[0].value)
    case .spread: return x[0].value
    case .draw, .fold, .call: preconditionFailure("not arithmetic")
    }
  }
}
