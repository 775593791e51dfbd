import Foundation
import Testing

extension ProcessTests {
  /// A disk that fills up under a run. Needs the right to mount; without it, says so and passes.
  struct Disk {
    @Test func `a full disk stops the run with its name, and with room it goes on`() throws {
      let sandbox = try Sandbox()
      let disk = sandbox.path("disk")
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      guard system("mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", disk) else {
        print("full disk not tested: this user may not mount a small one")
        return
      }
      defer { _ = system("umount", "-l", disk) }
      let end = try sandbox.start(.long, to: "disk/out", "--workers", "2", "--job-blocks", "20").end()
      #expect(end.code == 74, "\(end)")
      #expect(end.errors.contains("no room for more") || end.errors.contains("disk"), "\(end)")
      sandbox.expectNothingLeft()
      #expect(system("mount", "-o", "remount,size=256m", disk))
      try sandbox.expectComplete(try sandbox.start(.long, to: "disk/out"), .long, in: "disk/out")
      let resumed = try sandbox.log(in: "disk/out").filter { $0.event == "resumed" }
      #expect(resumed.first?.closedBlocks ?? 0 > 0)
    }

    /// Runs a command quietly; false where it fails.
    private func system(_ words: String...) -> Bool {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = words
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
  }
}
