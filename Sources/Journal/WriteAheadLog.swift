import Foundation

/// SQLite's log beside a journal, looked through before SQLite opens it.
///
/// SQLite takes the log up to the first frame that is not as it was written and drops the rest without a word. That is
/// right for the last transaction, which a loss of power may leave with gaps, and wrong for all before it: each was on
/// the disk before the next was begun. So a bad frame is damage if behind it lies a transaction that others followed.
/// Where damage hides that the last transaction but one ever ended, the two look like one with a gap, and go as torn.
///
/// Frames of an older log, in room that is used again, and of transactions that were taken back say nothing.
///
/// Source: "Database File Format", section 4, https://www.sqlite.org/fileformat2.html.
struct WriteAheadLog {
  enum Finding: Hashable {
    /// Nothing is lost but so many bytes of a transaction that never returned.
    case sound(tornBytes: Int)
    /// The first bad byte lies in the frame that begins here, or in the log's header at 0.
    case damaged(at: Int)
  }

  private enum Origin { case thisLog, olderLog, unknown }

  private let header: LogHeader
  /// Of the frame before; the first one follows the header.
  private var chain: LogChecksum
  private var origin = Origin.thisLog
  private var endsTransaction = false
  /// The first frame that SQLite does not take.
  private var hole: (offset: Int, frame: Data)?
  /// Whether a transaction ends at the hole or behind it.
  private var sawCommit = false
  private var isDamaged = false
  private var tornBytes = 0

  /// Reads a log and changes nothing; another process may be writing it.
  /// - Throws: what the disk says when it cannot be read.
  /// - Complexity: one pass over the file, a page at a time.
  static func examine(_ path: String) throws -> Finding {
    guard let file = FileHandle(forReadingAtPath: path) else { return .sound(tornBytes: 0) }
    let head = try file.read(upToCount: LogHeader.byteCount) ?? Data()
    guard let header = LogHeader(head) else { return try examineHeadless(file, head) }
    var log = WriteAheadLog(header)
    var offset = LogHeader.byteCount
    while let frame = try LogFrame(from: file, pageBytes: header.pageBytes) {
      log.take(frame, at: offset)
      offset += frame.bytes.count
      guard log.isDamaged, let hole = log.hole else { continue }
      // Frames that another process has just written differ at a second look; a log begun anew has another header.
      let isStill = try file.holds(hole.frame, at: hole.offset) && file.holds(head, at: 0)
      return isStill ? .damaged(at: hole.offset) : .sound(tornBytes: 0)
    }
    return .sound(tornBytes: log.tornBytes)
  }

  /// Without its header SQLite drops the whole log. Two frames that fit each other show that there was one: it is on
  /// the disk before the first of them is written.
  private static func examineHeadless(_ file: FileHandle, _ head: Data) throws -> Finding {
    var length = head.count
    var previous: LogFrame?
    while let frame = try LogFrame(from: file, pageBytes: LogHeader.usualPageBytes) {
      if let previous, frame.salts == previous.salts, frame.fits(after: previous.checksum, bigEndian: false) {
        return try file.holds(head, at: 0) ? .damaged(at: 0) : .sound(tornBytes: 0)
      }
      length += frame.bytes.count
      previous = frame.isWhole ? frame : nil
    }
    return .sound(tornBytes: length)
  }

  private init(_ header: LogHeader) {
    self.header = header
    chain = header.checksum
  }

  /// Looks at the next frame, or at the piece of one that ends the file.
  private mutating func take(_ frame: LogFrame, at offset: Int) {
    let fits = origin == .thisLog && frame.fits(after: chain, bigEndian: header.isBigEndian)
    let origin = fits ? .thisLog : origin(of: frame)
    if fits, hole == nil, frame.salts == header.salts {
      tornBytes = frame.endsTransaction ? 0 : tornBytes + frame.bytes.count
    } else {
      hole = hole ?? (offset, frame.bytes)
      if origin != .olderLog { tornBytes += frame.bytes.count }
      if origin == .thisLog, frame.isWhole {
        // Written after a commit: another commit, or a frame that continues from it.
        isDamaged = sawCommit && (frame.endsTransaction || endsTransaction && fits)
        sawCommit = sawCommit || frame.endsTransaction
      }
    }
    guard frame.isWhole else { return }
    (self.origin, endsTransaction, chain) = (origin, frame.endsTransaction, frame.checksum)
  }

  /// Each time its room is used again, the log's first salt grows by one and the second is drawn anew.
  private func origin(of frame: LogFrame) -> Origin {
    guard let salts = frame.salts else { return origin }
    if salts == header.salts { return .thisLog }
    let age = header.salts.first &- salts.first
    return age > 0 && age <= header.restarts ? .olderLog : .unknown
  }
}

/// The first 32 bytes of a log, as they were written.
private struct LogHeader {
  static let byteCount = 32
  /// SQLite's own choice for new files, which a journal keeps.
  static let usualPageBytes = 4_096

  let pageBytes: Int
  /// How often the log was begun again at its start.
  let restarts: UInt32
  let salts: LogSalts
  let checksum: LogChecksum
  let isBigEndian: Bool

  /// Nil where SQLite would see no log.
  init?(_ bytes: Data) {
    guard bytes.count == Self.byteCount, bytes.word(at: 0) & ~1 == 0x377F_0682 else { return nil }
    isBigEndian = bytes.word(at: 0) & 1 == 1
    pageBytes = Int(bytes.word(at: 8))
    restarts = bytes.word(at: 12)
    salts = LogSalts(first: bytes.word(at: 16), second: bytes.word(at: 20))
    checksum = LogChecksum(first: bytes.word(at: 24), second: bytes.word(at: 28))
    guard (512...65_536).contains(pageBytes), pageBytes & (pageBytes - 1) == 0 else { return nil }
    guard checksum == LogChecksum().adding(bytes.prefix(24), bigEndian: isBigEndian) else { return nil }
  }
}

/// A page behind a header of 24 bytes.
private struct LogFrame {
  private static let headerBytes = 24

  let bytes: Data
  /// False for the piece of a frame that ends the file.
  let isWhole: Bool

  /// The next frame of a file; nil at its end.
  init?(from file: FileHandle, pageBytes: Int) throws {
    guard let bytes = try file.read(upToCount: Self.headerBytes + pageBytes), !bytes.isEmpty else { return nil }
    self.bytes = bytes
    isWhole = bytes.count == Self.headerBytes + pageBytes
  }

  /// Nil where the frame is cut before them.
  var salts: LogSalts? {
    bytes.count < 16 ? nil : LogSalts(first: bytes.word(at: 8), second: bytes.word(at: 12))
  }

  /// A commit says how many pages the file then has.
  var endsTransaction: Bool { isWhole && bytes.word(at: 4) != 0 }

  /// Only of a whole frame.
  var checksum: LogChecksum { LogChecksum(first: bytes.word(at: 16), second: bytes.word(at: 20)) }

  /// Whether it is as it was written, behind a frame with this checksum.
  func fits(after previous: LogChecksum, bigEndian: Bool) -> Bool {
    guard isWhole, bytes.word(at: 0) != 0 else { return false }
    let sum = previous.adding(bytes.prefix(8), bigEndian: bigEndian)
    return sum.adding(bytes.dropFirst(Self.headerBytes), bigEndian: bigEndian) == checksum
  }
}

/// What the frames of one log share, and those of an older one do not.
private struct LogSalts: Hashable {
  let first: UInt32
  let second: UInt32
}

/// Two running sums over all that came before.
private struct LogChecksum: Hashable {
  var first: UInt32 = 0
  var second: UInt32 = 0

  /// Of bytes in multiples of eight.
  func adding(_ bytes: Data, bigEndian: Bool) -> LogChecksum {
    var sum = self
    // The one hot loop of a start: a word at a time, wherever the bytes lie.
    bytes.withUnsafeBytes { bytes in
      for offset in stride(from: 0, to: bytes.count, by: 8) {
        let low = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        let high = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
        sum.first &+= (bigEndian ? UInt32(bigEndian: low) : UInt32(littleEndian: low)) &+ sum.second
        sum.second &+= (bigEndian ? UInt32(bigEndian: high) : UInt32(littleEndian: high)) &+ sum.first
      }
    }
    return sum
  }
}

extension FileHandle {
  /// Whether these bytes are there now.
  fileprivate func holds(_ bytes: Data, at offset: Int) throws -> Bool {
    try seek(toOffset: UInt64(offset))
    return try read(upToCount: bytes.count) == bytes
  }
}

extension Data {
  /// Four bytes, the highest first.
  fileprivate func word(at offset: Int) -> UInt32 {
    self[startIndex + offset..<startIndex + offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
