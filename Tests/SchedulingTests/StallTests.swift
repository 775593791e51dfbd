import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct StallTests {
  private func bench(_ change: (inout Policy) -> Void = { _ in }) throws -> CoordinatorBench {
    let bench = try CoordinatorBench(change)
    bench.start()
    return bench
  }

  /// Lets ten seconds pass in which nothing is counted, with a heartbeat of A each second.
  private func stall(_ bench: CoordinatorBench, beats: Bool = false, credit: Int = 0, _ lease: Lease? = nil)
    -> SweepStatus.Stall?
  {
    for second in 1...10 {
      #expect(bench.status()?.stall == nil)
      bench.now = bench.now + .seconds(1)
      let reports = lease.map { [LeaseReport($0, .running, blocksDone: UInt64(min(second, 9)))] } ?? []
      if beats { _ = bench.beat(.a, credit: credit, reports) } else { _ = bench.handle(.woken) }
    }
    return bench.status()?.stall
  }

  @Test func `nobody works`() throws {
    #expect(stall(try bench()) == .noWorkers)
  }

  @Test func `whoever came was refused`() throws {
    let bench = try bench { $0.maxWorkers = 0 }
    bench.hello(.a)
    #expect(stall(bench) == .workersRefused)
  }

  @Test func `whoever works is drained`() throws {
    let bench = try bench()
    bench.hello(.a, credit: 0)
    let drain = ClientMessage(request: 5, body: .drain(worker: "tiger", undo: false))
    _ = bench.handle(.requested(drain, from: Peer([1])))
    #expect(stall(bench, beats: true, credit: 1) == .workersDrained)
  }

  @Test func `nobody has credit`() throws {
    let bench = try bench()
    bench.hello(.a, credit: 0)
    #expect(stall(bench, beats: true) == .noCredit)
  }

  @Test func `those who hold the leases are silent`() throws {
    let bench = try bench { $0.heartbeat = .seconds(6) }
    bench.hello(.a)
    #expect(stall(bench) == .workersSilent)
  }

  @Test func `jobs are slow, and the next result ends the stall`() throws {
    let bench = try bench()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    #expect(stall(bench, beats: true, credit: 1, first) == .slowJobs)
    _ = bench.finish(first, from: .a)
    #expect(bench.status()?.stall == nil)
  }

  @Test func `a sweep of higher priority takes all`() throws {
    let bench = try bench()
    var other = bench.ticket
    other.id = try #require(SweepID("high"))
    other.terms = SweepTerms(priority: 1)
    _ = bench.handle(.submitted(other, from: nil))
    let lease = try #require(bench.leases(bench.hello(.a)).first)
    #expect(lease.sweep == other.id)
    #expect(stall(bench, beats: true, credit: 1, lease) == .otherSweeps)
  }

  @Test func `while the disk is full nothing is leased or judged, and afterwards workers are asked for their results`()
    throws
  {
    let bench = try bench()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    #expect(bench.handle(.diskFull(true)) == [])
    #expect(bench.finish(first, from: .a) == [])
    #expect(bench.leases(bench.hello(.b)) == [])
    #expect(stall(bench, beats: true, credit: 2, first) == .diskFull)
    guard case .reply(let reply, _)? = bench.order(.pause).first, case .refused(.full, _) = reply.body else {
      Issue.record("an order that cannot be remembered is refused")
      return
    }
    #expect(bench.handle(.diskFull(false)).contains(bench.send(.sayHello, to: .a)))
    #expect(bench.finish(first, from: .a).first == bench.closed(first))
  }

  @Test func `while the disk is full no answer rests on what may not be remembered`() throws {
    let bench = try bench()
    var other = bench.ticket
    other.id = try #require(SweepID("other"))
    _ = bench.handle(.submitted(other, from: nil))
    // Both records may still wait for room when the next order comes.
    _ = bench.order(.pause)
    _ = bench.order(.cancel, other.id)
    _ = bench.handle(.diskFull(true))
    for order in SweepOrder.allCases {
      #expect(isRefusedForDisk(bench.order(order)), "\(order)")
      #expect(isRefusedForDisk(bench.order(order, other.id)), "\(order) of a cancelled sweep")
    }
    let requester = Requester(peer: Peer([0xCC]), request: 5)
    #expect(isRefusedForDisk(bench.handle(.submitted(bench.ticket, from: requester))))
    #expect(isRefusedForDisk(bench.handle(.submitted(other, from: requester))))
    #expect(isRefusedForDisk(ask(.snapshot(bench.ticket.id), bench)))
    #expect(isRefusedForDisk(ask(.status(other.id), bench)))
    guard case .reply(let reply, _)? = ask(.status(nil), bench).first, case .status = reply.body else {
      Issue.record("how things stand is said")
      return
    }
    _ = bench.handle(.diskFull(false))
    #expect(bench.order(.pause) == [bench.reply(.done)])
    #expect(bench.order(.cancel, other.id) == [bench.reply(.done)])
  }

  private func ask(_ body: ClientMessage.Body, _ bench: CoordinatorBench) -> [Effect] {
    bench.handle(.requested(ClientMessage(request: 5, body: body), from: Peer([0xCC])))
  }

  /// Whether the only effect is the refusal for want of room: no record either.
  private func isRefusedForDisk(_ effects: [Effect]) -> Bool {
    guard effects.count == 1, case .reply(let reply, _) = effects[0] else { return false }
    guard case .refused(.full, let explanation) = reply.body else { return false }
    return explanation.contains("disk")
  }

  @Test func `after a restart nothing of the past is leased in the time of grace, and new sweeps are`() throws {
    let past = try bench()
    let bench = try CoordinatorBench(replaying: past.journal) { $0.restartGrace = .seconds(2) }
    _ = bench.handle(.started)
    #expect(bench.leases(bench.hello(.a)) == [])
    #expect(bench.machine.wakeUp == bench.now + .seconds(2))
    var other = bench.ticket
    other.id = try #require(SweepID("new"))
    #expect(bench.leases(bench.handle(.submitted(other, from: nil))).map(\.sweep) == [other.id])
    _ = bench.hello(.b)
    bench.now = bench.now + .seconds(2)
    _ = bench.beat(.b)
    let isLeasing = bench.machine.isLeasing(bench.ticket.id)
    #expect(isLeasing)
    #expect(bench.machine.faultsInBooks == [])
  }
}
