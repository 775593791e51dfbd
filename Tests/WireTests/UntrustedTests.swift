import Sweeps
import Testing
import Wire

@Suite struct UntrustedTests {
  /// The frame of a message after a change of some of its bytes.
  private func error(_ message: WorkerMessage, _ change: (inout [UInt8]) -> Void) -> WireError? {
    var bytes = message.encode()
    change(&bytes)
    do throws(WireError) { _ = try WorkerMessage(decoding: bytes) } catch { return error }
    return nil
  }

  @Test func `a damaged state is named`() {
    let message = Examples.message(.finished(Examples.finished))
    #expect(
      error(message) { bytes in
        let place = bytes.indices.first { bytes[$0...].starts(with: [1, 2, 3, 250]) }
        if let place { bytes[place] = 9 }
      } == .damaged("state"))
  }

  @Test func `another protocol is told apart, with the session to answer`() {
    #expect(error(Examples.message(.askSweep(Examples.sweep))) { $0[1] = 2 } == .otherProtocol(2, address: 0xFEED))
  }

  @Test func `no bytes, and bytes without a body, are refused`() {
    #expect(throws: WireError.otherProtocol(0, address: 0)) { try WorkerMessage(decoding: []) }
    #expect(throws: WireError.missing("body")) { try WorkerMessage(decoding: [8, 1]) }
    #expect(throws: WireError.missing("lease")) { try WorkerMessage(decoding: [8, 1, 0x62, 0]) }
    #expect(throws: WireError.unreadable) { try WorkerMessage(decoding: [255, 255, 255]) }
  }

  @Test func `values out of range are refused`() {
    var finished = Examples.finished
    finished.lease.blocks = BlockRange(5, 5)
    #expect(error(Examples.message(.finished(finished))) { _ in } == .invalid("blocks"))
    var report = LeaseReport(Examples.lease, .running, blocksDone: 905)
    #expect(error(Examples.message(.heartbeat(credit: 1, [report]))) { _ in } == .invalid("blocks_done"))
    report.blocksDone = 0
    #expect(error(Examples.message(.heartbeat(credit: 5000, [report]))) { _ in } == .invalid("credit"))
    let far = Lease(
      sweep: Examples.sweep, spec: Examples.spec, key: Examples.lease.key, blocks: BlockRange(1 << 63, .max))
    #expect(error(Examples.message(.failed(far, JobFailure(.died, reason: "")))) { _ in } == .invalid("blocks"))
  }

  @Test func `what is too long is refused before it is looked at`() {
    let many = [LeaseReport](repeating: Examples.reports[0], count: 4097)
    #expect(
      error(Examples.message(.heartbeat(credit: 1, many))) { _ in }
        == .tooLong("leases", count: 4097, limit: 4096))
    let long = String(repeating: "x", count: 5000)
    #expect(
      error(Examples.message(.failed(Examples.lease, JobFailure(.died, reason: long)))) { _ in }
        == .tooLong("reason", count: 5000, limit: 4096))
    var limits = WireLimits()
    limits.frameBytes = 10
    let bytes = Examples.message(.askSweep(Examples.sweep)).encode()
    #expect(throws: WireError.tooLong("frame", count: bytes.count, limit: 10)) {
      try WorkerMessage(decoding: bytes, limits: limits)
    }
  }

  @Test func `a welcome with timings that would hang a worker is refused`() {
    for (beat, silence) in [(0, 5), (1_000_000, 0), (UInt64.max, .max)] as [(UInt64, UInt64)] {
      let welcome = Welcome(answering: 1, heartbeatNanoseconds: beat, silenceNanoseconds: silence)
      #expect(throws: WireError.self) { try CoordinatorMessage(decoding: Examples.message(.welcome(welcome)).encode()) }
    }
  }

  @Test func `runs that touch or overlap are refused`() {
    let touching = Record.merged(Examples.sweep, closed: [BlockRange(0, 3), BlockRange(3, 6)], state: [])
    #expect(throws: WireError.invalid("runs")) { try Record(decoding: touching.encode()) }
  }

  @Test func `no bytes make a decoder trap, and what it reads it writes again`() {
    let seed = UInt64.random(in: 0..<1 << 40)
    print("mutated frames: seed \(seed)")
    var random = Mutator(state: seed)
    let frames = Examples.frames
    for _ in 0..<20_000 {
      var bytes = frames[Int(random.next() % UInt64(frames.count))]
      for _ in 0..<(1 + random.next() % 4) { random.mutate(&bytes) }
      // A frame that is read must come back equal from its own bytes.
      if let message = try? WorkerMessage(decoding: bytes) {
        #expect((try? WorkerMessage(decoding: message.encode())) == message, "seed \(seed)")
      }
      if let message = try? CoordinatorMessage(decoding: bytes) {
        #expect((try? CoordinatorMessage(decoding: message.encode())) == message, "seed \(seed)")
      }
      if let message = try? ClientMessage(decoding: bytes) {
        #expect((try? ClientMessage(decoding: message.encode())) == message, "seed \(seed)")
      }
      if let reply = try? ClientReply(decoding: bytes) {
        #expect((try? ClientReply(decoding: reply.encode())) == reply, "seed \(seed)")
      }
      if let record = try? Record(decoding: bytes) {
        #expect((try? Record(decoding: record.encode())) == record, "seed \(seed)")
      }
    }
  }
}

/// Changes bytes at random.
private struct Mutator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 20 ^ state << 44
  }

  mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &self)
    switch next() % 5 {
    case 0: bytes[place] ^= 1 << UInt8(next() % 8)
    case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][Int(next() % 5)]
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
    case _: bytes.removeSubrange(place..<min(bytes.count, place + Int(next() % 20)))
    }
  }
}
