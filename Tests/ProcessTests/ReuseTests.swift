import Foundation
import Testing

extension ProcessTests {
  /// A farm's sweep that goes on from another of the farm.
  struct Reuse {
    /// Asks the same as `long`, of twice as many samples.
    private static let grown = TestSweep(name: "grown", volumes: 40, wafers: 30, sizeBits: 16)

    @Test func `a sweep that goes on from a complete one computes what is new, and a killed coordinator knows it`()
      throws
    {
      let farm = try TestFarm(in: Sandbox(), ["--job-blocks", "20"])
      try farm.submit(.long)
      let file = farm.sandbox.path("grown.yaml")
      try Self.grown.text.write(toFile: file, atomically: true, encoding: .utf8)
      let early = try farm.command("submit", file, "--reuse", "long")
      #expect(
        early.code == 65 && early.errors.contains("long is running: only a complete sweep can be reused"), "\(early)")
      let missing = try farm.command("submit", file, "--reuse", "lnog")
      #expect(missing.code == 64 && missing.errors.contains("there is no sweep lnog to reuse"), "\(missing)")
      #expect(try farm.statuses().count == 1)
      for number in 0..<2 { try farm.addWorker("host-\(number)") }
      try farm.expectComplete(.long)

      try farm.submit(Self.grown, as: nil, "--reuse", "long")
      #expect(try farm.status("grown").closedBlocks >= 9600)
      try farm.awaitProgress("grown", blocks: 9700)
      try farm.killCoordinator()
      try farm.restartCoordinator()
      #expect(try farm.status("grown").closedBlocks >= 9700)
      // A client that asks again is told of the sweep that there is.
      try farm.submit(Self.grown, as: nil, "--reuse", "long")
      try farm.expectComplete(Self.grown)
      let accepted = try farm.status("grown").counts["accepted", default: 0]
      #expect(accepted <= 600, "the 64 new blocks of a tile are four jobs, and the first life did some: \(accepted)")
      try farm.end()
    }
  }
}
