import Foundation

/// Whether there is room on the disk, asked of the disk itself.
///
/// SQLite knows a full disk only where a write says ENOSPC. A quota that is used up, and a file system that finds out
/// when it syncs, it reports like any fault of the disk.
enum DiskRoom {
  /// As much as a file system may reserve at once, so that a rest too small for the journal is too small for this too.
  private static let probeBytes = 1 << 20

  /// Writes a nameless file in the journal's folder, and lets it go.
  /// - Returns: the error number of what failed, or 0.
  static func probe(beside path: String) -> Int32 {
    var name = Array("\(path)-room-XXXXXX".utf8CString)
    let file = mkstemp(&name)
    guard file >= 0 else { return errno }
    defer { close(file) }
    unlink(name)
    // Of chance, as a file system may keep bytes that are all alike in no room at all.
    var random = SystemRandomNumberGenerator()
    let words = (0..<probeBytes / 8).map { _ in random.next() }
    var written = 0
    while written < probeBytes {
      let count = words.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: written), probeBytes - written) }
      if count > 0 { written += count } else if count == 0 || errno != EINTR { return errno }
    }
    return fsync(file) == 0 ? 0 : errno
  }

  /// What there is too little of, in the system's words; nil where the error number means something else.
  static func shortage(_ number: Int32) -> String? {
    number == ENOSPC || number == EDQUOT ? String(cString: strerror(number)) : nil
  }
}
