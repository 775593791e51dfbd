import Sweeps

/// A number as written, with its unit if it has one.
struct Quantity: Hashable {
  var number: DecimalNumber
  var unit: Unit?
  /// The number as written, for messages.
  var text: String

  /// Reads `1.80`, `2^18`, `420 MUSD` or `45%`.
  init(parsing source: String) throws(Complaint) {
    let text = source.trimmed
    let literal = Self.literal(of: text)
    try Self.refuseSpecial(text)
    guard !literal.isEmpty, let number = DecimalNumber(parsing: literal) else {
      throw Complaint("`\(text)` is not a number", "write one such as 0.35, 1e9 or 2.5 USD/h")
    }
    guard number.value.isFinite else {
      throw Complaint("\(literal) is beyond the range of a double", "use |x| < 1.7e308")
    }
    let unitText = text.dropFirst(literal.count).trimmed
    self.number = number
    self.text = literal
    guard !unitText.isEmpty else { return }
    do throws(UnitError) { unit = try Unit(parsing: unitText) } catch {
      throw Complaint("`\(text)`: \(error)", "use units such as USD/h, MUSD, kWh, /cm2 or %")
    }
  }

  init(number: DecimalNumber, unit: Unit? = nil, text: String) {
    self.number = number
    self.unit = unit
    self.text = text
  }

  /// With its unit, for messages.
  var described: String { unit.map { $0.text == "%" ? "\(text)%" : "\(text) \($0.text)" } ?? text }

  /// The number in a unit; a bare number already is. `name` is what wants it.
  func value(in wanted: Unit, of name: String) throws(Complaint) -> Double {
    guard let unit else { return number.value }
    do throws(UnitError) {
      let value = try unit.ratio(to: wanted).applied(to: number)
      guard value.isFinite else { throw .tooLarge(unit.text) }
      return value
    } catch .mismatch {
      throw Complaint(
        "\(unit.text) is \(unit.measured); \(name) wants \(wanted.measured)",
        wanted == .one ? "write the number without a unit" : "write it in \(wanted.text)")
    } catch {
      throw Complaint("\(described): \(error)", "write it in \(wanted.text)")
    }
  }

  /// The longest beginning that is a number.
  static func literal(of text: some StringProtocol) -> String {
    let characters = Array(text)
    func isDigit(_ index: Int) -> Bool {
      index < characters.count && characters[index].isASCII && characters[index].isNumber
    }
    var end = 0
    if end < characters.count, "+-".contains(characters[end]) { end += 1 }
    let start = end
    while isDigit(end) || (end < characters.count && (characters[end] == "." || characters[end] == "_")) { end += 1 }
    guard characters[start..<end].contains(where: \.isNumber) else { return "" }
    if end < characters.count, "eE".contains(characters[end]) {
      let signed = end + 1 < characters.count && "+-".contains(characters[end + 1])
      var digits = end + (signed ? 2 : 1)
      if isDigit(digits) {
        while isDigit(digits) { digits += 1 }
        end = digits
      }
    }
    if end < characters.count, characters[end] == "^", isDigit(end + 1) {
      end += 1
      while isDigit(end) { end += 1 }
    }
    return String(characters[..<end])
  }

  private static func refuseSpecial(_ text: String) throws(Complaint) {
    let word = text.drop { "+-.".contains($0) }.lowercased()
    if ["nan", "inf", "infinity"].contains(word) {
      throw Complaint("\(text) is not a finite number", "write a finite number")
    }
  }
}
