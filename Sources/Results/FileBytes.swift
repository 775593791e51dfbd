import Foundation

/// Files as whole things: written beside their place, flushed to the disk, then renamed into it.
enum FileBytes {
  /// Replaces the file by these bytes, all or nothing.
  static func replace(_ path: String, with bytes: [UInt8]) throws(OutputError) {
    try replace(path) { temporary throws(OutputError) in
      let descriptor = try create(temporary)
      defer { _ = close(descriptor) }
      try write(bytes, to: descriptor, place: path)
    }
  }

  /// The folder a file lies in, as paths have it: "." where the path is a mere name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// An empty file open for writing, whatever was there before; the caller closes it.
  static func create(_ path: String) throws(OutputError) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw OutputError(systemError: errno, doing: "cannot be created", place: path) }
    return descriptor
  }

  /// Replaces the file by the one that `body` writes at the path it is given.
  static func replace(
    _ path: String, writing body: (_ temporary: String) throws(OutputError) -> Void
  ) throws(OutputError) {
    let temporary = "\(path).\(getpid()).partial"
    do throws(OutputError) {
      try body(temporary)
      try flush(temporary)
      guard rename(temporary, path) == 0 else {
        throw OutputError(systemError: errno, doing: "cannot be put in place", place: path)
      }
    } catch {
      _ = unlink(temporary)
      throw error
    }
  }

  /// Writes all bytes, however many calls the system needs.
  static func write(_ bytes: [UInt8], to descriptor: Int32, place: String) throws(OutputError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw OutputError(systemError: errno, doing: "cannot be written", place: place) }
      rest = rest.dropFirst(written)
    }
  }

  private static func flush(_ path: String) throws(OutputError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw OutputError(systemError: errno, doing: "cannot be read back", place: path) }
    defer { _ = close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw OutputError(systemError: errno, doing: "cannot be flushed to the disk", place: path)
    }
  }
}

extension OutputError {
  /// A refusal of the operating system, with the remedy its reason suggests.
  init(systemError code: Int32, doing what: String, place: String) {
    let remedy =
      switch code {
      case EACCES, EPERM, EROFS: "choose a folder you may write to (--output DIR)"
      case ENOSPC, EDQUOT: "free some space, or choose another disk (--output DIR)"
      case ENOTDIR, EISDIR, EEXIST: "move what is in the way, or choose another folder (--output DIR)"
      case ENAMETOOLONG: "choose a shorter path (--output DIR)"
      default: "check the path, or choose another folder (--output DIR)"
      }
    self.init(what: "\(what) (\(String(cString: strerror(code))))", place: place, remedy: remedy)
  }
}
