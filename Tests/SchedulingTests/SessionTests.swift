import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct SessionTests {
  @Test func `a worker of another build or with other bits is refused with the reason`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    func refusal(build: String, _ selfTest: SpecHash) -> WorkerRefusal? {
      let hello = Hello(
        worker: WorkerID(1), build: build, selfTest: selfTest, cores: 1, credit: 1, leases: [],
        host: "tiger")
      let effects = bench.receive(.hello(hello), from: .a)
      guard effects.count == 1, case .send(let message, _)? = effects.first else { return nil }
      guard case .refused(let reason, let explanation) = message.body, !explanation.isEmpty else { return nil }
      return reason
    }
    #expect(refusal(build: "other", hash(9)) == .otherBuild)
    #expect(refusal(build: "b", hash(1)) == .otherBits)
    #expect(bench.machine.counters.refusedWorkers == 2)
  }

  @Test func `a worker too many is refused for now`() throws {
    let bench = try CoordinatorBench { $0.maxWorkers = 1 }
    bench.hello(.a)
    let effects = bench.hello(.b)
    guard case .send(let message, _)? = effects.first, case .refused(.full, _) = message.body else {
      Issue.record("\(effects)")
      return
    }
    #expect(bench.hello(.a) == [bench.welcome(.a, answering: 2)])
  }

  @Test func `an unknown session is asked to say hello`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    #expect(bench.receive(.heartbeat(credit: 1, []), from: .a) == [bench.send(.sayHello, to: .a)])
    #expect(bench.finish(bench.lease(1, 0...9), from: .a) == [bench.send(.sayHello, to: .a)])
    #expect(bench.receive(.goodbye(returned: [], reason: ""), from: .a) == [])
    #expect(bench.status()?.closedBlocks == 0)
    #expect(bench.machine.counters.unknownSessions == 3)
  }

  @Test func `a heartbeat is answered and renews what it lists`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    let first = bench.lease(1, 0...9)
    for _ in 0..<10 {
      bench.now = bench.now + .seconds(1)
      let beat = WorkerMessage.Body.heartbeat(credit: 1, [LeaseReport(first, .running, blocksDone: 3)])
      #expect(bench.receive(beat, from: .a) == [bench.send(.alive, to: .a)])
    }
  }

  @Test func `a lease that its worker never lists goes out again`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    for _ in 0..<2 {
      bench.now = bench.now + .seconds(1)
      #expect(bench.receive(.heartbeat(credit: 1, []), from: .a) == [bench.send(.alive, to: .a)])
    }
    bench.now = bench.now + .seconds(1)
    #expect(
      bench.receive(.heartbeat(credit: 1, []), from: .a) == [
        bench.send(.alive, to: .a), bench.send(.cancel(bench.lease(1, 0...9)), to: .a),
        bench.send(.lease(bench.lease(1, 0...9, attempt: 2)), to: .a),
      ])
    #expect(bench.count("expired") == 1)
  }

  @Test func `an overtaken heartbeat changes nothing`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    _ = bench.receive(.heartbeat(credit: 0, []), from: .a, ordinal: 9)
    _ = bench.finish(bench.lease(1, 0...9), from: .a)
    #expect(bench.receive(.heartbeat(credit: 5, []), from: .a, ordinal: 8) == [bench.send(.alive, to: .a)])
    #expect(bench.machine.counters.staleHeartbeats == 1)
  }

  @Test func `what a lost worker was computing goes to another in halves`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a, credit: 2)
    bench.hello(.b, credit: 0)
    #expect(bench.handle(.unreachable([Person.a.peer])) == [])
    #expect(
      bench.receive(.heartbeat(credit: 2, []), from: .b) == [
        bench.send(.alive, to: .b), bench.send(.sweep(bench.ticket.definition), to: .b),
        bench.send(.lease(bench.lease(3, 0...4)), to: .b), bench.send(.lease(bench.lease(4, 5...9)), to: .b),
      ])
    #expect(bench.count("lost") == 2)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `a job that takes worker after worker with it stops its sweep`() throws {
    let bench = try CoordinatorBench { $0.maxLosses = 2 }
    bench.start()
    bench.hello(.a, credit: 2)
    _ = bench.handle(.unreachable([Person.a.peer]))
    bench.hello(.b, credit: 2)
    let reason = "job 1.3 (blocks 0 to 4) took 2 workers with it"
    #expect(
      bench.handle(.unreachable([Person.b.peer])) == [.persist(.stopped(CoordinatorBench.sweep, reason: reason))])
  }

  @Test func `a leaving worker gives everything back and is charged nothing`() throws {
    let bench = try CoordinatorBench { $0.maxLosses = 1 }
    bench.start()
    bench.hello(.a)
    #expect(bench.receive(.goodbye(returned: [bench.lease(1, 0...9)], reason: "terminated"), from: .a) == [])
    #expect(bench.status()?.phase == .running)
    #expect(bench.count("returned") == 1)
    #expect(bench.machine.wakeUp == bench.now + .seconds(3))
    #expect(bench.wait(.seconds(3)) == [])
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `who comes, fails, leaves or is lost is noted for the log`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    bench.hello(.b)
    _ = bench.died(bench.lease(1, 0...9), .a)
    _ = bench.receive(.goodbye(returned: [], reason: "terminated"), from: .a)
    _ = bench.handle(.unreachable([Person.b.peer]))
    let (a, b) = (WorkerID(UInt128(0xA) << 120), WorkerID(UInt128(0xB) << 120))
    #expect(
      bench.notes == [
        .joined(a, host: "tiger", cores: 1), .joined(b, host: "tiger", cores: 1),
        .failed(bench.lease(1, 0...9), host: "tiger", reason: "signal 6"), .left(a, host: "tiger"),
        .lost(b, host: "tiger", leases: 1),
      ])
  }

  @Test func `sessions that share a connection go with it`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    let beat = WorkerMessage(
      session: Person.b.session, epoch: Epoch(1), ordinal: 7, body: .heartbeat(credit: 0, []))
    bench.hello(.b, credit: 0)
    _ = bench.handle(.received(beat, from: Person.a.peer))
    _ = bench.handle(.unreachable([Person.a.peer, Person.b.peer]))
    #expect(bench.machine.counters.lostWorkers == 2)
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `nobody falls silent while messages wait unread`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    _ = bench.handle(.behind(true))
    for _ in 0..<20 { #expect(bench.wait(.seconds(1)) == []) }
    #expect(bench.machine.counters.lostWorkers == 0 && bench.count("expired") == 0)
    // The heartbeat was among them.
    _ = bench.beat(.a, [LeaseReport(bench.lease(1, 0...9), .running, blocksDone: 3)])
    _ = bench.handle(.behind(false))
    for _ in 0..<2 { #expect(bench.wait(.seconds(1)) == []) }
    #expect(bench.machine.counters.lostWorkers == 0)
    _ = bench.wait(.seconds(1))
    #expect(bench.machine.counters.lostWorkers == 1)
  }

  @Test func `a known session under a new address is answered there`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a, credit: 0)
    let beat = WorkerMessage(
      session: Person.a.session, epoch: Epoch(1), ordinal: 7, body: .heartbeat(credit: 0, []))
    let alive = CoordinatorMessage(session: Person.a.session, epoch: Epoch(1), body: .alive)
    #expect(bench.handle(.received(beat, from: Peer([99]))) == [.send(alive, to: Peer([99]))])
    #expect(bench.handle(.unreachable([Person.a.peer])) == [])
    #expect(bench.machine.counters.lostWorkers == 0)
  }

  @Test func `a session stays with the key that opened it, wherever it speaks from`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    let (owner, thief) = (Peer([1], key: "own"), Peer([2], key: "other"))
    func say(_ body: WorkerMessage.Body, _ ordinal: UInt64, from peer: Peer) -> [Effect] {
      let message = WorkerMessage(session: Person.a.session, epoch: Epoch(1), ordinal: ordinal, body: body)
      return bench.handle(.received(message, from: peer))
    }
    let hello = Hello(
      worker: WorkerID(1), build: "b", selfTest: hash(9), cores: 1, credit: 1, leases: [], host: "tiger")
    let lease = bench.lease(1, 0...9)
    #expect(bench.leases(say(.hello(hello), 1, from: owner)) == [lease])
    for peer in [thief, Peer([3]), Peer([1])] {
      #expect(say(.hello(hello), 9, from: peer) == [])
      #expect(say(.heartbeat(credit: 0, []), 10, from: peer) == [])
      #expect(say(.finished(bench.finished(lease)), 11, from: peer) == [])
      #expect(say(.goodbye(returned: [], reason: ""), 12, from: peer) == [])
    }
    #expect(bench.machine.counters.foreignSessions == 12)
    #expect(bench.status()?.closedBlocks == 0 && bench.status()?.leases == 1)
    // The owner comes back over another connection.
    let elsewhere = Peer([4], key: "own")
    let alive = CoordinatorMessage(session: Person.a.session, epoch: Epoch(1), body: .alive)
    let report = LeaseReport(lease, .running, blocksDone: 3)
    #expect(say(.heartbeat(credit: 1, [report]), 2, from: elsewhere) == [.send(alive, to: elsewhere)])
    #expect(bench.handle(.unreachable([Peer([1])])) == [])
    _ = bench.handle(.unreachable([Peer([4])]))
    #expect(bench.machine.counters.lostWorkers == 1)
  }

  @Test func `workers that come and go while there is no work leave nothing behind`() throws {
    let bench = try CoordinatorBench()
    _ = bench.handle(.started)
    for _ in 0..<40 {
      for worker in [Person.a, .b, .c] { bench.hello(worker) }
      for worker in [Person.b, .c, .a] { _ = bench.receive(.goodbye(returned: [], reason: ""), from: worker) }
      #expect(bench.machine.faultsInBooks == [])
    }
    for _ in 0..<200 {
      bench.hello(.a)
      _ = bench.handle(.unreachable([Person.a.peer]))
      #expect(bench.machine.faultsInBooks == [])
    }
    bench.hello(.a)
    #expect(bench.leases(bench.handle(.submitted(bench.ticket, from: nil))).count == 1)
  }

  @Test func `a definition is sent again when it is asked for`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    #expect(
      bench.receive(.askSweep(CoordinatorBench.sweep), from: .a)
        == [bench.send(.sweep(bench.ticket.definition), to: .a)])
  }

  @Test func `a coordinator that stalled blames nobody for the silence`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a)
    #expect(bench.wait(.seconds(60)) == [])
    #expect(bench.machine.counters.ownStalls == 1)
    let beat = WorkerMessage.Body.heartbeat(credit: 1, [LeaseReport(bench.lease(1, 0...9), .running, blocksDone: 0)])
    #expect(bench.receive(beat, from: .a) == [bench.send(.alive, to: .a)])
  }
}
