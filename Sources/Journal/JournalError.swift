import GRDB

/// A fault of the journal or of the disk under it: what failed, where, and what to do about it.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a program may want to tell apart; the sentences are for people.
  public enum Kind: Hashable, Sendable {
    /// Another coordinator has this journal open.
    case heldByAnother
    /// The file is something else: no SQLite database, or another program's.
    case notAJournal
    /// A later version of this program wrote it.
    case newerVersion
    /// Stored bytes are not the ones that were written; `record` counts from 1, nil when no one record is meant.
    case damaged(record: Int?)
    /// The disk, a quota or the journal's own limit is full. Nothing of the refused call is stored; it may be tried
    /// again.
    case full
    /// The file or its folder cannot be opened or written.
    case unwritable
    /// The disk reported a fault; what was last written may or may not survive a crash.
    case diskFailed
    /// A record over `Journal.largestRecordBytes`.
    case recordTooLarge
    /// The journal holds other records than the ones that were folded.
    case historyChanged
    /// The journal was closed, or SQLite refused for another reason.
    case refused
  }

  public let kind: Kind
  /// What failed, without a full stop.
  public let what: String
  /// The journal's path.
  public let path: String
  /// What a person can do, without a full stop.
  public let remedy: String

  /// `/var/lib/sweepfarm/journal: record 17 is damaged (…); restore …`.
  public var description: String { "\(path): \(what); \(remedy)" }

  init(_ kind: Kind, _ what: String, path: String, remedy: String) {
    self.kind = kind
    self.what = what
    self.path = path
    self.remedy = remedy
  }

  /// A record whose bytes are not the ones that were appended.
  static func damaged(record: Int, _ cause: String, path: String) -> JournalError {
    JournalError(
      .damaged(record: record), "record \(record) is damaged (\(cause)); the \(record - 1) before it are sound",
      path: path,
      remedy: "keep this file, and start from a backup or with an empty journal")
  }

  /// A hole in SQLite's log, with transactions behind it that returned.
  static func damagedLog(at offset: Int, path: String) -> JournalError {
    JournalError(
      .damaged(record: nil),
      "its log \(path)-wal is damaged at byte \(offset), and what was stored behind that cannot be read", path: path,
      remedy: "set both files aside, and start from a backup of both or with an empty journal")
  }

  /// No room for a transaction, which SQLite has taken back.
  private static func full(_ cause: String, path: String) -> JournalError {
    JournalError(
      .full, "no room for more (\(cause)); nothing of this transaction is stored", path: path,
      remedy: "free disk space or raise the limit of the quota or the journal, then try again")
  }

  /// The sentence for what SQLite answered.
  /// - Parameters:
  ///   - record: the record being read, when one was.
  ///   - probe: asked for an error number when bytes found no way to the disk.
  init(
    _ error: any Error, path: String, reading record: Int? = nil, probe: (String) -> Int32 = DiskRoom.probe(beside:)
  ) {
    if let known = error as? JournalError {
      self = known
      return
    }
    guard let fault = error as? DatabaseError else {
      self.init(.refused, "\(error)", path: path, remedy: "see the system's log")
      return
    }
    let cause = fault.message ?? "no cause given"
    switch fault.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .heldByAnother, "another coordinator has this journal open", path: path,
        remedy: "stop that coordinator, or give this one a journal of its own")
    case .SQLITE_NOTADB:
      self.init(.notAJournal, "the file is no journal (\(cause))", path: path, remedy: "name another file")
    case .SQLITE_CORRUPT:
      if let record {
        self = .damaged(record: record, cause, path: path)
      } else {
        self.init(
          .damaged(record: nil), "the file is damaged (\(cause))", path: path,
          remedy: "keep this file, and start from a backup or with an empty journal")
      }
    case .SQLITE_FULL:
      self = .full(cause, path: path)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        .unwritable, "the journal cannot be opened for writing (\(cause))", path: path,
        remedy: "create its folder and let this user write there")
    case .SQLITE_IOERR:
      if fault.isOfWriting, let shortage = DiskRoom.shortage(probe(path)) {
        self = .full(shortage, path: path)
        return
      }
      self.init(
        .diskFailed, "the disk failed (\(cause), SQLite \(fault.extendedResultCode.rawValue))", path: path,
        remedy: "stop this coordinator, check the disk, and start again from this journal")
    case let code:
      self.init(.refused, "SQLite refused (\(cause), \(code.rawValue))", path: path, remedy: "open the journal again")
    }
  }
}

extension DatabaseError {
  /// Whether bytes were on their way to the disk: then a want of room may be the cause.
  fileprivate var isOfWriting: Bool {
    [.SQLITE_IOERR_WRITE, .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_TRUNCATE].contains(extendedResultCode)
  }
}
