import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct CoordinatorTests {
  @Test func `a life begins with its epoch in the journal`() throws {
    let bench = try CoordinatorBench()
    #expect(bench.handle(.started) == [.persist(.opened(Epoch(1)))])
    #expect(bench.machine.wakeUp == nil)
  }

  @Test func `a worker is welcomed and leased as many jobs as it has credit`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    #expect(
      bench.hello(.a, credit: 2) == [
        bench.welcome(.a), bench.send(.sweep(bench.ticket.definition), to: .a),
        bench.send(.lease(bench.lease(1, 0...9)), to: .a), bench.send(.lease(bench.lease(2, 10...19)), to: .a),
      ])
    #expect(bench.hello(.b, credit: 0) == [bench.welcome(.b)])
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `a sweep submitted later reaches workers that wait`() throws {
    let bench = try CoordinatorBench()
    _ = bench.handle(.started)
    #expect(bench.hello(.a) == [bench.welcome(.a)])
    #expect(
      bench.handle(.submitted(bench.ticket, from: nil)) == [
        .persist(.submitted(bench.ticket)), bench.send(.sweep(bench.ticket.definition), to: .a),
        bench.send(.lease(bench.lease(1, 0...9)), to: .a),
      ])
  }

  @Test func `a result is persisted, then acknowledged, then the next job is leased`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    #expect(
      bench.finish(first, from: .a) == [
        bench.closed(first), bench.send(.acknowledge(first, .accepted), to: .a),
        bench.send(.lease(bench.lease(2, 10...19)), to: .a),
      ])
    #expect(bench.status()?.closedBlocks == 10)
  }

  @Test func `a doubled result is acknowledged and changes nothing`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    _ = bench.finish(first, from: .a)
    let before = bench.machine.state(of: CoordinatorBench.sweep)
    #expect(bench.finish(first, from: .a) == [bench.send(.acknowledge(first, .duplicate), to: .a)])
    #expect(bench.machine.state(of: CoordinatorBench.sweep) == before)
    #expect(bench.count("duplicate") == 1)
  }

  @Test func `a late result whose blocks are open counts, and the new holder is told`() throws {
    let bench = try CoordinatorBench(blocks: 1)
    bench.start()
    bench.hello(.a)
    bench.hello(.b)
    let (old, new) = (bench.lease(1, 0...0), bench.lease(1, 0...0, attempt: 2))
    // A heartbeat of B keeps B; A says nothing for three seconds.
    bench.now = bench.now + .seconds(2)
    _ = bench.receive(.heartbeat(credit: 1, []), from: .b)
    #expect(
      bench.wait(.seconds(1)) == [bench.send(.sweep(bench.ticket.definition), to: .b), bench.send(.lease(new), to: .b)])
    #expect(bench.finish(old, from: .a) == [bench.send(.sayHello, to: .a)])
    #expect(
      bench.hello(.a, [LeaseReport(old, .finished, blocksDone: 1)]) == [bench.welcome(.a, answering: 3)])
    #expect(
      bench.finish(old, from: .a) == [
        bench.closed(old), bench.send(.cancel(new), to: .b), bench.send(.acknowledge(old, .accepted), to: .a),
      ])
    #expect(bench.finish(new, from: .b) == [bench.send(.acknowledge(new, .duplicate), to: .b)])
    #expect(bench.status()?.phase == .complete)
    #expect(bench.count("late") == 1)
  }

  @Test func `a result that overlaps closed blocks is refused whole`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    _ = bench.finish(bench.lease(1, 0...9), from: .a)
    let liar = bench.lease(9, 5...14)
    #expect(bench.finish(liar, from: .a) == [bench.send(.acknowledge(liar, .partlyClosed), to: .a)])
    #expect(bench.status()?.closedBlocks == 10)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test(arguments: [(Verdict.damagedState, [1, 2, 3] as [UInt8]), (.otherCoverage, [UInt8](repeating: 0, count: 24))])
  func `a state that does not fit is refused and its job goes out again`(verdict: Verdict, state: [UInt8]) throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    var finished = bench.finished(first)
    finished.state = state
    #expect(
      bench.receive(.finished(finished), from: .a) == [
        bench.send(.acknowledge(first, verdict), to: .a),
        bench.send(.lease(bench.lease(1, 0...9, attempt: 2)), to: .a),
      ])
    #expect(bench.status()?.closedBlocks == 0)
  }

  @Test func `results outside the sweep, of another text or of no sweep are refused`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a, credit: 0)
    func verdict(_ lease: Lease, _ blocks: BlockRange? = nil) -> [Effect] {
      var finished = bench.finished(bench.lease(1, 0...9))
      finished.lease = lease
      finished.blocks = blocks ?? lease.blocks
      return bench.receive(.finished(finished), from: .a)
    }
    var lease = bench.lease(1, 95...100)
    #expect(verdict(lease) == [bench.send(.acknowledge(lease, .outsideRange), to: .a)])
    lease = bench.lease(1, 0...9)
    #expect(verdict(lease, BlockRange(5, 11)) == [bench.send(.acknowledge(lease, .outsideRange), to: .a)])
    lease.spec = hash(8)
    #expect(verdict(lease) == [bench.send(.acknowledge(lease, .otherSpec), to: .a)])
    lease.sweep = try #require(SweepID("other"))
    #expect(verdict(lease) == [bench.send(.acknowledge(lease, .unknownSweep), to: .a)])
  }

  @Test func `a prefix counts and the rest goes out again`() throws {
    let bench = try CoordinatorBench(blocks: 10)
    bench.start()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    #expect(
      bench.finish(first, from: .a, BlockRange(0, 4)) == [
        bench.closed(first, BlockRange(0, 4)), bench.send(.acknowledge(first, .accepted), to: .a),
        bench.send(.lease(bench.lease(2, 4...9)), to: .a),
      ])
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `a sweep that starts on no host stops with the reason`() throws {
    let bench = try CoordinatorBench { $0.maxAttempts = 2 }
    bench.start()
    bench.hello(.a)
    bench.hello(.b)
    let (first, second) = (bench.lease(1, 0...9), bench.lease(1, 0...9, attempt: 2))
    #expect(
      bench.receive(.failed(first, JobFailure(.cannotStart, reason: "no memory")), from: .a) == [
        bench.send(.lease(second), to: .a)
      ])
    let reason = "it cannot be started on any of 1 hosts (2 tries): no memory"
    #expect(
      bench.receive(.failed(second, JobFailure(.cannotStart, reason: "no memory")), from: .a) == [
        .persist(.stopped(CoordinatorBench.sweep, reason: reason)),
        bench.send(.cancel(bench.lease(2, 10...19)), to: .b),
      ])
    #expect(bench.status()?.phase == .stopped(reason: reason))
    #expect(bench.receive(.failed(second, JobFailure(.cannotStart, reason: "again")), from: .a) == [])
  }

  /// Tells why a host is no longer given work.
  enum Parting: CaseIterable {
    case goodbye, loss, drain
  }

  /// A sweep that A's host cannot start while B, on another, computes it by this lease.
  private func halfAble() throws -> (CoordinatorBench, Lease) {
    let bench = try CoordinatorBench { $0.maxAttempts = 2 }
    bench.start()
    bench.hello(.b, credit: 0, host: "lion")
    var lease = bench.leases(bench.hello(.a)).first
    for _ in 0..<2 {
      let failure = JobFailure(.cannotStart, reason: "no memory")
      lease = bench.leases(bench.receive(.failed(try #require(lease), failure), from: .a)).first
    }
    #expect(lease == nil)
    return (bench, try #require(bench.leases(bench.beat(.b)).first))
  }

  private func beat(_ bench: CoordinatorBench, for seconds: Int, _ workers: Person..., lease: Lease? = nil) {
    for second in 0..<seconds {
      bench.now = bench.now + .seconds(1)
      let report = lease.map { LeaseReport($0, .running, blocksDone: 0, samplesDone: UInt64(second) + 1) }
      for worker in workers { _ = bench.beat(worker, worker == .b ? report.map { [$0] } ?? [] : []) }
    }
  }

  @Test(arguments: Parting.allCases)
  func `when the last host that can start a sweep is gone, it stops with what the others said`(parting: Parting) throws
  {
    let (bench, held) = try halfAble()
    switch parting {
    case .goodbye: _ = bench.receive(.goodbye(returned: [held], reason: ""), from: .b)
    case .loss: _ = bench.handle(.unreachable([Person.b.peer]))
    case .drain:
      let drain = ClientMessage(request: 5, body: .drain(worker: "lion", undo: false))
      _ = bench.handle(.requested(drain, from: Peer([0xCC])))
      // What it holds it still computes.
      beat(bench, for: 30, .a, .b, lease: held)
      #expect(bench.status()?.phase == .running)
      _ = bench.finish(held, from: .b)
    }
    let sent = bench.journal.count
    beat(bench, for: 22, .a, .b)
    let reason = "it cannot be started on any of 1 hosts (2 tries): no memory"
    #expect(bench.status()?.phase == .stopped(reason: reason))
    #expect(bench.journal.dropFirst(sent) == [.stopped(CoordinatorBench.sweep, reason: reason)])
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `a host that is gone for a moment, or hosts that are all gone, stop no sweep`() throws {
    let (bench, _) = try halfAble()
    _ = bench.handle(.unreachable([Person.b.peer]))
    beat(bench, for: 15, .a)
    #expect(bench.status()?.phase == .running && bench.status()?.stall == nil)
    #expect(bench.leases(bench.hello(.b, host: "lion")).count == 1)
    _ = bench.handle(.unreachable([Person.a.peer, Person.b.peer]))
    for _ in 0..<60 { _ = bench.wait(.seconds(1)) }
    #expect(bench.status()?.phase == .running && bench.status()?.stall == .noWorkers)
  }

  @Test func `a stopped sweep still takes results, and goes on when it is submitted again`() throws {
    let bench = try CoordinatorBench(blocks: 20)
    bench.start()
    bench.hello(.a)
    let client = Peer([0xC])
    let stop = ClientMessage(request: 5, body: .order(.stop, CoordinatorBench.sweep, reason: "enough"))
    #expect(
      bench.handle(.requested(stop, from: client)) == [
        .persist(.stopped(CoordinatorBench.sweep, reason: "enough")),
        .reply(ClientReply(request: 5, epoch: Epoch(1), body: .done), to: client),
      ])
    let first = bench.lease(1, 0...9)
    #expect(
      bench.finish(first, from: .a) == [bench.closed(first), bench.send(.acknowledge(first, .accepted), to: .a)])
    #expect(
      bench.handle(.submitted(bench.ticket, from: Requester(peer: client, request: 6))) == [
        .persist(.resumed(CoordinatorBench.sweep)),
        .reply(
          ClientReply(request: 6, epoch: Epoch(1), body: .accepted(CoordinatorBench.sweep, known: true)), to: client),
        bench.send(.lease(bench.lease(2, 10...19)), to: .a),
      ])
  }

  @Test func `another text under a taken name is refused`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    var other = bench.ticket
    other.spec = hash(1)
    let effects = bench.handle(.submitted(other, from: Requester(peer: Peer([1]), request: 2)))
    guard case .reply(let reply, to: Peer([1]))? = effects.first, case .refused(.nameTaken, _) = reply.body else {
      Issue.record("\(effects)")
      return
    }
    #expect(effects.count == 1)
  }

  @Test func `snapshots come at a measured pace and at once at the end`() throws {
    let bench = try CoordinatorBench(blocks: 20) { $0.publishInterval = .milliseconds(200) }
    var published: [UInt64] = []
    func handle(_ event: Event) {
      bench.machine.handle(event, at: bench.now) {
        if case .publish(let snapshot) = $0 { published.append(snapshot.closedBlocks) }
      }
    }
    handle(.submitted(bench.ticket, from: nil))
    #expect(published == [0])
    bench.hello(.a, credit: 2)
    #expect(bench.machine.wakeUp == bench.now + .milliseconds(200))
    func finish(_ lease: Lease) {
      let body = WorkerMessage.Body.finished(bench.finished(lease))
      handle(
        .received(
          WorkerMessage(session: Person.a.session, epoch: Epoch(1), ordinal: 9, body: body), from: Person.a.peer))
    }
    finish(bench.lease(1, 0...9))
    #expect(published == [0])
    bench.now = bench.now + .milliseconds(200)
    handle(.woken)
    #expect(published == [0, 10])
    finish(bench.lease(2, 10...19))
    #expect(published == [0, 10, 20])
  }
}
