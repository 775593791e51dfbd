import Aggregates
import Formulas
import Models
import Sweeps
import Testing

/// Functions over rows take short ways where a vector or a row allows them: every number must be the one of the long way.
@Suite struct RowFunctionTests {
  /// Draws, and the functions of two of them that reach every way.
  enum Case: CaseIterable {
    case exponential, exponentialOfProduct, exponentialOfSum, edges, quantile, farTails

    func value<L: Lane>(_ u: L, _ v: L) -> L {
      switch self {
      // Now and then out of range, below or above.
      case .exponential: L.exp(Self.stretched(u))
      case .exponentialOfProduct: L.exp((u - 0.5) * (v * 1700))
      case .exponentialOfSum: L.exp((v * 400 - 800).addingProduct(u, v * 1600))
      // Where the short way ends.
      case .edges: L.exp((u - 0.5) * 1e-9 + L(708).replacing(with: L(-708), where: v .< 0.5))
      case .quantile: L.normalQuantile(u)
      // From the centre to far beyond exp(-25), and a few at the very ends.
      case .farTails: L.normalQuantile(Self.skewed(u, v))
      }
    }

    private static func stretched<L: Lane>(_ u: L) -> L { (u - 0.5) * (u - 0.5) * ((u - 0.5) * 6000) }

    private static func skewed<L: Lane>(_ u: L, _ v: L) -> L {
      let p = L.exp(u * -40).replacing(with: u, where: v .< 0.7)
      return p.replacing(with: L(0), where: v .< 0.001).replacing(with: L(1), where: v .> 0.999)
    }
  }

  @Test(arguments: Case.allCases, [9000, 77] as [UInt64])
  func `a row of function values holds the bits of each value computed alone`(function: Case, samples: UInt64) {
    let seed = UInt64.random(in: 0...UInt64.max)
    var fixture = WorkloadFixture()
    fixture.seed = seed
    fixture.samples = samples
    fixture.draws.append(Workload.Draw(key: 2, dimension: 1))
    let measure = Measure.quantity(
      QuantityMeasure(momentOrder: 2, histogram: HistogramShape(mantissaBits: 7, sums: true), extremes: true))
    fixture.fold(function.value(fixture.draw(0), fixture.draw(1)), as: measure)
    var expected = SweepState(layout: fixture.workload.layout)
    expected.withCell(pass: 0, replicate: 0, cell: 0) { cell in
      for first in stride(from: 0, to: samples, by: 4096) {
        let rows = (first..<min(first + 4096, samples)).map { sample in
          let draws = (0..<2).map { ScalarLane(fixture.uniform(draw: $0, replicate: 0, sample: sample)) }
          return OracleScenario.Row(value: function.value(draws[0], draws[1]).value, takesPart: true)
        }
        let pivot = function.value(ScalarLane(0.5), ScalarLane(0.5)).value
        BlockFold(pivot: pivot, firstSample: first, rows: rows).add(to: &cell[0], as: measure)
      }
    }
    for set in InstructionSet.available {
      #expect(fixture.state(set).encode() == expected.encode(), "seed \(seed), \(set), \(function)")
    }
  }
}
