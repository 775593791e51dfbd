import Testing

@testable import Aggregates

@Suite struct ExactSumTests {
  @Test func `sums equal those of Python bit for bit, in every order`() throws {
    var random = TestRandom.seeded()
    for line in SumsByPython.lines.split(separator: "\n") {
      let numbers = try line.split { " :".contains($0) }.map {
        Double(bitPattern: try #require(UInt64($0, radix: 16)))
      }
      let terms = numbers.dropFirst()
      for _ in 0..<5 {
        let sum = ExactSum(terms.shuffled(using: &random))
        #expect(sum.value.bitPattern == numbers[0].bitPattern, "\(line)")
      }
    }
  }

  @Test func `long published sums are correctly rounded`() {
    // Python: math.fsum([0.1] * 10**6), math.fsum(1 / k for k in range(1, 10**5 + 1))
    #expect(ExactSum(repeatElement(0.1, count: 1_000_000)).value == 100000.0)
    #expect(ExactSum((1...100_000).map { 1 / Double($0) }).value == 0x1.82e27a22f3fb0p+3)
    var running = 0.0
    for _ in 0..<1_000_000 { running += 0.1 }
    #expect(running == 100000.00000133288, "A running sum rounds; if this fails the contrast is gone.")
  }

  @Test func `any partition and any order of merging give one sum`() {
    var random = TestRandom.seeded()
    let values = (0..<500).map { _ in random.anyDouble() }
    let whole = ExactSum(values)
    for _ in 0..<20 {
      var parts = [ExactSum](repeating: ExactSum(), count: Int.random(in: 1...30, using: &random))
      for value in values { parts[Int.random(in: 0..<parts.count, using: &random)].add(value) }
      var merged = ExactSum()
      for part in parts.shuffled(using: &random) { merged.merge(part) }
      #expect(merged == whole)
      #expect(bytes(merged) == bytes(whole))
    }
  }

  @Test func `what is added and taken off leaves zero`() {
    var random = TestRandom.seeded()
    let values = (0..<200).map { _ in random.anyDouble() }
    var sum = ExactSum(values)
    sum.merge(ExactSum(values.map { -$0 }))
    #expect(sum.isZero)
    #expect(sum.value == 0)
    #expect(sum == ExactSum())
    #expect(bytes(sum) == [0])
  }

  @Test func `four limbs that are full carry into a fifth`() {
    var sum = ExactSum()
    let powers = stride(from: -1000, through: 1000, by: 40).map { Double(sign: .plus, exponent: $0, significand: 1) }
    for power in powers { sum.add(power) }
    sum.add(-Double.leastNonzeroMagnitude)
    var rest = sum
    for power in powers { rest.add(-power) }
    #expect(rest.value == -Double.leastNonzeroMagnitude)
  }

  @Test func `doubling sixty-four times stays exact up to the largest doubles`() {
    for term in [Double.greatestFiniteMagnitude, -Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, -3.75] {
      var sum = ExactSum(CollectionOfOne(term))
      for _ in 0..<63 { sum.merge(sum) }
      let expected = Double(sign: .plus, exponent: 63, significand: term)
      #expect(sum.value == expected)
      #expect(sum.isNegative == (term < 0))
    }
  }

  @Test func `wide integers are added at their place`() {
    var random = TestRandom.seeded()
    for _ in 0..<200 {
      let (a, b) = (random.next(), random.next())
      let exponent = Int.random(in: -1000...800, using: &random)
      let magnitude = UInt128(a) << 64 | UInt128(b)
      var sum = ExactSum()
      sum.add(magnitude, exponent: exponent, negative: false)
      var parts = ExactSum()
      for shift in [0, 32, 64, 96] {
        let word = Double(UInt32(truncatingIfNeeded: magnitude >> UInt128(shift)))
        parts.add(Double(sign: .plus, exponent: exponent + shift, significand: word))
      }
      #expect(sum == parts)
      sum.add(magnitude, exponent: exponent, negative: true)
      #expect(sum.isZero)
    }
  }

  @Test func `bytes read back to the same sum`() throws {
    var random = TestRandom.seeded()
    for round in 0..<500 {
      let count = Int.random(in: 0...20, using: &random)
      let values = (0..<count).map { _ in round % 2 == 0 ? random.anyDouble() : (random.bell() * 8).rounded() }
      let sum = ExactSum(values)
      let encoded = bytes(sum)
      var input = StateReader(encoded, from: 0, to: encoded.count)
      let read = try ExactSum(from: &input, terms: UInt64(max(count, 1)))
      #expect(read == sum, "\(values)")
      #expect(input.remaining == 0)
      #expect(bytes(read) == encoded)
    }
  }

  @Test func `a sum larger than its terms can be is refused`() throws {
    let encoded = bytes(ExactSum(repeatElement(Double.greatestFiniteMagnitude, count: 5)))
    for (terms, isAccepted) in [(4 as UInt64, true), (3, false), (1, false)] {
      var input = StateReader(encoded, from: 0, to: encoded.count)
      let result = Result { () throws(StateError) in try ExactSum(from: &input, terms: terms) }
      let wasAccepted = (try? result.get()) != nil
      #expect(wasAccepted == isAccepted, "\(terms) terms")
    }
  }

  private func bytes(_ sum: ExactSum) -> [UInt8] {
    var out = StateWriter()
    sum.encode(into: &out)
    return out.bytes
  }
}
