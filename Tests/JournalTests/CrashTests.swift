import Foundation
import Testing

@testable import Journal

@Suite struct CrashTests {
  @Test func `a process killed while appending leaves every acknowledged record`() async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Splitmix(state: seed)
    let folder = try TemporaryFolder()
    let path = folder.path("journal")
    let told = folder.path("told")
    for round in 1...5 {
      let patience = UInt32.random(in: 20_000...150_000, using: &random)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, told = told as String, patience = patience as UInt32] in
        let journal = try Journal(path: path)
        let acknowledged = open(told, O_CREAT | O_WRONLY, 0o600)
        Thread.detachNewThread {
          usleep(patience)
          kill(getpid(), SIGKILL)
        }
        var next = try journal.recordCount()
        while true {
          try journal.append([numbered(next), numbered(next + 1), numbered(next + 2)])
          next += 3
          withUnsafeBytes(of: next) { _ = pwrite(acknowledged, $0.baseAddress, $0.count, 0) }
        }
      }
      let records = try Journal(path: path).records()
      let acknowledged = try Data(contentsOf: URL(filePath: told)).withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
      #expect(records == (0..<records.count).map(numbered), "seed \(seed), round \(round)")
      #expect(records.count == acknowledged || records.count == acknowledged + 3, "seed \(seed), round \(round)")
    }
    #expect(try Journal(path: path).recordCount() > 0)
  }

  @Test func `a log cut or spoilt anywhere leaves whole transactions from the start`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Splitmix(state: seed)
    let folder = try TemporaryFolder()
    let journal = try Journal(path: folder.path("journal"))
    for turn in 0..<60 { try journal.append([numbered(2 * turn), numbered(2 * turn + 1)]) }
    let file = try Data(contentsOf: folder.url("journal"))
    let log = try Data(contentsOf: folder.url("journal-wal"))
    var lengths: Set<Int> = []
    for attempt in 0..<100 {
      let cut = Int.random(in: 0...log.count, using: &random)
      var spoilt = Data(log[..<cut])
      if attempt.isMultiple(of: 2) { spoilt.append(Data(random.bytes(8_192))) }
      try file.write(to: folder.url("copy"))
      try spoilt.write(to: folder.url("copy-wal"))
      let copy = try Journal(path: folder.path("copy"))
      let records = try copy.records()
      #expect(records == (0..<records.count).map(numbered), "seed \(seed), cut at \(cut)")
      #expect(records.count.isMultiple(of: 2), "seed \(seed), cut at \(cut)")
      try copy.append([[1]])
      try copy.close()
      lengths.insert(records.count)
    }
    #expect(lengths.count > 20, "seed \(seed): the cuts should fall into many transactions")
    try journal.close()
  }

  @Test func `a process killed while compacting leaves the old records or the new ones`() async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Splitmix(state: seed)
    let folder = try TemporaryFolder()
    let path = folder.path("journal")
    for round in 1...5 {
      let patience = UInt32.random(in: 10_000...60_000, using: &random)
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, patience = patience as UInt32] in
        let journal = try Journal(path: path)
        try journal.compact(replacing: journal.recordCount(), with: (0..<40).map(numbered))
        Thread.detachNewThread {
          usleep(patience)
          kill(getpid(), SIGKILL)
        }
        while true {
          try journal.compact(replacing: journal.recordCount(), with: [numbered(0)])
          try journal.compact(replacing: 1, with: (0..<40).map(numbered))
        }
      }
      let records = try Journal(path: path).records()
      #expect(records.count == 1 || records.count == 40, "seed \(seed), round \(round)")
      #expect(records == (0..<records.count).map(numbered), "seed \(seed), round \(round)")
    }
  }
}

/// A record that tells its number, of a length of its own.
private func numbered(_ number: Int) -> [UInt8] {
  Array("\(number) ".utf8) + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number * 37 % 6_000)
}
