import Foundation
import Results

/// A private folder for the socket of one run, named in the journal's folder, so that the next run can clear away what a
/// killed one left.
///
/// The socket is not in the result folder because the system limits its path to 107 bytes.
struct SocketFolder {
  /// The longest folder name that leaves room for the socket's own.
  private static let longestPathBytes = 90
  private static let prefix = "sweepfarm-"

  let path: String
  private let link: String

  /// Makes the folder.
  ///
  /// - Parameter clearsFormer: remove what an earlier run left; only where no other run can be at work.
  init(rememberedIn journalFolder: String, clearsFormer: Bool) throws(OutputError) {
    link = journalFolder + "/socket"
    if clearsFormer { Self.clear(link) }
    let temporary = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    let name = "/\(Self.prefix)\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let parent = temporary.utf8.count + name.utf8.count > Self.longestPathBytes ? "/tmp" : temporary
    path = parent + name
    // Named before it is made: a kill between the two leaves no folder that nobody knows of. Without the link, only the
    // clearing away after a kill is lost.
    let isNamed = symlink(path, link) == 0
    guard mkdir(path, 0o700) == 0 else {
      let reason = String(cString: strerror(errno))
      if isNamed { _ = unlink(link) }
      throw OutputError(
        what: "no folder for the workers' socket can be made (\(reason))", place: parent,
        remedy: "make it writable, or set TMPDIR to a folder that is")
    }
  }

  func remove() {
    Self.removeFolder(path)
    _ = unlink(link)
  }

  /// Removes the folder that a link names, if it can be one of ours, and the link.
  private static func clear(_ link: String) {
    guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link) else { return }
    if (target as NSString).lastPathComponent.hasPrefix(prefix) { removeFolder(target) }
    _ = unlink(link)
  }

  private static func removeFolder(_ path: String) {
    _ = unlink(path + "/farm")
    _ = rmdir(path)
  }
}
