import Foundation
import GRDB

@testable import Journal

/// A folder of its own for one test, removed with it.
final class TemporaryFolder {
  private let root: URL

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func url(_ name: String) -> URL { root.appending(path: name) }

  func path(_ name: String) -> String { name.isEmpty ? root.path : url(name).path }

  /// Writes and closes a journal.
  func journal(_ name: String, holding records: [[UInt8]]) throws {
    let journal = try Journal(path: path(name))
    try journal.append(records)
    try journal.close()
  }
}

extension Journal {
  /// All records, oldest first.
  func records() throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    try replay { records.append($0) }
    return records
  }

  /// Runs SQL behind the journal's back.
  func run(_ sql: String) throws { try queue.writeWithoutTransaction { try $0.execute(sql: sql) } }

  /// A pragma of the journal's own connection.
  func setting(_ name: String) throws -> String? {
    try queue.read { try String.fetchOne($0, sql: "PRAGMA \(name)") }
  }
}

/// SplitMix64: a test's random choices, repeatable from its seed.
struct Splitmix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
