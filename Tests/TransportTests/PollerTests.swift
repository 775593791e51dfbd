import Testing

@testable import Transport

@Suite struct PollerTests {
  @Test func `another thread ends a wait`() throws {
    var poller = try Poller()
    let waker = poller.waker
    onThread {
      pause(.milliseconds(30))
      for _ in 0..<1_000 { waker.wake() }
      waker.wake()
    }
    let start = ContinuousClock.now
    #expect(try poller.wait(atMost: .seconds(20)) == Readiness(woken: true, readableSockets: 0))
    #expect(start.duration(to: .now) < .seconds(10))
  }

  @Test func `a wake before the wait is kept, and many are one`() throws {
    var poller = try Poller()
    for _ in 0..<5 { poller.waker.wake() }
    #expect(try poller.wait(atMost: nil).woken)
    #expect(try !poller.wait(atMost: .zero).woken)
  }

  @Test func `a wait without news lasts its whole time`() throws {
    var poller = try Poller()
    let start = ContinuousClock.now
    #expect(try poller.wait(atMost: .microseconds(30_500)) == Readiness(woken: false, readableSockets: 0))
    #expect(start.duration(to: .now) >= .microseconds(30_500))
  }

  @Test func `messages left over end the next wait at once`() throws {
    let pair = try Pair()
    for number in 0..<UInt8(3) { #expect(try pair.dealer.send([number]) == .sent) }
    var poller = try Poller()
    poller.watch(pair.router)
    poller.watch(pair.dealer)
    for number in 0..<UInt8(3) {
      #expect(try poller.wait(atMost: .seconds(20)).readableSockets == 1)
      #expect(try next(of: pair.router).body == [number])
    }
    #expect(try poller.wait(atMost: .zero).readableSockets == 0)
  }

  @Test func `a closed socket is watched no more`() throws {
    let context = try Context()
    let router = try RouterSocket(in: context, options: .forTests)
    var poller = try Poller()
    poller.watch(router)
    router.close()
    #expect(try poller.wait(atMost: .zero) == Readiness(woken: false, readableSockets: 0))
  }
}
