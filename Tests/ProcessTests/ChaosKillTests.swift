import Foundation
import Testing

extension ProcessTests {
  /// A farm over TCP whose processes are killed, frozen and told to leave at any time.
  struct FarmKills {
    private static let sweep = Chaos.isFull ? TestSweep.huge : .long

    @Test func `one of four workers is killed in the middle`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      for number in 0..<4 { try farm.addWorker("host-\(number)") }
      try farm.submit(.long)
      try farm.awaitProgress("long", blocks: 100)
      farm.workers[1].send(SIGKILL)
      try farm.expectComplete(.long)
      let counts = try farm.status("long").counts
      try farm.end()
      Chaos.report(
        "1.1", done: "SIGKILL to one of four workers in the middle of a sweep", seen: "same bytes; \(counts)")
    }

    @Test func `all workers are killed and new ones start later`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      for number in 0..<3 { try farm.addWorker("host-\(number)") }
      try farm.submit(.long)
      try farm.awaitProgress("long", blocks: 100)
      for worker in farm.workers { worker.send(SIGKILL) }
      sleep(1)
      let before = try farm.status("long")
      #expect(before.phase == "running")
      for number in 0..<2 { try farm.addWorker("late-\(number)") }
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        "1.2", done: "SIGKILL to all of three workers, two others a second later",
        seen: "same bytes; \(before.closedBlocks) of \(before.totalBlocks) blocks counted when nobody was left")
    }

    @Test func `workers are killed at random twice a second`() throws {
      var random = Splitmix.announced("workers killed twice a second")
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      for number in 0..<4 { try farm.addWorker("host-\(number)") }
      try farm.submit(Self.sweep)
      let limit = ContinuousClock.now + .seconds(Chaos.isFull ? 60 : 4)
      var kills = 0
      while ContinuousClock.now < limit, try farm.status(Self.sweep.name).phase == "running" {
        usleep(UInt32.random(in: 300_000...700_000, using: &random))
        let victim = farm.workers.filter(\.isRunning).randomElement(using: &random)
        victim?.send(SIGKILL)
        kills += 1
        try farm.addWorker("host-\(kills % 4)")
      }
      try farm.expectComplete(Self.sweep)
      let counts = try farm.status(Self.sweep.name).counts
      try farm.end()
      Chaos.report(
        "1.3", done: "SIGKILL to a random worker every half second, each replaced",
        seen: "same bytes; \(kills) kills, \(counts)")
    }

    @Test func `a worker told to leave returns what is finished`() throws {
      // One job is longer than the worker lives.
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "100000"])
      let worker = try farm.addWorker("leaver")
      try farm.submit(.long)
      #expect(waitUntil(20) { farm.sandbox.computingTicks(for: worker.identifier) > 150 })
      let sent = ContinuousClock.now
      worker.send(SIGTERM)
      let end = try worker.end(within: 10)
      let took = ContinuousClock.now - sent
      #expect(end.code == 0 && !end.wasKilled, "\(end)")
      // Under a second; the rest is for a machine with other work.
      #expect(took < .seconds(3))
      let after = try farm.status("long")
      #expect(after.closedBlocks > 0, "the finished part did not come")
      #expect(after.counts["lost", default: 0] == 0 && after.counts["failed", default: 0] == 0, "\(after.counts)")
      try farm.addWorker("other")
      try farm.addWorker("other")
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        "2", done: "SIGTERM to a worker in the middle of a job of many blocks",
        seen:
          "gone with 0 in \(milliseconds(took)) ms; \(after.closedBlocks) blocks of the job came back; no attempt charged"
      )
    }

    @Test func `the coordinator is killed and starts again on its journal`() throws {
      var random = Splitmix.announced("coordinator killed")
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "10"])
      for number in 0..<2 { try farm.addWorker("host-\(number)") }
      try farm.submit(Self.sweep)
      let people = farm.workers.map(\.identifier)
      var known: UInt64 = 0
      var kills = 0
      for _ in 0..<(Chaos.isFull ? 20 : 4) {
        usleep(UInt32.random(in: 100_000...1_500_000, using: &random))
        let before = try farm.status(Self.sweep.name)
        guard before.phase == "running" else { break }
        try farm.killCoordinator()
        kills += 1
        try farm.restartCoordinator()
        known = try farm.status(Self.sweep.name).closedBlocks
        #expect(known >= before.closedBlocks, "acknowledged work is forgotten")
      }
      try farm.expectComplete(Self.sweep)
      #expect(farm.workers.filter(\.isRunning).map(\.identifier) == people, "workers did not survive")
      let counts = try farm.status(Self.sweep.name).counts
      try farm.end()
      #expect(kills > 0)
      Chaos.report(
        "3", done: "SIGKILL to the coordinator at random instants, started again on the same journal",
        seen: "same bytes; \(kills) kills; the same workers go on; nothing acknowledged is lost; last life: \(counts)")
    }

    @Test func `a frozen coordinator blames nobody`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      for number in 0..<2 { try farm.addWorker("host-\(number)") }
      try farm.submit(.long)
      try farm.awaitProgress("long", blocks: 100)
      farm.coordinator.send(SIGSTOP)
      sleep(5)
      farm.coordinator.send(SIGCONT)
      try farm.expectComplete(.long)
      let counts = try farm.status("long").counts
      #expect(counts["lost", default: 0] == 0, "\(counts)")
      try farm.end()
      Chaos.report("15", done: "the coordinator is frozen for five seconds", seen: "same bytes; nobody lost; \(counts)")
    }

    @Test func `a worker frozen for longer than the silence limit comes back`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      for number in 0..<2 { try farm.addWorker("host-\(number)") }
      try farm.submit(.long)
      try farm.awaitProgress("long", blocks: 100)
      farm.workers[0].send(SIGSTOP)
      sleep(4)
      farm.workers[0].send(SIGCONT)
      try farm.expectComplete(.long)
      let counts = try farm.status("long").counts
      try farm.end()
      Chaos.report("16", done: "a worker is frozen for four seconds", seen: "same bytes; \(counts)")
    }

    private func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }
  }
}
