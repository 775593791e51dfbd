import Foundation
import Sweeps
import Testing
import Wire

extension ProcessTests {
  /// Peers that are not what they should be: other programs, other protocols, garbage and lies.
  struct FarmPeers {
    @Test func `workers of another protocol, build or self-test are refused with the reason, and the sweep goes on`()
      throws
    {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      try farm.addWorker()
      try farm.submit(.long)
      try farm.awaitProgress("long")
      let stranger = try FakeWorker(at: farm.address)
      var hello = Hello(
        worker: WorkerID(7), build: "another", selfTest: SpecHash.zero, cores: 1, credit: 8, leases: [], host: "strange"
      )
      try stranger.send(.hello(hello))
      let build = try #require(try stranger.refusal())
      #expect(build.reason == .otherBuild && build.explanation.contains("another"))
      hello.build = try #require(build.explanation.word(after: "the coordinator "))
      try stranger.send(.hello(hello))
      let bits = try #require(try stranger.refusal())
      #expect(bits.reason == .otherBits && bits.explanation.contains("self-test"))
      // The protocol's number is the first field of every frame.
      var frame = WorkerMessage(session: stranger.session, epoch: .none, ordinal: 9, body: .hello(hello)).encode()
      try #require(frame[0] == 8)
      frame[1] = 99
      try stranger.send(frame)
      let version = try #require(try stranger.refusal())
      #expect(version.reason == .otherProtocol && version.explanation.contains("99"))
      let counts = try farm.counts()
      #expect(counts["refusedWorkers.otherBuild"] == 1 && counts["refusedWorkers.otherBits"] == 1, "\(counts)")
      #expect(counts["frames_of_other_protocol"] == 1, "\(counts)")
      #expect(farm.coordinator.errors.contains("worker refused") && farm.coordinator.errors.contains("strange"))
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        "9", done: "hellos of another build, with other bits, and of protocol 99",
        seen: "same bytes; each refused with its reason at both ends; \(counts)")
    }

    @Test func `a request that cannot be read is answered with the reason`() throws {
      let farm = try TestFarm(in: Sandbox())
      let client = try FakeWorker(at: farm.address)
      let sweep = try #require(SweepID("any"))
      let long = String(repeating: "x", count: WireLimits.standard.textBytes + 1)
      // Of a later version that asks for something this one does not know: the last field of its frame is another.
      var unknown = ClientMessage(request: 2, body: .workers).encode()
      try #require(unknown.suffix(3) == [0x92, 0x02, 0x00])
      unknown.replaceSubrange((unknown.count - 3)..., with: [0xE2, 0x03, 0x00])
      let frames = [ClientMessage(request: 1, body: .order(.stop, sweep, reason: long)).encode(), unknown]
      for (frame, word) in zip(frames, ["reason has length 4097", "body is missing"]) {
        try client.send(frame)
        let reply = try ClientReply(decoding: try #require(try client.receiveFrame()))
        guard case .refused(.otherProtocol, let explanation) = reply.body else {
          Issue.record("\(reply)")
          continue
        }
        #expect(explanation.contains(word), "\(explanation)")
      }
      try farm.end()
    }

    @Test func `a worker that nobody answers says so once, and goes on`() throws {
      let sandbox = try Sandbox()
      let worker = try Program(["worker", "--connect", "tcp://127.0.0.1:9", "--cores", "1"], in: sandbox)
      #expect(waitUntil(20) { worker.errors.contains("no coordinator answers") })
      #expect(worker.errors.contains("start one there with `sweepfarm coordinator`"), "\(worker.errors)")
      sleep(3)
      #expect(worker.isRunning && worker.errors.split(separator: "\n").count == 1, "\(worker.errors)")
      worker.send(SIGTERM)
      #expect(try worker.end(within: 10).code == 0)
      sandbox.expectNothingLeft()
    }

    @Test func `garbage on the port is counted and bounded`() throws {
      var random = Splitmix.announced("garbage on the port")
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      try farm.addWorker()
      try farm.submit(.long)
      try farm.awaitProgress("long")
      let before = residentBytes(of: farm.coordinator.identifier)
      var peers = (0..<500).compactMap { _ in RawPeer(to: farm.address) }
      #expect(peers.count == 500)
      for (number, peer) in peers.enumerated() {
        switch number % 4 {
        case 0: peer.say((0..<300).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 1: peer.say(Array(RawPeer.greeting.prefix(Int.random(in: 1...63, using: &random))))
        case 2: peer.say(RawPeer.greeting + RawPeer.ready + RawPeer.message(parts: 10_000))
        // A frame that says it has 2 GB.
        default:
          peer.say(RawPeer.greeting + RawPeer.ready + [2, 0, 0, 0, 0, 0x80, 0, 0, 0] + Array(repeating: 7, count: 99))
        }
      }
      let fake = try FakeWorker(at: farm.address)
      for _ in 0..<1000 {
        try fake.send(
          (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
      }
      _ = try fake.receive(within: 1) { _ in true }
      let grown = residentBytes(of: farm.coordinator.identifier) - before
      let counts = try farm.counts()
      #expect(grown < 200 << 20, "the coordinator grew by \(grown >> 20) MiB")
      #expect(counts["frames_unreadable", default: 0] + counts["frames_incomplete", default: 0] > 0, "\(counts)")
      #expect(counts["frames_of_many_parts", default: 0] > 0, "\(counts)")
      #expect(farm.coordinator.errors.utf8.count < 200_000, "a flood of frames became one of log lines")
      peers.removeAll()
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        "11",
        done:
          "500 connections with random bytes, half greetings, messages of 10,000 parts, a frame of 2 GB; 1,000 random frames",
        seen: "same bytes; \(grown >> 20) MiB more memory; \(counts)")
    }

    @Test func `results that are not what was asked for are refused`() throws {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      let liar = try FakeWorker(at: farm.address)
      try farm.submit(.long)
      let lease = try #require(try liar.join(host: "liar"))
      let outside = BlockRange(lease.blocks.lower, 1 << 40)
      var other = lease
      other.spec = SpecHash.zero
      var foreign = lease
      foreign.key.job = JobID(epoch: lease.key.job.epoch, number: lease.key.job.number + 1_000_000)
      let lies: [(Finished, Verdict)] = [
        (Finished(lease: other, blocks: lease.blocks, computeNanoseconds: 1, state: [1]), .otherSpec),
        (Finished(lease: lease, blocks: outside, computeNanoseconds: 1, state: [1]), .outsideRange),
        (Finished(lease: foreign, blocks: lease.blocks, computeNanoseconds: 1, state: [1, 2, 3]), .damagedState),
      ]
      for (lie, verdict) in lies {
        try liar.send(.finished(lie))
        let answer = try liar.receive { body -> Verdict? in
          if case .acknowledge(_, let verdict) = body { verdict } else { nil }
        }
        #expect(answer == verdict)
      }
      try farm.addWorker("honest")
      try farm.expectComplete(.long)
      let counts = try farm.status("long").counts
      try farm.end()
      Chaos.report(
        "12.1",
        done: "results of another sweep, outside the sweep, and of a lease not held with a state of three bytes",
        seen: "same bytes; each refused: \(counts)")
    }
  }
}

extension FakeWorker {
  /// How the coordinator refuses this worker; nil if it does not.
  func refusal() throws -> (reason: WorkerRefusal, explanation: String)? {
    try receive { body in
      if case .refused(let reason, let explanation) = body { (reason, explanation) } else { nil }
    }
  }

  /// Joins with the build and the self-test that the coordinator's refusals name, and waits for a lease.
  func join(host: String) throws -> Lease? {
    var hello = Hello(
      worker: WorkerID(7), build: "?", selfTest: SpecHash.zero, cores: 1, credit: 1, leases: [], host: host)
    try send(.hello(hello))
    guard let build = try refusal()?.explanation.word(after: "the coordinator ") else { return nil }
    hello.build = build
    try send(.hello(hello))
    guard let bits = try refusal()?.explanation.word(after: "the coordinator's ").flatMap(SpecHash.init(hexadecimal:))
    else { return nil }
    hello.selfTest = bits
    try send(.hello(hello))
    return try receive { body in if case .lease(let lease) = body { lease } else { nil } }
  }
}

extension SpecHash {
  static let zero = SpecHash([UInt8](repeating: 0, count: 32)) ?? { preconditionFailure("32 bytes") }()

  fileprivate init?(hexadecimal text: String) {
    let digits = Array(text.utf8)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
    }
    self.init(bytes)
  }
}

extension String {
  /// The word behind a text in this one, without punctuation.
  fileprivate func word(after mark: String) -> String? {
    range(of: mark, options: .backwards).map { found in
      String(self[found.upperBound...].prefix { !" ;,".contains($0) })
    }
  }
}

/// Memory that a process has in use.
func residentBytes(of process: Int32) -> Int {
  let text = (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)) ?? ""
  return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 } ?? 0
}
