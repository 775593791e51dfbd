import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct AuditTests {
  private func bench(_ change: (inout Policy) -> Void = { _ in }) throws -> CoordinatorBench {
    let bench = try CoordinatorBench(blocks: 10) {
      $0.auditShare = 1
      change(&$0)
    }
    bench.start()
    return bench
  }

  private func finish(_ bench: CoordinatorBench, _ lease: Lease, _ worker: Person, lies: Bool = false) -> [Effect] {
    var finished = bench.finished(lease)
    if lies { finished.state[23] ^= 1 }
    return bench.receive(.finished(finished), from: worker)
  }

  @Test func `a result is computed again on another host, by a lease like any other, and equal bytes are counted`()
    throws
  {
    let bench = try bench()
    bench.hello(.b, credit: 0, host: "lion")
    let first = try #require(bench.leases(bench.hello(.a)).first)
    #expect(bench.leases(finish(bench, first, .a)).isEmpty)
    #expect(bench.status()?.phase == .complete)
    let audit = try #require(bench.leases(bench.beat(.b)).first)
    #expect(audit.blocks == first.blocks && audit.key.attempt == Attempt(1) && !audit.isCareful)
    #expect(finish(bench, audit, .b) == [bench.send(.acknowledge(audit, .duplicate), to: .b)])
    #expect(bench.count("audited") == 1)
    #expect(bench.status()?.leases == 0)
  }

  @Test func `where nobody else is connected nothing is audited, and that is counted`() throws {
    let bench = try bench()
    let first = try #require(bench.leases(bench.hello(.a)).first)
    bench.hello(.b, credit: 0)
    #expect(bench.leases(finish(bench, first, .a)).isEmpty)
    #expect(bench.count("unaudited") == 1)
    #expect(bench.leases(bench.beat(.b)).isEmpty)
  }

  @Test(arguments: [true, false])
  func `a third host says who lied; the liar is refused and the sweep cannot go on`(theFirstLies: Bool) throws {
    let bench = try bench()
    bench.hello(.b, credit: 0, host: "lion")
    bench.hello(.c, credit: 0, host: "bear")
    let first = try #require(bench.leases(bench.hello(.a)).first)
    _ = finish(bench, first, .a, lies: theFirstLies)
    let second = try #require(bench.leases(bench.beat(.b)).first)
    _ = finish(bench, second, .b, lies: !theFirstLies)
    let third = try #require(bench.leases(bench.beat(.c)).first)
    let effects = finish(bench, third, .c)
    let liar = theFirstLies ? "tiger" : "lion"
    #expect(effects.contains { if case .persist(.distrusted(liar, _)) = $0 { true } else { false } })
    let isSpoilt = effects.contains { if case .persist(.spoilt) = $0 { true } else { false } }
    #expect(isSpoilt == theFirstLies)
    // Until it is remembered that the host lied, nobody is sent away for good.
    _ = bench.handle(.diskFull(true))
    let early = bench.hello(theFirstLies ? .a : .b, host: liar)
    guard case .send(let message, _)? = early.first, case .refused(.full, _) = message.body else {
      Issue.record("\(early)")
      return
    }
    _ = bench.handle(.diskFull(false))
    let again = bench.hello(theFirstLies ? .a : .b, host: liar)
    guard case .send(let message, _)? = again.first, case .refused(.distrusted, _) = message.body else {
      Issue.record("\(again)")
      return
    }
    let next = try CoordinatorBench(blocks: 10, replaying: bench.machine.checkpoint)
    #expect(next.hello(.a, host: liar).count == 1)
    #expect(next.leases(next.hello(.a, host: liar)).isEmpty)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `two that differ with nobody to decide are both named, and the sweep cannot be resumed`() throws {
    let bench = try bench()
    bench.hello(.b, credit: 0, host: "lion")
    let first = try #require(bench.leases(bench.hello(.a)).first)
    _ = finish(bench, first, .a)
    let second = try #require(bench.leases(bench.beat(.b)).first)
    _ = finish(bench, second, .b, lies: true)
    guard case .stopped(let reason)? = bench.status()?.phase else {
      Issue.record("the sweep goes on")
      return
    }
    for word in ["tiger", "lion", "blocks 0 to 9", "submit it again"] { #expect(reason.contains(word)) }
    let next = try CoordinatorBench(blocks: 10, replaying: bench.journal)
    #expect(next.status()?.phase == .stopped(reason: reason))
    for bench in [bench, next] {
      guard case .reply(let reply, _)? = bench.order(.resume).first, case .refused(.wrongPhase, _) = reply.body else {
        Issue.record("a sweep that cannot be trusted goes on")
        continue
      }
    }
  }

  @Test func `an audit that nobody takes up is given up`() throws {
    let bench = try bench { $0.heartbeat = .seconds(60) }
    bench.hello(.b, credit: 0, host: "lion")
    let first = try #require(bench.leases(bench.hello(.a)).first)
    _ = finish(bench, first, .a)
    for _ in 1..<60 { #expect(bench.wait(.seconds(1)) == []) }
    #expect(bench.machine.openAudits == 1)
    #expect(bench.wait(.seconds(1)) == [])
    #expect(bench.count("unaudited") == 1)
  }

  // MARK: Patience

  /// What takes time before a third host can decide.
  enum Delay: CaseIterable {
    case computing, fullDisk, ownStall, pause
  }

  /// Lets time pass, with a heartbeat of everybody each second; C comes on with the lease that it holds.
  private func pass(_ seconds: Int, _ bench: CoordinatorBench, _ lease: Lease? = nil) {
    for second in 1...seconds {
      bench.now = bench.now + .seconds(1)
      for worker in [Person.a, .b] { _ = bench.beat(worker, credit: 0) }
      let done = UInt64(second)
      let reports = lease.map { [LeaseReport($0, .running, blocksDone: 0, samplesDone: done)] }
      _ = bench.beat(.c, credit: 0, reports ?? [])
    }
  }

  /// Two hosts differ over a sweep that still runs, and a third is there without credit.
  private func disagreement(_ change: (inout Policy) -> Void = { _ in }) throws -> CoordinatorBench {
    let bench = try CoordinatorBench(blocks: 20) {
      $0.auditShare = 1
      change(&$0)
    }
    bench.start()
    bench.hello(.b, credit: 0, host: "lion")
    bench.hello(.c, credit: 0, host: "bear")
    let first = try #require(bench.leases(bench.hello(.a)).first)
    _ = bench.beat(.a, credit: 0, [LeaseReport(first, .running, blocksDone: 0)])
    _ = finish(bench, first, .a)
    let second = try #require(bench.leases(bench.beat(.b)).first)
    _ = bench.beat(.b, credit: 0, [LeaseReport(second, .running, blocksDone: 0)])
    _ = finish(bench, second, .b, lies: true)
    #expect(bench.count("disagreed") == 1)
    return bench
  }

  @Test(arguments: Delay.allCases) func `a third host decides however long it takes until it can`(delay: Delay) throws {
    let bench = try disagreement()
    var third: Lease?
    switch delay {
    case .computing:
      third = try #require(bench.leases(bench.beat(.c)).first)
      pass(200, bench, third)
    case .fullDisk:
      _ = bench.handle(.diskFull(true))
      pass(200, bench)
      _ = bench.handle(.diskFull(false))
    case .ownStall:
      pass(30, bench)
      _ = bench.wait(.seconds(200))
    case .pause:
      _ = bench.order(.pause)
      pass(200, bench)
      _ = bench.order(.resume)
    }
    pass(29, bench, third)
    #expect(bench.status()?.phase == .running)
    let lease = try third ?? #require(bench.leases(bench.beat(.c)).first)
    let effects = finish(bench, lease, .c)
    #expect(effects.contains { if case .persist(.distrusted("lion", _)) = $0 { true } else { false } })
    #expect(bench.status()?.phase == .running && bench.machine.openAudits == 0)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `what nobody decides for a while, though it could be leased, spoils the sweep`() throws {
    let bench = try disagreement()
    pass(59, bench)
    #expect(bench.status()?.phase == .running)
    pass(1, bench)
    let isSpoilt = bench.machine.isSpoilt(CoordinatorBench.sweep)
    #expect(isSpoilt)
  }

  @Test func `an audit waits for whoever computes jobs as long as its own`() throws {
    let bench = try bench()
    bench.hello(.b, credit: 0, host: "lion")
    bench.hello(.c, credit: 0, host: "bear")
    let first = try #require(bench.leases(bench.hello(.a)).first)
    for second in 1...100 {
      bench.now = bench.now + .seconds(1)
      let report = LeaseReport(first, .running, blocksDone: 0, samplesDone: UInt64(second))
      _ = (bench.beat(.a, [report]), bench.beat(.b, credit: 0), bench.beat(.c, credit: 0))
    }
    _ = bench.receive(.finished(bench.finished(first, seconds: 100)), from: .a)
    pass(199, bench)
    #expect(bench.machine.openAudits == 1)
    pass(1, bench)
    #expect(bench.machine.openAudits == 0 && bench.count("unaudited") == 1)
  }

  @Test func `an audit that comes to nothing again and again is given up`() throws {
    let bench = try bench { $0.maxAuditTries = 3 }
    bench.hello(.b, credit: 0, host: "lion")
    let first = try #require(bench.leases(bench.hello(.a)).first)
    _ = finish(bench, first, .a)
    var lease = bench.leases(bench.beat(.b)).first
    for _ in 0..<3 { lease = bench.leases(bench.died(try #require(lease), .b)).first }
    #expect(lease == nil)
    #expect(bench.machine.openAudits == 0 && bench.count("unaudited") == 1)
  }

  @Test func `an audit that its holder does not begin goes to another`() throws {
    let bench = try disagreement()
    let lease = try #require(bench.leases(bench.beat(.c)).first)
    var effects: [Effect] = []
    for _ in 1...60 {
      #expect(!effects.contains(bench.send(.cancel(lease), to: .c)))
      bench.now = bench.now + .seconds(1)
      for worker in [Person.a, .b] { _ = bench.beat(worker, credit: 0) }
      effects = bench.beat(.c, [LeaseReport(lease, .waiting, blocksDone: 0)])
    }
    #expect(effects.contains(bench.send(.cancel(lease), to: .c)))
    #expect(bench.leases(effects).map(\.blocks) == [lease.blocks])
    #expect(bench.machine.faultsInBooks == [])
  }
}
