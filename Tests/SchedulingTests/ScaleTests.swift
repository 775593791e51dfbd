import Foundation
import Scheduling
import SimulationKit
import Sweeps
import Testing
import Wire

/// As many workers and sweeps as are promised, on the pure machine. Times are printed and not judged.
@Suite struct ScaleTests {
  /// A coordinator and what its workers hold; every job is one block of its own.
  private struct Crowd: ~Copyable {
    static let sizes = BlockSizes.Strips(count: 1 << 40, scenariosPerStrip: 100).flatMap { BlockSizes([$0]) }
    var machine: Coordinator<BlockTally>
    var now = Moment(nanoseconds: 1_000_000_000)
    var held: [Session: [Lease]] = [:]
    var ordinal: UInt64 = 0
    var events = 0
    var jobs = 0

    init() {
      var policy = Policy(build: "b", selfTest: hash(9))
      policy.forcedJobBlocks = 1
      machine = Coordinator(policy: policy)
    }

    mutating func handle(_ event: Event) {
      events += 1
      var leases: [(Session, Lease)] = []
      machine.handle(event, at: now) { effect in
        guard case .send(let message, _) = effect, case .lease(let lease) = message.body else { return }
        leases.append((message.session, lease))
      }
      for (session, lease) in leases { held[session, default: []].append(lease) }
    }

    mutating func say(_ body: WorkerMessage.Body, as worker: Int) {
      ordinal += 1
      let peer = Peer([0, UInt8(worker >> 8), UInt8(truncatingIfNeeded: worker), 0, 1])
      let message = WorkerMessage(
        session: Session(UInt64(worker)), epoch: machine.epoch, ordinal: ordinal, body: body)
      handle(.received(message, from: peer))
    }

    /// Every worker finishes its older job and sends a heartbeat, a second for all.
    mutating func work(_ workers: Int, on sizes: BlockSizes) {
      for worker in 0..<workers {
        now = now + .nanoseconds(1_000_000_000 / workers)
        let session = Session(UInt64(worker))
        if let lease = held[session]?.first {
          held[session]?.removeFirst()
          let state = BlockTally(of: lease.blocks, sizes: sizes).encode()
          let finished = Finished(lease: lease, blocks: lease.blocks, computeNanoseconds: 1_000_000_000, state: state)
          jobs += 1
          say(.finished(finished), as: worker)
        }
        let reports = (held[session] ?? []).map { LeaseReport($0, .running, blocksDone: 0) }
        say(.heartbeat(credit: 2, reports), as: worker)
      }
    }
  }

  @Test func `ten thousand workers and a hundred sweeps need less than 100 MB, and every job is settled`() throws {
    let sizes = try #require(Crowd.sizes)
    let before = residentMegabytes
    var crowd = Crowd()
    crowd.handle(.started)
    for number in 0..<100 {
      let id = try #require(SweepID("sweep-\(number)"))
      let ticket = SweepTicket(
        id: id, spec: hash(UInt8(number)), canonical: [1], sizes: sizes, layout: StateLayout(passes: []))
      crowd.handle(.submitted(ticket, from: nil))
    }
    for worker in 0..<10_000 {
      let hello = Hello(
        worker: WorkerID(UInt128(worker)), build: "b", selfTest: hash(9), cores: 1, credit: 2, leases: [],
        host: "host-\(worker / 4)")
      crowd.say(.hello(hello), as: worker)
    }
    #expect(crowd.held.values.reduce(0) { $0 + $1.count } == 20_000)
    let clock = ContinuousClock()
    let events = crowd.events
    let time = clock.measure { for _ in 0..<3 { crowd.work(10_000, on: sizes) } }
    let perEvent = Double(time.nanoseconds) / 1e3 / Double(crowd.events - events)
    let growth = residentMegabytes - before
    print("10,000 workers, 100 sweeps: \(perEvent) microseconds per event, \(growth) MB")
    let closed = crowd.machine.tickets.reduce(0) { $0 + (crowd.machine.closedBlocks(of: $1.id)?.count ?? 0) }
    #expect(crowd.jobs == 30_000)
    // A few leases are audits of what is closed.
    #expect((29_000...30_000).contains(closed))
    #expect(crowd.machine.faultsInBooks == [])
    #expect(growth < 100)
  }

  /// What the process has in memory.
  private var residentMegabytes: Double {
    let words = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return Double(words.dropFirst().first.flatMap { Int($0) } ?? 0) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
  }
}
