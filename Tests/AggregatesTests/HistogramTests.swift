import Sweeps
import Testing

@testable import Aggregates

@Suite struct HistogramTests {
  private let shape = HistogramShape(mantissaBits: 7, sums: true)

  @Test(
    arguments: [
      (1.0, 130944, 1.0, 1.0078125),
      (1.0078125, 130945, 1.0078125, 1.015625),
      (3500000.0, 133717, 3489792.0, 3506176.0),
      (1000000000.0, 134766, 998244352.0, 1002438656.0),
      (2.2250738585072014e-308, 128, 2.2250738585072014e-308, 2.242457248026789e-308),
    ] as [(Double, Int, Double, Double)])
  func `a positive value's bin is its leading bits`(value: Double, key: Int, lower: Double, upper: Double) {
    #expect(shape.key(of: value) == key)
    #expect(shape.edges(of: key) == (lower, upper))
    #expect(shape.key(of: -value) == -key)
    #expect(shape.edges(of: -key) == (-upper, -lower))
  }

  @Test func `keys order like values and bins cover the decades as published`() {
    #expect(shape.key(of: 1e13) - shape.key(of: 1e3) + 1 == 4248)
    #expect(shape.key(of: 0) == 0)
    #expect(shape.key(of: -0.0) == 0)
    #expect(shape.key(of: Double.leastNormalMagnitude.nextDown) == 0, "Subnormal numbers count as zero.")
    var random = TestRandom.seeded()
    let values = (0..<1000).map { _ in random.anyDouble() }.sorted()
    let keys = values.map { shape.key(of: $0) }
    #expect(keys == keys.sorted())
  }

  @Test(
    arguments: [
      (5, 0.015384615384615385), (7, 0.0038910505836575875), (8, 0.0019493177387914230),
      (10, 4.8804294777940459e-4),
    ] as [(Int, Double)])
  func `a bin's number is within the published distance of every value in it`(bits: Int, bound: Double) {
    let shape = HistogramShape(mantissaBits: bits, sums: false)
    var worst = 0.0
    for key in shape.key(of: 1)..<shape.key(of: 2) {
      let (lower, upper) = shape.edges(of: key)
      let value = shape.representative(of: key)
      worst = max(worst, (value - lower) / lower, (upper - value) / upper)
    }
    expect(worst, bound, 1e-12)
    #expect(shape.representative(of: -shape.key(of: 3)) == -shape.representative(of: shape.key(of: 3)))
  }

  @Test func `the outermost bins have finite numbers`() {
    let largest = shape.representative(of: shape.key(of: .greatestFiniteMagnitude))
    #expect(largest.isFinite && largest > 1.78e308)
    #expect(shape.representative(of: shape.key(of: .leastNormalMagnitude)) > 0)
  }

  @Test func `quantiles are the values of rank q n rounded up`() {
    // Every value is a bin's lower edge, so the bin tells the value. Ranks: numpy.quantile(method="inverted_cdf").
    let fine = HistogramShape(mantissaBits: 10, sums: false)
    let five = Self.histogram([15, 20, 35, 40, 50], fine)
    for (fraction, value) in [(0.05, 15.0), (0.2, 15), (0.4, 20), (0.5, 35), (1, 50), (0, 15)] {
      #expect(five.quantile(fraction) == fine.representative(of: fine.key(of: value)), "\(fraction)")
    }
    let hundred = Self.histogram((1...100).map(Double.init), fine)
    for percent in 1...100 {
      let value = fine.representative(of: fine.key(of: Double(percent)))
      #expect(hundred.quantile(Double(percent) / 100) == value, "p\(percent)")
    }
    #expect(Histogram(shape: fine).quantile(0.5) == nil)
  }

  @Test func `random quantiles are within the bound of the order statistic`() throws {
    var random = TestRandom.seeded()
    for _ in 0..<20 {
      let values = (0..<Int.random(in: 1...2000, using: &random)).map { _ in random.bell() * 1000 }.sorted()
      let histogram = Self.histogram(values, shape)
      for _ in 0..<20 {
        let fraction = Double.random(in: 0...1, using: &random)
        let rank = max(1, Int((fraction * Double(values.count)).rounded(.up)))
        let quantile = try #require(histogram.quantile(fraction))
        let value = values[rank - 1]
        #expect(abs(quantile - value) <= abs(value) * 0.00389106, "q \(fraction) of \(values.count)")
      }
    }
  }

  @Test func `a block of bins counts like its values one by one`() {
    var random = TestRandom.seeded()
    for sums in [true, false] {
      let shape = HistogramShape(mantissaBits: 4, sums: sums)
      var (blocks, single) = (Histogram(shape: shape), Histogram(shape: shape))
      for _ in 0..<30 {
        var values = (0..<200).map { _ in random.bell() * random.bell() * 1000 }
        values += [0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude]
        for value in values { single.add(value) }
        blocks.addBlock(of: values)
      }
      #expect(blocks == single)
      #expect(blocks.total == 30 * 204)
      #expect(blocks.keys == blocks.keys.sorted())
    }
  }

  @Test func `any partition and order give equal histograms`() throws {
    var random = TestRandom.seeded()
    let values = (0..<3000).map { _ in random.bell() * 1e3 }
    let whole = Self.histogram(values, shape)
    for _ in 0..<10 {
      var parts = [Histogram](repeating: Histogram(shape: shape), count: Int.random(in: 1...9, using: &random))
      for value in values { parts[Int.random(in: 0..<parts.count, using: &random)].add(value) }
      var merged = Histogram(shape: shape)
      for part in parts.shuffled(using: &random) { try merged.merge(part) }
      #expect(merged == whole)
    }
    var other = Histogram(shape: HistogramShape(mantissaBits: 5, sums: true))
    #expect(throws: StateError.differentRecipes) { try other.merge(whole) }
  }

  @Test func `the sum of the bins is the exact sum of the values`() {
    var random = TestRandom.seeded()
    let values = (0..<2000).map { _ in random.bell() * 1e9 } + [0, 0.1, -0.3, 1e300, -1e-300]
    #expect(Self.histogram(values, shape).sum == ExactSum(values))
    #expect(Self.histogram(values, HistogramShape(mantissaBits: 7, sums: false)).sum == nil)
  }

  @Test func `shortfall is the mean of the tail where it ends at a bin edge`() {
    let hundred = Self.histogram((1...100).map(Double.init), shape)
    #expect(hundred.cvar(0.95) == 98)
    #expect(hundred.cvar(0.05) == 3)
    #expect(hundred.cvar(0.5) == 75.5)
    #expect(hundred.cvar(0.07) == 4)
    let losses = Self.histogram((1...100).map { -Double($0) }, shape)
    #expect(losses.cvar(0.05) == -98)
    #expect(losses.cvar(0.95) == -3)
  }

  @Test func `a bin that the tail cuts gives its share at its mean`() {
    // 64 and 64.25 share a bin of width 0.5 at 7 bits; the upper tail of 2.5 values is 80, 72 and half of that bin.
    let histogram = Self.histogram([1, 2, 3, 4, 5, 6, 64, 64.25, 72, 80], shape)
    #expect(histogram.cvar(0.75) == (80 + 72 + 0.5 * 64.125) / 2.5)
    #expect(histogram.cvar(0.05) == 1)
    #expect(histogram.cvar(0) == nil)
    #expect(Histogram(shape: shape).cvar(0.9) == nil)
  }

  @Test func `counts below an edge are exact`() {
    let histogram = Self.histogram([-4, -2, -0.5, 0, 0.25, 1, 3, 3, 8], shape)
    for (value, count) in [(-8.0, 0), (0, 3), (0.25, 4), (3, 6), (8, 8), (16, 9)] {
      #expect(histogram.count(below: value) == UInt64(count), "\(value)")
    }
  }

  static func histogram(_ values: [Double], _ shape: HistogramShape) -> Histogram {
    var histogram = Histogram(shape: shape)
    for value in values { histogram.add(value) }
    return histogram
  }
}

extension Histogram {
  /// Takes in values as a block of bins, negative ones mirrored.
  mutating func addBlock(of values: [Double]) {
    let lowBits = 52 - shape.mantissaBits
    for mirrored in [false, true] {
      let sizes = values.filter { ($0.sign == .minus) == mirrored }.map(\.magnitude.bitPattern)
      let keys = sizes.map { Int($0 >> UInt64(lowBits)) }
      // Bins near zero and far from it come apart, or a block would span every octave between.
      for isNearZero in [true, false] {
        let chosen = keys.indices.filter { (keys[$0] < 1 << shape.mantissaBits) == isNearZero }
        guard let first = chosen.map({ keys[$0] }).min(), let last = chosen.map({ keys[$0] }).max() else { continue }
        var counts = [UInt32](repeating: 0, count: last - first + 1)
        var lows = [UInt64](repeating: 0, count: last - first + 1)
        for index in chosen {
          counts[keys[index] - first] += 1
          lows[keys[index] - first] += sizes[index] & (1 << UInt64(lowBits) - 1)
        }
        if shape.sums {
          addBlock(firstKey: first, counts: counts.span, lowBits: lows.span, mirrored: mirrored)
        } else {
          addBlock(firstKey: first, counts: counts.span, mirrored: mirrored)
        }
      }
    }
  }
}
