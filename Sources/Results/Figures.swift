import Foundation

/// Numbers for people: four significant digits, exponents in steps of three, an error of two digits that says how many
/// digits of the value to believe.
enum Figures {
  /// Shown where there is no data.
  static let noData = "-"

  /// `0.6124`, `18.25`, `16384`, `1.250e9`; `-` for NaN.
  static func text(_ value: Double) -> String {
    guard !value.isNaN else { return noData }
    guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
    guard value != 0 else { return "0" }
    let scale = exponent(of: value, significantDigits: 4)
    let scaled = value / powerOfTen(scale)
    return fixed(scaled, decimals: max(0, 3 - magnitude(of: scaled, significantDigits: 4))) + suffix(scale)
  }

  /// `18.25 ± 0.12`, `(1.2504 ± 0.0012)e9`; without the error where there is none.
  static func text(_ value: Double, error: Double) -> String {
    guard value.isFinite, error.isFinite, error > 0 else { return text(value) }
    let isSure = magnitude(of: value, significantDigits: 4) > magnitude(of: error, significantDigits: 2)
    let leading = isSure ? value : error
    let scale = exponent(of: leading, significantDigits: 4)
    let power = powerOfTen(scale)
    // Two digits of the error, and never more than eight decimals of a mantissa.
    let decimals = min(8, max(0, 1 - magnitude(of: error / power, significantDigits: 2)))
    let body = "\(fixed(value / power, decimals: decimals)) ± \(fixed(error / power, decimals: decimals))"
    return scale == 0 ? body : "(\(body))" + suffix(scale)
  }

  /// A label on an axis: up to six significant digits, no trailing zeros.
  static func label(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return text(value) }
    let size = abs(value)
    let scale = size >= 1e6 || size < 1e-3 ? exponent(of: value, significantDigits: 6) : 0
    let scaled = value / powerOfTen(scale)
    var digits = fixed(scaled, decimals: max(0, 5 - magnitude(of: scaled, significantDigits: 6)))
    if digits.contains(".") {
      while digits.hasSuffix("0") { digits.removeLast() }
      if digits.hasSuffix(".") { digits.removeLast() }
    }
    return digits + suffix(scale)
  }

  /// A share as a percentage: `61.2%`; `under 0.1%` and `over 99.9%` where rounding would claim never or always.
  static func percent(_ share: Double) -> String {
    guard share.isFinite else { return noData }
    if share > 0 && share < 0.0005 { return "under 0.1%" }
    if share < 1 && share > 0.9995 { return "over 99.9%" }
    if share == 0 || share == 1 { return share == 0 ? "0%" : "100%" }
    return fixed(share * 100, decimals: 1) + "%"
  }

  /// A whole number with thousands separated: `16,777,216`.
  static func count(_ value: UInt64) -> String {
    var out = ""
    let digits = String(value)
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { out += "," }
      out.append(digit)
    }
    return out
  }

  /// The power of ten of the first digit after rounding to so many digits.
  private static func magnitude(of value: Double, significantDigits: Int) -> Int {
    guard value != 0, value.isFinite else { return 0 }
    let text = String(format: "%.*e", significantDigits - 1, value)
    return text.split(separator: "e").last.flatMap { Int($0) } ?? 0
  }

  /// Plain numbers from 0.001 up to a million, steps of three outside.
  private static func exponent(of value: Double, significantDigits: Int) -> Int {
    let power = magnitude(of: value, significantDigits: significantDigits)
    guard power < -3 || power >= 6 else { return 0 }
    return Int((Double(power) / 3).rounded(.down)) * 3
  }

  private static func fixed(_ value: Double, decimals: Int) -> String {
    String(format: "%.*f", decimals, value)
  }

  private static func suffix(_ scale: Int) -> String { scale == 0 ? "" : "e\(scale)" }

  /// Exact up to 1e22; beyond it the last digits do not show.
  private static func powerOfTen(_ exponent: Int) -> Double { Foundation.pow(10, Double(exponent)) }
}
