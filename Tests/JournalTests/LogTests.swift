import Foundation
import Testing

@testable import Journal

/// SQLite's log as a crash leaves it, and what a disk may do to it then.
@Suite struct LogTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a zeroed page in the middle of the log is refused with its place, and both files are kept`() throws {
    let crash = try crash(after: (0..<40).map { [numbered($0)] })
    let place = crash.log.count / 4_096 / 2 * 4_096
    var log = crash.log
    log.replaceSubrange(place..<place + 4_096, with: Data(count: 4_096))
    let error = try refusal(of: log, beside: crash.file)
    let frame = crash.frames.last { $0 <= place }
    #expect(error?.kind == .damaged(record: nil))
    #expect(error?.what.contains("copy-wal is damaged at byte \(frame ?? 0), ") == true, "\(error?.what ?? "opened")")
    #expect(error?.remedy == "set both files aside, and start from a backup of both or with an empty journal")
  }

  @Test(arguments: [0, 2, 5, 9, 13, 18, 26, 31])
  func `a log whose header is damaged is refused`(byte: Int) throws {
    let crash = try crash(after: [[numbered(0)], [numbered(1)]])
    var log = crash.log
    log[byte] ^= 16
    #expect(try refusal(of: log, beside: crash.file)?.what.contains("damaged at byte 0, ") == true)
    log.replaceSubrange(0..<4_096, with: Data(count: 4_096))
    #expect(try refusal(of: log, beside: crash.file)?.what.contains("damaged at byte 0, ") == true)
  }

  @Test func `a log of zeros, or of a header and zeros, goes on with a notice`() throws {
    let crash = try crash(after: [[numbered(0)]])
    #expect(try open(Data(count: 50_000), beside: crash.file).tornBytes == 50_000)
    let none = try open(crash.log.prefix(32) + Data(count: 50_000), beside: crash.file)
    #expect(none.tornBytes == 50_000)
    #expect(none.records == [])
  }

  @Test func `a cut tail goes on with a notice, and a cut between transactions with none`() throws {
    let crash = try crash(after: (0..<20).map { [numbered($0)] })
    let ends = crash.commits.suffix(20)
    for (records, end) in zip(1..., ends).dropLast() {
      let clean = try open(crash.log.prefix(end), beside: crash.file)
      #expect(clean.records == (0..<records).map(numbered))
      #expect(clean.tornBytes == 0)
      for more in [1, 20, 1_000] {
        let cut = try open(crash.log.prefix(end + more), beside: crash.file)
        #expect(cut.records == (0..<records).map(numbered))
        #expect(cut.tornBytes == more)
      }
    }
  }

  @Test(arguments: [1, 15, 500, 4_120, 5_000, 50_000])
  func `a garbage tail goes on with a notice, also behind an older log`(bytes: Int) throws {
    var random = Splitmix(state: UInt64(bytes))
    for isOlder in [false, true] {
      let crash = try crash(after: (0..<20).map { [numbered($0)] }, restarted: isOlder)
      let log = crash.log + random.bytes(bytes)
      let opened = try open(log, beside: crash.file)
      #expect(opened.records.suffix(20) == (0..<20).map(numbered)[...])
      // A few bytes behind an older log could be more of it.
      #expect(opened.tornBytes == (isOlder && bytes < 16 ? 0 : bytes))
    }
  }

  @Test func `a last transaction with gaps goes on with a notice`() throws {
    let crash = try crash(after: [[numbered(0)], [numbered(1)], [[UInt8](repeating: 7, count: 60_000)]])
    let last = crash.frames.filter { $0 >= crash.commits[crash.commits.count - 2] }
    try #require(last.count > 14)
    for frame in last.dropLast() {
      var log = crash.log
      log.replaceSubrange(frame..<frame + 4_120, with: Data(count: 4_120))
      let opened = try open(log, beside: crash.file)
      #expect(opened.records == [numbered(0), numbered(1)])
      #expect(opened.tornBytes == 4_120 * last.count)
    }
  }

  @Test func `a gap in an earlier transaction is damage`() throws {
    let large = [UInt8](repeating: 7, count: 60_000)
    let crash = try crash(after: [[numbered(0)], [large], [numbered(2)], [numbered(3)]])
    let ends = Array(crash.commits.suffix(4))
    for frame in crash.frames where (ends[0]..<ends[1]).contains(frame) {
      var log = crash.log
      log[frame + 2_000] ^= 1
      #expect(try refusal(of: log, beside: crash.file) != nil, "frame at \(frame)")
    }
  }

  @Test func `a bad byte anywhere in the last commit but one is damage`() throws {
    let crash = try crash(after: [[numbered(0)], [[1]], [[2]]])
    let frame = crash.commits[crash.commits.count - 2] - 4_120
    for byte in Array(0..<24) + [24, 1_000, 4_119] {
      var log = crash.log
      log[frame + byte] ^= 64
      #expect(try refusal(of: log, beside: crash.file) != nil, "byte \(byte) of the frame")
    }
  }

  @Test func `a commit followed by a transaction that was under way is damage too`() throws {
    let crash = try crash(after: [[numbered(0)], [numbered(1)], [[UInt8](repeating: 7, count: 60_000)]])
    let (second, third) = (crash.commits[crash.commits.count - 2], crash.commits[crash.commits.count - 1])
    var log = crash.log.prefix(third - 4_120)
    #expect(try open(log, beside: crash.file).tornBytes == third - 4_120 - second)
    log[second - 2_000] ^= 1
    #expect(try refusal(of: log, beside: crash.file) != nil)
  }

  @Test func `frames of an older log behind the present ones are passed over`() throws {
    let crash = try crash(after: (0..<10).map { [numbered($0)] }, restarted: true)
    #expect(crash.log.count > 2 * (crash.frames.last ?? 0))
    let whole = try open(crash.log, beside: crash.file)
    #expect(whole.tornBytes == 0)
    #expect(whole.records.suffix(10) == (0..<10).map(numbered)[...])
    // SQLite shortens a log to a length that need not be whole frames.
    #expect(try open(crash.log.dropLast(1_000), beside: crash.file).tornBytes == 0)
    // They make no gap in the last transaction a hole either.
    var log = crash.log
    let last = crash.commits[crash.commits.count - 1]
    log.replaceSubrange(last - 2_000..<last, with: Data(count: 2_000))
    let torn = try open(log, beside: crash.file)
    #expect(torn.tornBytes == last - crash.commits[crash.commits.count - 2])
    #expect(torn.records == whole.records.dropLast())
    // And do not hide one.
    log = crash.log
    log[crash.frames[2] + 100] ^= 1
    #expect(try refusal(of: log, beside: crash.file) != nil)
  }

  @Test func `frames of a transaction that was taken back are no transaction that followed`() throws {
    let journal = try Journal(path: folder.path("journal"), maximumBytes: 6 << 20)
    try journal.append([numbered(0)])
    // More than SQLite keeps in memory, so that it writes ahead of the commit that never comes.
    let error = #expect(throws: JournalError.self) {
      try journal.append((0..<80).map { _ in [UInt8](repeating: 1, count: 100_000) })
    }
    #expect(error?.kind == .full)
    try journal.append([numbered(1)])
    try journal.append([numbered(2)])
    let crash = try Crash(at: journal.path)
    #expect(crash.log.count > 2 << 20)
    let whole = try open(crash.log, beside: crash.file)
    #expect(whole.records == (0...2).map(numbered))
    var log = crash.log
    log[crash.commits[crash.commits.count - 1] - 2_000] ^= 1
    let torn = try open(log, beside: crash.file)
    #expect(torn.records == (0...1).map(numbered))
    #expect(torn.tornBytes > 0)
  }

  @Test func `no damage anywhere lets a transaction vanish that another followed`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Splitmix(state: seed)
    let turns = (0..<60).map { turn in (0..<turn % 3 + 1).map { numbered(10 * turn + $0) } }
    let crash = try crash(after: turns)
    let all = turns.flatMap(\.self)
    var outcomes: [String: Int] = [:]
    for attempt in 0..<250 {
      let (log, damaged) = crash.log.damaged(using: &random)
      let what: Comment = "seed \(seed), attempt \(attempt): bytes \(damaged) of \(crash.log.count)"
      do {
        let opened = try open(log, beside: crash.file)
        #expect(opened.records == Array(all.prefix(opened.records.count)), what)
        guard opened.records != all else { continue }
        // Whatever was damaged, it was in the last transaction or made the last two look like one.
        #expect(opened.tornBytes > 0, what)
        #expect(crash.commits.count { $0 - 4_120 >= damaged.upperBound } <= 1, what)
        outcomes["torn", default: 0] += 1
      } catch let error as JournalError {
        #expect(error.kind == .damaged(record: nil), what)
        outcomes["refused", default: 0] += 1
      }
    }
    #expect(outcomes["refused", default: 0] > 100, "seed \(seed): \(outcomes)")
  }

  @Test func `a log that another coordinator is writing is not damage`() throws {
    let journal = try Journal(path: folder.path("journal"))
    // Until it is closed. SQLite begins its log anew after some four megabytes.
    Thread.detachNewThread {
      let record = [UInt8](repeating: 7, count: 200_000)
      while (try? journal.append([record])) != nil {}
    }
    for _ in 0..<100 {
      let error = #expect(throws: JournalError.self) { try Journal(path: journal.path) }
      #expect(error?.kind == .heldByAnother)
    }
    try journal.close()
  }

  // MARK: A crash and its log

  /// The files of a journal that was killed after these transactions.
  /// - Parameter restarted: whether the log holds frames of an older one behind its own.
  private func crash(after transactions: [[[UInt8]]], restarted: Bool = false) throws -> Crash {
    let journal = try Journal(path: folder.path("journal-\(UUID().uuidString)"))
    if restarted {
      for number in 0..<60 { try journal.append([numbered(number)]) }
      try journal.run("PRAGMA wal_checkpoint")
    }
    for records in transactions { try journal.append(records) }
    return try Crash(at: journal.path)
  }

  /// What is taken up of a log; expects that the journal then stores more, and has it after the next start.
  private func open(_ log: Data, beside file: Data) throws -> (records: [[UInt8]], tornBytes: Int) {
    try file.write(to: folder.url("copy"))
    try log.write(to: folder.url("copy-wal"))
    let journal = try Journal(path: folder.path("copy"))
    let records = try journal.records()
    try journal.append([[1, 2, 3]])
    try journal.close()
    let again = try Journal(path: journal.path)
    #expect(try again.records() == records + [[1, 2, 3]])
    try again.close()
    return (records, journal.tornBytes)
  }

  /// The refusal of a log, after which nothing in the folder has changed; nil if it is taken.
  private func refusal(of log: Data, beside file: Data) throws -> JournalError? {
    try file.write(to: folder.url("copy"))
    try log.write(to: folder.url("copy-wal"))
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path("")).sorted()
    do {
      _ = try Journal(path: folder.path("copy"))
      return nil
    } catch {
      #expect(try Data(contentsOf: folder.url("copy")) == file)
      #expect(try Data(contentsOf: folder.url("copy-wal")) == log)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).sorted() == before)
      return error
    }
  }
}

/// What a kill leaves of a journal.
private struct Crash {
  let file: Data
  let log: Data
  /// Where the frames of the present log begin, and where its transactions end.
  let frames: [Int]
  let commits: [Int]

  init(at path: String) throws {
    let log = try Data(contentsOf: URL(filePath: path + "-wal"))
    file = try Data(contentsOf: URL(filePath: path))
    self.log = log
    frames = stride(from: 32, through: log.count - 4_120, by: 4_120).filter { log[$0 + 8..<$0 + 16] == log[16..<24] }
    commits = frames.filter { log[$0 + 4..<$0 + 8] != Data(count: 4) }.map { $0 + 4_120 }
  }
}

extension Data {
  /// A page zeroed, a longer piece zeroed or overwritten, a few bytes or one bit changed, and where.
  fileprivate func damaged(using random: inout Splitmix) -> (Data, Range<Int>) {
    var damaged = self
    let lengths = [4_096, .random(in: 1...20_000, using: &random), .random(in: 1...12, using: &random), 1]
    let length = lengths.randomElement(using: &random) ?? 1
    var start = Int.random(in: 0..<count - length, using: &random)
    if length == 4_096 { start = start / 4_096 * 4_096 }
    let range = start..<start + length
    if length == 1 {
      damaged[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    } else {
      let bytes = Bool.random(using: &random) ? Data(count: length) : Data(random.bytes(length))
      damaged.replaceSubrange(range, with: bytes)
    }
    return (damaged, range)
  }
}

/// A record that tells its number, some of a few bytes and some of some pages.
private func numbered(_ number: Int) -> [UInt8] {
  Array("\(number) ".utf8) + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number * 37 % 6_000)
}
