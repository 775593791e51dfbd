/// A unit of measurement: dimensions and an exact scale, read from texts such as `USD/kWh`, `MUSD` or `/cm2`.
///
/// Two units are equal when they measure the same thing on the same scale, whatever their texts: `d` equals `day`.
/// A year is 365.25 days (8,766 h), a month a twelfth of it, and a quarter a fourth.
public struct Unit: Hashable, Sendable {
  /// As written.
  public var text: String
  /// Powers of what is measured; powers of zero are absent.
  public var dimensions: [Dimension: Int]
  public var scale: Scale

  /// What a unit measures. Things that are counted are dimensions too, so `USD/chip` is not `USD`.
  public enum Dimension: String, Hashable, Sendable, CaseIterable {
    case money, time, length, mass, energy, data, computation
    case token, parameter, chip, die, wafer, transistor, package, server, engineer
  }

  /// `numerator / denominator * 10^tens`, in lowest terms and unique: the denominator has no factor 2 or 5, the
  /// numerator no factor 10.
  public struct Scale: Hashable, Sendable {
    public var numerator: UInt64
    public var denominator: UInt64
    public var tens: Int
  }

  /// The pure number, `1`.
  public static let one = Unit(text: "1", dimensions: [:], scale: .one)

  /// Reads a unit: symbols with prefixes and whole powers, joined by `/` and `*`; a leading `/` means "per".
  /// Throws where a symbol is unknown or the powers are beyond any use.
  public init(parsing text: String) throws(UnitError) {
    var result = Unit(text: text, dimensions: [:], scale: .one)
    var symbol = ""
    var sign = 1
    var isFirst = true
    for character in text + "*" {
      guard character == "/" || character == "*" || character == "·" else {
        symbol.append(character)
        continue
      }
      let name = symbol.trimmed
      if !(isFirst && name.isEmpty && character == "/") {
        let factor = try UnitSymbol.factor(name, in: text)
        guard let product = result.times(factor, power: sign) else { throw .tooLarge(text) }
        result = product
      }
      (symbol, sign, isFirst) = ("", character == "/" ? -1 : 1, false)
    }
    self = result
  }

  public static func == (a: Unit, b: Unit) -> Bool { a.dimensions == b.dimensions && a.scale == b.scale }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(dimensions)
    hasher.combine(scale)
  }

  /// What a number in `from` is multiplied by to be in `to`, as the nearest double. Throws when they measure different
  /// things.
  public static func conversionFactor(from: Unit, to: Unit) throws(UnitError) -> Double {
    try from.ratio(to: to).value
  }

  /// The exact ratio of two units of the same dimensions.
  public func ratio(to other: Unit) throws(UnitError) -> Scale {
    guard dimensions == other.dimensions else { throw .mismatch(self, wanted: other) }
    guard let inverse = other.scale.power(-1), let ratio = scale.times(inverse) else { throw .tooLarge(text) }
    return ratio
  }

  init(text: String, dimensions: [Dimension: Int], scale: Scale) {
    self.text = text
    self.dimensions = dimensions
    self.scale = scale
  }

  /// The product with a power of another unit; nil where the scale leaves 64 bits.
  public func times(_ other: Unit, power: Int = 1) -> Unit? {
    guard let factor = other.scale.power(power), let scale = scale.times(factor) else { return nil }
    var result = self
    result.scale = scale
    for (dimension, count) in other.dimensions {
      let sum = result.dimensions[dimension, default: 0] + count * power
      result.dimensions[dimension] = sum == 0 ? nil : sum
    }
    return result
  }
}

extension Unit.Scale {
  public static let one = Unit.Scale(numerator: 1, denominator: 1, tens: 0)

  /// Nil where 64 bits do not hold it.
  init?(_ numerator: UInt64, over denominator: UInt64 = 1, tens: Int = 0) {
    var (a, b) = (numerator, denominator)
    while b != 0 { (a, b) = (b, a % b) }
    var (top, bottom, exponent) = (numerator / a, denominator / a, tens)
    for (factor, partner) in [(UInt64(2), UInt64(5)), (5, 2)] {
      while bottom % factor == 0 {
        let (product, overflow) = top.multipliedReportingOverflow(by: partner)
        if overflow { return nil }
        (top, bottom, exponent) = (product, bottom / factor, exponent - 1)
      }
    }
    while top % 10 == 0 { (top, exponent) = (top / 10, exponent + 1) }
    guard abs(exponent) <= 300 else { return nil }
    (self.numerator, self.denominator, self.tens) = (top, bottom, exponent)
  }

  func times(_ other: Self) -> Self? {
    let (top, overflow) = numerator.multipliedReportingOverflow(by: other.numerator)
    let (bottom, overflowBelow) = denominator.multipliedReportingOverflow(by: other.denominator)
    return overflow || overflowBelow ? nil : Self(top, over: bottom, tens: tens + other.tens)
  }

  func power(_ exponent: Int) -> Self? {
    guard exponent >= 0 else {
      return Self(denominator, over: numerator, tens: -tens).flatMap { $0.power(-exponent) }
    }
    var result = Self.one
    for _ in 0..<exponent {
      guard let next = result.times(self) else { return nil }
      result = next
    }
    return result
  }

  /// The nearest double (within one unit in the last place where the denominator is not 1).
  public var value: Double { applied(to: DecimalNumber(coefficient: 1, exponent: 0)) }

  /// A decimal number times this ratio: the nearest double for decimal ratios.
  public func applied(to number: DecimalNumber) -> Double {
    guard let exact = number.scaled(by: Int128(numerator), tens: tens) else {
      return number.value * Double(numerator) / Double(denominator)
        * DecimalNumber(coefficient: 1, exponent: tens).value
    }
    return denominator == 1 ? exact.value : exact.value / Double(denominator)
  }
}

/// Why a unit's text cannot be used.
public enum UnitError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownSymbol(String, in: String)
  case tooLarge(String)
  case mismatch(Unit, wanted: Unit)

  public var description: String {
    switch self {
    case .unknownSymbol("", let text): "\(text.isEmpty ? "an empty text" : text) is not a unit; write one like USD/h"
    case .unknownSymbol(let symbol, let text):
      symbol == text ? "\(text) is not a known unit" : "\(symbol) in \(text) is not a known unit"
    case .tooLarge(let text): "\(text) has powers beyond 64 bits"
    case .mismatch(let unit, let wanted): "\(unit.text) is \(unit.measured), not \(wanted.measured)"
    }
  }
}
