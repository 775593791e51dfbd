import Formulas
import Models
import Sweeps

/// Random words, uniforms and Sobol' points.
extension StatisticsAnswers {
  static let draws = [
    Topic("philox4x32-10 proposed layout") { try layout($0) },
    Topic("philox4x32-") { try philox($0) },
    Topic("FNV-1a 32-bit") { .text(hexadecimal(FNV1a.hash32(try $0.quoted()))) },
    Topic("u52 from philox words") { try uniformOfScenario($0) },
    Topic("u52 conversion") { try uniformOfWord($0) },
    Topic("antithetic") { _ in .number(antitheticSum()) },
    Topic("sobol unscrambled") { try sobolPoints($0) },
    Topic("sobol random access") { try sobolIntegers($0) },
    Topic("sobol direction numbers") { try directionNumbers($0) },
    Topic("sobol table") { _ in
      .numbers([Double(SobolSequence.dimensionCount), Double(SobolSequence.maximumDegree)])
    },
    Topic("sobol net property") { try netProperty($0) },
  ]

  // MARK: Words and uniforms

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static func hexadecimal(_ words: SIMD4<UInt32>) -> String {
    [words.x, words.y, words.z, words.w].map(hexadecimal).joined(separator: " ")
  }

  private static func philox(_ inputs: StatisticsInputs) throws -> Computed? {
    let counter = try inputs.part("ctr").split(separator: " ").compactMap { UInt32($0, radix: 16) }
    let key = try inputs.part("key").split(separator: " ").compactMap { UInt32($0, radix: 16) }
    guard counter.count == 4, key.count == 2, let rounds = Int(inputs.row.name.dropFirst("philox4x32-".count)),
      0...64 ~= rounds
    else { throw StatisticsInputs.Missing(name: "four words of counter, two of key and the rounds") }
    return .text(
      hexadecimal(
        Philox.words(
          counter: SIMD4(counter[0], counter[1], counter[2], counter[3]), key: (key[0], key[1]), rounds: rounds)))
  }

  /// The name of a draw: seed, key, replicate and sample. A key is the hash of the quoted name where there is one.
  private static func draw(
    _ inputs: StatisticsInputs
  ) throws -> (seed: UInt64, key: UInt32, replicate: UInt32, sample: UInt64) {
    let named = (try? inputs.quoted()).map(FNV1a.hash32)
    let key = try named ?? UInt32(inputs.text("draw"), radix: 16)
    guard let key, let replicate = UInt32(exactly: try inputs.integer("replicate")) else {
      throw StatisticsInputs.Missing(name: "the draw's key and replicate")
    }
    return (try inputs.integer("seed"), key, replicate, try inputs.integer("scenario"))
  }

  private static func layout(_ inputs: StatisticsInputs) throws -> Computed? {
    let draw = try draw(inputs)
    return .text(
      hexadecimal(Uniform.words(seed: draw.seed, key: draw.key, replicate: draw.replicate, sample: draw.sample)))
  }

  private static func uniformOfScenario(_ inputs: StatisticsInputs) throws -> Computed? {
    let draw = try draw(inputs)
    let source = Workload.Draw(key: draw.key, dimension: 0)
    return .number(source.uniform(design: .random, seed: draw.seed, replicate: draw.replicate, sample: draw.sample))
  }

  private static func uniformOfWord(_ inputs: StatisticsInputs) throws -> Computed? {
    guard let word = UInt64(try inputs.text("x").dropFirst(2), radix: 16) else {
      throw StatisticsInputs.Missing(name: "a 64-bit word")
    }
    return .number(Uniform.value(word >> 12))
  }

  /// u(k) + u(~k), which is 1 for every k; the sum farthest from 1 over the ends and 4,096 random k.
  private static func antitheticSum() -> Double {
    let top: UInt64 = (1 << UInt64(Uniform.bits)) - 1
    let random = (0..<UInt64(4096)).map { Uniform.random(seed: 1, key: 0, replicate: 0, sample: $0) }
    let sums = ([0, 1, top / 2, top - 1, top] + random).map { Uniform.value($0) + Uniform.value(~$0 & top) }
    return sums.max { ($0 - 1).magnitude < ($1 - 1).magnitude } ?? .nan
  }

  // MARK: Sobol' points

  private static func sequence(_ dimension: Double) throws -> SobolSequence {
    guard let dimension = Int(exactly: dimension), 1...SobolSequence.dimensionCount ~= dimension else {
      throw StatisticsInputs.Missing(name: "a dimension of the table")
    }
    return SobolSequence(dimension: dimension - 1)
  }

  private static func point(_ inputs: StatisticsInputs, dimensions: Int) throws -> [UInt64] {
    guard let index = UInt64(exactly: try inputs.numbers(0)[0]), index < 1 << UInt64(Uniform.bits) else {
      throw StatisticsInputs.Missing(name: "the index of a point")
    }
    return try (1...dimensions).map { try sequence(Double($0)).point(index) }
  }

  /// Points without scrambling, as fractions: their lattice integers in units of 2^-52.
  private static func sobolPoints(_ inputs: StatisticsInputs) throws -> Computed? {
    let integers: [UInt64]
    if inputs.row.inputs.hasPrefix("dimension") {
      let sequence = try sequence(try inputs.numbers(0)[0])
      let end = try StatisticsInputs.end(ofRangeIn: inputs.row.inputs)
      let last = try StatisticsInputs.whole(Double(end), 0...(1 << 20), "a last index")
      integers = (0...UInt64(last)).map(sequence.point)
    } else {
      integers = try point(inputs, dimensions: try StatisticsInputs.end(ofRangeIn: inputs.row.quantity))
    }
    return .numbers(integers.map { Double($0) * 0x1p-52 })
  }

  private static func sobolIntegers(_ inputs: StatisticsInputs) throws -> Computed? {
    let integers = try point(inputs, dimensions: try StatisticsInputs.end(ofRangeIn: inputs.row.quantity))
    return .text(integers.map(String.init).joined(separator: " "))
  }

  private static func directionNumbers(_ inputs: StatisticsInputs) throws -> Computed? {
    let sequence = try sequence(try inputs.numbers(0)[0])
    guard let count = inputs.row.quantity.split(separator: " ").lazy.compactMap({ Int($0) }).first, count > 0 else {
      throw StatisticsInputs.Missing(name: "how many direction numbers")
    }
    return .text(sequence.initialNumbers.prefix(count).map(String.init).joined(separator: " "))
  }

  /// Counts the first 2^m points of two dimensions in the square dyadic boxes; the count farthest from 1.
  private static func netProperty(_ inputs: StatisticsInputs) throws -> Computed? {
    let numbers = try inputs.numbers(0, atLeast: 3)
    let (x, y) = (try sequence(numbers[1]), try sequence(numbers[2]))
    guard let points = Int(exactly: numbers[0]), points.nonzeroBitCount == 1, points <= 1 << 20,
      points.trailingZeroBitCount % 2 == 0
    else { throw StatisticsInputs.Missing(name: "a count of points that is an even power of two") }
    let half = UInt64(points.trailingZeroBitCount / 2)
    var counts = [Int](repeating: 0, count: points)
    for index in 0..<UInt64(points) {
      let column = x.point(index) >> (UInt64(Uniform.bits) - half)
      let row = y.point(index) >> (UInt64(Uniform.bits) - half)
      counts[Int(row << half | column)] += 1
    }
    return .number(Double(counts.max { abs($0 - 1) < abs($1 - 1) } ?? 0))
  }
}
