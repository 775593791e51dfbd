import Scheduling
import Testing
import Wire

/// What the log hears.
@Suite struct NoteTests {
  private static func name(_ person: Person) -> WorkerID { WorkerID(UInt128(person.rawValue) << 120) }

  @Test func `who comes, goes and is lost is noted once`() throws {
    let bench = try CoordinatorBench()
    bench.start()
    bench.hello(.a, credit: 0, host: "tiger")
    bench.hello(.a, credit: 0, host: "tiger")
    bench.hello(.b, credit: 0, host: "lion")
    _ = bench.receive(.goodbye(returned: [], reason: "terminated"), from: .a)
    _ = bench.handle(.unreachable([Person.b.peer]))
    _ = bench.handle(.unreachable([Person.b.peer]))
    #expect(
      bench.notes == [
        .joined(Self.name(.a), host: "tiger", cores: 1), .joined(Self.name(.b), host: "lion", cores: 1),
        .left(Self.name(.a), host: "tiger"), .lost(Self.name(.b), host: "lion", leases: 0),
      ])
  }

  @Test func `who is refused and what fails is noted with the reason`() throws {
    let bench = try CoordinatorBench { $0.maxWorkers = 1 }
    bench.start()
    let lease = try #require(bench.leases(bench.hello(.a)).first)
    bench.hello(.b)
    _ = bench.receive(.failed(lease, JobFailure(.died, reason: "signal 11")), from: .a)
    #expect(bench.notes.count == 3)
    guard case .refused("tiger", .full, let explanation)? = bench.notes.dropFirst().first else {
      Issue.record("\(bench.notes)")
      return
    }
    #expect(!explanation.isEmpty)
    #expect(bench.notes.last == .failed(lease, host: "tiger", reason: "signal 11"))
  }
}
