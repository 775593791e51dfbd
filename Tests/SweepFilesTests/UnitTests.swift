import Sweeps
import Testing

private let conversions: [(String, String, Double)] = [
  ("USD/h", "USD/h", 1), ("MUSD", "USD", 1e6), ("kUSD", "USD", 1e3), ("USD", "MUSD", 1e-6), ("BUSD", "MUSD", 1e3),
  ("$/h", "USD/h", 1), ("USD/kWh", "USD/MWh", 1e3), ("/cm2", "/mm2", 0.01), ("cm^2", "mm2", 100), ("h", "min", 60),
  ("min", "h", 1 / 60.0), ("d", "h", 24), ("day", "d", 1), ("year", "h", 8766), ("y", "day", 365.25),
  ("month", "year", 1 / 12.0),
  ("quarter", "month", 3), ("week", "d", 7), ("MW", "kW", 1e3), ("kWh", "J", 3.6e6), ("W", "kWh/year", 8.766),
  ("kW*h", "kWh", 1),
  ("TB", "GB", 1e3), ("GiB", "byte", 1_073_741_824), ("byte", "bit", 8), ("Gbit/s", "MB/s", 125),
  ("TFLOP/s", "FLOP/s", 1e12),
  ("FLOPS", "FLOP/s", 1), ("tCO2e", "kg", 1e3), ("kg/kWh", "g/kWh", 1e3), ("%", "1", 0.01), ("1/h", "/h", 1),
  ("h^-1", "/h", 1),
  ("USD/chip/h", "USD/chip/d", 24), ("Mtoken", "token", 1e6), ("MTr/mm2", "Tr/mm2", 1e6), ("µs", "us", 1),
  ("nm", "mm", 1e-6),
]

@Test(arguments: conversions)
func `units convert by their exact ratio`(_ from: String, _ to: String, _ factor: Double) throws {
  #expect(try Unit.conversionFactor(from: Unit(parsing: from), to: Unit(parsing: to)) == factor)
}

@Test func `decimal prefixes move the decimal point and nothing else`() throws {
  let kilo = try Unit(parsing: "kUSD").ratio(to: Unit(parsing: "USD"))
  let percent = try Unit(parsing: "%").ratio(to: .one)
  let cases: [(String, Double, Double)] = [
    ("1.1", 1100, 0.011), ("0.3", 300, 0.003), ("2.675", 2675, 0.02675), ("56", 56_000, 0.56),
  ]
  for (written, scaled, fraction) in cases {
    let number = try #require(DecimalNumber(parsing: written))
    #expect(kilo.applied(to: number) == scaled)
    #expect(percent.applied(to: number) == fraction)
  }
}

@Test(arguments: [
  ("USD/h", "a price per time"), ("USD", "an amount of money"), ("1", "a pure number"), ("kWh", "an energy"),
  ("W", "a power"),
  ("/cm2", "a number per area"), ("USD/kWh", "a price per energy"), ("USD/chip/h", "a price per time and chip"),
  ("mm2", "an area"), ("FLOP/s", "a rate of computation"), ("kg/kWh", "a mass per energy"),
  ("USD*h", "a product of money and time"),
])
func `a unit says in words what it measures`(_ unit: String, _ words: String) throws {
  #expect(try Unit(parsing: unit).measured == words)
}

@Test(arguments: [
  ("", "an empty text is not a unit; write one like USD/h"), ("USD/hh", "hh in USD/hh is not a known unit"),
  ("furlong", "furlong is not a known unit"), ("USD//h", " in USD//h is not a unit; write one like USD/h"),
  ("kkW", "kkW is not a known unit"), ("y9*y9*y9", "y9*y9*y9 has powers beyond 64 bits"),
])
func `a text that is no unit is refused`(_ text: String, _ message: String) {
  #expect {
    try Unit(parsing: text)
  } throws: { error in
    message.hasPrefix(" ") || "\(error)" == message
  }
}

@Test func `units of different things do not convert`() throws {
  let (price, pure) = (try Unit(parsing: "USD/h"), Unit.one)
  #expect { try Unit.conversionFactor(from: price, to: pure) } throws: { error in
    "\(error)" == "USD/h is a price per time, not a pure number"
  }
}

@Test func `units of one scale are equal whatever their texts`() throws {
  #expect(try Unit(parsing: "day") == Unit(parsing: "d"))
  #expect(try Unit(parsing: "kW*h") == Unit(parsing: "kWh"))
  #expect(try Unit(parsing: "kWh") != Unit(parsing: "MWh"))
}

@Test(arguments: [
  ("1e6", UInt64(1_000_000)), ("2^18", 262_144), ("1_000", 1_000), ("12.50e1", 125), ("1.5", nil), ("-1", nil),
  ("2^-1", nil),
  ("1e30", nil), ("", nil), (".", nil), ("e5", nil), ("1e", nil), ("0x10", nil), ("18446744073709551615", .max),
])
func `decimal numbers read whole`(_ text: String, _ value: UInt64?) {
  #expect(DecimalNumber(parsing: text)?.whole == value)
}

/// The published test vectors of FNV-1a, and the draw number of the guide's example.
@Test func `FNV-1a agrees with its published vectors`() {
  #expect(FNV1a.hash32("a") == 0xe40c_292c)
  #expect(FNV1a.hash32("foobar") == 0xbf9c_f968)
  #expect(FNV1a.hash32("mfu") == 0xe2af_c05d)
}
