/// Numbers for people, which read back as numbers.
public enum ReadableNumber {
  /// At most `digits` significant digits: plain from 0.001 up to a million, with exponents in steps of three outside, as
  /// in `15.6e12`; `infinite` and `undefined` for what is no number.
  public static func text(_ value: Double, digits: Int = 6) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : value < 0 ? "minus infinite" : "infinite" }
    // Below the normal numbers no digit is sure.
    guard value.magnitude >= .leastNormalMagnitude else { return JSON.text(of: value) }
    let size = value.magnitude
    if (1e-3..<1e6).contains(size) {
      let plain = rounded(value, digits)
      if plain.magnitude < 1e6 { return JSON.text(of: plain) }
    }
    var power = 0
    while size >= tens(power + 3) { power += 3 }
    while size < tens(power) { power -= 3 }
    var mantissa = rounded(scaled(value, by: -power), digits)
    if mantissa.magnitude >= 1000 { (mantissa, power) = (mantissa / 1000, power + 3) }
    return JSON.text(of: mantissa) + (power == 0 ? "" : "e\(power)")
  }

  private static func rounded(_ value: Double, _ digits: Int) -> Double {
    var leading = 0
    while value.magnitude >= tens(leading + 1) { leading += 1 }
    while value.magnitude < tens(leading) { leading -= 1 }
    let power = digits - 1 - leading
    return scaled(scaled(value, by: power).rounded(), by: -power)
  }

  /// Exact powers are divided by, not multiplied with, so that a short decimal stays short.
  private static func scaled(_ value: Double, by power: Int) -> Double {
    switch power {
    case ..<(-300): value / tens(300) / tens(-power - 300)
    case ..<0: value / tens(-power)
    case 301...: value * tens(300) * tens(power - 300)
    default: value * tens(power)
    }
  }

  /// Infinite beyond the range of a double, zero below it.
  private static func tens(_ power: Int) -> Double { Double("1e\(power)") ?? .infinity }
}
