import Glibc
import Scheduling
import Sweeps
import Testing
import Wire

@testable import Nodes

@Suite struct ComputeChildTests {
  // MARK: Frames

  /// A stream and the raw other end of its socket. Processes that other tests start do not keep them.
  private func pair() throws -> (FrameStream, other: Int32) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
    return (FrameStream(ends[0]), ends[1])
  }

  @Test(arguments: [0, 1, 3, 70_000, 3_000_000])
  func `frames arrive whole and in order, whatever the socket holds`(count: Int) throws {
    let (sender, other) = try pair()
    let receiver = FrameStream(other)
    let frames = (0..<3).map { number in (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 + number) } }
    for frame in frames { sender.send(frame) }
    var found: [[UInt8]] = []
    while found.count < 3, !receiver.isClosed {
      if let frame = receiver.next() { found.append(frame) } else { sender.flush() }
    }
    #expect(found == frames)
    #expect(!sender.hasUnsent && receiver.next() == nil && !receiver.isClosed)
    // Shut down, not only closed: a process that another test is just starting may hold it for a moment yet.
    shutdown(sender.descriptor, Int32(SHUT_RDWR))
    close(sender.descriptor)
    #expect(receiver.next() == nil && receiver.isClosed)
    close(other)
  }

  @Test func `a frame longer than any may be closes the stream`() throws {
    let (stream, other) = try pair()
    var length = UInt32(WireLimits.standard.frameBytes + 1).littleEndian
    #expect(write(other, &length, 4) == 4)
    #expect(stream.next() == nil && stream.isClosed)
    close(stream.descriptor)
    close(other)
  }

  @Test func `a stream without a reader closes without a signal`() throws {
    let (stream, other) = try pair()
    shutdown(other, Int32(SHUT_RDWR))
    close(other)
    stream.send([1, 2, 3])
    #expect(stream.isClosed)
    close(stream.descriptor)
  }

  // MARK: Ends

  private func lease(careful: Bool = false) throws -> (Lease, SweepDefinition) {
    let sweep = try #require(SweepID("sweep"))
    let spec = try #require(SpecHash([UInt8](repeating: 7, count: 32)))
    let key = Lease.Key(job: JobID(epoch: Epoch(1), number: 1), attempt: Attempt(1))
    let lease = Lease(sweep: sweep, spec: spec, key: key, blocks: BlockRange(4, 5), isCareful: careful)
    return (lease, SweepDefinition(sweep: sweep, spec: spec, canonical: Array("sweep: x".utf8)))
  }

  /// Turns a child until it answers for its job.
  private func answer(of child: ComputeChild, within seconds: Int = 20) -> [WorkerEvent] {
    let limit = MonotonicClock.now + .seconds(seconds)
    while MonotonicClock.now < limit {
      let events = child.turn(at: MonotonicClock.now)
      if !events.isEmpty { return events }
      usleep(1000)
    }
    return []
  }

  @Test(arguments: [
    ("/bin/false", "the computing process ended with exit code 1 before its first scenario"),
    ("/nowhere", "/nowhere: the system starts no worker process (No such file or directory)"),
  ])
  func `a job that no process begins cannot be started, after three tries`(program: String, reason: String) throws {
    let child = try ComputeChild(program: program, instructionSet: "v3", at: MonotonicClock.now)
    let (lease, definition) = try lease(careful: true)
    child.start(lease, definition, at: MonotonicClock.now)
    guard case .computeFailed(lease.key, let failure) = try #require(answer(of: child).first) else {
      Issue.record("no failure")
      return
    }
    #expect(failure.cause == .cannotStart)
    #expect(failure.reason.hasPrefix(reason), "\(failure.reason)")
    #expect(child.isFree)
  }

  @Test func `an interrupted job that was never begun is given back`() throws {
    let child = try ComputeChild(program: "/nowhere", instructionSet: "v3", at: MonotonicClock.now)
    let (lease, definition) = try lease()
    child.start(lease, definition, at: MonotonicClock.now)
    child.interrupt(at: MonotonicClock.now)
    #expect(answer(of: child) == [.computed(lease.key, blocks: BlockRange(4, 4), state: [])])
  }

  @Test func `processes that end at once are started ever more seldom`() throws {
    let child = try ComputeChild(program: "/nowhere", instructionSet: "v3", at: MonotonicClock.now)
    var now = MonotonicClock.now
    var pauses: [Duration] = []
    for _ in 0..<9 {
      #expect(child.turn(at: now) == [])
      let next = try #require(child.wakeUp)
      pauses.append(next.since(now))
      now = next
    }
    #expect(pauses == pauses.sorted())
    #expect(pauses.first == .milliseconds(50) && pauses.last == .seconds(5))
  }
}
