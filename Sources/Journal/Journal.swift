import Foundation
import GRDB
import Sweeps

/// What survives a crash: records in order, on the disk before `append` returns.
///
/// A record is bytes; their meaning is the caller's. One coordinator at a time: the file stays locked while it is open.
/// Keep it on a local disk: network file systems lie about locks. Any thread may call, one at a time.
///
/// A crash at any moment leaves the transactions that returned, and perhaps the one under way, whole. Each record
/// carries its length and CRC-32C, so damage is named, never replayed.
public final class Journal: Sendable {
  /// The file; beside it SQLite keeps `-wal` while the journal is open or after a crash.
  public let path: String
  let queue: DatabaseQueue
  /// Bytes at the end of SQLite's log that are no whole transaction: a write cut off, which nobody relied on.
  public let tornBytes: Int

  /// The largest record stored, in bytes; SQLite's own limit is 10^9.
  public static let largestRecordBytes = 256 << 20

  /// Opens a journal, or creates it.
  /// - Parameters:
  ///   - path: the file, in a folder that exists.
  ///   - maximumBytes: the size beyond which `append` answers `full`.
  /// - Throws: `heldByAnother`, `notAJournal`, `newerVersion`, `unwritable`, `damaged`, `diskFailed`.
  public init(path: String, maximumBytes: Int = 64 << 30) throws(JournalError) {
    var configuration = Configuration()
    configuration.label = "sweepfarm.journal"
    configuration.busyMode = .immediateError
    configuration.prepareDatabase { try Schema.prepare($0, path: path, maximumBytes: maximumBytes) }
    self.path = path
    tornBytes = try Self.tornBytes(ofLogBeside: path)
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try Schema.migrate(queue, path: path)
    } catch {
      throw JournalError(error, path: path)
    }
  }

  /// Adds records after all others in one transaction: all of them or, on a throw, none. None given, nothing is done.
  ///
  /// Returns when the disk says they are stored.
  /// - Throws: `full`, `recordTooLarge`, `diskFailed`.
  public func append(_ records: [[UInt8]]) throws(JournalError) {
    guard !records.isEmpty else { return }
    try write { try self.insert(records, into: $0) }
  }

  /// Replaces all records by fewer that say the same, in one transaction.
  ///
  /// The file keeps its size; the room is used again.
  /// - Parameters:
  ///   - history: how many records the caller folded; if the journal holds another number, nothing changes.
  ///   - records: what they fold to.
  /// - Throws: `historyChanged`, and as `append`.
  public func compact(replacing history: Int, with records: [[UInt8]]) throws(JournalError) {
    try write { database in
      let stored = try Self.count(database)
      guard stored == history else {
        throw JournalError(
          .historyChanged, "\(history) records were folded but the journal holds \(stored)", path: self.path,
          remedy: "fold all of them and compact again")
      }
      try database.execute(sql: "DELETE FROM record")
      try self.insert(records, into: database)
    }
  }

  /// Gives every record to `body`, oldest first, and stops at the first throw.
  ///
  /// `body` must not call the journal.
  /// - Throws: `damaged` with the first record that is not as it was written, after all before it were given; and
  ///   whatever `body` throws.
  public func replay(_ body: ([UInt8]) throws -> Void) throws {
    var next = 1
    do {
      try queue.read { database in
        let rows = try Row.fetchCursor(
          database, sql: "SELECT number, length, checksum, bytes FROM record ORDER BY number")
        while let row = try rows.next() {
          try body(record(row, expecting: next))
          next += 1
        }
      }
    } catch let error as DatabaseError {
      throw JournalError(error, path: path, reading: next)
    }
  }

  /// The number of records.
  public func recordCount() throws(JournalError) -> Int {
    do { return try queue.read(Self.count) } catch { throw JournalError(error, path: path) }
  }

  /// Closes the file and folds SQLite's log into it; later calls throw `refused`.
  public func close() throws(JournalError) {
    do { try queue.close() } catch { throw JournalError(error, path: path) }
  }
}

extension Journal {
  /// Refuses a log with a hole before SQLite opens it: what lies behind would be gone.
  private static func tornBytes(ofLogBeside path: String) throws(JournalError) -> Int {
    let finding: WriteAheadLog.Finding
    do { finding = try WriteAheadLog.examine(path + "-wal") } catch {
      throw JournalError(
        .diskFailed, "the log \(path)-wal cannot be read (\(error.localizedDescription))", path: path,
        remedy: "check the disk, and start again from this journal")
    }
    switch finding {
    case .sound(let tornBytes): return tornBytes
    case .damaged(let offset): throw .damagedLog(at: offset, path: path)
    }
  }

  private func write(_ body: (Database) throws -> Void) throws(JournalError) {
    do { try queue.write(body) } catch { throw JournalError(error, path: path) }
  }

  private func insert(_ records: [[UInt8]], into database: Database) throws {
    let statement = try database.cachedStatement(sql: "INSERT INTO record (length, checksum, bytes) VALUES (?, ?, ?)")
    for record in records {
      guard record.count <= Self.largestRecordBytes else {
        throw JournalError(
          .recordTooLarge, "a record of \(record.count) bytes is over the limit of \(Self.largestRecordBytes)",
          path: path,
          remedy: "split it")
      }
      try statement.execute(arguments: [record.count, CRC32C.checksum(of: record.span), Data(record)])
    }
  }

  /// A row's bytes, if they are the ones that were appended in this place. A damaged page may hold any type of value.
  private func record(_ row: Row, expecting number: Int) throws -> [UInt8] {
    guard case .int64(Int64(number)) = (row[0] as DatabaseValue).storage else { throw damaged(number, "it is missing") }
    guard case .int64(let length) = (row[1] as DatabaseValue).storage,
      case .int64(let checksum) = (row[2] as DatabaseValue).storage,
      case .blob(let blob) = (row[3] as DatabaseValue).storage
    else { throw damaged(number, "its row is of another shape") }
    guard blob.count == length else { throw damaged(number, "\(blob.count) bytes where \(length) were written") }
    let bytes = [UInt8](blob)
    guard Int64(CRC32C.checksum(of: bytes.span)) == checksum else {
      throw damaged(number, "its checksum does not fit its bytes")
    }
    return bytes
  }

  private func damaged(_ record: Int, _ cause: String) -> JournalError {
    .damaged(record: record, cause, path: path)
  }

  /// Numbers have no gaps, so the last one is the count.
  private static func count(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT max(number) FROM record") ?? 0
  }
}
