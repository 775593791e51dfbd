import Aggregates
import Foundation
import Models
import Sweeps

/// Sums, moments, bins and extremes.
extension StatisticsAnswers {
  static let aggregates = [
    Topic("Pebay merge") { try mergedMoments($0) },
    Topic("moments") { inputs in
      let moments = moments(try inputs.numbers(0, atLeast: 2))
      guard let mean = moments.mean, let variance = moments.variance, let skewness = moments.skewness,
        let kurtosis = moments.kurtosis
      else { return nil }
      return .numbers([mean, variance, skewness, kurtosis])
    },
    Topic("exact (correctly rounded) sum") { exactSum(try terms($0)) },
    Topic("naive sum contrast") { try runningSum($0) },
    Topic("variance with large offset") { try varianceWithOffset($0) },
    Topic("quantile (inverted CDF") { try quantile($0) },
    Topic("bit histogram relative error bound") { try errorBound($0) },
    Topic("bit histogram bin") { inputs in
      let shape = try shape(inputs)
      let key = shape.key(of: try inputs.number("x"))
      let edges = shape.edges(of: key)
      return .numbers([Double(key), edges.lower, edges.upper])
    },
    Topic("bit histogram size") { inputs in
      let ends = try inputs.numbers(1, atLeast: 2)
      let shape = try shape(inputs)
      return .number(Double(shape.key(of: ends[1]) - shape.key(of: ends[0]) + 1))
    },
    Topic("argmin with tie") { try firstMinimum($0) },
  ]

  // MARK: Moments

  /// Moments to order 4 about the first value, each value a block of its own.
  private static func moments(_ values: [Double], about pivot: Double? = nil) -> Moments {
    var moments = Moments(order: 4)
    let pivot = pivot ?? values[0]
    for value in values {
      let d = value - pivot
      moments.add(count: 1, pivot: pivot, blockSums: (d, d * d, d * d * d, d * d * d * d))
    }
    return moments
  }

  /// n, mean and the central sums M2, M3, M4 of two parts merged.
  private static func mergedMoments(_ inputs: StatisticsInputs) throws -> Computed? {
    let (a, b) = (try inputs.numbers(0), try inputs.numbers(1))
    var merged = moments(a)
    try merged.merge(moments(b, about: a[0]))
    guard let mean = merged.mean, let variance = merged.variance, let skewness = merged.skewness,
      let kurtosis = merged.kurtosis
    else { return nil }
    let n = Double(merged.count)
    let m2 = variance * (n - 1)
    return .numbers([n, mean, m2, skewness * m2 * (m2 / n).squareRoot(), (kurtosis + 3) * m2 * m2 / n])
  }

  private static func varianceWithOffset(_ inputs: StatisticsInputs) throws -> Computed? {
    // `1e9+1/3`: a large number and a small fraction, added as doubles.
    let values = inputs.row.inputs.split { " ,".contains($0) }.compactMap { word -> Double? in
      guard let sign = word.dropFirst(3).firstIndex(where: { "+-".contains($0) }), let base = Double(word[..<sign]),
        let offset = fraction(word[sign...])
      else { return nil }
      return base + offset
    }
    guard values.count > 1 else { throw StatisticsInputs.Missing(name: "two values") }
    return moments(values).variance.map { .number($0) }
  }

  private static func fraction(_ text: Substring) -> Double? {
    let parts = text.split(separator: "/").map { Double($0) }
    guard let a = parts.first ?? nil else { return nil }
    guard parts.count == 2 else { return a }
    return parts[1].map { a / $0 }
  }

  // MARK: Sums

  /// The numbers to add: a list, `0.1 repeated 10^6 times and 1.0`, or `1/k for k=1..10^5`.
  private static func terms(_ inputs: StatisticsInputs) throws -> [Double] {
    let text = inputs.row.inputs
    if text.hasPrefix("1/k") {
      guard let dots = text.firstRange(of: ".."),
        let last = StatisticsInputs.number(text[dots.upperBound...].prefix { $0 != " " })
      else { throw StatisticsInputs.Missing(name: "the last k") }
      return (1...(try StatisticsInputs.whole(last, 1...10_000_000, "a last k"))).map { 1 / Double($0) }
    }
    let numbers = try inputs.numbers(0)
    guard text.contains("repeated") || text.contains("added") else { return numbers }
    let times = try StatisticsInputs.whole(inputs.numbers(0, atLeast: 2)[1], 1...10_000_000, "a number of times")
    return Array(repeating: numbers[0], count: times) + numbers.dropFirst(2)
  }

  /// The sum in order, backwards, and of seven interleaved parts merged last to first: one value, or all as text.
  private static func exactSum(_ terms: [Double]) -> Computed {
    var parts = (0..<7).map { part in
      ExactSum(stride(from: part, to: terms.count, by: 7).lazy.map { terms[$0] })
    }
    var merged = ExactSum()
    while let part = parts.popLast() { merged.merge(part) }
    let sums = [ExactSum(terms).value, ExactSum(terms.reversed()).value, merged.value]
    guard Set(sums.map(\.bitPattern)).count == 1 else { return .text("the order matters: \(sums)") }
    return .number(sums[0])
  }

  private static func runningSum(_ inputs: StatisticsInputs) throws -> Computed? {
    let terms = try terms(inputs)
    let running = terms.reduce(0, +)
    guard running != ExactSum(terms).value else { return .text("equal to the exact sum") }
    return .number(running)
  }

  // MARK: Bins and extremes

  private static func shape(_ inputs: StatisticsInputs) throws -> HistogramShape {
    guard let bits = Int(exactly: try inputs.number("k")), 0...20 ~= bits else {
      throw StatisticsInputs.Missing(name: "0 to 20 mantissa bits")
    }
    return HistogramShape(mantissaBits: bits, sums: false)
  }

  /// How far the representative of a bin lies from the bin's edges, over the bins of one octave. Both edges are equally
  /// far but for the rounding of the representative itself, which the weighted mean of the two takes out.
  private static func errorBound(_ inputs: StatisticsInputs) throws -> Computed? {
    let shape = try shape(inputs)
    let first = shape.key(of: 1)
    let bounds = (first..<shape.key(of: 2)).map { key -> Double in
      let (edges, value) = (shape.edges(of: key), shape.representative(of: key))
      let (below, above) = (value - edges.lower, edges.upper - value)
      guard (below / edges.lower - above / edges.upper).magnitude <= 4 * Double.ulpOfOne else { return .infinity }
      return (below + above) / (edges.lower + edges.upper)
    }
    return bounds.max().map { .number($0) }
  }

  /// Order statistics are exact; ours are read from a histogram, so the row cannot be met and says what was found.
  private static func quantile(_ inputs: StatisticsInputs) throws -> Computed? {
    let values = try sample(inputs)
    let fractions =
      (try? [inputs.number("q")])
      ?? inputs.row.quantity.split(separator: ";").compactMap { word in
        word.firstIndex(of: "p").flatMap { Double(word[word.index(after: $0)...]) }.map { $0 / 100 }
      }
    var histogram = Histogram(shape: HistogramShape(mantissaBits: 7, sums: false))
    for value in values { histogram.add(value) }
    let found = fractions.compactMap(histogram.quantile).map { String(format: "%.5g", $0) }.joined(separator: "; ")
    return .notModelled("quantiles are read from a histogram, within 0.39% of the order statistic: it gives \(found)")
  }

  /// The values of a list, or the whole numbers of a range `1..100`.
  private static func sample(_ inputs: StatisticsInputs) throws -> [Double] {
    guard let dots = inputs.row.inputs.firstRange(of: "..") else { return try inputs.numbers(0) }
    let ends = [inputs.row.inputs[..<dots.lowerBound], inputs.row.inputs[dots.upperBound...].prefix { $0 != " " }]
    let range = try ends.map {
      try StatisticsInputs.whole(Double($0) ?? .nan, -10_000_000...10_000_000, "a range of whole numbers")
    }
    guard range[0] <= range[1] else { throw StatisticsInputs.Missing(name: "a range that rises") }
    return (range[0]...range[1]).map { Double($0) }
  }

  private static func firstMinimum(_ inputs: StatisticsInputs) throws -> Computed? {
    let numbers = try inputs.numbers(0, atLeast: 2)
    let half = numbers.count / 2
    let scenarios = try numbers[half...].map {
      UInt64(try StatisticsInputs.whole($0, 0...Int(Int32.max), "numbers of scenarios"))
    }
    let pairs = zip(numbers, scenarios).prefix(half)
    func extremes(_ pairs: some Sequence<(Double, UInt64)>) -> Extremes {
      pairs.reduce(into: Extremes()) { $0.add($1.0, sample: $1.1) }
    }
    let (forwards, backwards) = (extremes(pairs), extremes(pairs.reversed()))
    guard forwards == backwards, let minimum = forwards.minimum else { return .text("the order matters") }
    return .number(Double(minimum.sample))
  }
}
