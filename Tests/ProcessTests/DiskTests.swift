import Foundation
import Testing

extension ProcessTests {
  /// A disk that fills up under a run. Needs the right to mount; without it, says so and passes.
  struct Disk {
    @Test func `a full disk stops the run with its name, and with room it goes on`() throws {
      let sandbox = try Sandbox()
      let disk = sandbox.path("disk")
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      guard succeeds(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", disk]) else {
        print("full disk not tested: this user may not mount a small one")
        return
      }
      defer { _ = succeeds(["umount", "-l", disk]) }
      let end = try sandbox.start(.long, to: "disk/out", "--workers", "2", "--job-blocks", "20").end()
      #expect(end.code == 74, "\(end)")
      #expect(end.errors.contains("no room for more") || end.errors.contains("disk"), "\(end)")
      sandbox.expectNothingLeft()
      #expect(succeeds(["mount", "-o", "remount,size=256m", disk]))
      try sandbox.expectComplete(try sandbox.start(.long, to: "disk/out"), .long, in: "disk/out")
      let resumed = try sandbox.log(in: "disk/out").filter { $0.event == "resumed" }
      #expect(resumed.first?.closedBlocks ?? 0 > 0)
    }
  }
}
