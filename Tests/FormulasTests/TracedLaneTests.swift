import Formulas
import Testing

/// Tracing leaves a graph with the bits of plain evaluation.
@Suite struct TracedLaneTests {
  /// A formula that uses every operation of a lane, with three numbers that may be constants or nodes.
  private func formula<L: Lane>(_ x: L, _ y: L, _ z: L) -> [L] {
    let table = [0.25, -0.0, 7, 1e9]
    let isSmall = x .< 0.4
    let isOdd = (y .== z) .| (.!isSmall .& (z .<= 0.5))
    let power = L.pow(x.magnitude(), y) / (z + 1.5)
    let smooth = L.exp(-y).addingProduct(L.log(x.magnitude() + 0.1), z.squareRoot())
    let scores = L.normalQuantile(x) * 1 - L.normalCDF(y) / 1
    let entry = (z * 5).floor().lookup(in: table)
    return [
      power, smooth, scores, entry, L.minimum(power, smooth), L.maximum(scores, L(0.5)),
      power.replacing(with: smooth, where: isSmall), entry.replacing(with: scores, where: isOdd),
    ]
  }

  @Test func `any mixture of constants and nodes has the bits of plain numbers`() {
    let seed: UInt64 = 77
    var random = GraphRandom(seed: seed)
    for _ in 0..<400 {
      let numbers = (0..<3).map { _ in random.chance(0.8) ? Double.random(in: 0..<1, using: &random) : random.number() }
      let recorder = TracedLane.Recorder()
      let lanes = numbers.indices.map { random.chance(0.5) ? recorder.draw($0) : TracedLane(numbers[$0]) }
      let traced = formula(lanes[0], lanes[1], lanes[2])
      let nodes = traced.map { $0.node(in: recorder) }
      let values = recorder.graph.values(draws: numbers, coordinates: [])
      let plain = formula(ScalarLane(numbers[0]), ScalarLane(numbers[1]), ScalarLane(numbers[2]))
      for (node, expected) in zip(nodes, plain) {
        let value = values[Int(node)]
        // The payload of a NaN has no meaning; nothing reads it.
        let agrees = value.isNaN ? expected.value.isNaN : value.bitPattern == expected.bitPattern
        #expect(agrees, "seed \(seed): \(value) and \(expected.value) of \(numbers)")
      }
    }
  }

  @Test func `constants leave no node`() {
    let traced = formula(TracedLane(0.3), TracedLane(0.6), TracedLane(0.9))
    #expect(traced.allSatisfy { $0.constant != nil })
  }

  @Test func `equal work is one node, and multiplying or dividing by one is none`() {
    let recorder = TracedLane.Recorder()
    let x = recorder.draw(0)
    let first = (x + 1) * TracedLane.exp(x)
    let count = recorder.graph.operations.count
    let second = (x + 1) * TracedLane.exp(x) * 1 / 1
    #expect(recorder.graph.operations.count == count)
    #expect(first.node(in: recorder) == second.node(in: recorder))
  }

  @Test func `a known choice leaves only what is chosen`() {
    let recorder = TracedLane.Recorder()
    let (x, y) = (recorder.draw(0), recorder.draw(1))
    let known = TracedLane(1) .< 2
    #expect(x.replacing(with: y, where: known).node(in: recorder) == y.node(in: recorder))
    #expect(x.replacing(with: y, where: .!known).node(in: recorder) == x.node(in: recorder))
    #expect((known .| (x .< y)).truth.constant == 1)
    #expect((.!known .& (x .< y)).truth.constant == 0)
    #expect((known .& (x .< y)).truth.constant == nil)
  }

  @Test func `tables that differ in the sign of zero are two tables`() {
    var graph = Graph()
    #expect(graph.intern(table: [0, 1]) == 0)
    #expect(graph.intern(table: [-0.0, 1]) == 1)
    #expect(graph.intern(table: [0, 1]) == 0)
    #expect(graph.tables[1][0].sign == .minus)
  }

  @Test func `a quantile table is read at the normal score`() throws {
    let table = QuantileTable.beta(alpha: 2, beta: 5)
    let recorder = TracedLane.Recorder()
    let traced = recorder.draw(0).quantile(of: table)
    let node = traced.node(in: recorder)
    for u in [0x1p-53, 0.02, 0.5, 0.7, 1 - 0x1p-53] {
      let value = recorder.graph.values(draws: [u], coordinates: [])[Int(node)]
      #expect(value == table.evaluate(u))
      #expect(TracedLane(u).quantile(of: table).constant == value)
    }
  }
}
