import Foundation
import Testing

extension ProcessTests {
  /// SIGKILL, at any time, on anybody.
  struct Killing {
    @Test func `killing a worker changes nothing`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      kill(try #require(sandbox.workers.first), SIGKILL)
      try sandbox.expectComplete(run, .long)
      #expect(try sandbox.log().last?.workerRestarts == 1)
    }

    @Test func `killing all workers at once, three times, changes nothing`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "3", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      for _ in 0..<3 {
        #expect(waitUntil(10) { sandbox.workers.count == 3 })
        for worker in sandbox.workers { kill(worker, SIGKILL) }
        usleep(300_000)
      }
      try sandbox.expectComplete(run, .long)
      #expect(try sandbox.log().last?.workerRestarts ?? 0 >= 7)
    }

    @Test func `what a killed worker held is computed at once, not after the silence limit`() throws {
      let sandbox = try Sandbox()
      // Two jobs in all: only the end of the killed worker's lease lets the run end.
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "1000000000")
      // A process that has nothing to compute sleeps; one that computes gathers processor time.
      let isComputing = { sandbox.workers.contains { sandbox.computingTicks(for: $0) > 10 } }
      #expect(waitUntil(10) { sandbox.workers.count == 2 && isComputing() })
      // A busy host may be late once; one that waits for the silence limit of 3 s is late each time.
      let isQuick = (0..<3).contains { _ in
        let (killed, at) = (Set(sandbox.workers), ContinuousClock.now)
        for worker in killed { kill(worker, SIGKILL) }
        let goesOn = waitUntil(10) {
          sandbox.workers.count == 2 && killed.isDisjoint(with: sandbox.workers) && isComputing()
        }
        return goesOn && ContinuousClock.now - at < .seconds(2.8)
      }
      #expect(isQuick)
      try sandbox.expectComplete(run, .long)
    }

    @Test func `killing the run leaves no process, and the same command goes on where it was`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      run.send(SIGKILL)
      #expect(try run.end().wasKilled)
      #expect(waitUntil(1) { sandbox.processes.isEmpty }, "workers outlive the run")
      try sandbox.expectComplete(try sandbox.start(.long, "--workers", "2"), .long)
      let log = try sandbox.log()
      #expect(log.map(\.event) == ["started", "resumed", "complete"])
      #expect(log[1].closedBlocks > 0)
    }

    @Test func `twenty kills of the run at random instants change nothing`() throws {
      var random = Splitmix.announced("twenty kills of the run")
      let sandbox = try Sandbox()
      for _ in 0..<20 {
        let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "10")
        usleep(UInt32.random(in: 1_000...400_000, using: &random))
        run.send(SIGKILL)
        let end = try run.end()
        guard end.wasKilled else {
          // It was faster than the kill.
          #expect(end.code == 0, "\(end)")
          try sandbox.expectResult(of: .long)
          try FileManager.default.removeItem(atPath: sandbox.path("out"))
          continue
        }
        #expect(waitUntil(1) { sandbox.processes.isEmpty }, "workers outlive the run")
      }
      try sandbox.expectComplete(try sandbox.start(.long, "--workers", "2"), .long)
      let closed = try sandbox.log().filter { $0.event == "resumed" }.map(\.closedBlocks)
      #expect(closed == closed.sorted(), "a later life knows less than an earlier one")
    }

    @Test func `workers killed at random all the time change nothing`() throws {
      var random = Splitmix.announced("workers killed at random")
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "3", "--job-blocks", "10")
      for _ in 0..<20 where run.isRunning {
        usleep(UInt32.random(in: 10_000...200_000, using: &random))
        if let worker = sandbox.workers.randomElement(using: &random) { kill(worker, SIGKILL) }
      }
      try sandbox.expectComplete(run, .long)
    }

    @Test func `workers that die as fast as they start end the run with a sentence`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2")
      let ended = waitUntil(60) {
        for worker in sandbox.workers { kill(worker, SIGKILL) }
        return !run.isRunning
      }
      #expect(ended)
      let end = try run.end(within: 1)
      #expect(end.code == 70, "\(end)")
      #expect(end.errors.contains("no block was done meanwhile (the last by signal 9)"))
      sandbox.expectNothingLeft()
      try sandbox.expectComplete(try sandbox.start(.long), .long)
    }
  }
}
