import Foundation
import GRDB
import Testing

@testable import Journal

/// Disks and quotas that are full, and faults that only look like it.
@Suite struct RoomTests {
  @Test(arguments: [ResultCode.SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_TRUNCATE])
  func `a fault of writing is want of room if the disk says so`(code: ResultCode) {
    for (number, kind) in [
      (EDQUOT, JournalError.Kind.full), (ENOSPC, .full), (EIO, .diskFailed), (EFBIG, .diskFailed), (0, .diskFailed),
    ] {
      var asked: [String] = []
      let error = JournalError(DatabaseError(resultCode: code), path: "farm/journal") { path in
        asked.append(path)
        return number
      }
      #expect(error.kind == kind, "error number \(number)")
      #expect(asked == ["farm/journal"])
    }
  }

  @Test func `a full quota is named`() {
    let error = JournalError(DatabaseError(resultCode: .SQLITE_IOERR_WRITE), path: "farm/journal") { _ in EDQUOT }
    #expect(
      error.description == """
        farm/journal: no room for more (Disk quota exceeded); nothing of this transaction is stored; \
        free disk space or raise the limit of the quota or the journal, then try again
        """)
  }

  @Test(arguments: [ResultCode.SQLITE_IOERR_READ, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_FULL])
  func `no other fault asks the disk`(code: ResultCode) {
    let error = JournalError(DatabaseError(resultCode: code), path: "farm/journal") { _ in
      Issue.record("asked")
      return EDQUOT
    }
    #expect((error.kind == .full) == (code == .SQLITE_FULL))
  }

  @Test func `asking the disk leaves nothing behind`() throws {
    let folder = try TemporaryFolder()
    #expect(DiskRoom.probe(beside: folder.path("journal")) == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == [])
    #expect(DiskRoom.probe(beside: folder.path("nowhere/journal")) == ENOENT)
  }

  @Test func `a full disk is found full`() throws {
    let folder = try TemporaryFolder()
    guard run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.path("")) else {
      print("full disk not tested: this user may not mount a small one")
      return
    }
    defer { _ = run("umount", "-l", folder.path("")) }
    try Data(count: 1_500_000).write(to: folder.url("filling"))
    #expect(DiskRoom.probe(beside: folder.path("journal")) == ENOSPC)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == ["filling"])
  }

  @Test func `what a failed write took back can be written again`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("journal")
    await #expect(processExitsWith: .success) { [path = path as String] in
      let journal = try Journal(path: path)
      try journal.append([[1]])
      let record = [UInt8](repeating: 2, count: 300_000)
      // A file that may not grow (EFBIG): SQLite hears of it as of a full quota.
      signal(SIGXFSZ, SIG_IGN)
      try limitFiles(to: 200_000)
      for _ in 0..<3 {
        let error = #expect(throws: JournalError.self) { try journal.append([record, [3]]) }
        #expect(error?.kind == .diskFailed)
        #expect(error?.what.contains("SQLite \(ResultCode.SQLITE_IOERR_WRITE.rawValue)") == true)
        #expect(try journal.records() == [[1]])
      }
      try limitFiles(to: 2_000_000)
      try journal.append([record, [3]])
      try journal.append([[4]])
      #expect(try journal.records() == [[1], record, [3], [4]])
    }
    #expect(try Journal(path: path).records() == [[1], [UInt8](repeating: 2, count: 300_000), [3], [4]])
  }
}

/// Lets this process write no file beyond a length, for as long as it is not set again.
private func limitFiles(to bytes: UInt) throws {
  var limit = rlimit()
  try #require(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
  limit.rlim_cur = rlim_t(bytes)
  try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}

/// Whether a program of the system ends well.
private func run(_ arguments: String...) -> Bool {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = arguments
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}
