import Foundation
import Testing

extension ProcessTests {
  /// How a run is cut and computed changes no byte.
  struct Sameness {
    @Test(arguments: [1, 2, 3, 7])
    func `any number of workers gives the same bytes`(workers: Int) throws {
      let sandbox = try Sandbox()
      try sandbox.expectComplete(try sandbox.start(.brief, "--workers", "\(workers)"), .brief)
    }

    @Test(arguments: [1, 1000])
    func `any length of jobs gives the same bytes`(blocks: Int) throws {
      let sandbox = try Sandbox()
      try sandbox.expectComplete(
        try sandbox.start(.brief, "--workers", "2", "--job-blocks", "\(blocks)"), .brief)
    }

    @Test(arguments: ["v3", "v4"])
    func `every instruction set gives the same bytes`(set: String) throws {
      let sandbox = try Sandbox()
      let program = try sandbox.start(.brief, "--workers", "2", "--isa", set)
      let end = try program.end()
      if end.code == 64, end.errors.contains("has no \(set)") {
        print("instruction set \(set) not tested: this host lacks it")
        return
      }
      #expect(end.code == 0, "\(end)")
      try sandbox.expectResult(of: .brief)
      sandbox.expectNothingLeft()
    }

    @Test func `a finished sweep runs again to the same bytes`() throws {
      let sandbox = try Sandbox()
      try sandbox.expectComplete(try sandbox.start(.brief), .brief)
      try sandbox.expectComplete(try sandbox.start(.brief), .brief)
      #expect(try sandbox.log().map(\.event) == ["started", "complete", "started", "complete"])
    }

    @Test func `a worker that joins from elsewhere computes the same bytes`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "1", "--job-blocks", "20")
      #expect(waitUntil(10) { !sandbox.sockets.isEmpty })
      let socket = try #require(sandbox.sockets.first)
      let guest = try Program(["worker", "--connect", "ipc://\(socket)", "--cores", "2"], in: sandbox)
      #expect(sandbox.awaitWork(of: run))
      guest.send(SIGTERM)
      #expect(try guest.end(within: 5).code == 0)
      try sandbox.expectComplete(run, .long)
    }
  }
}
