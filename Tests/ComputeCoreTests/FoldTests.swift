import Aggregates
import Formulas
import Models
import Sweeps
import Testing

/// Folding any numbers a table can hold: the states must be those of values taken in one by one.
@Suite struct FoldTests {
  enum Kind: CaseIterable {
    case narrow, bothSigns, hugeRange, zeros, subnormals, mostlySubnormal, infinities, nowAndThenInfinite, largest
    case bitPatterns, constant
  }

  private func values(_ kind: Kind, _ random: inout SplitMix64) -> [Double] {
    (0..<200).map { _ in value(kind, &random) }
  }

  private func value(_ kind: Kind, _ random: inout SplitMix64) -> Double {
    func sign() -> Double { random.next() & 1 == 0 ? 1 : -1 }
    let unit = Double.random(in: 0..<1, using: &random)
    switch kind {
    case .narrow: return 3e7 + unit
    case .bothSigns: return sign() * (1 + unit * 9)
    case .hugeRange: return sign() * Double(sign: .plus, exponent: Int(unit * 2000) - 1000, significand: 1 + unit)
    case .zeros: return [0, -0.0, 1e-3 * unit][Int(unit * 3)]
    case .subnormals: return sign() * unit * .leastNormalMagnitude * 1.5
    case .mostlySubnormal: return unit < 0.98 ? sign() * unit * .leastNormalMagnitude : unit
    case .infinities: return [.infinity, -.infinity, .nan, -unit][Int(unit * 4)]
    case .nowAndThenInfinite: return unit < 0.001 ? .infinity : sign() * unit
    case .largest: return sign() * Double.greatestFiniteMagnitude * (0.25 + 0.75 * unit)
    case .bitPatterns: return Double(bitPattern: random.next())
    case .constant: return 42.5
    }
  }

  private static let measures: [Measure] = [
    .quantity(QuantityMeasure(momentOrder: 0, histogram: HistogramShape(mantissaBits: 7, sums: true))),
    .quantity(QuantityMeasure(momentOrder: 1, histogram: HistogramShape(mantissaBits: 7, sums: false), extremes: true)),
    .quantity(QuantityMeasure(momentOrder: 2, histogram: HistogramShape(mantissaBits: 0, sums: true))),
    .quantity(QuantityMeasure(momentOrder: 3, extremes: true)),
    .quantity(QuantityMeasure(momentOrder: 4, histogram: HistogramShape(mantissaBits: 3, sums: true), extremes: true)),
  ]

  @Test(arguments: Kind.allCases, [(0, 4096), (1, 513), (2, 9000), (3, 21)] as [(UInt64, UInt64)])
  func `any values fold to the bytes of values taken in one by one`(kind: Kind, run: (seed: UInt64, samples: UInt64)) {
    var random = SplitMix64(seed: run.seed)
    let table = values(kind, &random)
    var fixture = WorkloadFixture()
    fixture.seed = random.next()
    fixture.samples = run.samples
    fixture.draws.append(Workload.Draw(key: 2, dimension: 1))
    let value = (fixture.draw(0) * Double(table.count)).floor().lookup(in: table)
    let filter = fixture.draw(1) .< 0.7
    for measure in Self.measures {
      fixture.fold(value, as: measure)
      fixture.fold(value, where: filter, as: measure)
    }
    fixture.fold(filter.truth, where: value .> 0, as: .event)
    var expected = SweepState(layout: fixture.workload.layout)
    expected.withCell(pass: 0, replicate: 0, cell: 0) { cell in
      for first in stride(from: 0, to: run.samples, by: 4096) {
        let block = first..<min(first + 4096, run.samples)
        for (index, measure) in fixture.measures.enumerated() {
          let rows = block.map { row(index, fixture, table, $0) }
          BlockFold(pivot: pivot(index, table), firstSample: first, rows: rows).add(to: &cell[index], as: measure)
        }
      }
    }
    for set in InstructionSet.available {
      let state = fixture.state(set)
      #expect(state.encode() == expected.encode(), "seed \(run.seed), \(set), \(kind)")
    }
  }

  private func row(
    _ measure: Int, _ fixture: WorkloadFixture, _ table: [Double], _ sample: UInt64
  ) -> OracleScenario.Row {
    let first = fixture.uniform(draw: 0, replicate: 0, sample: sample)
    let passes = fixture.uniform(draw: 1, replicate: 0, sample: sample) < 0.7
    let value = table[Int((first * Double(table.count)).rounded(.down))]
    guard measure < 2 * Self.measures.count else { return .init(value: passes ? 1 : 0, takesPart: value > 0) }
    return .init(value: value, takesPart: measure % 2 == 0 || passes)
  }

  /// The value of the scenario whose draws are 1/2.
  private func pivot(_ measure: Int, _ table: [Double]) -> Double { table[table.count / 2] }

  /// Every value has all its low bits set, the most a bin can gather.
  @Test(arguments: [0, 1, 7])
  func `the low bits of a bin never overflow, however many blocks share it`(mantissaBits: Int) {
    let value = (2.0).nextDown
    let shape = HistogramShape(mantissaBits: mantissaBits, sums: true)
    var fixture = WorkloadFixture()
    fixture.samples = 140 * 4096
    fixture.coordinates = [[0, 1]]
    fixture.fold(fixture.draw(0).floor() + value, as: .quantity(QuantityMeasure(momentOrder: 0, histogram: shape)))
    let low = value.significandBitPattern & (1 << UInt64(52 - mantissaBits) - 1)
    let (counts, lows): ([UInt32], [UInt64]) = ([4096], [4096 * low])
    var expected = Histogram(shape: shape)
    for _ in 0..<140 {
      expected.addBlock(firstKey: shape.key(of: value), counts: counts.span, lowBits: lows.span)
    }
    for set in InstructionSet.available {
      let state = fixture.state(set)
      for cell in 0..<2 { #expect(state[pass: 0, replicate: 0, cell: cell]?[0].histogram == expected, "\(set)") }
    }
  }

  @Test func `a cell in which nothing takes part leaves counts alone and does not disturb the next`() {
    var fixture = WorkloadFixture()
    fixture.coordinates = [[0, 1, 2]]
    let isMiddle = fixture.coordinate(0) .== 1
    let value = (fixture.draw(0) * fixture.coordinate(0)).replacing(with: TracedLane(.infinity), where: isMiddle)
    let shape = HistogramShape(mantissaBits: 7, sums: true)
    let measure = Measure.quantity(QuantityMeasure(momentOrder: 2, histogram: shape, extremes: true))
    fixture.fold(value, as: measure)
    fixture.fold(value, where: .!isMiddle, as: measure)
    for set in InstructionSet.available {
      let state = fixture.state(set)
      let middle = state[pass: 0, replicate: 0, cell: 1]
      #expect(middle?[0].tally == Tally(positiveInfinity: 4096))
      #expect(middle?[1].tally == Tally(excluded: 4096))
      #expect(middle?[0].histogram?.isEmpty == true)
      #expect(middle?[0].extremes?.minimum == nil)
      for cell in [0, 2] {
        let state = state[pass: 0, replicate: 0, cell: cell]
        #expect(state?[0] == state?[1])
        #expect(state?[0].tally == Tally(valid: 4096))
        #expect(state?[0].histogram?.total == 4096)
      }
    }
  }

  @Test func `of equal extremes the first sample is named`() {
    var fixture = WorkloadFixture()
    fixture.samples = 9000
    let measure = Measure.quantity(QuantityMeasure(momentOrder: 0, extremes: true))
    // The sign of a zero must not make one of them the smaller.
    fixture.fold((fixture.draw(0) * 3).floor().lookup(in: [0, -0.0, 0]), as: measure)
    fixture.fold(fixture.draw(0).floor(), where: fixture.draw(0) .> 0.999, as: measure)
    let first = (0..<9000 as Range<UInt64>).first { fixture.uniform(draw: 0, replicate: 0, sample: $0) > 0.999 }
    for set in InstructionSet.available {
      let cell = fixture.state(set)[pass: 0, replicate: 0, cell: 0]
      #expect(cell?[0].extremes?.minimum == Extreme(value: 0, sample: 0))
      #expect(cell?[0].extremes?.maximum == Extreme(value: 0, sample: 0))
      #expect(cell?[1].extremes?.minimum?.sample == first)
      #expect(cell?[1].extremes?.maximum?.sample == first)
    }
  }
}
