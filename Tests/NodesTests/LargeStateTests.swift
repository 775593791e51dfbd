import Aggregates
import Foundation
import Logging
import Models
import Scheduling
import Sweeps
import Synchronization
import Testing
import Transport
import Wire

@testable import Nodes

/// A state that is too large for a message, from a coordinator's journal to a client.
@Suite struct LargeStateTests {
  private static let text = """
    sweep: large
    model: chip-breakeven
    vary: {volume: [\((1...40).map { "\($0)e3" }.joined(separator: ", "))]}
    decide: {strategy: [buy, codesign, build]}
    uncertain: {defect_density: 0.05 to 0.15 /cm2}
    sample: {size: 2^8, replicates: 2}
    report:
      cost: {of: cost, stats: [mean, p95], by: [volume, strategy]}
    """

  @Test func `a client puts it together, and the journal keeps it`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "large-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let sweep = try CompiledSweep(canonical: Array(Self.text.utf8))
    let id = try #require(SweepID("large"))
    let all = BlockSet(BlockRange(0, sweep.plan.blockCount))
    var state = SweepState(layout: sweep.plan.stateLayout)
    let engine = try #require(InstructionSet.best).engine(sweep.workload)
    for range in all.ranges { engine.run(range, into: &state) { _ in true } }
    let bytes = state.encode()
    let hash = try #require(SpecHash([UInt8](repeating: 0, count: 32)))
    try #require(bytes.count > 10_000)

    // A kept state is told from every other, of whatever length: by what they are, not by how they end.
    var part = SweepState(layout: sweep.plan.stateLayout)
    engine.run(BlockRange(0, 1), into: &part) { _ in true }
    #expect(SnapshotPlace.checksum(of: part.encode()) != SnapshotPlace.checksum(of: bytes))
    #expect(CRC32C.checksum(of: part.encode().span) == CRC32C.checksum(of: bytes.span))

    let endpoint = try Endpoint("ipc://\(folder)/farm")
    // The second life has it from the journal.
    for life in 1...2 {
      let isOver = Mutex(false)
      let failure = Mutex<String?>(nil)
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        do {
          var policy = Policy(build: "test", selfTest: hash)
          policy.wholeStateBytes = 5_000
          policy.pieceBytes = 1_777
          policy.recordedPieceBytes = 3_333
          var node = try CoordinatorNode(
            journal: folder + "/journal", endpoints: [endpoint], policy: policy, logger: Logger(label: "test"))
          try node.start()
          if life == 1 { try node.submit(sweep.ticket(id: id), HeadStart(blocks: all, state: bytes)) }
          while !isOver.withLock({ $0 }) { try node.serve(atMost: .milliseconds(20)) }
        } catch {
          failure.withLock { $0 = "\(error)" }
        }
        done.signal()
      }
      var client = try FarmClient(FarmWay([endpoint], security: .none))
      let start = try client.start(of: id)
      #expect(start.state.count == 1_777 && start.piece?.wholeBytes == UInt64(bytes.count))
      let snapshot = try client.snapshot(of: id)
      #expect(snapshot.state == bytes && snapshot.piece == nil && snapshot.status.phase == .complete)
      isOver.withLock { $0 = true }
      done.wait()
      #expect(failure.withLock { $0 } == nil)
    }
  }
}
