/// One dimension of the Sobol' sequence in 52 bits: direction numbers and random access by Gray code.
///
/// Initial numbers are Joe and Kuo's D(6) table, extended to 52 bits by the recurrence of Bratley and Fox (ACM TOMS 14,
/// 1988). Point i is the XOR of the direction numbers over the set bits of i ^ (i >> 1); point 0 is kept.
public struct SobolSequence: Hashable, Sendable {
  /// Dimensions in the table.
  public static let dimensionCount = SobolTable.dimensions
  /// The highest degree of a primitive polynomial in the table.
  public static let maximumDegree = SobolTable.dimensionsByDegree.count

  /// Direction numbers as 52-bit integers, the first one has only the top bit set.
  public private(set) var directions: [UInt64]
  /// XORed onto every point; 0 for the plain sequence.
  public private(set) var shift: UInt64 = 0

  /// `dimension` counts from 0.
  public init(dimension: Int) {
    precondition(dimension >= 0 && dimension < Self.dimensionCount, "the table has 21,201 dimensions")
    guard dimension > 0 else {
      directions = (0..<Uniform.bits).map { 1 << UInt64(Uniform.bits - 1 - $0) }
      return
    }
    let (coefficients, initial) = SobolTable.entry(dimension)
    let numbers = Self.extend(initial, coefficients: coefficients)
    directions = numbers.enumerated().map { $1 << UInt64(Uniform.bits - 1 - $0) }
  }

  /// The odd integers m_1, m_2, ... of which direction number j is m_j / 2^j.
  public var initialNumbers: [UInt64] {
    directions.enumerated().map { $1 >> UInt64(Uniform.bits - 1 - $0) }
  }

  private static func extend(_ initial: [UInt64], coefficients: UInt64) -> [UInt64] {
    let degree = initial.count
    var numbers = initial
    for j in degree..<Uniform.bits {
      var next = numbers[j - degree] ^ (numbers[j - degree] << UInt64(degree))
      for k in 1..<degree where coefficients >> UInt64(degree - 1 - k) & 1 == 1 {
        next ^= numbers[j - k] << UInt64(k)
      }
      numbers.append(next)
    }
    return numbers
  }

  /// The 52-bit integer coordinate of a point.
  public func point(_ index: UInt64) -> UInt64 {
    var gray = index ^ (index >> 1)
    var result = shift
    while gray != 0 {
      result ^= directions[gray.trailingZeroBitCount]
      gray &= gray - 1
    }
    return result
  }

  /// A random linear scramble (lower triangular with unit diagonal, Matousek 1998) folded into the direction numbers,
  /// then a digital shift: as cheap per point as the plain sequence. A pure function of seed, draw key and replicate.
  public func scrambled(seed: UInt64, key: UInt32, replicate: UInt32) -> SobolSequence {
    let rows = Self.matrixRows(seed: seed, key: key, replicate: replicate)
    var result = self
    result.directions = directions.map { direction in
      var mixed: UInt64 = 0
      for (row, mask) in rows.enumerated() where (direction & mask).nonzeroBitCount & 1 == 1 {
        mixed |= 1 << UInt64(Uniform.bits - 1 - row)
      }
      return mixed
    }
    result.shift = Self.randomBits(UInt32(Uniform.bits), seed: seed, key: key, replicate: replicate)
    return result
  }

  /// Row r, from the top, has its own bit set and random bits above it.
  private static func matrixRows(seed: UInt64, key: UInt32, replicate: UInt32) -> [UInt64] {
    (0..<Uniform.bits).map { row in
      let own: UInt64 = 1 << UInt64(Uniform.bits - 1 - row)
      let above = ((1 << UInt64(Uniform.bits)) - 1) & ~(own | (own - 1))
      return own | (randomBits(UInt32(row), seed: seed, key: key, replicate: replicate) & above)
    }
  }

  private static func randomBits(_ word: UInt32, seed: UInt64, key: UInt32, replicate: UInt32) -> UInt64 {
    Uniform.random(seed: seed, key: key, replicate: replicate, sample: UInt64(word) * 2)
  }
}

extension SobolTable {
  private static let bytes: [UInt8] = decode(packed)

  /// Polynomial (inner coefficients) and initial numbers of a dimension of at least 1.
  static func entry(_ dimension: Int) -> (coefficients: UInt64, initial: [UInt64]) {
    var rest = dimension - 1
    var bit = 0
    for (index, count) in dimensionsByDegree.enumerated() {
      let degree = index + 1
      let width = degree - 1 + degree * (degree - 1) / 2
      if rest >= count {
        rest -= count
        bit += count * width
        continue
      }
      bit += rest * width
      func take(_ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<count {
          value = value << 1 | UInt64(bytes[bit >> 3] >> (7 - UInt8(bit & 7)) & 1)
          bit += 1
        }
        return value
      }
      let coefficients = take(degree - 1)
      return (coefficients, (1...degree).map { take($0 - 1) << 1 | 1 })
    }
    preconditionFailure("dimension \(dimension) is not in the table")
  }

  private static func decode(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var held = 0
    for character in text.utf8 where character != UInt8(ascii: "=") {
      let six: UInt8 =
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        default: 63
        }
      buffer = buffer << 6 | UInt32(six)
      held += 6
      if held >= 8 {
        held -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(held)))
      }
    }
    return result
  }
}
