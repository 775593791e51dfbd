import Foundation
import Testing

extension ProcessTests {
  /// Journals that a crash or a disk has damaged.
  struct JournalDamage {
    /// What becomes of SQLite's log, in which the last commits lie after a kill.
    enum Tail: String, CaseIterable {
      case cut = "1,000 bytes are cut off"
      case garbage = "5,000 bytes of garbage are added"
    }

    @Test(arguments: Tail.allCases)
    func `a journal with a damaged tail is taken up again`(tail: Tail) throws {
      var random = Splitmix.announced("damaged tail")
      let farm = try begunFarm()
      try farm.killCoordinator()
      let log = "\(file(of: farm))-wal"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: log))
      switch tail {
      case .cut:
        // Of what an older log left behind the present one nobody would miss them.
        bytes = bytes.prefix(presentEnd(of: bytes))
        try #require(bytes.count > 10_000)
        bytes.removeLast(1_000)
      case .garbage: bytes += (0..<5_000).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
      }
      try bytes.write(to: URL(fileURLWithPath: log))
      try farm.restartCoordinator()
      let known = try farm.status("long").closedBlocks
      #expect(known > 0)
      #expect(farm.coordinator.errors.contains("the last write to the journal was cut off and is dropped"))
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        tail == .cut ? "4.1" : "4.2", done: "the coordinator is killed and of its journal's tail \(tail.rawValue)",
        seen: "same bytes; goes on with \(known) of 9600 blocks, and says that a last write is dropped")
    }

    /// Which of the journal's files has a hole.
    enum Hole: String, CaseIterable {
      case file = "journal"
      case log = "log of the killed coordinator's journal"
    }

    @Test(arguments: Hole.allCases)
    func `a journal with a hole is refused with its place, and kept`(hole: Hole) throws {
      let farm = try begunFarm()
      let url = URL(fileURLWithPath: file(of: farm) + (hole == .log ? "-wal" : ""))
      switch hole {
      case .file:
        // Told to leave, it folds its log into the file.
        farm.coordinator.send(SIGTERM)
        #expect(try farm.coordinator.end(within: 10).code == 0)
      case .log:
        // Not just after SQLite has begun its log anew.
        #expect(try waitUntil(20) { try presentEnd(of: Data(contentsOf: url)) > 100_000 })
        try farm.killCoordinator()
      }
      let whole = try Data(contentsOf: url)
      let page = 4096
      let middle = (hole == .log ? presentEnd(of: whole) : whole.count) / page / 2 * page
      try #require(middle > 10 * page)
      var damaged = whole
      damaged.replaceSubrange(middle..<middle + page, with: Data(count: page))
      try damaged.write(to: url)
      let end = try Program(
        ["coordinator", "--listen", farm.address, "--journal", farm.sandbox.path("journal")], in: farm.sandbox
      ).end(within: 20)
      #expect(end.code == 74, "\(end)")
      #expect(end.errors.contains(url.path), "\(end)")
      #expect(try Data(contentsOf: url) == damaged, "the file is not kept")
      // Nothing was done to it: with the page of a copy it goes on.
      try whole.write(to: url)
      try farm.restartCoordinator()
      try farm.expectComplete(.long)
      try farm.end()
      let words = end.errors.replacing(farm.sandbox.root, with: "").split(separator: "\n").first ?? ""
      Chaos.report(
        "4.3", done: "a page of zeros in the middle of the \(hole.rawValue)",
        seen: "refused with 74, the file untouched: \(words); put right, same bytes")
    }

    /// A farm in the middle of its work.
    private func begunFarm() throws -> TestFarm {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "10"])
      for number in 0..<2 { try farm.addWorker("host-\(number)") }
      try farm.submit(.long)
      try farm.awaitProgress("long", blocks: 1_000)
      return farm
    }

    /// Where SQLite's log ends and what an older one left begins: frames carry the salts of its header so far.
    private func presentEnd(of log: Data) -> Int {
      let frame = 24 + 4096
      let frames = stride(from: 32, through: log.count - frame, by: frame)
      return 32 + frames.prefix { log[$0 + 8..<$0 + 16] == log[16..<24] }.count * frame
    }

    private func file(of farm: TestFarm) -> String { farm.sandbox.path("journal/journal.sqlite") }
  }
}
