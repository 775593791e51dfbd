/// A symbol of the unit table: its scale and dimensions, and the prefixes it takes.
struct UnitSymbol {
  var scale: Unit.Scale
  var dimensions: [Unit.Dimension: Int]
  var prefixes: [String: Int]

  /// `cm2`, `kWh`, `1` or `h^-1` as a unit.
  static func factor(_ name: String, in text: String) throws(UnitError) -> Unit {
    if let unit = symbol(name) { return unit }
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
    var stem = name.dropLast(digits)
    var sign = 1
    if stem.last == "-" { (stem, sign) = (stem.dropLast(), -1) }
    if stem.last == "^" { stem = stem.dropLast() }
    guard let power = Int(name.suffix(digits)), 1...9 ~= power, let base = symbol(String(stem)) else {
      throw .unknownSymbol(name, in: text)
    }
    guard let unit = Unit.one.times(base, power: sign * power) else { throw .tooLarge(text) }
    return unit
  }

  /// A symbol with at most one prefix.
  private static func symbol(_ name: String) -> Unit? {
    if let symbol = table[name] { return Unit(text: name, dimensions: symbol.dimensions, scale: symbol.scale) }
    for length in 1...2 where name.count > length {
      guard let symbol = table[String(name.dropFirst(length))],
        let tens = symbol.prefixes[String(name.prefix(length))],
        let scale = symbol.scale.times(.init(numerator: 1, denominator: 1, tens: tens))
      else { continue }
      return Unit(text: name, dimensions: symbol.dimensions, scale: scale)
    }
    return nil
  }

  private static let large = ["k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18, "Z": 21, "Y": 24]
  private static let small = ["m": -3, "u": -6, "µ": -6, "n": -9]

  /// Every symbol without its prefix.
  private static let table: [String: UnitSymbol] = {
    var table: [String: UnitSymbol] = [:]
    func add(
      _ names: String, _ numerator: UInt64, over denominator: UInt64 = 1, tens: Int = 0,
      _ dimensions: [Unit.Dimension: Int], prefixes: [String: Int] = [:]
    ) {
      guard let scale = Unit.Scale(numerator, over: denominator, tens: tens) else { return }
      for name in names.split(separator: " ") {
        table[String(name)] = UnitSymbol(scale: scale, dimensions: dimensions, prefixes: prefixes)
      }
    }
    add("1", 1, [:])
    add("%", 1, tens: -2, [:])
    add("USD $", 1, [.money: 1], prefixes: large.merging(["B": 9]) { a, _ in a })
    let year: UInt64 = 31_557_600
    add("s second seconds", 1, [.time: 1], prefixes: small)
    add("min minute minutes", 60, [.time: 1])
    add("h hr hour hours", 3600, [.time: 1])
    add("d day days", 86_400, [.time: 1])
    add("week weeks", 604_800, [.time: 1])
    add("month months", year, over: 12, [.time: 1])
    add("quarter quarters", year, over: 4, [.time: 1])
    add("y yr year years", year, [.time: 1])
    add("m", 1, [.length: 1], prefixes: small.merging(["c": -2, "k": 3]) { a, _ in a })
    add("g gCO2 gCO2e", 1, tens: -3, [.mass: 1], prefixes: ["k": 3, "m": -3])
    add("t tonne tonnes tCO2 tCO2e", 1, tens: 3, [.mass: 1], prefixes: ["k": 3, "M": 6, "G": 9])
    add("J", 1, [.energy: 1], prefixes: large.merging(small) { a, _ in a })
    add("Wh", 3600, [.energy: 1], prefixes: large.merging(small) { a, _ in a })
    add("W", 1, [.energy: 1, .time: -1], prefixes: large.merging(small) { a, _ in a })
    add("B byte bytes", 1, [.data: 1], prefixes: large.merging(["K": 3]) { a, _ in a })
    add("bit bits", 1, over: 8, [.data: 1], prefixes: large)
    for (prefix, power) in [("Ki", 1), ("Mi", 2), ("Gi", 3), ("Ti", 4), ("Pi", 5)] {
      add(prefix + "B", UInt64(1) << (10 * power), [.data: 1])
    }
    add("FLOP FLOPs", 1, [.computation: 1], prefixes: large)
    add("FLOPS", 1, [.computation: 1, .time: -1], prefixes: large)
    add("token tokens", 1, [.token: 1], prefixes: large)
    add("parameter parameters param params", 1, [.parameter: 1], prefixes: large)
    add("chip chips accelerator accelerators GPU GPUs gpu gpus", 1, [.chip: 1], prefixes: large)
    add("die dies", 1, [.die: 1])
    add("wafer wafers", 1, [.wafer: 1])
    add("Tr transistor transistors", 1, [.transistor: 1], prefixes: large)
    add("package packages", 1, [.package: 1])
    add("server servers node nodes", 1, [.server: 1])
    add("engineer engineers person people", 1, [.engineer: 1])
    return table
  }()
}

extension Unit {
  /// What a number in this unit is, in words: `a price per time`, `an area`, `a pure number`.
  public var measured: String {
    if let name = Self.names[dimensions] { return name }
    let above = dimensions.filter { $0.value > 0 }
    let below = dimensions.filter { $0.value < 0 }.mapValues { -$0 }
    let subject = above.isEmpty ? "a number" : Self.names[above] ?? "a product of " + Self.factors(above)
    let head = above == [.money: 1] && !below.isEmpty ? "a price" : subject
    if below.isEmpty { return head }
    let divisor = Self.divisors[below] ?? Self.factors(below)
    return "\(head) per \(divisor)"
  }

  private static let names: [[Dimension: Int]: String] = [
    [:]: "a pure number", [.money: 1]: "an amount of money", [.time: 1]: "a time", [.length: 1]: "a length",
    [.length: 2]: "an area", [.length: 3]: "a volume", [.mass: 1]: "a mass", [.energy: 1]: "an energy",
    [.energy: 1, .time: -1]: "a power", [.data: 1]: "an amount of data", [.computation: 1]: "an amount of computation",
    [.computation: 1, .time: -1]: "a rate of computation", [.token: 1]: "a number of tokens",
    [.parameter: 1]: "a number of parameters", [.chip: 1]: "a number of chips", [.die: 1]: "a number of dies",
    [.wafer: 1]: "a number of wafers", [.transistor: 1]: "a number of transistors",
    [.package: 1]: "a number of packages", [.server: 1]: "a number of servers", [.engineer: 1]: "a number of people",
  ]
  private static let divisors: [[Dimension: Int]: String] = [[.length: 2]: "area", [.length: 3]: "volume"]

  private static func factors(_ dimensions: [Dimension: Int]) -> String {
    Dimension.allCases.compactMap { dimension in
      dimensions[dimension].map { $0 == 1 ? dimension.rawValue : "\(dimension.rawValue)^\($0)" }
    }.joined(separator: " and ")
  }
}

extension StringProtocol {
  /// Without spaces at both ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)])
  }
}
