import Foundation
import Testing

extension ProcessTests {
  /// What people do to a farm: they share it, set clocks, start things twice, and give it too little.
  struct FarmPeople {
    @Test func `three sweeps share a farm that grows and shrinks, and orders to one disturb no other`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      try farm.addWorker("host-0")
      for (id, weight) in [("a", "3"), ("b", "2"), ("c", "1"), ("d", "1")] {
        try farm.submit(.long, as: id, "--weight", weight)
      }
      try farm.awaitProgress("a", blocks: 3000)
      // All at one moment.
      let shares = try farm.statuses().map(\.closedBlocks)
      #expect(shares[0] > shares[1] && shares[1] > shares[2], "\(shares)")
      let most = Chaos.isFull ? 64 : 6
      for number in 1..<most { try farm.addWorker("host-\(number % 8)") }
      #expect(try farm.command("pause", "b").code == 0)
      #expect(try farm.command("cancel", "d").code == 0)
      for worker in farm.workers.dropFirst(3) { worker.send(SIGTERM) }
      let paused = try farm.status("b")
      #expect(paused.phase == "paused")
      try farm.expectComplete(.long, as: "a")
      #expect(try farm.command("status", "d").code != 0)
      #expect(try farm.command("resume", "b").code == 0)
      try farm.expectComplete(.long, as: "b")
      try farm.expectComplete(.long, as: "c")
      try farm.end()
      Chaos.report(
        "13", done: "1 to \(most) to 3 workers, sweeps of weights 3:2:1:1; one paused and resumed, one cancelled",
        seen: "three times the same bytes; blocks at one moment \(shares)")
    }

    @Test func `one sweep submitted twice is one, and another under its name is refused`() throws {
      let farm = try TestFarm(in: Sandbox())
      try farm.submit(.long, as: "mine")
      try farm.submit(.long, as: "mine")
      let file = farm.sandbox.path("brief.yaml")
      try TestSweep.brief.text.write(toFile: file, atomically: true, encoding: .utf8)
      let other = try farm.command("submit", file, "--id", "mine")
      #expect(other.code == 64 && other.errors.contains("mine"), "\(other)")
      try farm.addWorker()
      try farm.submit(.long, as: "mine")
      try farm.expectComplete(.long, as: "mine")
      try farm.submit(.long, as: "mine")
      #expect(try farm.status("mine").phase == "complete")
      try farm.end()
      Chaos.report(
        "14", done: "one sweep submitted four times under one name, before, during and after its run; another one too",
        seen: "one sweep, the same bytes; the other is refused: \(other.errors.prefix(80))")
    }

    @Test func `a wall clock set an hour on and back expires nothing`() throws {
      let sandbox = try Sandbox()
      guard let clock = try WallClock(in: sandbox) else {
        print("clock not tested: there is no C compiler")
        return
      }
      let farm = try TestFarm(in: sandbox, ["--job-blocks", "20"], under: clock.wrapper)
      for number in 0..<2 { try farm.addWorker("host-\(number)", under: clock.wrapper) }
      try farm.submit(.long)
      try farm.awaitProgress("long", blocks: 50)
      for offset in [3600, -3600, 0] {
        try clock.set(offset)
        // Something to log at that time.
        try farm.addWorker("late\(offset)", under: clock.wrapper)
        #expect(waitUntil(30) { farm.coordinator.errors.contains("host=late\(offset)") })
      }
      try farm.expectComplete(.long)
      let counts = try farm.status("long").counts
      #expect(counts["expired", default: 0] == 0 && counts["lost", default: 0] == 0, "\(counts)")
      let hours = Set(farm.coordinator.errors.matches(of: /T(\d\d):\d\d:\d\d/).map(\.1))
      #expect(hours.count >= 2, "the clock was never set")
      try farm.end()
      Chaos.report(
        "5", done: "the wall clock jumps an hour on, two back, and one on",
        seen: "same bytes; \(counts)")
    }

    @Test func `a second coordinator is refused, by its journal and by its address`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      try farm.addWorker()
      try farm.submit(.long)
      let journal = farm.sandbox.path("journal")
      let onJournal = try Program(
        ["coordinator", "--listen", "tcp://127.0.0.1:0", "--journal", journal], in: farm.sandbox
      ).end(within: 20)
      #expect(onJournal.code == 75 && onJournal.errors.contains(journal), "\(onJournal)")
      let onAddress = try Program(
        ["coordinator", "--listen", farm.address, "--journal", farm.sandbox.path("other")], in: farm.sandbox
      ).end(within: 20)
      #expect(onAddress.code != 0 && onAddress.errors.contains(farm.address.dropFirst(6)), "\(onAddress)")
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        "20", done: "a second coordinator on the same journal, and one on the same address",
        seen: "same bytes; refused with \(onJournal.code) and \(onAddress.code)")
    }

    @Test func `a coordinator told to leave is gone at once, and its next life goes on`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      for number in 0..<2 { try farm.addWorker("host-\(number)") }
      try farm.submit(.long)
      try farm.awaitProgress("long", blocks: 50)
      let before = try farm.status("long").closedBlocks
      let sent = ContinuousClock.now
      farm.coordinator.send(SIGTERM)
      let end = try farm.coordinator.end(within: 5)
      let took = ContinuousClock.now - sent
      #expect(end.code == 0 && took < .seconds(3), "\(end)")
      let absent = try farm.command("status", "long")
      #expect(absent.code == 69 && absent.errors.contains("coordinator"), "\(absent)")
      try farm.restartCoordinator()
      #expect(try farm.status("long").closedBlocks >= before)
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        "21", done: "SIGTERM to the coordinator in the middle of a sweep, started again on its journal",
        seen: "gone with 0 in \(Int(took / .milliseconds(1))) ms; clients end with 69 meanwhile; same bytes")
    }

    @Test func `few open files allow few workers, and those work`() throws {
      let limit = ["bash", "-c", "ulimit -n 160; exec \"$0\" \"$@\""]
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"], under: limit)
      #expect(farm.coordinator.errors.contains("ulimit -n"), "nobody says that files are few")
      try farm.addWorker()
      try farm.submit(.long)
      try farm.awaitProgress("long")
      let crowd = (0..<300).compactMap { _ in RawPeer(to: farm.address) }
      for peer in crowd { peer.say(Array(RawPeer.greeting.prefix(10))) }
      sleep(1)
      try farm.expectComplete(.long)
      withExtendedLifetime(crowd) {}
      try farm.end()
      Chaos.report(
        "22", done: "the coordinator may open 160 files, and 300 connections come that say nothing",
        seen: "said so at the start; same bytes")
    }

    @Test func `a sweep that cannot be is refused with every fault, and the farm goes on`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      try farm.addWorker()
      let file = farm.sandbox.path("bad.yaml")
      try TestSweep.long.text.replacing("chip-breakeven", with: "chip-breakdown").write(
        toFile: file, atomically: true, encoding: .utf8)
      let bad = try farm.command("submit", file)
      #expect(bad.code == 65 && bad.errors.contains("bad.yaml:2"), "\(bad)")
      try farm.submit(.brief)
      try farm.expectComplete(.brief)
      try farm.end()
      Chaos.report(
        "23", done: "a sweep of a model that does not exist is submitted",
        seen: "refused with file and line; same bytes of another")
    }

    @Test func `a waiting client that is killed changes nothing`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      try farm.addWorker()
      let file = farm.sandbox.path("long.yaml")
      try TestSweep.long.text.write(toFile: file, atomically: true, encoding: .utf8)
      let words = ["submit", file, "--wait", "--output", farm.sandbox.path("waited"), "--connect", farm.address]
      let client = try Program(words, in: farm.sandbox)
      #expect(try waitUntil(20) { try farm.command("status", "long").code == 0 })
      client.send(SIGKILL)
      let second = try Program(words, in: farm.sandbox).end()
      #expect(second.code == 0, "\(second)")
      try farm.sandbox.expectResult(of: .long, in: "waited")
      try farm.end()
      Chaos.report(
        "24", done: "a client that waits for its result is killed and started again", seen: "one sweep, same bytes")
    }
  }
}
