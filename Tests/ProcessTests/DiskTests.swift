import Foundation
import Testing

extension ProcessTests {
  /// A disk that fills up. Needs the right to mount a small one; without it, says so and passes.
  struct FullDisk {
    @Test func `a run waits for room, says so, and goes on`() throws {
      let sandbox = try Sandbox()
      guard let disk = try SmallDisk(in: sandbox, kilobytes: 1500) else { return }
      let run = try sandbox.start(.long, to: "disk/out", "--workers", "2", "--job-blocks", "20")
      #expect(waitUntil(60) { run.errors.contains("no room for the journal") || !run.isRunning })
      try #require(run.isRunning, "it did not wait: \(run.output)\(run.errors)")
      sleep(2)
      #expect(run.isRunning)
      try disk.grow()
      let end = try run.end()
      #expect(end.code == 0, "\(end)")
      try sandbox.expectResult(of: .long, in: "disk/out")
      #expect(end.errors.contains("room for the journal again"), "\(run.errors)")
    }

    @Test func `a run that waits for room can be interrupted and resumed`() throws {
      let sandbox = try Sandbox()
      guard let disk = try SmallDisk(in: sandbox, kilobytes: 1500) else { return }
      let run = try sandbox.start(.long, to: "disk/out", "--workers", "2", "--job-blocks", "20")
      #expect(waitUntil(60) { run.errors.contains("no room for the journal") || !run.isRunning })
      run.send(SIGINT)
      let end = try run.end(within: 10)
      #expect(end.code == 130 || end.code == 74, "\(end)")
      sandbox.expectNothingLeft()
      try disk.grow()
      try sandbox.expectComplete(try sandbox.start(.long, to: "disk/out"), .long, in: "disk/out")
      let resumed = try sandbox.log(in: "disk/out").filter { $0.event == "resumed" }
      #expect(resumed.first?.closedBlocks ?? 0 > 0)
    }

    @Test func `a farm whose journal finds no room waits, names the cause, refuses orders, and goes on`() throws {
      let sandbox = try Sandbox()
      guard let disk = try SmallDisk(in: sandbox, kilobytes: 1500) else { return }
      let farm = try TestFarm(in: sandbox, journal: "disk/journal", ["--job-blocks", "20"])
      for number in 0..<2 { try farm.addWorker("host-\(number)") }
      try farm.submit(.long)
      #expect(waitUntil(60) { farm.coordinator.errors.contains("no room for the journal") })
      let full = try farm.status("long")
      #expect(full.phase == "running")
      let order = try farm.command("pause", "long")
      #expect(order.code == 75 && order.errors.contains("full"), "\(order)")
      let stalled = try waitUntil(20) { try farm.status("long").stall == "disk_full" }
      #expect(stalled, "nobody says why nothing comes on")
      try disk.grow()
      try farm.expectComplete(.long)
      try farm.end()
      Chaos.report(
        "4.4", done: "the journal's disk is full in the middle of a sweep, and has room again 10 s later",
        seen: "same bytes; waited with \(full.closedBlocks) of \(full.totalBlocks) blocks counted, cause disk_full")
    }
  }
}

/// A small file system in a sandbox.
private final class SmallDisk {
  private let folder: String

  /// Nil where this user may not mount; CI's may.
  init?(in sandbox: Sandbox, kilobytes: Int) throws {
    folder = sandbox.path("disk")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard succeeds(["mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder]) else {
      print("full disk not tested: this user may not mount a small one")
      return nil
    }
  }

  deinit { _ = succeeds(["umount", "-l", folder]) }

  func grow() throws { try #require(succeeds(["mount", "-o", "remount,size=256m", folder])) }
}
