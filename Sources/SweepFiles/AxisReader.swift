import Sweeps

/// Reads the values of an axis: a list, `a .. b by s`, `a .. b in n` or `a .. b in n log`.
struct AxisReader {
  var input: InputDeclaration

  /// The values of a range text; both ends are among them.
  func range(_ text: String) throws(Complaint) -> [Double] {
    guard let dots = Self.dots(in: text) else {
      throw Complaint(
        "`\(text)` is not an axis", "write [a, b, c], `a .. b by step`, `a .. b in n` or `a .. b in n log`")
    }
    let low = String(text[..<dots.lowerBound])
    let words = text[dots.upperBound...].split(separator: " ")
    guard let keyword = words.firstIndex(where: { $0 == "by" || $0 == "in" }), keyword + 1 < words.count else {
      throw Complaint("`\(text)` does not say how many values", "end it with `by step`, `in n` or `in n log`")
    }
    let high = words[..<keyword].joined(separator: " ")
    var rest = words[(keyword + 1)...].map(String.init)
    if words[keyword] == "by" { return try stepped(low, high, by: rest.joined(separator: " ")) }
    let isLog = rest.last == "log"
    if isLog { rest.removeLast() }
    let ends = try Quantities.sharingUnits([low, high])
    let count = try self.count(rest.joined(separator: " "))
    let (first, last) = (try input.number(ends[0]), try input.number(ends[1]))
    guard first != last else {
      throw Complaint("\(first.brief) .. \(last.brief) is one value", "write [\(first.brief)]")
    }
    let values = try isLog ? logarithmic(first, last, count) : linear(first, last, count)
    for value in values { try input.check(value, written: value.brief) }
    return values
  }

  private static func dots(in text: String) -> Range<String.Index>? {
    guard let first = text.indices.first(where: { text[$0...].hasPrefix("..") }) else { return nil }
    return first..<text.index(first, offsetBy: 2)
  }

  private func count(_ text: String) throws(Complaint) -> Int {
    guard let count = DecimalNumber(parsing: text)?.whole, 2...UInt64(SweepFileLimits.values) ~= count else {
      throw Complaint("`in \(text)` is not a number of values", "use 2 to \(SweepFileLimits.values)")
    }
    return Int(count)
  }

  /// a + i s in decimal arithmetic, so that every value is the double nearest to its decimal.
  private func stepped(_ low: String, _ high: String, by step: String) throws(Complaint) -> [Double] {
    var parts = try Quantities.sharingUnits([low, high])
    parts.append(try Quantity(parsing: step))
    if parts[2].unit == nil { parts[2].unit = parts[1].unit }
    if parts[1].unit == nil { (parts[0].unit, parts[1].unit) = (parts[2].unit, parts[2].unit) }
    let exponent = parts.map(\.number.exponent).min() ?? 0
    guard parts.allSatisfy({ $0.unit == parts[0].unit }),
      let first = parts[0].number.coefficient(atExponent: exponent),
      let last = parts[1].number.coefficient(atExponent: exponent),
      let stride = parts[2].number.coefficient(atExponent: exponent)
    else { throw Complaint("ends and step differ in unit or by more than 38 digits", "write all three in one unit") }
    guard stride != 0, (last - first) / stride >= 0 else {
      throw Complaint(
        "a step of \(parts[2].text) does not lead from \(parts[0].text) to \(parts[1].text)",
        stride == 0 ? "use a step other than 0" : "change the sign of the step")
    }
    guard (last - first) % stride == 0 else {
      throw Complaint(
        "steps of \(parts[2].text) from \(parts[0].text) do not meet \(parts[1].text)",
        "choose a step that divides the range, or `in n`")
    }
    guard (last - first) / stride < Int128(SweepFileLimits.values) else {
      throw Complaint("the axis has more than \(SweepFileLimits.values) values", "use a longer step")
    }
    var values: [Double] = []
    for index in 0...Int((last - first) / stride) {
      let number = DecimalNumber(coefficient: first + Int128(index) * stride, exponent: exponent)
      values.append(try input.number(Quantity(number: number, unit: parts[0].unit, text: number.value.brief)))
    }
    return values
  }

  private func linear(_ first: Double, _ last: Double, _ count: Int) throws(Complaint) -> [Double] {
    guard (last - first).isFinite else { throw Complaint("the range is too wide", "use |x| < 8e307") }
    return (0..<count).map { index in
      if index == 0 { return first }
      if index == count - 1 { return last }
      return
        (DoubleDouble(first) + (DoubleDouble(last) + DoubleDouble(-first)) * DoubleDouble(index)
          / DoubleDouble(count - 1))
        .value
    }
  }

  private func logarithmic(_ first: Double, _ last: Double, _ count: Int) throws(Complaint) -> [Double] {
    let ratio = last / first
    guard first != 0, ratio > 0, ratio.isNormal else {
      throw Complaint("\(first.brief) .. \(last.brief) has no logarithmic steps", "use ends of one sign, neither 0")
    }
    let powers = FractionalPowers(of: DoubleDouble(last) / DoubleDouble(first))
    return (0..<count).map { index in
      if index == 0 { return first }
      if index == count - 1 { return last }
      return (DoubleDouble(first) * powers.power(index, over: count - 1)).value
    }
  }
}

/// Reads several numbers where one unit may stand for all.
enum Quantities {
  /// Bare numbers take the unit of the next one to the right that has one: `180 to 420 MUSD`.
  static func sharingUnits(_ texts: [String]) throws(Complaint) -> [Quantity] {
    var quantities: [Quantity] = []
    for text in texts { quantities.append(try Quantity(parsing: text)) }
    guard quantities.contains(where: { $0.unit != nil }) else { return quantities }
    var unit: Unit?
    for index in quantities.indices.reversed() {
      unit = quantities[index].unit ?? unit
      guard let unit else {
        throw Complaint(
          "\(quantities[index].text) has no unit, others beside it have", "write the unit after the last number")
      }
      quantities[index].unit = unit
    }
    return quantities
  }
}

extension Double {
  /// The shortest text that reads back.
  var brief: String { JSON.text(of: self) }
}
