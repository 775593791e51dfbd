import Foundation

/// Keeps other runs out of a result folder for as long as this process works in it.
///
/// The lock is on the folder itself, so it leaves no file behind, and the kernel lifts it when the process ends, however
/// it ends.
final class FolderLock {
  private let descriptor: Int32
  /// False on a network file system that cannot lock folders; the lock of the journal then still keeps runs of one sweep
  /// apart.
  let isHeld: Bool

  /// - Throws: `FolderInUse` when another process holds it.
  init(_ folder: String, used use: FolderInUse.Use = .forResults) throws(FolderInUse) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    isHeld = descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0
    guard !isHeld, descriptor >= 0, errno == EWOULDBLOCK else { return }
    throw FolderInUse(folder: folder, use: use, process: Self.holder(of: descriptor))
  }

  /// The process that holds the lock, where the kernel's table names it: `1: FLOCK ADVISORY WRITE 4711 fe:00:1234 0 EOF`.
  private static func holder(of descriptor: Int32) -> Int32? {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, let table = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else {
      return nil
    }
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 5, words[1] == "FLOCK", words[5].hasSuffix(":\(facts.st_ino)") else { continue }
      if let process = Int32(words[4]), process > 0 { return process }
    }
    return nil
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }
}

/// Another process works in the folder.
public struct FolderInUse: Error, CustomStringConvertible {
  /// What the folder is for.
  public enum Use: Hashable, Sendable {
    case forResults
    case asJournal
  }
  public var folder: String
  public var use: Use
  /// The process that holds it, if the system says so.
  public var process: Int32?

  public var description: String {
    switch use {
    case .forResults:
      "\(folder): another run\(name) is at work in this folder; wait for it to end, or choose another folder with --output"
    case .asJournal:
      "\(folder): another coordinator\(name) keeps its journal in this folder; end it first, or choose another folder with "
        + "--journal"
    }
  }

  private var name: String { process.map { " (process \($0))" } ?? "" }
}
