import Foundation
import Testing

extension ProcessTests {
  /// Signals that ask instead of forcing.
  struct Signals {
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `an interrupted run says so, keeps what is done, and goes on`(signal: Int32) throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      let sent = ContinuousClock.now
      run.send(signal)
      let end = try run.end(within: 10)
      #expect(ContinuousClock.now - sent < .seconds(3))
      #expect(end.code == 130, "\(end)")
      #expect(end.errors.contains("the same command goes on from there"))
      sandbox.expectNothingLeft()
      try sandbox.expectComplete(try sandbox.start(.long, "--workers", "2"), .long)
      let log = try sandbox.log()
      #expect(log.map(\.event) == ["started", "interrupted", "resumed", "complete"])
      #expect(log[2].closedBlocks > 0 && log[2].closedBlocks == log[1].closedBlocks)
    }

    @Test func `an interrupted run keeps the finished part of jobs that were running`() throws {
      let sandbox = try Sandbox()
      // One job is longer than the run lives, so all that is kept is a part of it.
      let run = try sandbox.start(.long, "--workers", "1", "--job-blocks", "1000000000")
      #expect(waitUntil(60) { sandbox.workers.first.map { sandbox.computingTicks(for: $0) > 100 } ?? false })
      run.send(SIGINT)
      #expect(try run.end(within: 10).code == 130)
      #expect(try #require(try sandbox.log().last).closedBlocks > 0)
    }

    @Test func `a second signal ends a run at once`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      // A worker that cannot answer would be waited for.
      kill(try #require(sandbox.workers.first), SIGSTOP)
      run.send(SIGINT)
      usleep(50_000)
      run.send(SIGINT)
      #expect(try run.end(within: 10).code == 130)
      sandbox.expectNothingLeft()
    }

    @Test func `a worker with a limit of time leaves before it, and what it did counts`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      try farm.submit(.long, "--max-workers", "1")
      #expect(try farm.command("status", "long").output.contains("  max workers 1\n"))
      let words = ["worker", "--connect", farm.address, "--cores", "1", "--time-limit"]
      for bad in ["0", "-1", "nan", "soon"] {
        #expect(try Program(words + [bad], in: farm.sandbox).end(within: 10).code == 64, "\(bad)")
      }
      let slow = ["SWEEPFARM_INJECT": "slow:20"]
      let worker = try Program(words + ["5"], in: farm.sandbox, environment: slow)
      // Half a second before, of the machine's own accord; the rest is for a machine with other work.
      let end = try worker.end(within: 15)
      #expect(end.code == 0 && !end.wasKilled, "\(end)")
      let status = try farm.status("long")
      #expect(status.closedBlocks > 0 && status.phase == "running", "\(status)")
      try farm.addWorker("one")
      try farm.addWorker("two")
      try farm.expectComplete(.long)
      try farm.end()
    }

    @Test func `a signal right after the start is not lost`() throws {
      let sandbox = try Sandbox()
      for pause in [20_000, 60_000, 120_000, 200_000] as [UInt32] {
        let run = try sandbox.start(.long, "--workers", "2")
        usleep(pause)
        run.send(SIGTERM)
        let end = try run.end(within: 10)
        // Before the program takes signals, the system ends it.
        #expect(end.wasKilled ? end.code == SIGTERM : end.code == 130, "\(end)")
        sandbox.expectNothingLeft()
      }
    }

    @Test func `a worker asked to leave is gone in a second, and the run goes on`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "500")
      #expect(sandbox.awaitWork(of: run))
      let worker = try #require(sandbox.workers.first)
      kill(worker, SIGTERM)
      #expect(waitUntil(1) { !sandbox.workers.contains(worker) })
      try sandbox.expectComplete(run, .long)
    }

    @Test func `a worker asked to leave ends with 0 in a second, at work or without a coordinator`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "1", "--job-blocks", "500")
      #expect(waitUntil(10) { !sandbox.sockets.isEmpty })
      let socket = try #require(sandbox.sockets.first)
      for endpoint in ["ipc://\(socket)", "ipc://\(sandbox.path("nobody"))"] {
        let worker = try Program(["worker", "--connect", endpoint, "--cores", "1"], in: sandbox)
        usleep(700_000)
        let sent = ContinuousClock.now
        worker.send(SIGTERM)
        let end = try worker.end(within: 10)
        #expect(end.code == 0 && !end.wasKilled, "\(end)")
        // Under a second; the rest is for a machine with other work.
        #expect(ContinuousClock.now - sent < .seconds(3))
      }
      try sandbox.expectComplete(run, .long)
    }

    @Test func `a worker frozen beyond the silence limit changes nothing`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      let worker = try #require(sandbox.workers.first)
      kill(worker, SIGSTOP)
      usleep(3_500_000)
      kill(worker, SIGCONT)
      try sandbox.expectComplete(run, .long)
    }

    @Test func `a run frozen beyond the silence limit changes nothing`() throws {
      let sandbox = try Sandbox()
      let run = try sandbox.start(.long, "--workers", "2", "--job-blocks", "20")
      #expect(sandbox.awaitWork(of: run))
      run.send(SIGSTOP)
      usleep(4_000_000)
      run.send(SIGCONT)
      try sandbox.expectComplete(run, .long)
      #expect(try sandbox.log().last?.workerRestarts == 0)
    }
  }
}
