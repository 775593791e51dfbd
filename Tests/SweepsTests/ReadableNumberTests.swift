import Sweeps
import Testing

@Suite struct ReadableNumberTests {
  @Test(arguments: [
    (15_600_000_000_000, "15.6e12"), (618_890_999_999.9999, "618.891e9"), (0, "0"), (1, "1"), (-0.5, "-0.5"),
    (999_999, "999999"), (999_999.6, "1e6"), (1e6, "1e6"), (999_999_999.9, "1e9"), (123_456_789, "123.457e6"),
    (0.001, "0.001"), (0.000_999_999_9, "1e-3"), (1.5791666e-4, "157.917e-6"), (1e300, "1e300"), (1e-300, "1e-300"),
    (0.1 + 0.2, "0.3"), (5926.601_234, "5926.6"), (-3.7e7, "-37e6"), (1.797_693_134_862_315_7e308, "179.769e306"),
  ])
  func `six digits, plain in the middle and in steps of three outside`(value: Double, text: String) {
    #expect(ReadableNumber.text(value) == text)
  }

  @Test func `what is no number is said in words`() {
    #expect(ReadableNumber.text(.infinity) == "infinite")
    #expect(ReadableNumber.text(-.infinity) == "minus infinite")
    #expect(ReadableNumber.text(.nan) == "undefined")
  }

  @Test func `every text reads back within half a unit of its last digit`() throws {
    let seed = UInt64.random(in: 0...(.max))
    var state = seed
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: (state ^ (state >> 31)))
      guard value.isNormal else { continue }
      let text = ReadableNumber.text(value)
      let read = try #require(DecimalNumber(parsing: text)?.value, "\(text), seed \(seed)")
      #expect((read - value).magnitude <= 5.001e-6 * value.magnitude, "\(value) as \(text), seed \(seed)")
      let digits = text.prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
      #expect(digits.count <= 6, "\(text), seed \(seed)")
    }
  }
}
