import Formulas
import Testing

/// A kernel's lanes never see each other: whatever the other seven compute, each gets the bits it would get alone.
@Suite struct KernelLaneTests {
  private let body = ChipStrategyKernel.self
  private let instances = 4

  /// What the inputs of a test are drawn from.
  private enum Kind {
    /// Positive numbers, every instance with a programme.
    case plain
    /// Positive numbers, instances of any kind side by side.
    case mixed
    /// Numbers of any size and sign, zeros, infinities and NaN among them.
    case troubled
  }

  private func number(_ random: inout SplitMix64, _ kind: Kind) -> Double {
    let specials: [Double] = [0, -0.0, 1, 2, -1, 1e9, 1e300, -1e300, .infinity, -.infinity, .nan]
    switch Int.random(in: 0..<24, using: &random) {
    case 0 where kind == .troubled: return specials.randomElement(using: &random) ?? 0
    case 1 where kind == .troubled: return Double.random(in: -3...3, using: &random)
    case 2..<8: return Double(Int.random(in: 1...3, using: &random))
    case 8..<12: return Double.random(in: 1...40, using: &random)
    default: return Double.random(in: 0.01...1.5, using: &random)
    }
  }

  /// Eight scenarios: inputs that differ between them and inputs that do not.
  private func scenarios(
    _ count: Int, _ kind: Kind, given: [Int: [Double]], _ random: inout SplitMix64
  ) -> [[Double]] {
    let inputs = (0..<count).map { position -> [Double] in
      if let values = given[position] { return values }
      let common = number(&random, kind)
      let differs = Int.random(in: 0..<3, using: &random) > 0
      return (0..<8).map { _ in differs ? number(&random, kind) : common }
    }
    return (0..<8).map { lane in inputs.map { $0[lane] } }
  }

  /// What instances do, in eight scenarios each.
  private func kinds(_ kind: Kind, _ random: inout SplitMix64) -> [Int: [Double]] {
    Dictionary(
      uniqueKeysWithValues: (0..<instances).map { instance in
        let isMixed = kind != .plain && random.next() % 2 == 0
        let common = kind == .plain ? 2 : Double(random.next() % 3)
        let values = (0..<8).map { _ in isMixed ? Double(random.next() % 3) : common }
        return (instance * body.ownInputs + ChipStrategyOwn.kind.rawValue, values)
      })
  }

  /// One vector for each input.
  private func vectors(_ scenarios: [[Double]]) -> [SIMD8<Double>] {
    scenarios[0].indices.map { position in
      var values = SIMD8<Double>(repeating: 0)
      for lane in 0..<8 { values[lane] = scenarios[lane][position] }
      return values
    }
  }

  @Test(arguments: VectorLaneTests.hostCores, 1..<1001 as Range<UInt64>)
  func `a lane of a kernel gets the bits it would get alone`(core: VectorLaneTests.Core, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let kind: Kind = seed <= 200 ? .plain : seed <= 400 ? .mixed : .troubled
    var steering: [Int: [Double]] = [:]
    var whole = SIMD8<Int>(repeating: 0)
    for (index, input) in body.steering.enumerated() {
      whole[index] = Int.random(in: input.range, using: &random)
      steering[input.position] = Array(repeating: Double(whole[index]), count: 8)
    }
    let shared = scenarios(body.sharedInputs, kind, given: steering, &random)
    let own = scenarios(instances * body.ownInputs, kind, given: kinds(kind, &random), &random)
    let (sharedVectors, ownVectors) = (vectors(shared), vectors(own))
    let together = core.chipStrategy(sharedVectors, ownVectors, whole, true)
    let brief = core.chipStrategy(sharedVectors, ownVectors, whole, false)
    for lane in 0..<8 {
      let alone = Kernel.chipStrategy.results(
        shared: shared[lane].map(ScalarLane.init), own: own[lane].map(ScalarLane.init))
      for index in alone.indices {
        let found = body.isDetailed(output: index % body.outputs) ? [together] : [together, brief]
        for a in found.map({ $0[index][lane] }) {
          let b = alone[index].value
          guard a.bitPattern != b.bitPattern, !(a.isNaN && b.isNaN) else { continue }
          let place = "instance \(index / body.outputs), output \(index % body.outputs)"
          Issue.record("\(core), seed \(seed), \(kind), lane \(lane), \(place): \(a), alone \(b)")
          return
        }
      }
    }
  }
}
