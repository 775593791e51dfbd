import Foundation
import Testing

extension ProcessTests {
  /// Where a coordinator can be reached: at several addresses, of which some are dead or somebody else's.
  struct FarmAddresses {
    @Test(.enabled(if: SSHHosts.lack == nil, Comment(rawValue: SSHHosts.lack ?? "")))
    func `of a dead, a wrong and a right address, the right one is found, over IPv6`() throws {
      let network = try #require(try TestNetwork(hosts: 2))
      try network.add("fd00::1/64", to: 0)
      try network.add("fd00::2/64", to: 1)
      let sandbox = try Sandbox()
      let keys = KeyHolders(in: sandbox)
      let near = "tcp://\(network.address(0)):7100"
      let far = "tcp://[fd00::1]:7100"
      let own = "tcp://127.0.0.1:7101"
      let farm = try TestFarm(
        in: sandbox, address: near, ["--listen", far, "--listen", own, "--keys", keys.folder],
        under: network.inside(0))
      let other = try TestFarm(
        in: sandbox, address: "tcp://\(network.address(0)):7200", journal: "other",
        ["--keys", sandbox.path("other-keys")], under: network.inside(0))
      #expect(farm.coordinator.output == "listening on \(near)\nlistening on \(far)\nlistening on \(own)\n")

      // Nobody has the first address, and who has the second has another key.
      let token = try keys.create("worker", "wanderer", for: "tcp://10.87.6.77:7100", other.address, far)
      let worker = try Program(["worker", "--token", token, "--cores", "2"], in: sandbox, under: network.inside(1))
      let client = try keys.create("client", "boss", for: "tcp://10.87.6.77:7100", far)
      let file = sandbox.path("brief.yaml")
      try TestSweep.brief.text.write(toFile: file, atomically: true, encoding: .utf8)
      let submit = try Program(
        ["submit", file, "--wait", "--output", sandbox.path("out"), "--token", client], in: sandbox,
        under: network.inside(1)
      ).end(within: 60)
      #expect(submit.code == 0 && submit.output.contains(far), "\(submit)")
      try sandbox.expectResult(of: .brief, in: "out")
      #expect(worker.isRunning, "\(worker.errors)")
      // An established connection of TCP, as the kernel lists it.
      let line = "000000FD000000000000000001000000:1BBC 01"
      #expect(succeeds(network.inside(1) + ["grep", "-q", line, "/proc/net/tcp6"]), "the worker is not on IPv6")

      // A worker whose address goes dead goes on at another.
      let route = ["ip", "-6", "route"]
      try #require(succeeds(network.inside(1) + route + ["add", "unreachable", "fd00::1/128"]))
      let both = try keys.create("worker", "mover", for: near, far)
      worker.send(SIGTERM)
      #expect(try worker.end(within: 10).code == 0)
      let mover = try Program(["worker", "--token", both, "--cores", "2"], in: sandbox, under: network.inside(1))
      #expect(
        try waitUntil(20) {
          let workers = ["workers", "--connect", own, "--token", client]
          return try Program(workers, in: sandbox, under: network.inside(0)).end().output.contains("2 cores")
        })
      try network.cut(1, .toCoordinator)
      try #require(succeeds(network.inside(1) + route + ["del", "unreachable", "fd00::1/128"]))
      let again = try Program(
        ["submit", file, "--id", "again", "--wait", "--output", sandbox.path("again"), "--token", client], in: sandbox,
        under: network.inside(1)
      ).end(within: 90)
      #expect(again.code == 0, "\(again)")
      try sandbox.expectResult(of: .brief, in: "again")
      #expect(mover.errors.contains("going on elsewhere"), "\(mover.errors)")

      // Keys are asked for at each.
      for address in [near, far, own] {
        let bare = try Program(["list", "--connect", address], in: sandbox, under: network.inside(0)).end(within: 30)
        #expect(bare.code == 77 || bare.code == 69, "\(address): \(bare)")
      }
      for program in [mover, farm.coordinator, other.coordinator] {
        program.send(SIGTERM)
        #expect(try program.end(within: 10).code == 0)
      }
      sandbox.expectNothingLeft()
      Chaos.report(
        "20", done: "a token names a dead address, one of another coordinator, and at last the right one, of IPv6",
        seen:
          "same bytes, also when that address goes dead and a worker moves to another; the coordinator listens at three addresses, and asks for keys at each"
      )
    }

    @Test(.enabled(if: SSHHosts.lack == nil, Comment(rawValue: SSHHosts.lack ?? "")))
    func `of the addresses behind a name, the one that answers is found`() throws {
      let network = try #require(try TestNetwork(hosts: 2))
      try network.add("fd00::1/64", to: 0)
      try network.add("fd00::2/64", to: 1)
      // The system prefers IPv6, and there nobody listens.
      try network.name("farm.test", ["fd00::1", network.address(0)], at: 1)
      let sandbox = try Sandbox()
      let farm = try TestFarm(
        in: sandbox, address: "tcp://\(network.address(0)):7100", ["--plaintext"], under: network.inside(0))
      let worker = try Program(
        ["worker", "--connect", "tcp://farm.test:7100", "--cores", "1"], in: sandbox, under: network.inside(1))
      let file = sandbox.path("brief.yaml")
      try TestSweep.brief.text.write(toFile: file, atomically: true, encoding: .utf8)
      let submit = try Program(
        ["submit", file, "--wait", "--output", sandbox.path("out"), "--connect", "tcp://farm.test:7100"], in: sandbox,
        under: network.inside(1)
      ).end(within: 60)
      #expect(submit.code == 0, "\(submit)")
      try sandbox.expectResult(of: .brief, in: "out")
      for program in [worker, farm.coordinator] {
        program.send(SIGTERM)
        #expect(try program.end(within: 10).code == 0)
      }
      sandbox.expectNothingLeft()
      Chaos.report(
        "26", done: "the coordinator's name stands for two addresses, and at the first, of IPv6, nobody listens",
        seen: "same bytes; workers and clients find the other")
    }
  }
}
