import Sweeps

extension InputDeclaration {
  /// The declared unit; a declaration that does not parse counts as a pure number (a test of the catalogue forbids it).
  var parsedUnit: Unit { (try? Unit(parsing: unit)) ?? .one }

  /// Reads one value of this input, such as `2.5 USD/h` or the name of a choice, converted to the input's unit and checked
  /// against its kind and limit. A path may have several, as in `0.1, 0.2, -0.3`; one number is that of every step. The
  /// complaint says what is wrong and the remedy.
  public func value(reading text: String) throws(Complaint) -> Value {
    guard case .choice(let names) = kind else {
      guard length != nil, text.contains(",") else { return .number(try number(Quantity(parsing: text))) }
      let texts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return try path(Quantities.sharingUnits(texts))
    }
    if let choice = choice(reading: text) { return .choice(choice) }
    throw Complaint("\(text) is not a choice of \(name)", Spelling.remedy(for: text, among: names))
  }

  /// The first steps of a path.
  func path(_ quantities: [Quantity]) throws(Complaint) -> Value {
    guard let length else { throw Complaint("\(quantities.count) numbers where one belongs", "write one value") }
    guard quantities.count <= length else {
      throw Complaint("\(quantities.count) numbers, and \(name) has \(length) steps", "give at most \(length)")
    }
    var numbers: [Double] = []
    for quantity in quantities { numbers.append(try number(quantity)) }
    return .path(numbers)
  }

  /// Complains where this is a path: `use` is what has no place for one.
  func refusePath(_ use: String) throws(Complaint) {
    guard let length else { return }
    throw Complaint("\(name) is a path of \(length) numbers \(use)", "put it under `uncertain` or `fixed`")
  }

  /// The quantity in this input's unit, checked against its kind.
  func number(_ quantity: Quantity) throws(Complaint) -> Double {
    let value = try quantity.value(in: parsedUnit, of: name)
    try check(value, written: quantity.described)
    return value
  }

  /// Complains where a number makes no sense for this input or is outside its limit.
  func check(_ value: Double, written: String) throws(Complaint) {
    guard value.isFinite else { throw Complaint("\(written) is not a finite number", "write a finite number") }
    if let limit, !limit.allows(value) { throw Complaint("\(written) is out of range", limit.remedy(unit: unit)) }
    switch kind {
    case .real: return
    case .positive(let allowsZero):
      if allowsZero, value < 0 { throw Complaint("\(written) is negative", "use 0 or more") }
      if !allowsZero, value <= 0 { throw Complaint("\(written) is not positive", "use a number above 0") }
    case .fraction:
      if !(0...1 ~= value) { throw Complaint("\(written) is not a fraction", "use 0..1") }
    case .count(let minimum):
      if value != value.rounded() || value < Double(minimum) {
        throw Complaint("\(written) is not a count", "use a whole number of at least \(minimum)")
      }
    case .choice(let names):
      throw Complaint("\(written) is not a choice of \(name)", Spelling.remedy(for: written, among: names))
    }
  }
}
