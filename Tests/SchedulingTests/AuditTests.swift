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
    #expect(bench.wait(.seconds(60)) == [])
    #expect(bench.count("unaudited") == 1)
  }
}
