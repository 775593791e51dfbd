import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct OrderTests {
  /// A worker with two jobs of three.
  private func bench() throws -> CoordinatorBench {
    let bench = try CoordinatorBench(blocks: 30)
    bench.start()
    bench.hello(.a, credit: 2)
    return bench
  }

  private func isWrongPhase(_ effects: [Effect]) -> Bool {
    guard effects.count == 1, case .reply(let reply, _)? = effects.first else { return false }
    guard case .refused(.wrongPhase, let explanation) = reply.body else { return false }
    return !explanation.isEmpty
  }

  @Test func `a paused sweep gets no lease, and what is leased still counts`() throws {
    let bench = try bench()
    #expect(bench.order(.pause) == [.persist(.paused(CoordinatorBench.sweep)), bench.reply(.done)])
    let first = bench.lease(1, 0...9)
    #expect(
      bench.finish(first, from: .a) == [bench.closed(first), bench.send(.acknowledge(first, .accepted), to: .a)])
    #expect(bench.order(.pause) == [bench.reply(.done)])
    #expect(
      bench.order(.resume) == [
        .persist(.resumed(CoordinatorBench.sweep)), bench.reply(.done),
        bench.send(.lease(bench.lease(3, 20...29)), to: .a),
      ])
    #expect(bench.order(.resume) == [bench.reply(.done)])
  }

  @Test func `a pause survives a restart, and a compacted journal`() throws {
    let past = try bench()
    _ = past.order(.pause)
    for records in [past.journal, past.machine.checkpoint] {
      let bench = try CoordinatorBench(blocks: 30, replaying: records)
      #expect(bench.status()?.phase == .paused)
      #expect(bench.hello(.a) == [bench.welcome(.a, epoch: 2)])
    }
  }

  @Test func `a cancelled sweep is called back and forgotten, and its late results are unknown`() throws {
    let bench = try bench()
    let (first, second) = (bench.lease(1, 0...9), bench.lease(2, 10...19))
    #expect(
      bench.order(.cancel) == [
        .persist(.cancelled(CoordinatorBench.sweep)), bench.send(.cancel(first), to: .a),
        bench.send(.cancel(second), to: .a), bench.reply(.done),
      ])
    #expect(bench.order(.cancel) == [bench.reply(.done)])
    #expect(bench.finish(first, from: .a) == [bench.send(.acknowledge(first, .unknownSweep), to: .a)])
    #expect(bench.machine.tickets.isEmpty)
    let next = try CoordinatorBench(blocks: 30, replaying: bench.journal)
    #expect(next.machine.tickets.isEmpty)
    #expect(bench.leases(bench.handle(.submitted(bench.ticket, from: nil))).count == 2)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `orders that do not fit are refused with a sentence`() throws {
    let bench = try CoordinatorBench(blocks: 10)
    bench.start()
    bench.hello(.a)
    _ = bench.order(.stop, reason: "enough")
    #expect(bench.order(.stop) == [bench.reply(.done)])
    #expect(isWrongPhase(bench.order(.pause)))
    _ = bench.finish(bench.lease(1, 0...9), from: .a)
    #expect(bench.status()?.phase == .complete)
    for order in [SweepOrder.pause, .resume, .stop] { #expect(isWrongPhase(bench.order(order))) }
    #expect(bench.order(.cancel).last == bench.reply(.done))
  }

  @Test func `an order for one sweep disturbs no other`() throws {
    let bench = try bench()
    var other = bench.ticket
    other.id = try #require(SweepID("other"))
    _ = bench.handle(.submitted(other, from: nil))
    _ = bench.order(.cancel, other.id)
    let first = bench.lease(1, 0...9)
    #expect(
      bench.finish(first, from: .a) == [
        bench.closed(first), bench.send(.acknowledge(first, .accepted), to: .a),
        bench.send(.lease(bench.lease(3, 20...29)), to: .a),
      ])
  }

  @Test func `a host or a worker is drained by name, keeps what it holds, and is taken back`() throws {
    let bench = try bench()
    func drain(_ name: String, undo: Bool = false) -> [Effect] {
      bench.handle(
        .requested(ClientMessage(request: 5, body: .drain(worker: name, undo: undo)), from: Peer([0xCC])))
    }
    for name in ["tiger", "0a"] {
      #expect(drain(name) == [bench.reply(.done)])
      #expect(bench.beat(.a, credit: 9) == [bench.send(.alive, to: .a)])
      let renewed = drain(name, undo: true)
      #expect(renewed.first == bench.reply(.done))
      #expect(bench.leases(renewed).count == (name == "tiger" ? 1 : 0))
    }
    guard case .reply(let reply, _)? = drain("lion").first, case .refused(.unknownWorker, _) = reply.body else {
      Issue.record("an unknown worker is refused")
      return
    }
    #expect(bench.machine.faultsInBooks == [])
  }
}
