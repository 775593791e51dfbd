import Foundation
import Testing

extension ProcessTests {
  /// What a run refuses, and that it refuses before it computes.
  struct Refusals {
    @Test func `a second run in one folder is refused`() throws {
      let sandbox = try Sandbox()
      let first = try sandbox.start(.long, "--workers", "1", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: first))
      for other in [TestSweep.long, .brief] {
        let end = try sandbox.start(other).end()
        #expect(end.code == 75, "\(end)")
        #expect(end.errors.contains("another run (process \(first.identifier)) is at work in this folder"))
      }
      try sandbox.expectComplete(first, .long)
    }

    @Test func `a folder that cannot be written is refused before anything runs`() throws {
      let sandbox = try Sandbox()
      try "in the way".write(toFile: sandbox.path("file"), atomically: true, encoding: .utf8)
      for folder in ["file", "file/below"] {
        let end = try sandbox.start(.brief, to: folder).end()
        #expect(end.code == 73, "\(end)")
        #expect(end.errors.contains("--output"))
        #expect(end.output.isEmpty)
        sandbox.expectNothingLeft()
      }
    }

    @Test func `a damaged journal is refused, named and kept`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run, bytes: 1_000_000))
      run.send(SIGINT)
      #expect(try run.end().code == 130)
      let journal = try #require(sandbox.journalFiles().first { $0.hasSuffix("journal.sqlite") })
      var bytes = try Data(contentsOf: URL(fileURLWithPath: journal))
      let middle = bytes.count / 2
      bytes.replaceSubrange(middle..<middle + 4096, with: Data(count: 4096))
      try bytes.write(to: URL(fileURLWithPath: journal))
      let end = try sandbox.start(.long).end()
      #expect(end.code == 74, "\(end)")
      #expect(end.errors.contains(journal) && end.errors.contains("damaged") && end.errors.contains("keep this file"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: journal)) == bytes)
      sandbox.expectNothingLeft()
    }

    @Test(arguments: [-1, -100, -5_000, 1_000])
    func `a torn end of the journal costs only what it held`(change: Int) throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      run.send(SIGKILL)
      _ = try run.end()
      let log = try #require(sandbox.journalFiles().first { $0.hasSuffix("-wal") })
      var bytes = try Data(contentsOf: URL(fileURLWithPath: log))
      if change < 0 { bytes.removeLast(-change) } else { bytes.append(Data(repeating: 0xA5, count: change)) }
      try bytes.write(to: URL(fileURLWithPath: log))
      let end = try sandbox.start(.long).end()
      #expect(end.code == 0 && end.errors.contains("cut off"), "\(end)")
      try sandbox.expectResult(of: .long)
      #expect(try sandbox.log().map(\.event) == ["started", "resumed", "complete"])
    }

    @Test func `wrong options are refused with the usage code`() throws {
      let sandbox = try Sandbox()
      for options in [["--workers", "0"], ["--job-blocks", "0"], ["--isa", "v9"], ["--nonsense"]] {
        let file = sandbox.path("brief.yaml")
        try TestSweep.brief.text.write(toFile: file, atomically: true, encoding: .utf8)
        let end = try Program(["run", file, "--output", sandbox.path("out")] + options, in: sandbox).end()
        #expect(end.code == 64, "\(end)")
        #expect(!end.errors.isEmpty)
      }
    }
  }
}
