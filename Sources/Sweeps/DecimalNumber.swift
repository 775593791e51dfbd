/// A decimal number as written: `coefficient * 10^exponent`, exact.
public struct DecimalNumber: Hashable, Sendable {
  public var coefficient: Int128
  public var exponent: Int

  public init(coefficient: Int128, exponent: Int) {
    self.coefficient = coefficient
    self.exponent = exponent
  }

  /// Reads `-1.5e3`, `1_000_000` or a whole power such as `2^18`; nil for anything else, for more than 36 digits and
  /// for exponents beyond 400.
  public init?(parsing text: some StringProtocol) {
    if let caret = text.firstIndex(of: "^") {
      guard let base = Self(parsing: text[..<caret]), base.exponent == 0,
        let power = Int(text[text.index(after: caret)...]), 0...256 ~= power,
        let value = Self.power(base.coefficient, power)
      else { return nil }
      self.init(coefficient: value, exponent: 0)
    } else {
      self.init(literal: text)
    }
  }

  private init?(literal text: some StringProtocol) {
    var rest = text.utf8[...]
    let negative = rest.first == UInt8(ascii: "-")
    if negative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var value: Int128 = 0
    var digits = 0
    var scale = 0
    var seenPoint = false
    var seenDigit = false
    while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
      rest.removeFirst()
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        seenDigit = true
        if value != 0 || byte != UInt8(ascii: "0") { digits += 1 }
        guard digits <= 36 else { return nil }
        value = value * 10 + Int128(byte - UInt8(ascii: "0"))
        if seenPoint { scale -= 1 }
      case UInt8(ascii: ".") where !seenPoint: seenPoint = true
      case UInt8(ascii: "_"): continue
      default: return nil
      }
    }
    guard seenDigit else { return nil }
    if !rest.isEmpty {
      guard let power = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), abs(power) <= 400 else { return nil }
      scale += power
    }
    self.init(coefficient: negative ? -value : value, exponent: scale)
  }

  /// The nearest double; infinite beyond its range.
  public var value: Double {
    guard coefficient != 0 else { return 0 }
    // The text is a plain decimal literal, which always reads.
    return Double("\(coefficient)e\(exponent)") ?? .nan
  }

  /// A whole number, when it is one that fits.
  public var whole: UInt64? {
    guard coefficient >= 0 else { return nil }
    var value = coefficient
    var exponent = exponent
    while exponent < 0, value % 10 == 0, value != 0 { (value, exponent) = (value / 10, exponent + 1) }
    if value == 0 { return 0 }
    guard exponent >= 0, let tens = Self.power(10, exponent) else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: tens)
    return overflow ? nil : UInt64(exactly: product)
  }

  /// The exact number times a whole factor and a power of ten; nil beyond 38 digits.
  public func scaled(by factor: Int128, tens: Int) -> DecimalNumber? {
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: factor)
    return overflow ? nil : DecimalNumber(coefficient: product, exponent: exponent + tens)
  }

  /// The coefficient this number has at a smaller exponent; nil beyond 38 digits.
  public func coefficient(atExponent lower: Int) -> Int128? {
    guard lower < exponent else { return lower == exponent ? coefficient : nil }
    return Self.power(10, exponent - lower).flatMap { scaled(by: $0, tens: 0)?.coefficient }
  }

  static func power(_ base: Int128, _ exponent: Int) -> Int128? {
    var result: Int128 = 1
    for _ in 0..<exponent {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { return nil }
      result = product
    }
    return result
  }
}
