import Foundation
import Testing
import Wire

extension ProcessTests {
  /// Keys: who has none, the wrong one or a revoked one reaches nothing, and is counted.
  struct FarmKeys {
    @Test func `holders of tokens do what their role allows, and strangers reach nothing`() throws {
      let sandbox = try Sandbox()
      let keys = KeyHolders(in: sandbox)
      let first = try keys.create("client", "boss", for: "tcp://127.0.0.1:1")
      let farm = try TestFarm(in: sandbox, ["--keys", keys.folder, "--job-blocks", "20"])
      let client = ["--token", first]
      let worker = try keys.create("worker", "rack", for: farm.address)
      let viewer = try keys.create("viewer", "eye", for: farm.address)
      let file = sandbox.path("long.yaml")
      try TestSweep.long.text.write(toFile: file, atomically: true, encoding: .utf8)
      #expect(try farm.run(["submit", file] + client).code == 0)
      let compute = try Program(["worker", "--token", worker, "--cores", "1"], in: sandbox)
      #expect(try waitUntil(20) { try farm.run(["workers"] + client).output.contains("1 cores") })

      let strangers = Strangers(sandbox: sandbox, address: farm.address, sweep: "long", file: file)
      try strangers.expectRefusal(workers: worker, viewers: viewer)
      // A client that would compute.
      let posing = try Program(["worker", "--token", first, "--connect", farm.address, "--cores", "1"], in: sandbox)

      // A token that others may read is not used.
      #expect(chmod(viewer, 0o644) == 0)
      let exposed = try farm.run(["status", "long", "--token", viewer])
      #expect(exposed.code == 77 && exposed.errors.contains("600"), "\(exposed)")

      // A revoked one is cut off, at work or not.
      let second = try keys.create("worker", "rogue", for: farm.address)
      let rogue = try Program(["worker", "--token", second, "--cores", "1", "--name", "rogue"], in: sandbox)
      #expect(try waitUntil(20) { try farm.run(["workers"] + client).output.contains("rogue") })
      try keys.revoke("rogue")
      #expect(try waitUntil(30) { try !farm.run(["workers"] + client).output.contains("rogue") })
      let counts = try farm.run(["workers", "--json"] + client).output
      #expect(counts.contains("keys_") && counts.contains("frames_forbidden_to_workers"), "\(counts)")
      rogue.send(SIGTERM)
      posing.send(SIGTERM)
      _ = try rogue.end(within: 10)
      _ = try posing.end(within: 10)

      let out = sandbox.path("out")
      let waited = try farm.run(["submit", file, "--wait", "--output", out] + client, within: 120)
      #expect(waited.code == 0, "\(waited)")
      try sandbox.expectResult(of: .long, in: "out")
      compute.send(SIGTERM)
      #expect(try compute.end(within: 10).code == 0)
      try farm.end()
      Chaos.report(
        "10",
        done:
          "no key, a key of another farm, a made-up one, a worker's key for orders, a client's for work, a viewer's for orders, a revoked one",
        seen: "same bytes; nobody reached what was not theirs; \(counts.split(separator: "\"counts\"").last ?? "")")
    }

    @Test func `a coordinator that comes back without its keys costs no worker`() throws {
      let sandbox = try Sandbox()
      let keys = KeyHolders(in: sandbox)
      let farm = try TestFarm(in: sandbox, ["--keys", keys.folder, "--job-blocks", "20"])
      let boss = ["--token", try keys.create("client", "boss", for: farm.address)]
      let token = try keys.create("worker", "rack", for: farm.address)
      let worker = try Program(["worker", "--token", token, "--cores", "1"], in: sandbox)
      let file = sandbox.path("long.yaml")
      try TestSweep.long.text.write(toFile: file, atomically: true, encoding: .utf8)
      #expect(try farm.run(["submit", file] + boss).code == 0)
      #expect(try waitUntil(30) { try farm.run(["workers"] + boss).output.contains("1 core") })

      // By mistake, or by somebody who took the port.
      try farm.killCoordinator()
      let other = try TestFarm(in: sandbox, address: farm.address, journal: "other")
      #expect(waitUntil(30) { worker.errors.contains("refused, asking again") }, "\(worker.errors)")
      sleep(8)
      #expect(worker.isRunning, "\(worker.errors)")
      #expect(try other.command("workers").output.contains("no workers"))
      other.coordinator.send(SIGTERM)
      #expect(try other.coordinator.end(within: 10).code == 0)

      try farm.restartCoordinator()
      let out = sandbox.path("out")
      let waited = try farm.run(["submit", file, "--wait", "--output", out] + boss, within: 120)
      #expect(waited.code == 0, "\(waited)")
      try sandbox.expectResult(of: .long, in: "out")
      worker.send(SIGTERM)
      #expect(try worker.end(within: 10).code == 0)
      try farm.end()
      Chaos.report(
        "25", done: "the coordinator is killed, comes back for 10 s without its keys, and then with them",
        seen: "same bytes; the worker tells the other nothing, stays, and goes on")
    }

    @Test func `a worker cannot speak for another, whose session it knows`() throws {
      let sandbox = try Sandbox()
      let keys = KeyHolders(in: sandbox)
      let farm = try TestFarm(in: sandbox, ["--keys", keys.folder, "--job-blocks", "20"])
      let client = ["--token", try keys.create("client", "boss", for: farm.address)]
      let own = try keys.security(of: try keys.create("worker", "own", for: farm.address))
      let other = try keys.security(of: try keys.create("worker", "other", for: farm.address))
      let file = sandbox.path("brief.yaml")
      try TestSweep.brief.text.write(toFile: file, atomically: true, encoding: .utf8)
      #expect(try farm.run(["submit", file] + client).code == 0)
      let owner = try FakeWorker(at: farm.address, security: own)
      let lease = try #require(try owner.join(host: "owner"))

      let thief = try FakeWorker(at: farm.address, session: owner.session, security: other)
      thief.epoch = owner.epoch
      try thief.send(
        .hello(
          Hello(worker: WorkerID(7), build: "?", selfTest: .zero, cores: 1, credit: 1, leases: [], host: "owner")))
      try thief.send(.finished(Finished(lease: lease, blocks: lease.blocks, computeNanoseconds: 1, state: [1])))
      try thief.send(.goodbye(returned: [], reason: "stolen"))
      #expect(try thief.receive(within: 1) { $0 } == nil, "a thief is answered")
      try owner.send(.heartbeat(credit: 1, [LeaseReport(lease, .running, blocksDone: 1)]))
      #expect(try owner.receive { if case .alive = $0 { true } else { nil } } == true)
      let counts = try farm.run(["workers", "--json"] + client).output
      #expect(counts.contains("\"foreignSessions\":3"), "\(counts)")
      try farm.end()
      Chaos.report(
        "10.2", done: "a worker with a good key of its own says hello, a result and goodbye in the session of another",
        seen: "no answer, and the other keeps its lease; foreignSessions 3")
    }
  }
}
