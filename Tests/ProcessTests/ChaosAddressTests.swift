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

      // Keys are asked for at each.
      for address in [near, far, own] {
        let bare = try Program(["list", "--connect", address], in: sandbox, under: network.inside(0)).end(within: 30)
        #expect(bare.code == 77 || bare.code == 69, "\(address): \(bare)")
      }
      for program in [worker, farm.coordinator, other.coordinator] {
        program.send(SIGTERM)
        #expect(try program.end(within: 10).code == 0)
      }
      sandbox.expectNothingLeft()
      Chaos.report(
        "20", done: "a token names a dead address, one of another coordinator, and at last the right one, of IPv6",
        seen: "same bytes; the coordinator listens at three addresses, and asks for keys at each")
    }
  }
}
