import Testing

@testable import Models

@Suite struct FinanceRecordTests {
  private static let groups: Set = [
    "npv", "irr", "xnpv", "xirr", "pmt", "crf", "wright", "dp", "ms", "bs", "crr5", "nv", "cvar",
  ]

  @Test func `every published example of finance is met`() throws {
    let rows = Validation.run(try Record.builtIn()).rows.filter { Self.groups.contains($0.group) }
    #expect(rows.count == 28)
    for row in rows {
      #expect(row.status == .within, "\(row.name): \(row.reason) \(row.relativeError ?? .nan)")
    }
  }

  @Test(arguments: [
    ("2008-01-01", "2008-03-01", 60), ("2007-02-28", "2007-03-01", 1), ("1999-12-31", "2000-12-31", 366),
  ])
  func `days between dates count leap years`(from: String, to: String, days: Int) throws {
    #expect(try #require(CalendarDay(to)).number - #require(CalendarDay(from)).number == days)
    #expect(CalendarDay("2008-13-01") == nil)
  }
}
