import Foundation

/// Files that only their owner may read: made whole or not at all, and refused where others could have read them.
enum PrivateFile {
  /// Reads a file.
  ///
  /// - Throws: `missing`, `exposed` where group or others have any right to it, `malformed` where it is longer than
  ///   `limit` or no plain file.
  static func read(_ path: String, limit: Int) throws(AccessError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw AccessError(
        .missing, "cannot be read (\(reason(errno)))", at: path, remedy: "check the path and who owns the file")
    }
    defer { _ = close(descriptor) }
    // Asked of the open file, so that nobody can change it between the question and the reading.
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= limit else {
      throw AccessError(
        .malformed, "is no plain file of at most \(limit) bytes", at: path, remedy: "check the path")
    }
    guard facts.st_mode & 0o077 == 0 else {
      throw AccessError(
        .exposed, "group or others may read or change it (mode \(String(facts.st_mode & 0o777, radix: 8)))", at: path,
        remedy: "chmod 600 it, and revoke its key if somebody may have read it")
    }
    return try bytes(of: descriptor, at: path, limit: limit)
  }

  private static func bytes(of descriptor: Int32, at path: String, limit: Int) throws(AccessError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw AccessError(.missing, "cannot be read (\(reason(errno)))", at: path, remedy: "check the disk")
      }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
    throw AccessError(.malformed, "is longer than \(limit) bytes", at: path, remedy: "check the path")
  }

  /// Makes a file that was not there.
  /// - Throws: `exists`, `unwritable`.
  static func create(_ path: String, _ bytes: [UInt8]) throws(AccessError) {
    try write(bytes, for: path) { temporary in
      // A link, unlike a renaming, never replaces.
      guard link(temporary, path) == 0 else { return false }
      _ = unlink(temporary)
      return true
    }
  }

  /// Makes a file or replaces it.
  /// - Throws: `unwritable`.
  static func replace(_ path: String, _ bytes: [UInt8]) throws(AccessError) {
    try write(bytes, for: path) { rename($0, path) == 0 }
  }

  /// Writes beside the place, flushes to the disk, and lets `place` put it there.
  private static func write(
    _ bytes: [UInt8], for path: String, place: (_ temporary: String) -> Bool
  ) throws(AccessError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(path, errno) }
    defer { _ = close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw failed(temporary, path) }
      rest = rest.dropFirst(written)
    }
    guard fsync(descriptor) == 0, place(temporary) else { throw failed(temporary, path) }
    flushFolder(of: path)
  }

  private static func failed(_ temporary: String, _ path: String) -> AccessError {
    let code = errno
    _ = unlink(temporary)
    guard code == EEXIST else { return unwritable(path, code) }
    return AccessError(.exists, "is there already", at: path, remedy: "choose another name, or remove it first")
  }

  /// So that the name outlives a power cut too; some file systems cannot, and then nothing is lost but that.
  private static func flushFolder(of path: String) {
    let folder = (path as NSString).deletingLastPathComponent
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  static func unwritable(_ path: String, _ code: Int32) -> AccessError {
    AccessError(
      .unwritable, "cannot be written (\(reason(code)))", at: path, remedy: "choose a folder you may write to")
  }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
