import Testing

@testable import Models

@Suite struct ChipUnitRecordTests {
  private static let groups: Set = ["ca", "catch", "google", "cset", "ttm", "ttmcost", "hamilton", "tsmc"]

  /// Rows that need files of their tool.
  private static let outside: Set = ["catch_sip", "catch_hetero"]

  @Test func `every published row of dies, packages, wafers and schedules is met`() throws {
    let rows = Validation.run(try Record.builtIn()).rows.filter { Self.groups.contains($0.group) }
    #expect(rows.count == 66)
    for row in rows where !Self.outside.contains(row.name) {
      #expect(row.status == .within, "\(row.name): \(row.reason) \(row.relativeError ?? .nan)")
    }
  }
}
