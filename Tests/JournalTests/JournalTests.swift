import Foundation
import Testing

@testable import Journal

@Suite struct JournalTests {
  @Test func `records come back in order after reopening`() throws {
    let folder = try TemporaryFolder()
    let records = (0..<500).map { number in [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number * 7) }
    let first = try Journal(path: folder.path("journal"))
    try first.append(Array(records[..<3]))
    for record in records[3...] { try first.append([record]) }
    #expect(try first.recordCount() == 500)
    try first.close()
    #expect(try Journal(path: folder.path("journal")).records() == records)
  }

  @Test func `an empty journal replays nothing and an empty append stores nothing`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    try journal.append([])
    #expect(try journal.records().isEmpty)
    #expect(try journal.recordCount() == 0)
    try journal.append([[]])
    #expect(try journal.records() == [[]])
  }

  @Test func `a throw from the reader stops the replay and passes through`() throws {
    struct Enough: Error {}
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    try journal.append([[1], [2], [3]])
    var seen: [[UInt8]] = []
    #expect(throws: Enough.self) {
      try journal.replay { record in
        seen.append(record)
        if record == [2] { throw Enough() }
      }
    }
    #expect(seen == [[1], [2]])
  }

  @Test func `compaction replaces all records and later ones follow`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    for number in 0..<100 { try journal.append([[UInt8(number)]]) }
    try journal.compact(replacing: 100, with: [[200], [201]])
    try journal.append([[202]])
    #expect(try journal.records() == [[200], [201], [202]])
    try journal.close()
    #expect(try Journal(path: folder.path("journal")).records() == [[200], [201], [202]])
  }

  @Test func `compaction of another history changes nothing`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    try journal.append([[1], [2], [3]])
    let error = #expect(throws: JournalError.self) { try journal.compact(replacing: 2, with: [[9]]) }
    #expect(error?.kind == .historyChanged)
    #expect(try journal.records() == [[1], [2], [3]])
  }

  @Test func `a second coordinator is refused until the first lets go`() throws {
    let folder = try TemporaryFolder()
    let first = try Journal(path: folder.path("journal"))
    let error = #expect(throws: JournalError.self) { try Journal(path: folder.path("journal")) }
    #expect(error?.kind == .heldByAnother)
    #expect(error?.description.hasSuffix("stop that coordinator, or give this one a journal of its own") == true)
    try first.append([[1]])
    try first.close()
    #expect(try Journal(path: folder.path("journal")).records() == [[1]])
  }

  @Test func `another process is refused too`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("journal")
    let journal = try Journal(path: path)
    try journal.append([[1]])
    await #expect(processExitsWith: .exitCode(7)) { [path = path as String] in
      do {
        _ = try Journal(path: path)
        exit(0)
      } catch let error as JournalError {
        exit(error.kind == .heldByAnother ? 7 : 1)
      }
    }
    try journal.append([[2]])
    #expect(try journal.records() == [[1], [2]])
  }

  @Test func `a full journal keeps what it had and takes more after compaction`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"), maximumBytes: 1 << 20)
    let record = [UInt8](repeating: 7, count: 100_000)
    var stored = 0
    let error = #expect(throws: JournalError.self) {
      while stored < 100 {
        try journal.append([record])
        stored += 1
      }
    }
    #expect(error?.kind == .full)
    #expect((5..<11).contains(stored))
    #expect(throws: JournalError.self) { try journal.append([[1], record, [2]]) }
    #expect(try journal.recordCount() == stored)
    try journal.compact(replacing: stored, with: [[5]])
    try journal.append([record])
    #expect(try journal.records() == [[5], record])
  }

  @Test func `a closed journal refuses`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    try journal.close()
    let error = #expect(throws: JournalError.self) { try journal.append([[1]]) }
    #expect(error?.kind == .refused)
  }

  @Test func `every transaction reaches the disk before it returns`() throws {
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    #expect(try journal.setting("synchronous") == "2")
    #expect(try journal.setting("journal_mode") == "wal")
    #expect(try journal.setting("locking_mode") == "exclusive")
  }
}
