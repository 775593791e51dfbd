import GRDB

/// The journal's tables, and the steps that bring an older file up to date.
///
/// A step once released never changes; a change of the tables is a new step with a name of its own.
enum Schema {
  /// Marks a SQLite file as ours (`PRAGMA application_id`): "SWPF" in ASCII.
  static let applicationID: Int32 = 0x5357_5046

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 records with length and checksum") { database in
      // Numbers run from 1 without a gap, so that a lost row is noticed.
      try database.execute(
        sql: """
          CREATE TABLE record (
            number INTEGER PRIMARY KEY, length INTEGER NOT NULL, checksum INTEGER NOT NULL, bytes BLOB NOT NULL
          ) STRICT
          """)
    }
    return migrator
  }

  /// Readies a connection: exclusive for as long as it is open, and on the disk before a commit returns.
  static func prepare(_ database: Database, path: String, maximumBytes: Int) throws {
    // Before the first read: SQLite then locks the whole file and keeps its index of the log in memory.
    try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
    try claim(database, path: path)
    guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
      throw JournalError(
        .unwritable, "SQLite cannot keep a write-ahead log here", path: path, remedy: "put the journal on a local disk")
    }
    try database.execute(sql: "PRAGMA synchronous = FULL")
    try database.execute(sql: "PRAGMA journal_size_limit = \(64 << 20)")
    let pageBytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4_096
    try database.execute(sql: "PRAGMA max_page_count = \(max(1, maximumBytes / pageBytes))")
  }

  /// Marks an empty file as ours, and refuses another program's database before a byte of it changes.
  ///
  /// The mark goes into the file itself, before there is a log that a crash could cut.
  private static func claim(_ database: Database, path: String) throws {
    let mark = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if mark == applicationID { return }
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    guard mark == 0, tables == 0 else {
      throw JournalError(
        .notAJournal, "the file is another program's database", path: path, remedy: "name another file")
    }
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
  }

  /// Brings the tables up to date, or refuses a file from the future.
  static func migrate(_ queue: DatabaseQueue, path: String) throws {
    if try queue.read(migrator.hasBeenSuperseded) {
      throw JournalError(
        .newerVersion, "a later version of this program wrote the journal", path: path,
        remedy: "run that version, or name another file")
    }
    try migrator.migrate(queue)
  }
}
