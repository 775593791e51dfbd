import Aggregates
import Formulas
import Models
import Sweeps
import Testing

/// The cores' block-wise draws against random access: the right bits at the right sample.
@Suite struct DrawTests {
  private static let rounds = Array(1..<13 as Range<UInt64>)

  /// Probes take the scenarios whose draw has exactly the bits that random access gives for one sample: each must find
  /// that sample and, the lattice being 2^52 wide, no other.
  @Test(arguments: Sample.Design.allCases, rounds)
  func `a draw has the bits of random access at every sample`(design: Sample.Design, round: UInt64) {
    var random = SplitMix64(seed: round)
    var fixture = WorkloadFixture()
    fixture.design = design
    fixture.seed = random.next()
    fixture.replicates = UInt64.random(in: 1...3, using: &random)
    fixture.samples =
      design == .sobol ? 1 << UInt64.random(in: 0...14, using: &random) : UInt64.random(in: 1...10_000, using: &random)
    fixture.draws = (0..<3).map { _ in
      Workload.Draw(
        key: UInt32(truncatingIfNeeded: random.next()), dimension: Int.random(in: 0..<21_201, using: &random))
    }
    let probes = (0..<24).map { _ in
      (
        draw: Int.random(in: 0..<3, using: &random),
        replicate: UInt64.random(in: 0..<fixture.replicates, using: &random),
        sample: UInt64.random(in: 0..<fixture.samples, using: &random)
      )
    }
    for probe in probes {
      let draw = fixture.draw(probe.draw)
      let bits = fixture.uniform(draw: probe.draw, replicate: probe.replicate, sample: probe.sample)
      fixture.fold(draw, where: draw .== bits, as: .quantity(QuantityMeasure(momentOrder: 0, extremes: true)))
    }
    for set in InstructionSet.available {
      let state = fixture.state(set)
      for (measure, probe) in probes.enumerated() {
        let found = state[pass: 0, replicate: Int(probe.replicate), cell: 0]?[measure]
        #expect(found?.tally.valid == 1, "round \(round), \(set), \(probe)")
        #expect(found?.extremes?.minimum?.sample == probe.sample, "round \(round), \(set), \(probe)")
      }
    }
  }

  /// Sums, bins and extremes of all draws of a stretch: no sample is skipped, doubled or off by a bit.
  @Test(arguments: Sample.Design.allCases, [1, 2, 7, 8, 9, 64, 511, 513, 4096, 5000] as [UInt64])
  func `all draws of a stretch are those of random access`(design: Sample.Design, samples: UInt64) {
    var fixture = WorkloadFixture()
    fixture.design = design
    fixture.draws = [Workload.Draw(key: FNV1a.hash32("mfu"), dimension: 11)]
    fixture.replicates = 2
    fixture.samples = samples
    let shape = HistogramShape(mantissaBits: 7, sums: true)
    fixture.fold(fixture.draw(0), as: .quantity(QuantityMeasure(momentOrder: 0, histogram: shape, extremes: true)))
    var expected = SweepState(layout: fixture.workload.layout)
    for replicate in 0..<2 {
      expected.withCell(pass: 0, replicate: replicate, cell: 0) { cell in
        cell[0].tally.valid = samples
        for sample in 0..<samples {
          let value = fixture.uniform(draw: 0, replicate: UInt64(replicate), sample: sample)
          cell[0].histogram?.add(value)
          cell[0].extremes?.add(value, sample: sample)
        }
      }
    }
    for set in InstructionSet.available {
      #expect(fixture.state(set).encode() == expected.encode(), "\(set), \(samples) samples")
    }
  }

  @Test func `cells share the draws of a sample`() throws {
    var fixture = WorkloadFixture()
    fixture.coordinates = [(0..<70).map(Double.init)]
    fixture.samples = 5000
    fixture.fold(fixture.draw(0), as: .quantity(QuantityMeasure(momentOrder: 4, extremes: true)))
    for set in InstructionSet.available {
      let state = fixture.state(set)
      let first = try #require(state[pass: 0, replicate: 0, cell: 0])
      for cell in 1..<70 { #expect(state[pass: 0, replicate: 0, cell: cell] == first, "\(set), cell \(cell)") }
    }
  }
}
