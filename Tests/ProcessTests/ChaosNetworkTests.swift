import Foundation
import Testing

extension ProcessTests {
  /// What a network does to a farm: it loses, doubles and reorders, and is cut for a while.
  struct FarmNetwork {
    @Test func `frames are lost, doubled, reordered and replayed`() throws {
      var random = Splitmix.announced("ill-treated frames")
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      let faults = FrameProxy.Faults(loss: 0.05, doubling: 0.1, straying: 0.1, replay: 0.05)
      let proxy = try FrameProxy(before: farm.address, faults, seed: random.next())
      defer { proxy.close() }
      for number in 0..<3 { try farm.addWorker("host-\(number)", at: proxy.address) }
      try farm.submit(.long)
      try farm.expectComplete(.long)
      let (deeds, counts) = (proxy.deeds, try farm.status("long").counts)
      #expect(deeds.lost > 0 && deeds.doubled > 0 && deeds.strayed > 0 && deeds.replayed > 0)
      try farm.end()
      Chaos.report("7", done: "a proxy ill-treats frames both ways: \(deeds)", seen: "same bytes; \(counts)")
    }

    @Test func `a host is cut off and comes back, both ways and each way alone`() throws {
      guard let network = try TestNetwork(hosts: 3) else {
        print("partitions not tested: this user may not make network namespaces")
        return
      }
      let seconds = Chaos.isFull ? 30 : 5
      for cut in TestNetwork.Cut.allCases {
        let sandbox = try Sandbox()
        let farm = try TestFarm(
          in: sandbox, address: "tcp://\(network.address(0)):0", ["--plaintext", "--job-blocks", "20"],
          under: network.inside(0))
        try farm.addWorker("near", under: network.inside(1))
        try farm.addWorker("far", under: network.inside(2))
        let sweep = Chaos.isFull ? TestSweep.huge : .long
        try farm.submit(sweep)
        try farm.awaitProgress(sweep.name, blocks: 50)
        try network.cut(2, cut)
        let before = try farm.status(sweep.name)
        sleep(UInt32(seconds))
        let during = try farm.status(sweep.name)
        try network.heal(2)
        try farm.expectComplete(sweep)
        let after = try farm.status(sweep.name)
        try farm.end()
        #expect(during.closedBlocks > before.closedBlocks, "the others stood still")
        Chaos.report(
          "6.\(cut.number)", done: "one of two worker hosts is cut off for \(seconds) s, \(cut.words)",
          seen:
            "same bytes; the others closed \(during.closedBlocks - before.closedBlocks) blocks meanwhile; \(after.counts)"
        )
      }
    }

    @Test func `workers that start before their coordinator find it`() throws {
      let sandbox = try Sandbox()
      let first = try TestFarm(in: sandbox, ["--job-blocks", "20"])
      first.coordinator.send(SIGTERM)
      _ = try first.coordinator.end(within: 5)
      for number in 0..<2 { try first.addWorker("early-\(number)") }
      sleep(2)
      let started = ContinuousClock.now
      try first.restartCoordinator()
      try first.submit(.brief)
      try first.expectComplete(.brief)
      let took = ContinuousClock.now - started
      try first.end()
      Chaos.report(
        "18", done: "workers start two seconds before their coordinator",
        seen: "same bytes; a brief sweep was done \(Int(took / .milliseconds(1))) ms after the coordinator's start")
    }

    @Test func `workers bring results of a coordinator that lost its journal`() throws {
      let sandbox = try Sandbox()
      let farm = try TestFarm(in: sandbox, ["--job-blocks", "200"])
      for number in 0..<2 { try farm.addWorker("host-\(number)") }
      try farm.submit(.long)
      try farm.awaitProgress("long", blocks: 1)
      try farm.killCoordinator()
      try FileManager.default.removeItem(atPath: sandbox.path("journal"))
      try farm.restartCoordinator()
      let unknown = try farm.command("status", "long")
      #expect(unknown.code != 0 && unknown.errors.contains("long"), "\(unknown)")
      try farm.submit(.long)
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        "19", done: "the coordinator is killed and its journal removed; workers come back with results of it",
        seen: "the sweep is unknown, with a sentence; submitted again it gives the same bytes")
    }
  }
}
