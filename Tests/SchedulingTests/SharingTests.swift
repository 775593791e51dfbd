import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

@Suite struct SharingTests {
  private func ticket(_ bench: CoordinatorBench, _ name: String, _ terms: SweepTerms) throws -> SweepTicket {
    var ticket = bench.ticket
    ticket.id = try #require(SweepID(name))
    ticket.terms = terms
    return ticket
  }

  /// Leases of each sweep among so many, each finished in a second.
  private func shares(_ bench: CoordinatorBench, jobs: Int) -> [String: Int] {
    var counts: [String: Int] = [:]
    var lease = bench.leases(bench.hello(.a)).first
    for _ in 0..<jobs {
      guard let held = lease else { break }
      counts[held.sweep.text, default: 0] += 1
      bench.now = bench.now + .seconds(1)
      let state = BlockTally(of: held.blocks, sizes: bench.sizes).encode()
      let finished = Finished(lease: held, blocks: held.blocks, computeNanoseconds: 1_000_000_000, state: state)
      lease = bench.leases(bench.receive(.finished(finished), from: .a)).first
    }
    return counts
  }

  @Test func `compute time goes by weight`() throws {
    let bench = try CoordinatorBench(blocks: 100_000)
    for (name, weight) in [("x", 3), ("y", 2), ("z", 1)] {
      _ = bench.handle(.submitted(try ticket(bench, name, SweepTerms(weight: weight)), from: nil))
    }
    let shares = shares(bench, jobs: 600)
    for (name, share) in [("x", 300), ("y", 200), ("z", 100)] {
      #expect(abs((shares[name] ?? 0) - share) <= 3, "\(shares)")
    }
  }

  @Test func `a sweep of higher priority takes all`() throws {
    let bench = try CoordinatorBench(blocks: 100_000)
    _ = bench.handle(.submitted(try ticket(bench, "low", SweepTerms(weight: 1000)), from: nil))
    _ = bench.handle(.submitted(try ticket(bench, "high", SweepTerms(priority: 1)), from: nil))
    #expect(shares(bench, jobs: 50) == ["high": 50])
  }

  @Test func `a sweep that comes late neither starves others nor is starved`() throws {
    let bench = try CoordinatorBench(blocks: 100_000)
    _ = bench.handle(.submitted(try ticket(bench, "old", SweepTerms()), from: nil))
    _ = shares(bench, jobs: 300)
    _ = bench.handle(.unreachable([Person.a.peer]))
    _ = bench.handle(.submitted(try ticket(bench, "new", SweepTerms()), from: nil))
    let shares = shares(bench, jobs: 100)
    #expect(abs((shares["old"] ?? 0) - 50) <= 3, "\(shares)")
  }

  @Test func `no more workers compute a sweep than it wants, and all others compute the next`() throws {
    let bench = try CoordinatorBench(blocks: 100_000)
    _ = bench.handle(.submitted(try ticket(bench, "few", SweepTerms(weight: 1000, maxWorkers: 1)), from: nil))
    let first = try #require(bench.leases(bench.hello(.a, credit: 2)).first)
    // Nothing is left for B, who is told of it at once when there is.
    #expect(bench.leases(bench.hello(.b)).isEmpty)
    #expect(bench.leases(bench.wait(.seconds(1))).isEmpty)
    let others = bench.leases(
      bench.handle(.submitted(try ticket(bench, "any", SweepTerms(priority: -1)), from: nil)))
    #expect(others.map(\.sweep.text) == ["any"])
    // A has a second lease of it, which keeps its place.
    let next = bench.leases(
      bench.receive(.finished(bench.finished(first)), from: .a)
        + bench.receive(.finished(bench.finished(others[0])), from: .b))
    #expect(next.map(\.sweep.text).sorted() == ["any", "few"])
    // When A is gone, B may.
    let taken = bench.leases(
      bench.handle(.unreachable([Person.a.peer])) + bench.receive(.heartbeat(credit: 3, []), from: .b))
    #expect(taken.contains { $0.sweep.text == "few" }, "\(taken)")
    #expect(bench.machine.faultsInBooks == [])
  }

  @Test func `sweeps that are full stand in nobody's way`() throws {
    let bench = try CoordinatorBench(blocks: 100_000)
    for number in 0..<20 {
      _ = bench.handle(.submitted(try ticket(bench, "full-\(number)", SweepTerms(maxWorkers: 1)), from: nil))
    }
    _ = bench.handle(.submitted(try ticket(bench, "last", SweepTerms(priority: -1)), from: nil))
    let all = bench.leases(bench.hello(.a, credit: 20))
    #expect(Set(all.map(\.sweep)).count == 20)
    #expect(bench.leases(bench.hello(.b)).map(\.sweep.text) == ["last"])
  }

  @Test func `a sweep that had few workers does not take all when few are left`() throws {
    // B is never heard of again, and nobody minds.
    let bench = try CoordinatorBench(blocks: 100_000) { $0.heartbeat = .seconds(10_000) }
    _ = bench.handle(.submitted(try ticket(bench, "small", SweepTerms(maxWorkers: 1)), from: nil))
    #expect(bench.leases(bench.hello(.b)).count == 1)
    _ = bench.handle(.submitted(try ticket(bench, "big", SweepTerms()), from: nil))
    #expect(shares(bench, jobs: 300) == ["big": 300])
    _ = bench.handle(.unreachable([Person.a.peer, Person.b.peer]))
    let shares = shares(bench, jobs: 260)
    #expect(abs((shares["big"] ?? 0) - 100) <= 5, "\(shares)")
  }

  @Test func `a limit that is lifted gives no claim to the time before`() throws {
    // B is never heard of again, and nobody minds.
    let bench = try CoordinatorBench(blocks: 100_000) { $0.heartbeat = .seconds(10_000) }
    var small = try ticket(bench, "small", SweepTerms(maxWorkers: 1))
    _ = bench.handle(.submitted(small, from: nil))
    #expect(bench.leases(bench.hello(.b)).count == 1)
    _ = bench.handle(.submitted(try ticket(bench, "big", SweepTerms()), from: nil))
    #expect(shares(bench, jobs: 300) == ["big": 300])
    _ = bench.handle(.unreachable([Person.a.peer]))
    small.terms = SweepTerms()
    _ = bench.handle(.submitted(small, from: nil))
    let shares = shares(bench, jobs: 100)
    #expect(abs((shares["small"] ?? 0) - 50) <= 3, "\(shares)")
  }

  @Test func `new terms are taken at once, and kept in the journal`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    var ticket = bench.ticket
    ticket.terms = SweepTerms(weight: 7, priority: -2, maxWorkers: 3)
    #expect(bench.handle(.submitted(ticket, from: nil)) == [.persist(.submitted(ticket))])
    #expect(bench.handle(.submitted(ticket, from: nil)) == [])
    #expect(bench.status()?.terms == ticket.terms)
    let next = try CoordinatorBench(replaying: bench.journal)
    #expect(next.status()?.terms == ticket.terms)
  }
}
