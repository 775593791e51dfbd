import Testing

@testable import Results

@Suite struct FiguresTests {
  @Test(arguments: [
    (0.0, "0"), (0.61237, "0.6124"), (-0.5, "-0.5000"), (18.254, "18.25"), (16384.4, "16384"),
    (999_940, "999940"), (999_960, "1.000e6"),
    (999_999.7, "1.000e6"), (1.25e9, "1.250e9"), (12.5e9, "12.50e9"), (-125e9, "-125.0e9"), (0.001, "0.001000"),
    (0.00099, "990.0e-6"), (4e-7, "400.0e-9"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "-"),
  ])
  func `numbers have four significant digits and exponents in threes`(value: Double, text: String) {
    #expect(Figures.text(value) == text)
  }

  @Test(arguments: [
    (18.254, 0.12, "18.25 ± 0.12"), (1_250_400.0, 1200.0, "(1.2504 ± 0.0012)e6"), (0.6, 0.0996, "0.60 ± 0.10"),
    (0.0, 0.5, "0.00 ± 0.50"), (5.0, 1234.0, "5 ± 1234"), (1.0, 2e6, "(0.0 ± 2.0)e6"), (3.0, .nan, "3.000"),
    (3.0, 0.0, "3.000"), (.nan, 1.0, "-"), (1.0, 1e-12, "1.00000000 ± 0.00000000"),
  ])
  func `an error of two digits says how many digits of the value to show`(value: Double, error: Double, text: String) {
    #expect(Figures.text(value, error: error) == text)
  }

  @Test(arguments: [
    (16384.0, "16384"), (1e6, "1e6"), (2.5e12, "2.5e12"), (0.35, "0.35"), (31622.7766, "31622.8"), (10e9, "10e9"),
    (5e-4, "500e-6"), (-3.0, "-3"), (0.0, "0"), (123_456.7, "123457"),
  ])
  func `labels on axes have up to six digits and no trailing zeros`(value: Double, text: String) {
    #expect(Figures.label(value) == text)
  }

  @Test(arguments: [
    (0.0, "0%"), (1.0, "100%"), (0.6123, "61.2%"), (0.0004, "under 0.1%"), (0.9996, "over 99.9%"), (.nan, "-"),
  ])
  func `a percentage never claims never or always where it is not`(share: Double, text: String) {
    #expect(Figures.percent(share) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (16_777_216, "16,777,216")] as [(UInt64, String)])
  func `counts have their thousands separated`(value: UInt64, text: String) {
    #expect(Figures.count(value) == text)
  }
}
