import Journal
import Logging
import Scheduling
import Wire

/// When the journal is folded; the only place that says so.
public struct FoldingPolicy: Hashable, Sendable {
  /// A history shorter than this is left alone: it is replayed in well under a second.
  public var smallestBytes = 16 << 20
  /// Folded when what came since is so many times what the last fold left. Folding then writes a quarter more at most.
  public var growth = 4
  /// What a row weighs besides its bytes: it costs about as much to keep and to replay.
  public var bytesPerRow = 256

  public init() {}
}

/// The journal as the coordinator's memory: records in, records back, folded when they have become many.
struct History {
  private let journal: Journal
  private let policy: FoldingPolicy
  private let logger: Logger
  /// Rows in the journal.
  private(set) var rows = 0
  /// Weight of the rows since the last fold, and of what that fold left.
  private var fresh = 0
  private var folded = 0
  /// Not folded before so much has come, after there was no room for it.
  private var postponed = 0

  /// Opens a journal and gives back all it holds, oldest first.
  ///
  /// - Throws: `JournalError`, and `HistoryError` for a record that cannot be read or contradicts those before it.
  init(
    path: String, policy: FoldingPolicy, logger: Logger, replay: (Record) throws(ReplayError) -> Void,
    end: () throws(ReplayError) -> Void = {}
  ) throws {
    journal = try Journal(path: path)
    self.policy = policy
    self.logger = logger
    if journal.tornBytes > 0 {
      logger.notice(
        "the last write to the journal was cut off and is dropped; it was acknowledged to nobody",
        metadata: ["path": "\(path)", "bytes": "\(journal.tornBytes)"])
    }
    var count = 0
    var weight = 0
    try journal.replay { bytes in
      count += 1
      var place = 0
      do {
        for record in try JournalRow.records(in: bytes) {
          place += 1
          try replay(record)
        }
      } catch {
        throw HistoryError(path: path, row: count, record: max(1, place), reason: "\(error)")
      }
      weight += bytes.count + policy.bytesPerRow
    }
    do { try end() } catch {
      throw HistoryError(path: path, row: count, record: 1, reason: "\(error)")
    }
    rows = count
    fresh = weight
  }

  /// Remembers records, on the disk before this returns.
  mutating func append(_ new: [Record]) throws(JournalError) {
    guard !new.isEmpty else { return }
    let fresh = JournalRow.rows(of: new)
    try journal.append(fresh)
    rows += fresh.count
    self.fresh += weight(of: fresh)
  }

  /// Whether so much came since the last fold that folding pays.
  var isWorthFolding: Bool { fresh > max(policy.smallestBytes, policy.growth * folded, postponed) }

  /// Replaces all that is remembered by `checkpoint`, which says the same; not where there is no room for it.
  mutating func fold(into checkpoint: [Record]) throws(JournalError) {
    let folds = JournalRow.rows(of: checkpoint)
    do throws(JournalError) {
      try journal.compact(replacing: rows, with: folds)
    } catch {
      guard error.kind == .full else { throw error }
      logger.warning("journal not folded: no room for it", metadata: ["reason": "\(error)"])
      postponed = fresh + policy.smallestBytes
      return
    }
    rows = folds.count
    folded = weight(of: folds)
    (fresh, postponed) = (0, 0)
  }

  private func weight(of rows: [[UInt8]]) -> Int { rows.reduce(0) { $0 + $1.count + policy.bytesPerRow } }
}

/// A journal whose bytes are as they were written, but whose records make no sense.
public struct HistoryError: Error, CustomStringConvertible {
  public var path: String
  /// Counted from 1.
  public var row: Int
  /// Its place in the row, counted from 1.
  public var record: Int
  public var reason: String

  public var description: String {
    "\(path): record \(record) of row \(row) cannot be used (\(reason)); keep this file, and start with an empty journal or with the "
      + "version of this program that wrote it"
  }
}
