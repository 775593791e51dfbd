import Models

/// The inputs of a statistics row, read from its words.
struct StatisticsInputs {
  /// What a row does not give, or not as a number.
  struct Missing: Error {
    let name: String
  }

  let row: StatisticsRow
  private let tokens: [Substring]

  init(_ row: StatisticsRow) {
    self.row = row
    tokens = row.inputs.split { " ;,()[]".contains($0) }
  }

  /// The numbers of each part between semicolons, in order; words are passed over. `k=7` and `10^6` are numbers.
  var numbers: [[Double]] {
    row.inputs.split(separator: ";").map { section in
      section.split { " ,()[]=".contains($0) }.compactMap(Self.number)
    }
  }

  /// The numbers of one part between semicolons, at least `count` of them.
  func numbers(_ section: Int, atLeast count: Int = 1) throws(Missing) -> [Double] {
    guard !tokens.contains(where: { Double($0)?.isFinite == false }) else { throw Missing(name: "finite numbers") }
    let numbers = numbers
    guard section < numbers.count, numbers[section].count >= count else {
      throw Missing(name: count == 1 ? "a number" : "\(count) numbers")
    }
    return numbers[section]
  }

  /// What stands after `name=`, up to a space or a punctuation mark.
  func text(_ name: String) throws(Missing) -> Substring {
    guard let token = tokens.first(where: { $0.hasPrefix(name + "=") }) else { throw Missing(name: name) }
    return token.dropFirst(name.count + 1)
  }

  /// What stands after `name=`, up to the next semicolon.
  func part(_ name: String) throws(Missing) -> Substring {
    let parts = row.inputs.split(separator: ";").map { $0.drop { $0 == " " } }
    guard let part = parts.first(where: { $0.hasPrefix(name + "=") }) else { throw Missing(name: name) }
    return part.dropFirst(name.count + 1)
  }

  func number(_ name: String) throws(Missing) -> Double {
    guard let number = Self.number(try text(name)) else { throw Missing(name: name) }
    return number
  }

  /// A whole number that fits; larger ones than 2^53 must be written out in digits.
  func integer(_ name: String) throws(Missing) -> UInt64 {
    let text = try text(name)
    guard let number = UInt64(text) ?? Self.number(text).flatMap({ UInt64(exactly: $0) }) else {
      throw Missing(name: name)
    }
    return number
  }

  /// A whole number in a range, as an integer.
  static func whole(_ number: Double, _ range: ClosedRange<Int>, _ name: String) throws(Missing) -> Int {
    guard let whole = Int(exactly: number), range ~= whole else {
      throw Missing(name: "\(name) from \(range.lowerBound) to \(range.upperBound)")
    }
    return whole
  }

  /// The first text in double quotes.
  func quoted() throws(Missing) -> String {
    let parts = row.inputs.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count > 2 else { throw Missing(name: "a quoted text") }
    return String(parts[1])
  }

  /// The whole numbers that end the ranges of a text: 8 for `coordinates 1..8`.
  static func end(ofRangeIn text: String) throws(Missing) -> Int {
    let ends = text.split(separator: " ").compactMap { word in
      word.firstRange(of: "..").flatMap { Int(word[$0.upperBound...]) }
    }
    guard let end = ends.first, end > 0 else { throw Missing(name: "a range") }
    return end
  }

  /// A finite number, decimal, hexadecimal or a whole power: `0.1`, `0x1p-53`, `2^-1074`.
  static func number(_ text: Substring) -> Double? {
    let parts = text.split(separator: "^", omittingEmptySubsequences: false)
    let value: Double
    if parts.count == 2, let base = Double(parts[0]), let power = Int(parts[1]), power.magnitude <= 1100 {
      let size = (0..<power.magnitude).reduce(1.0) { product, _ in product * base }
      value = base == 2 ? Double(sign: .plus, exponent: power, significand: 1) : power < 0 ? 1 / size : size
    } else {
      guard let plain = Double(text) else { return nil }
      value = plain
    }
    return value.isFinite ? value : nil
  }
}
