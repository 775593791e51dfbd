import Sweeps

/// SplitMix64 (Steele, Lea and Flood 2014): small, seedable.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Draws checked sweeps of the training model with every kind of value, distribution, expression and report.
struct RandomSweeps {
  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  mutating func sweep() -> Sweep {
    let axes = [
      Axis(input: "params", values: numbers(1...5).map(Value.number)),
      Axis(input: "data_wall", values: [.choice("hard"), .choice("none")]),
    ]
    let decisions = [
      Axis(input: "precision", values: [.choice("fp8"), .choice("bf16")]),
      Axis(input: "chips", values: [.number(8), .number(16_384)]),
    ]
    let derived = [
      DerivedInput(input: "tokens", expression: number(depth: 3, names: ["params", "chips"])),
      DerivedInput(input: "extra", expression: number(depth: 2, names: ["tokens", "mfu"])),
    ]
    let uncertain = ["mfu", "staff_share", "pue", "power_price"].enumerated().map { index, name in
      UncertainInput(
        input: name, distribution: distribution(isFraction: index < 2, axis: axes[0], depth: 2),
        dimension: chance(0.3) ? index + 1 : nil)
    }
    let isRandom = chance(0.5)
    return Sweep(
      name: "random-\(whole(0...9))", model: ModelReference(name: "training-cost", version: 2), seed: random.next(),
      axes: axes, decisions: decisions, uncertain: uncertain,
      fixed: [FixedInput(input: "fp8_speedup", value: .number(positive()))], derived: derived,
      filter: chance(0.5) ? predicate(depth: 3) : nil,
      sample: Sample(
        design: isRandom ? .random : .sobol, size: isRandom ? 1000 : 1 << 12, replicates: isRandom ? 10 : 16),
      reports: (0...whole(0...3)).map { report(number: $0) })
  }

  // MARK: Reports

  private mutating func report(number index: Int) -> Report {
    let held = [
      FixedInput(input: "data_wall", value: .choice("mild")),
      FixedInput(input: "chips", value: .number(Double(whole(1...99)))),
    ]
    let filter = chance(0.3) ? predicate(depth: 2) : nil
    switch whole(0...2) {
    case 0:
      let statistics: [Statistic] = [
        .mean, .sd, .skewness, .kurtosis, .min, .max, .quantile(0.999), .quantile(0.05), .cvar(0.95),
      ]
      let chosen = statistics.shuffled(using: &random).prefix(whole(1...5))
      return Report(
        name: "r\(index)", question: .statistics(of: number(depth: 3, names: Self.names), Array(chosen)),
        by: ["params", "precision"], at: held, filter: filter)
    case 1:
      return Report(
        name: "r\(index)", question: .probability(predicate(depth: 3)), by: ["precision", "params"], at: held,
        filter: filter)
    default:
      let question = Report.Question.best(
        chance(0.5) ? .min : .max, of: number(depth: 2, names: Self.names), over: ["precision", "chips"])
      return Report(name: "r\(index)", question: question, by: ["data_wall", "params"], filter: filter)
    }
  }

  // MARK: Distributions

  private mutating func distribution(isFraction: Bool, axis: Axis, depth: Int) -> Distribution {
    let low = isFraction ? 0.01 + 0.4 * unit() : positive()
    let high = isFraction ? low + 0.5 * unit() + 0.01 : low * (1.5 + unit())
    let mode = low + (high - low) * unit()
    let interval = Interval(low: low, high: high, coverage: chance(0.5) ? 0.9 : 0.05 + 0.9 * unit())
    switch whole(0...(depth > 0 ? 14 : 11)) {
    case 0: return .constant(low)
    case 1: return .normal(.interval(interval))
    case 2: return .normal(.moments(mean: low, sd: positive()))
    case 3: return .lognormal(.interval(interval))
    case 4: return .lognormal(.median(low, sigma: positive()))
    case 5: return .uniform(low: low, high: high)
    case 6: return .loguniform(low: low, high: high)
    case 7: return .triangular(min: low, mode: mode, max: high)
    case 8: return .pert(min: low, mode: mode, max: high)
    case 9: return .beta(alpha: positive(), beta: positive())
    case 10:
      return .discrete([
        WeightedValue(value: .number(low), weight: 0.25), WeightedValue(value: .number(high), weight: 0.75),
      ])
    case 11: return .data([low, mode, high].sorted())
    case 12: return isFraction ? .logitNormal(interval) : .constant(high)
    case 13:
      return .clipped(distribution(isFraction: isFraction, axis: axis, depth: depth - 1), low: low, high: high)
    default:
      return .perAxis(
        input: axis.input,
        axis.values.map {
          AxisCase(value: $0, distribution: distribution(isFraction: isFraction, axis: axis, depth: depth - 1))
        })
    }
  }

  // MARK: Expressions

  private static let names = ["cost", "days", "mttf", "tokens", "extra", "mfu", "params"]

  /// Sums and comparisons join products with bare factors, whose units are not certain and so agree.
  private mutating func number(depth: Int, names: [String]) -> Expression {
    func leaf() -> Expression { .name(names[whole(0..<names.count)]) }
    guard depth > 0 else { return chance(0.5) ? .number(signed()) : .binary(.multiply, .number(positive()), leaf()) }
    switch whole(0...6) {
    case 0: return .unary(.negate, .binary(.power, number(depth: depth - 1, names: names), .number(signed())))
    case 1:
      return .call(.max, [number(depth: 0, names: names), number(depth: depth - 1, names: names), .number(signed())])
    case 2: return .call(Expression.Function.allCases[whole(0...4)], [number(depth: depth - 1, names: names)])
    case 3 where names == Self.names: return .option(output: "cost", labels: chance(0.5) ? ["fp8"] : ["bf16", "16384"])
    case 4: return .binary(.add, number(depth: 0, names: names), number(depth: 0, names: names))
    case 5: return .binary(.subtract, number(depth: 0, names: names), .number(signed()))
    default:
      return .binary(
        chance(0.5) ? .divide : .multiply, number(depth: depth - 1, names: names), .binary(.power, leaf(), .number(2)))
    }
  }

  private mutating func predicate(depth: Int) -> Expression {
    guard depth > 0 else {
      let symbols: [Expression.BinaryOperator] = [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual]
      return .binary(symbols[whole(0..<6)], .name(Self.names[whole(0..<7)]), .number(signed()))
    }
    switch whole(0...3) {
    case 0: return .unary(.not, predicate(depth: depth - 1))
    case 1: return .binary(.and, predicate(depth: depth - 1), predicate(depth: depth - 1))
    case 2: return .binary(.or, predicate(depth: depth - 1), predicate(depth: 0))
    default: return .binary(.equal, .name("precision"), .number(Double(whole(0...1))))
    }
  }

  // MARK: Numbers

  private mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func whole(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func unit() -> Double { Double.random(in: 0..<1, using: &random) }
  private mutating func chance(_ probability: Double) -> Bool { unit() < probability }
  private mutating func positive() -> Double {
    chance(0.2) ? Double(whole(1...9)) * (chance(0.5) ? 1e20 : 1e-12) : 0.001 + unit() * 1000
  }
  private mutating func signed() -> Double { chance(0.5) ? positive() : -positive() }
  /// Distinct numbers.
  private mutating func numbers(_ count: ClosedRange<Int>) -> [Double] {
    Set((0..<whole(count)).map { _ in positive() }).sorted()
  }
}
