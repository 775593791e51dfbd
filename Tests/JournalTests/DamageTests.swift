import Foundation
import Sweeps
import Testing

@testable import Journal

@Suite struct DamageTests {
  /// Records whose text can be found in the file: `record 17 …` and filling.
  private func marked(_ numbers: ClosedRange<Int>) -> [[UInt8]] {
    numbers.map { number in Array("record \(number) ".utf8) + [UInt8](repeating: UInt8(number), count: 9_000) }
  }

  @Test func `a flipped bit is named with its record, and all before it are given`() throws {
    let folder = try TemporaryFolder()
    try folder.journal("journal", holding: marked(1...40))
    var file = try Data(contentsOf: folder.url("journal"))
    let place = try #require(file.range(of: Data("record 17 ".utf8))).lowerBound
    file[place + 2] ^= 4
    try file.write(to: folder.url("journal"))

    let journal = try Journal(path: folder.path("journal"))
    var seen: [[UInt8]] = []
    let error = #expect(throws: JournalError.self) { try journal.replay { seen.append($0) } }
    #expect(error?.kind == .damaged(record: 17))
    #expect(error?.description.contains("record 17 is damaged (its checksum does not fit its bytes)") == true)
    #expect(seen == marked(1...16))
  }

  @Test func `a zeroed page anywhere is refused or harmless, and never a wrong record`() throws {
    let folder = try TemporaryFolder()
    let records = marked(1...40)
    try folder.journal("journal", holding: records)
    let file = try Data(contentsOf: folder.url("journal"))
    let pageBytes = 4_096
    var refused = 0
    for page in 0..<file.count / pageBytes {
      var damaged = file
      damaged.replaceSubrange(page * pageBytes..<(page + 1) * pageBytes, with: Data(count: pageBytes))
      try damaged.write(to: folder.url("page-\(page)"))
      var seen: [[UInt8]] = []
      do {
        try Journal(path: folder.path("page-\(page)")).replay { seen.append($0) }
        #expect(seen == records, "page \(page)")
      } catch let error as JournalError {
        refused += 1
        #expect(seen == Array(records[..<seen.count]), "page \(page): \(error)")
        if case .damaged(let record?) = error.kind { #expect(record == seen.count + 1, "page \(page): \(error)") }
      }
    }
    #expect(refused > 80)
  }

  @Test func `a missing row is noticed`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    try journal.append(marked(1...5))
    try journal.run("DELETE FROM record WHERE number = 2")
    let error = #expect(throws: JournalError.self) { try journal.records() }
    #expect(error?.kind == .damaged(record: 2))
  }

  @Test func `values of another type are damage, not a crash`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    try journal.append([[1], [2], [3]])
    try journal.run("UPDATE record SET length = 4000000000 WHERE number = 3")
    let error = #expect(throws: JournalError.self) { try journal.records() }
    #expect(error?.kind == .damaged(record: 3))
    #expect(error?.what.contains("1 bytes where 4000000000 were written") == true)
  }

  @Test func `another program's database is refused and left as it was`() throws {
    let folder = try TemporaryFolder()
    try folder.journal("stranger", holding: [[1]])
    let journal = try Journal(path: folder.path("stranger"))
    try journal.run("PRAGMA application_id = 1")
    try journal.close()
    let before = try Data(contentsOf: folder.url("stranger"))
    let error = #expect(throws: JournalError.self) { try Journal(path: folder.path("stranger")) }
    #expect(error?.kind == .notAJournal)
    #expect(try Data(contentsOf: folder.url("stranger")) == before)
  }

  @Test func `a text file is refused and left as it was`() throws {
    let folder = try TemporaryFolder()
    let text = Data(String(repeating: "This is a letter, not a journal.\n", count: 400).utf8)
    try text.write(to: folder.url("letter"))
    let error = #expect(throws: JournalError.self) { try Journal(path: folder.path("letter")) }
    #expect(error?.kind == .notAJournal)
    #expect(try Data(contentsOf: folder.url("letter")) == text)
  }

  @Test func `a journal of a later version is refused`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    try journal.run("INSERT INTO grdb_migrations VALUES ('99 of the future')")
    try journal.close()
    let error = #expect(throws: JournalError.self) { try Journal(path: folder.path("journal")) }
    #expect(error?.kind == .newerVersion)
  }

  @Test func `a folder that is missing or in the way is said so`() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path("nowhere/journal"), folder.path("")] {
      let error = #expect(throws: JournalError.self) { try Journal(path: path) }
      #expect(error?.kind == .unwritable, "\(path)")
    }
  }

  @Test func `CRC-32C gives the published values`() {
    // RFC 3720, appendix B.4.
    #expect(crc32c([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(crc32c([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(crc32c(Array(0..<32)) == 0x46DD_794E)
    #expect(crc32c((0..<32).reversed()) == 0x113F_DB5C)
    #expect(crc32c(Array("123456789".utf8)) == 0xE306_9283)
    #expect(crc32c([]) == 0)
  }
}

private func crc32c(_ bytes: [UInt8]) -> UInt32 { CRC32C.checksum(of: bytes.span) }
