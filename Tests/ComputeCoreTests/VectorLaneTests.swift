import Formulas
import Testing

#if arch(x86_64)
  import ComputeCoreV3
  import ComputeCoreV4
#else
  import ComputeCoreV3
#endif

/// Eight lanes against one: every function gives the same bits in every compiled core.
struct VectorLaneTests {
  struct Core: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let values: @Sendable (ElementaryFunction, [Double], [Double]) -> [Double]
    let tableValues: @Sendable (QuantileTable, [Double]) -> [Double]
    let laneValues: @Sendable ([Double], [Double]) -> [[Double]]
    /// What the kernel of `chip-strategy` gives for shared inputs, the inputs of each instance, steering, and whether
    /// in detail.
    let chipStrategy: @Sendable ([SIMD8<Double>], [SIMD8<Double>], SIMD8<Int>, Bool) -> [SIMD8<Double>]
  }

  static let specials: [Double] = [
    0, -0.0, 1, -1, 0.5, .infinity, -.infinity, .nan, .signalingNaN, -.nan, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 709.78, 710,
    -745.13, -745.14, 0.075, 0.925, 0.07499999999999996, 1.0000000000000002, 0.9999999999999999, 38.5, -38.5,
  ]

  /// Bit patterns of every kind and, in between, numbers where the functions live.
  static func arguments(count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { index in
      switch index % 8 {
      case 0...2: Double(bitPattern: random.next())
      case 3: Double.random(in: -750...715, using: &random)
      case 4: Double.random(in: 0...1, using: &random)
      case 5: Double.random(in: -9...9, using: &random)
      case 6: Double(bitPattern: random.next() >> 2)
      default: specials.randomElement(using: &random) ?? 0
      }
    }
  }

  static let seed = UInt64.random(in: 0 ... .max)
  static let x = arguments(count: 1 << 20, seed: seed)
  static let y = arguments(count: 1 << 20, seed: ~seed)

  @Test(arguments: hostCores, ElementaryFunction.allCases)
  func `eight lanes give the bits of one`(_ core: Core, _ function: ElementaryFunction) {
    let (x, y) = (Array(Self.x.prefix(100_000)), Array(Self.y.prefix(100_000)))
    let values = core.values(function, x, y)
    #expect(values.count == x.count)
    let wrong = x.indices.first { index in
      function(ScalarLane(x[index]), ScalarLane(y[index])).value.bitPattern != values[index].bitPattern
    }
    if let wrong { Issue.record("seed \(Self.seed): \(function)(\(x[wrong]), \(y[wrong])) is \(values[wrong])") }
  }

  @Test(arguments: ElementaryFunction.allCases)
  func `all cores give the same bits over a million arguments`(_ function: ElementaryFunction) {
    let values = Self.hostCores.map { $0.values(function, Self.x, Self.y) }
    for other in values.dropFirst() {
      let wrong = other.indices.first { other[$0].bitPattern != values[0][$0].bitPattern }
      if let wrong { Issue.record("seed \(Self.seed): \(function)(\(Self.x[wrong]), \(Self.y[wrong])) differs") }
    }
  }

  @Test(arguments: hostCores)
  func `a quantile table read eight at a time gives the bits of one`(_ core: Core) {
    let table = QuantileTable.beta(alpha: 2, beta: 5)
    let scores = (0...4_000).map { -10 + 20 * Double($0) / 4_000 } + Self.specials
    let values = core.tableValues(table, scores)
    for (score, value) in zip(scores, values) {
      #expect(value.bitPattern == table.evaluate(normal: score).bitPattern, "z = \(score)")
    }
  }

  @Test(arguments: hostCores)
  func `every lane operation equals the scalar one`(_ core: Core) {
    let pairs = Self.specials.flatMap { x in Self.specials.map { (x, $0) } }
    let (x, y) = (pairs.map(\.0), pairs.map(\.1))
    let expected = zip(x, y).map { laneOperations(ScalarLane($0), ScalarLane($1)).map(\.value) }
    let reached = core.laneValues(x, y)
    for index in pairs.indices {
      for (a, b) in zip(reached[index], expected[index]) {
        #expect(a == b || (a.isNaN && b.isNaN), "\(x[index]), \(y[index])")
      }
    }
  }
}

/// Each operation of `Lane` once, in a fixed order.
func laneOperations<L: ElementaryLane>(_ x: L, _ y: L) -> [L] {
  [
    x + y, x - y, x * y, x / y, -x, x.addingProduct(x, y), x.squareRoot(), x.magnitude(), x.floor(),
    L(0).replacing(with: L(1), where: x .< y), L(0).replacing(with: L(1), where: x .<= y),
    L(0).replacing(with: L(1), where: x .== y), L(0).replacing(with: L(1), where: .!(x .< y) .& (x .== x)),
    L(0).replacing(with: L(1), where: (x .< y) .| (y .== y)), L.minimum(x, y), L.maximum(x, y),
    x.lookup(in: [3, 5, 8]),
  ]
}
