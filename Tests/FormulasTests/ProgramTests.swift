import Formulas
import Testing

/// What the compiler of traced graphs promises, on random graphs and on small ones read by eye.
@Suite struct ProgramTests {
  private static let seeds: [UInt64] = Array(20_261_000..<20_261_200)

  @Test(arguments: seeds)
  func `a program gives the values of its graph, reads only live rows and writes over none`(seed: UInt64) {
    var random = GraphRandom(seed: seed)
    let made = RandomGraph(seed: seed, operations: Int.random(in: 1...80, using: &random), calls: true)
    let samples = 7
    let draws = (0..<samples).map { _ in
      (0..<RandomGraph.draws).map { _ in Double.random(in: 0x1p-53..<1, using: &random) }
    }
    var executor = ProgramExecutor(made.program, samples: samples, chunk: 3)
    executor.runSamples(draws)
    for _ in 0..<3 {
      let cell = (0..<RandomGraph.axes).map { _ in random.number() }
      executor.setCell(cell)
      let folds = executor.runScenarios(samples: samples)
      for sample in 0..<samples {
        let values = made.graph.values(draws: draws[sample], coordinates: cell)
        let expected = made.outputs.enumerated().map { measure, output in
          ProgramExecutor.Fold(
            measure: measure, value: values[Int(output.value)].bitPattern,
            takesPart: output.filter.map { values[Int($0)].bitPattern })
        }
        #expect(folds[sample] == expected, "seed \(seed), sample \(sample)")
      }
    }
    #expect(executor.emptyReads == 0, "seed \(seed)")
    #expect(executor.overwrites == 0, "seed \(seed)")
  }

  @Test(arguments: seeds)
  func `every needed node is computed once, as seldom as what it depends on allows`(seed: UInt64) {
    let made = RandomGraph(seed: seed, operations: 60)
    let program = made.program
    var dependsOnDraw: [Bool] = []
    var dependsOnCell: [Bool] = []
    for operation in made.graph.operations {
      if case .draw = operation {
        dependsOnDraw.append(true)
      } else {
        dependsOnDraw.append(operation.operands.contains { dependsOnDraw[Int($0)] })
      }
      if case .coordinate = operation {
        dependsOnCell.append(true)
      } else {
        dependsOnCell.append(operation.operands.contains { dependsOnCell[Int($0)] })
      }
    }
    var needed = Set(made.outputs.flatMap { [$0.value, $0.filter ?? $0.value] }.map(Int.init))
    for node in made.graph.operations.indices.reversed() where needed.contains(node) {
      needed.formUnion(made.graph.operations[node].operands.map(Int.init))
    }
    func count(draw: Bool, cell: Bool) -> Int {
      needed.count { node in dependsOnDraw[node] == draw && dependsOnCell[node] == cell }
    }
    let usedAxes = needed.count { if case .coordinate = made.graph.operations[$0] { true } else { false } }
    #expect(program.constants.count == count(draw: false, cell: false), "seed \(seed)")
    #expect(program.cellCode.count == count(draw: false, cell: true) - usedAxes, "seed \(seed)")
    #expect(program.sampleCode.count == count(draw: true, cell: false), "seed \(seed)")
    #expect(program.scenarioCode.count(where: \.code.isArithmetic) == count(draw: true, cell: true), "seed \(seed)")
    #expect(program.scenarioCode.count(where: \.code.isFold) == made.outputs.count, "seed \(seed)")
    #expect(program.coordinates.count { $0 != nil } == usedAxes, "seed \(seed)")
  }

  @Test func `what no output needs costs nothing`() {
    var graph = Graph()
    let draw = graph.intern(.draw(0))
    let output = graph.intern(.unary(.exp, draw))
    let lean = Program(graph: graph, outputs: [.init(value: output, filter: nil)], axisCount: 1)
    let axis = graph.intern(.coordinate(0))
    let unused = graph.intern(.binary(.power, axis, graph.intern(.draw(1))))
    _ = graph.intern(.binary(.add, unused, graph.intern(constant: 7)))
    let full = Program(graph: graph, outputs: [.init(value: output, filter: nil)], axisCount: 1)
    #expect(full.sampleCode == lean.sampleCode)
    #expect(full.scenarioCode == lean.scenarioCode)
    #expect(full.cellCode.isEmpty && full.constants.isEmpty && full.scalarCount == 0)
    #expect(full.coordinates == [nil])
    #expect((full.blockRowCount, full.chunkRowCount) == (lean.blockRowCount, lean.chunkRowCount))
  }

  @Test func `what depends on draws alone runs with the samples, not with the cells`() {
    var graph = Graph()
    let price = graph.intern(.unary(.exp, graph.intern(.unary(.normalQuantile, graph.intern(.draw(0))))))
    let volume = graph.intern(.unary(.log, graph.intern(.coordinate(0))))
    let product = graph.intern(.binary(.multiply, price, volume))
    let program = Program(graph: graph, outputs: [.init(value: product, filter: nil)], axisCount: 1)
    #expect(program.cellCode.map(\.code) == [.unary(.log)])
    #expect(program.sampleCode.map(\.code) == [.draw(0), .unary(.normalQuantile), .unary(.exp)])
    #expect(program.scenarioCode.map(\.code) == [.binary(.multiply), .fold(measure: 0, filtered: false)])
    #expect(program.blockRowCount == 1)
  }

  @Test func `a long chain needs two rows`() {
    var graph = Graph()
    var node = graph.intern(.binary(.add, graph.intern(.draw(0)), graph.intern(.coordinate(0))))
    for _ in 0..<200 { node = graph.intern(.unary(.exp, graph.intern(.unary(.negate, node)))) }
    let program = Program(graph: graph, outputs: [.init(value: node, filter: nil)], axisCount: 1)
    #expect(program.chunkRowCount == 2)
  }

  @Test func `measures of one value share its row`() {
    var graph = Graph()
    let draw = graph.intern(.draw(0))
    let value = graph.intern(.binary(.multiply, draw, graph.intern(.coordinate(0))))
    let filter = graph.intern(.binary(.less, draw, graph.intern(constant: 0.5)))
    let outputs: [Program.Output] = [
      .init(value: value, filter: nil), .init(value: value, filter: filter), .init(value: value, filter: value),
    ]
    let program = Program(graph: graph, outputs: outputs, axisCount: 1)
    #expect(program.scenarioCode.count(where: \.code.isArithmetic) == 1)
    let folds = program.scenarioCode.filter(\.code.isFold)
    #expect(
      folds.map(\.code) == [
        .fold(measure: 0, filtered: false), .fold(measure: 1, filtered: true), .fold(measure: 2, filtered: true),
      ])
    #expect(Set(folds.map(\.a)).count == 1)
    #expect(folds[2].a == folds[2].b)
  }

  @Test func `a constant output is spread over a row`() {
    var graph = Graph()
    let three = graph.intern(constant: 3)
    let axis = graph.intern(.coordinate(0))
    let program = Program(
      graph: graph, outputs: [.init(value: three, filter: nil), .init(value: axis, filter: three)], axisCount: 1)
    #expect(program.sampleCode.isEmpty && program.cellCode.isEmpty)
    #expect(
      program.scenarioCode.map(\.code) == [
        .spread, .fold(measure: 0, filtered: false), .spread, .spread, .fold(measure: 1, filtered: true),
      ])
    #expect(program.chunkRowCount == 2)
  }
}

extension Program.Code {
  fileprivate var isFold: Bool { if case .fold = self { true } else { false } }
  fileprivate var isArithmetic: Bool { !isFold && self != .spread }
}
