import Glibc

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
    throw FolderInUse(folder: folder, use: use)
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

  public var description: String {
    switch use {
    case .forResults:
      "\(folder): another run is at work in this folder; wait for it to end, or choose another folder with --output"
    case .asJournal:
      "\(folder): another coordinator keeps its journal in this folder; end it first, or choose another folder with "
        + "--journal"
    }
  }
}
